"""Panel 3: when options pay back and where the answer changes, as charts, with each option's figures below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from planner.views.tui.panels.option_list import OptionList
from planner.views.tui.panels.panel import Panel
from planner.views.tui.row import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution
    from planner.views.tui.panels.break_even_inputs import Asked

CHARTS = ("cost", "along", "map", "dates")
"""Cost so far, where the answer changes along one input, who wins over two of them, what happens when."""
_REST_S = 0.12


class BreakEvenList(OptionList):
    """One chart, and below it every option with its payback and its break-even."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left_square_bracket",
            "chart(-1)",
            "Chart",
            id="break-even.chart-back",
            key_display="[",
            tooltip="The chart before: cost, one input, two inputs, dates",
        ),
        Binding(
            "right_square_bracket",
            "chart(1)",
            "Chart",
            id="break-even.chart-on",
            key_display="]",
            tooltip="The next chart: cost, one input, two inputs, dates",
        ),
        Binding(
            "v",
            "second",
            "Other input",
            id="break-even.second",
            tooltip="Take another second input for the map, or another input along which the answer is sought",
        ),
    ]

    def __init__(self) -> None:
        super().__init__(id="break-even-list")
        self.asked: Asked | None = None
        self.fresh = True

    def build(self, width: int) -> Sequence[Row]:
        """Lay the chart and the options out."""
        if self.answer is None or self.asked is None:
            return []
        from planner.views.tui.panels.break_even_rows import Shown, break_even_rows

        tinted = not self.app.current_theme.ansi
        shown = Shown(self.selected, self.hidden, tinted, self.fresh)
        return list(break_even_rows(self.answer, self.asked, shown, (width, self.room[1])))

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme: not every one has tints."""
        super().notify_style_update()
        if self.is_mounted:
            self.rebuild()

    def topic(self) -> Topic | None:
        """Return the option under the cursor."""
        return Topic("option", self.selected) if self.selected else None

    def why_not(self, action: str) -> str:
        """Say that only charts of inputs have inputs to choose."""
        if action == "second" and self.asked is not None and self.asked.chart not in {"along", "map"}:
            return "this chart is of no input; ] shows the next one"
        return super().why_not(action)

    def action_chart(self, by: int) -> None:
        """Show the next chart, round and round."""
        if isinstance(self.parent, BreakEvenPanel):
            self.parent.turn(by)

    def action_second(self) -> None:
        """Take the next input."""
        if isinstance(self.parent, BreakEvenPanel):
            self.parent.next_input()


class BreakEvenPanel(Panel):
    """When options pay back and where the answer changes."""

    number = 3
    caption = "Break-even"

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._chart = 0
        self._path = ""
        """The input a person went to, in any panel; empty before."""
        self._turned = 0
        """By how many candidates the second input, or the only one, was moved on."""
        self._known: dict[tuple[str, ...], tuple[Answer, object]] = {}
        """What was found, by its kind and inputs, and for which answer."""
        self._soon: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the list."""
        yield BreakEvenList()

    @property
    def list(self) -> BreakEvenList:
        """The chart and the options."""
        return self.query_one(BreakEvenList)

    def figures(self) -> Sequence[Sequence[object]]:
        """Return its figures for a spreadsheet."""
        from planner.views.tui.panels.figures import cost_figures

        answer = self.query_one(BreakEvenList).answer
        return [] if answer is None else cost_figures(answer)

    def show(self, answer: Answer) -> None:
        """Show an answer; what was found for the one before stays, faint, until it is found for this one."""
        from planner.views.payback_text import VOLUME

        self.list.fresh = self.fresh
        self.list.show(answer)
        if self.fresh:
            self.post_message(self.Wanted(self, "volume", (VOLUME,)))
        self._again()

    def on_show(self) -> None:
        """Ask for what is to be seen now."""
        self._again()

    def found(self, kind: str, arguments: tuple[str, ...], result: object) -> None:
        """Take what was wanted."""
        if self.list.answer is not None:
            self._known[kind, *arguments] = (self.list.answer, result)
            self._again(ask=False)

    def turn(self, by: int) -> None:
        """Show the next chart, round and round."""
        self._chart = (self._chart + by) % len(CHARTS)
        self._again()

    def next_input(self) -> None:
        """Take the next of the inputs that can be chosen."""
        self._turned += 1
        self._again()

    def move_along(self, path: str) -> None:
        """Take the input that a person went to."""
        if path != self._path and self.list.answer is not None:
            self._path, self._turned = path, 0
            self._again()

    def hide(self, options: frozenset[str]) -> None:
        """Leave these options out of every chart."""
        self.list.hide(options)

    def select(self, option: str) -> None:
        """Select the option that another panel is about."""
        self.list.select(option)

    @property
    def volume(self) -> Solution | None:
        """How many requests each option needs, as far as that is known of the answer that is shown."""
        return None if self.list.asked is None else self.list.asked.volume

    def _again(self, *, ask: bool = True) -> None:
        """Show what is known, and ask for what is not."""
        answer = self.list.answer
        if answer is None:
            return
        from planner.views.tui.panels.break_even_inputs import asked_of
        from planner.views.tui.panels.break_even_rows import chart_title

        asked = asked_of(answer, self.inputs, CHARTS[self._chart], self._path, self._turned, self._known)
        self.list.asked = asked
        self.entitle(chart_title(answer, asked))
        self.border_subtitle = f"{self._chart + 1} of {len(CHARTS)}"
        self.list.rebuild()
        self.refresh_bindings()
        if ask and self.display and asked.is_missing:
            if self._soon is not None:
                self._soon.stop()
            wanted = self.Wanted(self, asked.chart, asked.paths)
            self._soon = self.set_timer(_REST_S, lambda: self.post_message(wanted))
