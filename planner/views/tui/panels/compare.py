"""Panel 2: the options side by side, where the selected one's money goes, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from planner.views.tui.panels.option_list import OptionList
from planner.views.tui.panels.panel import Panel
from planner.views.tui.rows import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer


class CompareList(OptionList):
    """The table of options, and below it what belongs to the selected one."""

    def __init__(self) -> None:
        super().__init__(id="compare-list")
        self.fresh = True

    def build(self, width: int) -> Sequence[Row]:
        """Lay the options out."""
        if self.answer is None:
            return []
        from planner.views.tui.panels.compare_rows import compare_rows

        return list(compare_rows(self.answer, self.selected, self.hidden, width, fresh=self.fresh))

    def topic(self) -> Topic | None:
        """Return the option, component, event, hint or missed objective under the cursor."""
        kind, _, name = self.cursor.partition(":")
        if kind == "component":
            return Topic("component", self.selected, name)
        if kind == "event":
            return Topic("event", self.selected, name)
        if kind == "hint":
            return Topic("hint", self.selected, name)
        if self.cursor == "missed":
            return Topic("latency", self.selected)
        return Topic("option", self.selected) if self.selected else None

    def why_not(self, action: str) -> str:
        """Say that nothing can be hidden where there is no room for the chart."""
        if action == "hide" and self.answer is not None:
            from planner.views.tui.panels.compare_rows import has_chart

            if not has_chart(self.room[0]):
                return "no room for the chart"
        return super().why_not(action)


class ComparePanel(Panel):
    """The options side by side."""

    number = 2
    caption = "Compare"

    def compose(self) -> ComposeResult:
        """Make the list."""
        self.border_subtitle = "assumes equal answers"
        yield CompareList()

    def show(self, answer: Answer) -> None:
        """Show an answer."""
        from planner.views.headline_text import span

        rows = self.query_one(CompareList)
        rows.fresh = self.fresh
        rows.show(answer)
        options = answer.evaluation.options
        silent = any(option.reasoning_forgotten for option in options.values())
        taken = [about_answers(answer), "assumes no reasoning" if silent else ""]
        self.border_subtitle = ", ".join(words for words in taken if words)
        count = len(options)
        self.entitle(f"{count} option{'' if count == 1 else 's'} in {span(answer)}")
        rows.rebuild()

    def hide(self, options: frozenset[str]) -> None:
        """Leave these options out of the chart."""
        self.query_one(CompareList).hide(options)

    def select(self, option: str) -> None:
        """Select the option that another panel is about."""
        self.query_one(CompareList).select(option)


def about_answers(answer: Answer) -> str:
    """Say what is taken for granted of wrong answers; nothing where they have a price."""
    scenario = answer.plan.scenario
    if scenario.workload.cost_per_error is not None:
        return ""
    known = [option.accuracy for option in scenario.options.values() if option.accuracy is not None]
    differ = len({float(accuracy.plain[0, 0]) for accuracy in known}) > 1
    return "assumes wrong answers cost nothing" if differ else "assumes equal answers"
