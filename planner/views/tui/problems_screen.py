"""What is shown when the files cannot be read: every problem with its file and line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from planner.plan.problems import Problem
from planner.views.tui.footer import KeyLine
from planner.views.tui.row import Row
from planner.views.tui.rows import RowList


class ProblemsList(RowList):
    """The problems, wrapped."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(id="problems-list")
        self._problems = problems

    def build(self, width: int) -> Sequence[Row]:
        """Lay them out, the place above the words."""
        return list(self._rows_of(max(8, width)))

    def _rows_of(self, width: int) -> Iterator[Row]:
        for number, problem in enumerate(self._problems):
            if number:
                yield Row()
            lines = textwrap.wrap(str(problem), width, subsequent_indent="  ", break_on_hyphens=False)
            for place, line in enumerate(lines):
                yield Row(((line, "strong" if place == 0 else "plain"),), key=f"problem:{number}")


class ProblemsScreen(ModalScreen[None]):
    """Every problem; the files can be read again from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "app.reload", "Read again", id="problems.reload", tooltip="Read the files again"),
        Binding("escape", "close", "Back", id="problems.close", tooltip="Back to the last good answer"),
        Binding("q", "app.quit", "Quit", id="problems.quit", tooltip="Quit"),
    ]

    def __init__(self, problems: Sequence[Problem], *, kept: bool) -> None:
        super().__init__(name="problems")
        self._problems, self._kept = problems, kept

    def compose(self) -> ComposeResult:
        """Make the box."""
        count = len(self._problems)
        with Vertical(id="problems-box") as box:
            box.border_title = (
                f"{count} problem{'' if count == 1 else 's'}: nothing can be computed from these files"
            )
            if self._kept:
                box.border_subtitle = "the last good answer is kept behind this"
            yield ProblemsList(self._problems)
        yield KeyLine(id="keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where there is something behind."""
        del parameters
        return self._kept if action == "close" else True

    def action_close(self) -> None:
        """Go back to the last good answer."""
        self.dismiss()
