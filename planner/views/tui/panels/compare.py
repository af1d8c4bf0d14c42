"""Panel 2: the options side by side, where the selected one's money goes, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.views.tui.panels.panel import AskingList, Panel
from planner.views.tui.rows import GUTTER, Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer


class CompareList(AskingList):
    """The table of options, and below it what belongs to the selected one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "hide",
            "Hide in chart",
            id="compare.hide",
            tooltip="Hide the option in the chart, or show it again",
        ),
    ]

    def __init__(self) -> None:
        super().__init__(id="compare-list")
        self.answer: Answer | None = None
        self.selected = ""
        self.hidden: frozenset[str] = frozenset()

    def build(self, width: int) -> Sequence[Row]:
        """Lay the options out."""
        if self.answer is None:
            return []
        from planner.views.tui.panels.compare_rows import compare_rows

        return list(compare_rows(self.answer, self.selected, self.hidden, width))

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the key of the chart where there is no room for the chart."""
        del parameters
        if action != "hide" or self.answer is None:
            return True
        from planner.views.tui.panels.compare_rows import has_chart

        return True if has_chart(self.scrollable_content_region.width - GUTTER) else None

    def moved(self) -> None:
        """Show what belongs to the option the cursor came to."""
        kind, _, name = self.cursor.partition(":")
        if kind == "option" and name != self.selected:
            self.selected = name
            self.rebuild()

    def action_hide(self) -> None:
        """Take the selected option out of the chart, or put it back."""
        self.hidden ^= {self.selected}
        self.rebuild()


class ComparePanel(Panel):
    """The options side by side."""

    number = 2
    caption = "Compare"

    def compose(self) -> ComposeResult:
        """Make the list."""
        self.border_subtitle = "assumes equal answers"
        yield CompareList()

    def show(self, answer: Answer) -> None:
        """Show an answer; the selected option stays selected while there is one of its name."""
        from planner.views.headline_text import ranked, span

        rows = self.query_one(CompareList)
        rows.answer = answer
        options = answer.evaluation.options
        silent = any(option.reasoning_forgotten for option in options.values())
        taken = [about_answers(answer), "assumes no reasoning" if silent else ""]
        self.border_subtitle = ", ".join(words for words in taken if words)
        rows.hidden &= frozenset(options)
        if rows.selected not in options:
            rows.selected = ranked(answer)[0].name
            rows.cursor = f"option:{rows.selected}"
        count = len(options)
        self.entitle(f"{count} option{'' if count == 1 else 's'} in {span(answer)}")
        rows.rebuild()

    def select(self, option: str) -> None:
        """Select the option that another panel is about."""
        rows = self.query_one(CompareList)
        if rows.selected and rows.selected != option:
            rows.selected, rows.cursor = option, f"option:{option}"
            rows.rebuild()


def about_answers(answer: Answer) -> str:
    """Say what is taken for granted of wrong answers; nothing where they have a price."""
    scenario = answer.plan.scenario
    if scenario.workload.cost_per_error is not None:
        return ""
    known = [option.accuracy for option in scenario.options.values() if option.accuracy is not None]
    differ = len({float(accuracy.plain[0, 0]) for accuracy in known}) > 1
    return "assumes wrong answers cost nothing" if differ else "assumes equal answers"
