"""What opens over the dashboard or in its line: another scenario, differences, exports, saving under another name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.plan.problems import BadInput, printable
from planner.plan.question import Question
from planner.views.tui.differences_screen import DifferencesScreen
from planner.views.tui.edit_line import Asked
from planner.views.tui.editing import words
from planner.views.tui.exporting import FORMS
from planner.views.tui.open_screen import OpenScreen

if TYPE_CHECKING:
    from planner.views.tui.app import PlannerApp
    from planner.views.tui.panels.panel import Panel


class Overlays:
    """Opens what is asked for over the dashboard."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app

    def open(self) -> None:
        """Ask for another scenario and open it; what is not saved is asked about first."""

        def chosen(asked: str | None) -> None:
            if asked:
                self._app.documents.leave(lambda: self._app.start(self._other(asked)), to="open another")
            elif self._app.session.question is None:
                self._app.leave()

        self._app.push_screen(OpenScreen("Open a scenario"), chosen)

    def compare(self) -> None:
        """Ask for another scenario and show it beside this one."""
        from planner.versions import against_file

        session = self._app.session
        answer, draft = session.answer, session.draft
        if answer is None or draft is None:
            return

        def chosen(asked: str | None) -> None:
            if asked:
                compare = [lambda: against_file(answer, self._other(asked), draft.texts)]
                self._app.push_screen(DifferencesScreen("Two scenarios", compare))

        self._app.push_screen(OpenScreen("Compare with a scenario"), chosen)

    def differences(self) -> None:
        """Show what changed against the saved file and git's HEAD."""
        from planner.versions import against_head, against_saved

        session = self._app.session
        answer, draft, files = session.answer, session.draft, session.files
        if answer is None or draft is None or files is None:
            return
        compare = [
            lambda: against_saved(draft, answer, files),
            lambda: against_head(draft, answer, files),
        ]
        self._app.push_screen(DifferencesScreen("What changed", compare))

    def export(self, panel: Panel) -> None:
        """Ask for a file's name and write a panel to it."""
        name = f"{self._stem}-{panel.caption.lower().replace(' ', '-')}{FORMS[0]}"
        asked = Asked(
            f"write {panel.number} {panel.caption} to",
            name,
            help="the ending decides: .txt, .svg or .csv",
        )
        self._ask_for_file(asked, lambda path: self._export(panel, path))

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for another name and save the scenario there, with the texts it reads."""
        draft = self._app.session.draft
        if draft is None:
            return
        why = "the gallery stays as it is; this is a copy of your own. " if draft.is_of_gallery else ""
        help_words = f"{why}prompts and tickets are copied beside it where they are not there yet"
        name = f"{self._stem}{'' if draft.is_of_gallery else '-copy'}.yaml"
        self._ask_for_file(Asked("save as", name, help=help_words), lambda path: self._save_as(path, then))

    @property
    def _stem(self) -> str:
        draft = self._app.session.draft
        return draft.scenario.stem if draft is not None else "planner"

    def _other(self, asked: str) -> Question:
        question = self._app.session.question
        return Question(asked, pricing=None if question is None else question.pricing)

    def _ask_for_file(self, asked: Asked, write: Callable[[Path], None]) -> None:
        """Ask for a file in the line; one that is there already is asked for twice."""
        draft = self._app.session.draft
        if draft is None:
            return
        warned: set[str] = set()

        def keep(text: str) -> bool:
            path = Path(text.strip()).expanduser()
            if path.exists() and text not in warned:
                warned.add(text)
                self._app.editor.line.hint("is there already; enter again writes over it", bad=True)
                return False
            try:
                write(path)
            except (BadInput, OSError) as error:
                said = (
                    words(error) if isinstance(error, BadInput) else printable(error.strerror or str(error))
                )
                self._app.editor.line.hint(said, bad=True)
                return False
            return True

        self._app.editor.open(replace(self._app.editor.about(asked, None, draft), keep=keep))

    def _export(self, panel: Panel, path: Path) -> None:
        from planner.files.whole_files import write_whole
        from planner.views.tui.exporting import exported

        write_whole(path, exported(panel, path))
        self._app.notify(f"Written: {printable(str(path), 200)}", markup=False, timeout=4)

    def _save_as(self, path: Path, then: Callable[[], None] | None) -> None:
        session = self._app.session
        draft, answer = session.draft, session.answer
        if draft is None or answer is None:
            return
        count = draft.copied_to(path, [file for file, _ in answer.plan.texts.files()])
        beside = f", and {count} {'file' if count == 1 else 'files'} beside it" if count else ""
        self._app.notify(f"Saved {printable(str(path), 200)}{beside}.", markup=False, timeout=4)
        if then is not None:
            then()
        else:
            self._app.start(self._other(str(path)))
