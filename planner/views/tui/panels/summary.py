"""Panel 7: what one would read out in a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from planner.views.tui.panels.panel import AskingList, Panel
from planner.views.tui.panels.sensitivity import topic_of
from planner.views.tui.row import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution


class SummaryList(AskingList):
    """Sentences, of which those about an option, an input or a date can be explained."""

    def __init__(self) -> None:
        super().__init__(id="summary-list")
        self.answer: Answer | None = None
        self.volume: Solution | None = None
        self.fresh = True

    def build(self, width: int) -> Sequence[Row]:
        """Lay the sentences out."""
        if self.answer is None:
            return []
        from planner.views.tui.panels.summary_rows import summary_rows

        return list(summary_rows(self.answer, self.volume, width, fresh=self.fresh))

    def topic(self) -> Topic | None:
        """Return what the sentence under the cursor is about."""
        return topic_of(self.cursor.partition("|")[2]) if self.cursor in self.items else None


class SummaryPanel(Panel):
    """What one would read out in a meeting."""

    number = 7
    caption = "Summary"

    def compose(self) -> ComposeResult:
        """Make the list."""
        yield SummaryList()

    def show(self, answer: Answer) -> None:
        """Show an answer."""
        from planner.views.headline_text import span

        rows = self.query_one(SummaryList)
        if rows.answer is None or rows.answer.evaluation is not answer.evaluation:
            rows.volume = None
        rows.answer, rows.fresh = answer, self.fresh
        self.entitle(span(answer))
        rows.rebuild()

    def needs(self, volume: Solution) -> None:
        """Say of an option that never pays back how many requests it needs."""
        rows = self.query_one(SummaryList)
        rows.volume = volume
        rows.rebuild()
