"""Panel 2: the options side by side, where the selected one's money goes, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.views.tui.editing_screen import EditingScreen
from planner.views.tui.panels.option_list import OptionList
from planner.views.tui.panels.panel import Panel
from planner.views.tui.row import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer


class CompareList(OptionList):
    """The table of options, and below it what belongs to the selected one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "change('add')", "Add", id="compare.add", tooltip="Add an option, made of a template"),
        Binding(
            "c", "change('copy')", "Copy", id="compare.copy", show=False, tooltip="Add a copy of the option"
        ),
        Binding(
            "n",
            "change('rename')",
            "Rename",
            id="compare.rename",
            show=False,
            tooltip="Give the option another title",
        ),
        Binding(
            "N",
            "change('rekey')",
            "Short name",
            id="compare.rekey",
            show=False,
            tooltip="Change what the file calls the option, wherever it is named",
        ),
        Binding(
            "t",
            "change('switch')",
            "On/off",
            id="compare.switch",
            tooltip="Switch the option off, or on again",
        ),
        Binding(
            "delete,D",
            "change('remove')",
            "Remove",
            id="compare.remove",
            show=False,
            tooltip="Take the option out of the file",
        ),
    ]

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

    def action_change(self, change: str) -> None:
        """Change the selected option as a whole, or add one."""
        if isinstance(self.screen, EditingScreen):
            kind, _, name = self.cursor.partition(":")
            self.screen.change_option(change, name if kind == "off" else self.selected)

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

    def figures(self) -> Sequence[Sequence[object]]:
        """Return its figures for a spreadsheet."""
        from planner.views.tui.panels.figures import compare_figures

        answer = self.query_one(CompareList).answer
        return [] if answer is None else compare_figures(answer)

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
