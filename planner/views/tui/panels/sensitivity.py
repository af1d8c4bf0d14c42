"""Panel 5: what the choice between the options hangs on, and what to find out first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from planner.views.tui.panels.panel import AskingList, Panel
from planner.views.tui.row import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer


class SensitivityList(AskingList):
    """The uncertain inputs, the most worth knowing first."""

    def __init__(self) -> None:
        super().__init__(id="sensitivity-list")
        self.answer: Answer | None = None
        self.names: dict[str, str] = {}
        """What the inputs are called, by path."""
        self.fresh = True

    def build(self, width: int) -> Sequence[Row]:
        """Lay the inputs out."""
        if self.answer is None:
            return []
        from planner.views.tui.panels.sensitivity_rows import sensitivity_rows

        return list(sensitivity_rows(self.answer, self.names, width, self.room[1], fresh=self.fresh))

    def topic(self) -> Topic | None:
        """Return the input or the option under the cursor."""
        return topic_of(self.cursor) if self.cursor in self.items else None

    def why_not(self, action: str) -> str:
        """Say that nothing is there to be explained."""
        if action == "why" and self.topic() is None:
            return "nothing is uncertain here, or it is still being worked out"
        return super().why_not(action)


def topic_of(key: str) -> Topic | None:
    """Return what the key of a row is about, such as `input:PATH`, `latency:NAME` or `event:NAME:1`."""
    kind, _, name = key.partition(":")
    if kind in {"input", "measure"}:
        return Topic("input", name=name)
    if kind == "event":
        option, _, place = name.rpartition(":")
        return Topic("event", option, place)
    if kind == "latency":
        return Topic("latency", name)
    return Topic("option", name) if kind in {"option", "choice"} else None


class SensitivityPanel(Panel):
    """What the choice hangs on."""

    number = 5
    caption = "Sensitivity"

    def compose(self) -> ComposeResult:
        """Make the list."""
        yield SensitivityList()

    def figures(self) -> Sequence[Sequence[object]]:
        """Return its figures for a spreadsheet."""
        from planner.views.tui.panels.figures import sensitivity_figures

        answer = self.query_one(SensitivityList).answer
        return [] if answer is None else sensitivity_figures(answer)

    def show(self, answer: Answer) -> None:
        """Show an answer."""
        from planner.views.tui.panels.sensitivity_rows import about

        rows = self.query_one(SensitivityList)
        rows.answer, rows.fresh = answer, self.fresh
        rows.names = {row.path: row.label for row in self.inputs}
        self.entitle(about(answer))
        rows.rebuild()
