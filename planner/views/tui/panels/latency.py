"""Panel 4: how long each option's answers take, against the objective, and what belongs to the selected one's time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from planner.views.tui.panels.panel import AskingList, Panel
from planner.views.tui.row import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer


class LatencyList(AskingList):
    """The table of options with their bars, and below it what belongs to the selected one."""

    def __init__(self) -> None:
        super().__init__(id="latency-list")
        self.answer: Answer | None = None
        self.selected = ""

    def build(self, width: int) -> Sequence[Row]:
        """Lay the options out."""
        if self.answer is None:
            return []
        from planner.views.tui.panels.latency_rows import latency_rows

        return list(latency_rows(self.answer, self.selected, width))

    def topic(self) -> Topic | None:
        """Return the event or hint under the cursor, what the budget is held against, or else the option's latency."""
        kind, _, name = self.cursor.partition(":")
        if kind == "event":
            return Topic("event", self.selected, name)
        if kind == "hint":
            return Topic("hint", self.selected, name)
        if self.cursor == "objective:budget":
            return Topic("option", self.selected)
        return Topic("latency", self.selected) if self.selected else None

    def moved(self) -> None:
        """Show what belongs to the option the cursor came to."""
        kind, _, name = self.cursor.partition(":")
        if kind == "option" and name != self.selected:
            self.selected = name
            self.rebuild()


class LatencyPanel(Panel):
    """How long answers take."""

    number = 4
    caption = "Latency"

    def compose(self) -> ComposeResult:
        """Make the list."""
        yield LatencyList()

    def figures(self) -> Sequence[Sequence[object]]:
        """Return its figures for a spreadsheet."""
        from planner.views.tui.panels.figures import latency_figures

        answer = self.query_one(LatencyList).answer
        return [] if answer is None else latency_figures(answer)

    def show(self, answer: Answer) -> None:
        """Show an answer; the selected option stays selected while there is one of its name."""
        from planner.views.headline_text import ranked
        from planner.views.tui.panels.latency_rows import asked_words

        rows = self.query_one(LatencyList)
        rows.answer = answer
        if rows.selected not in answer.evaluation.options:
            rows.selected = ranked(answer)[0].name
            rows.cursor = f"option:{rows.selected}"
        self.entitle(asked_words(answer) or "no objective")
        self.border_subtitle = "busy hour of the slowest month, p99 extrapolated"
        rows.rebuild()

    def select(self, option: str) -> None:
        """Select the option that another panel is about."""
        rows = self.query_one(LatencyList)
        if rows.selected and rows.selected != option:
            rows.selected, rows.cursor = option, f"option:{option}"
            rows.rebuild()
