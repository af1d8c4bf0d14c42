"""What happens when: the dated events of every option along the months, and those of one of them in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from planner.plan.event import Event, Kind, Weight
from planner.views.charts.axis import Scale, months_to
from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.legend import Entry, draw_legend, legend
from planner.views.charts.month_axis import MONTH_ROWS, draw_months
from planner.views.charts.palette import glyph, series
from planner.views.event_text import event_lines
from planner.views.headline_text import ranked, title
from planner.views.latency_text import NO
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult


@dataclass(frozen=True, slots=True)
class _Mark:
    """A sign on the line of an option, and what it means."""

    sign: str
    plain: str
    tone: str
    words: str


_ENDS: Final = _Mark(NO, "x", "blocked", "cannot be used from then on")
_HANDS_OVER: Final = _Mark("⇄", "=", "worse", "another takes over")
_WARNS: Final = _Mark("!", "!", "worse", "a door closes, or requests wait")
_KINDS: Final = {
    Kind.LAUNCH: _Mark("▶", ">", "strong", "launch"),
    Kind.RETIREMENT: _Mark("†", "+", "worse", "a model retires"),
    Kind.PRICE_RISE: _Mark("↑", "^", "worse", "a price rises"),
    Kind.PRICE_CUT: _Mark("↓", "v", "better", "a price falls"),
    Kind.WORK: _Mark("↻", "o", "accent", "retraining or move"),
}
_ORDER: Final = (_ENDS, *(_KINDS[kind] for kind in (Kind.LAUNCH,)), _HANDS_OVER, _WARNS, *_KINDS.values())
"""What is seen where several things happen in one cell: the first of these."""
_NARROWEST, _LEAST_NAME, _WIDEST_NAME = 24, 8, 30


def timeline(
    answer: Answer, selected: str, width: int, height: int, *, plain: bool = False
) -> tuple[ChartLine, ...]:
    """Return a line for each option, the cheapest on top, and below what happens to the selected one, day by day."""
    if width < 1 or height < 1:
        return ()
    grid = Grid(width, height, plain=plain)
    options = answer.evaluation.options
    told = options[selected] if selected in options else options[answer.comparison.baseline]
    top = 0
    if width >= _NARROWEST and height > MONTH_ROWS:
        top = _Chart.laid_out(answer, told, grid).draw(answer, told)
    _words(answer, told, grid, top)
    return grid.lines()


@dataclass(frozen=True, slots=True)
class _Chart:
    """A name, then a line along the months, for as many options as have room."""

    grid: Grid
    options: Sequence[OptionResult]
    name: int
    across: Scale

    @classmethod
    def laid_out(cls, answer: Answer, told: OptionResult, grid: Grid) -> _Chart:
        """Choose the options that are shown, the one that is told among them, and share the width out."""
        every = ranked(answer)
        shown = every[: grid.height - MONTH_ROWS]
        if told not in shown:
            shown[-1] = told
        longest = max(cell_len(title(option)) for option in shown) + 4
        name = max(_LEAST_NAME, min(longest, _WIDEST_NAME, grid.width * 2 // 5))
        months = answer.evaluation.calendar.count
        return cls(grid, shown, name, Scale(0.0, months, grid.width - name - 1))

    def draw(self, answer: Answer, told: OptionResult) -> int:
        """Draw lines, axis and legend, and return the row below them."""
        places = {name: place for place, name in enumerate(answer.evaluation.options)}
        found: dict[_Mark, None] = {}
        for y, option in enumerate(self.options):
            tone = series(places[option.name]) if option.feasible else "faint"
            self.grid.put(0, y, glyph(places[option.name], plain=self.grid.plain), tone)
            words = title(option) if option.feasible else f"{NO} {title(option)}"
            own = "strong" if option is told else "plain" if option.feasible else "faint"
            self.grid.put(2, y, shortened(words, self.name - 3), own)
            self._line(option, y, tone)
            for mark in self._marks(option, y):
                found[mark] = None
        y = len(self.options)
        calendar = answer.evaluation.calendar
        draw_months(self.grid, self.name, y, self.across.cells, calendar, self.across.cell)
        entries: list[Entry] = [
            (mark.plain if self.grid.plain else mark.sign, mark.tone, mark.words)
            for mark in dict.fromkeys(_ORDER)
            if mark in found
        ]
        if any(option.helped_by for option in self.options):
            entries.insert(0, (".." if self.grid.plain else "┄┄", "faint", "another serves"))
        lines = legend(entries, self.grid.width)
        draw_legend(self.grid, lines, y + MONTH_ROWS)
        return y + MONTH_ROWS + len(lines)

    def _column(self, month: float) -> int:
        return self.name + self.across.cell(month)

    def _line(self, option: OptionResult, y: int, tone: str) -> None:
        """Draw from when to when an option serves itself, and where another serves for it."""
        months = option.calendar.months
        built, serves = (".", "-") if self.grid.plain else ("┄", "─")
        start = 0.0 if option.launches_on is None else months_to(months, option.launches_on)
        last = next((day for day in (option.end.on if option.end else None, option.ends_on) if day), None)
        end = float(len(months)) if last is None else months_to(months, last)
        first, launch, stop = self._column(0.0), self._column(start), self._column(end)
        self.grid.put(first, y, built * (min(launch, stop) - first), "faint")
        if stop > launch or not option.launches_on:
            self.grid.put(launch, y, serves * (stop - launch + (last is None)), tone)
        if option.successor:
            self.grid.put(stop, y, built * (self._column(float(len(months))) - stop + 1), "faint")

    def _marks(self, option: OptionResult, y: int) -> set[_Mark]:
        """Put the marks of an option's events on its line, and return them."""
        cells: dict[int, list[_Mark]] = {}
        for event in option.events:
            x = self._column(months_to(option.calendar.months, event.on))
            cells.setdefault(x, []).append(_mark(option, event))
        for x, marks in cells.items():
            mark = min(marks, key=_ORDER.index)
            self.grid.put(x, y, mark.plain if self.grid.plain else mark.sign, mark.tone)
        return {mark for marks in cells.values() for mark in marks}


def _mark(option: OptionResult, event: Event) -> _Mark:
    if event.weight is Weight.BLOCKS:
        return _ENDS
    if event.weight is Weight.WARNS:
        return _HANDS_OVER if option.successor and event.on == option.ends_on else _WARNS
    return _KINDS.get(event.kind, _WARNS)


def _words(answer: Answer, option: OptionResult, grid: Grid, top: int) -> None:
    """Write what happens to an option below everything else, as many events as there are lines for."""
    y = top + (1 if top and grid.height - top > 3 else 0)
    happens = event_lines(option, answer.evaluation.currency)
    if grid.height - y > 1:
        about = f"{title(option)}: {'' if happens else 'nothing has a date within the plan'}"
        grid.put(0, y, shortened(about.strip(), grid.width), "strong")
        y += 1
    for event, words in happens:
        mark = _mark(option, event)
        lines = list(wrapped(words, max(8, grid.width - 2)))
        room = grid.height - y
        if room < 1:
            return
        if len(lines) > room:
            lines[room - 1] = StyledLine(shortened(lines[room - 1].text, grid.width - 4) + " …")
        grid.put(0, y, mark.plain if grid.plain else mark.sign, mark.tone)
        for line in lines[:room]:
            grid.put(2, y, line.text, "blocked" if event.blocks else "plain")
            y += 1
