"""The dashboard's application: it holds the session and gives its answers to the screen.

Nothing slow runs on the interface's thread, and nothing heavy is imported before the frame is painted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from planner.views.tui.app_actions import AppActions
from planner.views.tui.app_keys import APP_KEYS
from planner.views.tui.screen import Dashboard
from planner.views.tui.session import Session
from planner.views.tui.session_messages import Answered, Refused, Traced
from planner.views.tui.theme import NAMES, TERMINAL, THEMES

if TYPE_CHECKING:
    from textual.command import Provider

    from planner.pipeline import Answer, Question

BAD_INPUT = 2
"""What the command returns when the input is at fault."""
_LOOK_S = 1.0
"""How often files are looked at for what others wrote."""


def _every_action() -> type[Provider]:
    """Return what the palette offers, once it is opened."""
    from planner.views.tui.commands import Actions

    return Actions


class PlannerApp(AppActions):
    """The dashboard for one question at a time."""

    TITLE = "planner"
    CSS_PATH = "dashboard.tcss"
    COMMANDS = {_every_action}  # noqa: RUF012 - declared so by Textual
    ENABLE_COMMAND_PALETTE = False  # opened by our own binding, which has a name and can be remapped
    BINDINGS: ClassVar[list[BindingType]] = [*APP_KEYS]

    def __init__(
        self, question: Question | None, keymap: Mapping[str, str] | None = None, theme: str | None = None
    ) -> None:
        """Take the question, other keys for bindings by their ids, and the name of a theme."""
        colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if colourless else None)
        for known in THEMES.values():
            self.register_theme(known)
        self.theme = TERMINAL if colourless else NAMES[theme or "dark"]
        self.failure: BaseException | None = None
        self.keymap: dict[str, str] = dict(keymap or {})
        self.set_keymap(self.keymap)
        self.session = Session(self, question)
        self.warnings: tuple[str, ...] = ()
        """What is told at the start."""
        self.unsaved = 0
        """How many values differ from what is saved."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for themes that lack them."""
        return THEMES["dark"].variables

    def get_default_screen(self) -> Dashboard:
        """Start with the dashboard."""
        question = self.session.question
        return Dashboard(question.scenario if question is not None else "", self.keymap)

    @property
    def answer(self) -> Answer | None:
        """The answer that is on the screen."""
        return self.session.answer

    @property
    def today(self) -> date:
        """The day on which something is edited."""
        return datetime.now().astimezone().date()

    def on_mount(self) -> None:
        """Read the files as soon as the frame stands."""
        self.call_after_refresh(self._begin)
        for warning in self.warnings:
            self.notify(warning, markup=False, severity="warning", timeout=8)
        self.set_interval(_LOOK_S, self._look)
        started_by = os.getppid()
        if self.is_web:
            self.set_interval(1, lambda: self._leave_unless(os.getppid() == started_by))
        elif _has_terminal():
            self.set_interval(1, lambda: self._leave_unless(_has_terminal()))

    def _look(self) -> None:
        self.documents.look()

    def _begin(self) -> None:
        """Read the scenario that was asked for, or ask for one."""
        if self.session.question is not None:
            self.session.read()
        else:
            self.overlays.open()

    def start(self, question: Question) -> None:
        """Turn to another question."""
        self.session.start(question)

    def _leave_unless(self, there: bool) -> None:  # noqa: FBT001 - the one thing it is told
        """End when the terminal, or the server of the browser, is gone, even if no signal said so."""
        if not there:
            self.exit()

    def on_key(self, event: events.Key) -> None:
        """Hand a character that was typed before a line took the focus on to that line."""
        if isinstance(self.focused, Input) and event.is_printable and event.character:
            event.prevent_default()
            self.focused.insert_text_at_cursor(event.character)

    def _handle_exception(self, error: Exception) -> None:
        """End on a mistake of the program: Textual would write out all that every frame holds, which takes minutes."""
        self.failure = self.failure or error
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 1
        self._close_messages_no_wait()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """End on a mistake of the program, and let whoever opened the dashboard have the exception."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.failure = event.worker.error
            self.exit(return_code=1)

    @on(Answered)
    def _show(self, event: Answered) -> None:
        """Show an answer, unless it is of an older draft."""
        if not self.session.took(event) or not self.screen_stack:
            return
        self._close_problems()
        if not event.drawn:
            self.editor.answered(event.draft)
        self.show_again()

    @on(Traced)
    def _list_inputs(self, event: Traced) -> None:
        if self.session.took(event) and self.answer is not None and self.screen_stack:
            self.unsaved = event.unsaved
            self.dashboard.unsaved(self.unsaved)
            self.dashboard.list_inputs(self.answer)

    def show_again(self) -> None:
        """Show the session's answer."""
        answer = self.session.answer
        if answer is not None:
            self.dashboard.unsaved(self.unsaved)
            self.dashboard.show(answer, fresh=self.session.fresh)
            self.call_after_refresh(self.session.trace)

    @on(Refused)
    def _show_problems(self, event: Refused) -> None:
        if not self.session.took(event) or not self.screen_stack:
            return
        if self.editor.refused(event.revision, event.bad):
            return
        from planner.views.tui.problems_screen import ProblemsScreen

        kept = self.answer is not None
        if event.drawn:
            self.dashboard.warn(f"without draws: {event.bad.problems[0].what}")
            return
        said = "the files have problems"
        self.dashboard.warn(
            f"not read again: {said}; this is the last good answer" if kept else f"Not read: {said}"
        )
        self._close_problems()
        self.documents.told()
        self.push_screen(ProblemsScreen(event.bad.problems, kept=kept))

    def _close_problems(self) -> None:
        if self.screen.name == "problems":
            self.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what cannot be done now."""
        del parameters
        draft = self.session.draft
        if action == "undo":
            return True if draft is not None and draft.past else None
        if action == "redo":
            return True if draft is not None and draft.future else None
        if action == "save":
            return (
                True if self.editor.current is not None or (draft is not None and draft.is_changed) else None
            )
        return True

    async def action_quit(self) -> None:
        """Quit, after asking where something is not saved; what is typed in the line is kept first."""
        if self.editor.current is not None:
            self.editor.keep_typed(self.editor.line.typed.value, 0)
        if self.editor.current is None:
            self.documents.leave(self.leave, to="quit")

    def leave(self) -> None:
        """Quit; without an answer the command fails as it does elsewhere."""
        self.exit(return_code=0 if self.answer is not None or not self._failed else BAD_INPUT)

    @property
    def _failed(self) -> bool:
        return any(screen.name == "problems" for screen in self.screen_stack)


def open_dashboard(question: Question | None) -> int:
    """Open the dashboard, for None with a scenario to choose, and return the command's exit code.

    Raises BadInput for settings that cannot be meant.
    """
    from planner.views.tui.settings import read_settings

    def known() -> Mapping[str, str]:
        from planner.views.tui.bindings import known_bindings

        return known_bindings()

    settings = read_settings(known)
    app = PlannerApp(question, settings.keys, settings.theme)
    app.warnings = settings.warnings
    # A full collection walks every number of the plan and stops the screen for tens of milliseconds: they come seldom.
    gc.set_threshold(50_000, 20, 20)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _has_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()
