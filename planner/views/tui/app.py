"""The dashboard's application: it reads the files in a thread and gives the answer to the screen.

Nothing slow runs on the interface's thread, and nothing heavy is imported before the frame is painted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker, WorkerState, get_current_worker

from planner.plan.problems import BadInput
from planner.views.tui.commands import Actions
from planner.views.tui.help import HelpScreen
from planner.views.tui.problems_screen import ProblemsScreen
from planner.views.tui.screen import Dashboard
from planner.views.tui.theme import DARK, TERMINAL, THEMES

if TYPE_CHECKING:
    from planner.pipeline import Answer, Question

BAD_INPUT = 2
"""What the command returns when the input is at fault."""


class PlannerApp(App[None]):
    """The dashboard for one question."""

    TITLE = "planner"
    CSS_PATH = "dashboard.tcss"
    COMMANDS = {Actions}  # noqa: RUF012 - declared so by Textual
    ENABLE_COMMAND_PALETTE = False  # opened by our own binding, which has a name and can be remapped
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark,f1",
            "help",
            "Help",
            id="app.help",
            key_display="?",
            tooltip="Show every key and sign",
        ),
        Binding(
            "r",
            "reload",
            "Read again",
            id="app.reload",
            tooltip="Read the scenario and the prices again from disk",
        ),
        Binding("q", "quit", "Quit", id="app.quit", tooltip="Quit"),
        Binding(
            "ctrl+q",
            "quit",
            "Quit",
            id="app.quit-anywhere",
            show=False,
            priority=True,
            tooltip="Quit, from anywhere",
        ),
        Binding(
            "ctrl+p",
            "command_palette",
            "Menu",
            id="app.palette",
            priority=True,
            tooltip="Search every action",
        ),
    ]

    class Answered(Message):
        """The files were read and an answer came out."""

        def __init__(self, answer: Answer) -> None:
            self.answer = answer
            super().__init__()

    class Refused(Message):
        """The files are wrong."""

        def __init__(self, bad: BadInput) -> None:
            self.bad = bad
            super().__init__()

    def __init__(self, question: Question, keymap: Mapping[str, str] | None = None) -> None:
        """Take the question, and other keys for bindings by their ids."""
        colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if colourless else None)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = TERMINAL if colourless else DARK
        self.question = question
        self.answer: Answer | None = None
        self.failure: BaseException | None = None
        self.keymap: dict[str, str] = dict(keymap or {})
        self.set_keymap(self.keymap)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for themes that lack them."""
        return THEMES["dark"].variables

    def get_default_screen(self) -> Dashboard:
        """Start with the dashboard."""
        return Dashboard(self.question.scenario, self.keymap)

    @property
    def dashboard(self) -> Dashboard:
        """The screen below everything else."""
        screen = self.screen_stack[0]
        if not isinstance(screen, Dashboard):
            raise TypeError("the first screen is the dashboard")
        return screen

    def on_mount(self) -> None:
        """Read the files as soon as the frame stands."""
        self.call_after_refresh(self.read_files)
        started_by = os.getppid()
        if self.is_web:
            self.set_interval(1, lambda: self._leave_unless(os.getppid() == started_by))
        elif _has_terminal():
            self.set_interval(1, lambda: self._leave_unless(_has_terminal()))

    def _leave_unless(self, there: bool) -> None:  # noqa: FBT001 - the one thing it is told
        """End when the terminal, or the server of the browser, is gone, even if no signal said so."""
        if not there:
            self.exit()

    @work(thread=True, exclusive=True, group="answer", exit_on_error=False)
    def read_files(self) -> None:
        """Read the files and find the answer, in a thread."""
        from planner.pipeline import answer
        from planner.views.tui.panels.latency_rows import touch

        worker = get_current_worker()
        told: Message
        try:
            found = answer(self.question)
            touch(found)
            told = self.Answered(found)
        except BadInput as bad:
            told = self.Refused(bad)
        if not worker.is_cancelled:
            self.post_message(told)

    def on_key(self, event: events.Key) -> None:
        """Hand a character that was typed before a line took the focus on to that line."""
        if isinstance(self.focused, Input) and event.is_printable and event.character:
            event.prevent_default()
            self.focused.insert_text_at_cursor(event.character)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """End on a mistake of the program, and let whoever opened the dashboard have the exception."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.failure = event.worker.error
            self.exit(return_code=1)

    @on(Answered)
    def _show(self, event: Answered) -> None:
        reloaded = self.answer is not None
        self.answer = event.answer
        self._close_problems()
        self.dashboard.show(event.answer)
        if reloaded:
            self.notify("Read again.", markup=False, timeout=2)

    @on(Refused)
    def _show_problems(self, event: Refused) -> None:
        kept = self.answer is not None
        words = "the files have problems"
        self.dashboard.warn(
            f"not read again: {words}; this is the last good answer" if kept else f"Not read: {words}"
        )
        self._close_problems()
        self.push_screen(ProblemsScreen(event.bad.problems, kept=kept))

    def _close_problems(self) -> None:
        if isinstance(self.screen, ProblemsScreen):
            self.pop_screen()

    def action_reload(self) -> None:
        """Read the files again."""
        self.read_files()

    def action_help(self) -> None:
        """Show the help."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.dashboard.key_groups()))

    def action_command_palette(self) -> None:
        """Open the palette over the dashboard."""
        from textual.command import CommandPalette

        if isinstance(self.screen, Dashboard):
            self.push_screen(CommandPalette(placeholder="Search every action …"))

    def action_press(self, key: str) -> None:
        """Do what a key does."""
        self.simulate_key(key)

    async def action_quit(self) -> None:
        """Quit; without an answer the command fails as it does elsewhere."""
        self.exit(return_code=0 if self.answer is not None or not self._failed else BAD_INPUT)

    @property
    def _failed(self) -> bool:
        return any(isinstance(screen, ProblemsScreen) for screen in self.screen_stack)


def open_dashboard(question: Question) -> int:
    """Open the dashboard and return the command's exit code."""
    app = PlannerApp(question)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _has_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()
