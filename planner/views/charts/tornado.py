"""What the choice hangs on: for each uncertain input, what it does to the difference of the best two options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.views.advice_text import nothing_sentence
from planner.views.charts.axis import money_labels, ticks
from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.legend import Entry, draw_legend, legend
from planner.views.charts.palette import glyph, series
from planner.views.charts.plain_text import in_ascii
from planner.views.charts.tornado_bars import Tornado
from planner.views.headline_text import title
from planner.views.input_names import option_of
from planner.views.number_format import between, money, rough_money
from planner.views.styled import wrapped
from planner.views.tables import shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.sensitivity import Influence, Sensitivity

_GAP = 2
_WIDEST_NAME, _LEAST_NAME, _LEAST_BAR = 34, 10, 16
_FAVOURS, _HURTS, _ZERO, _BASE = "█", "▒", "┊", "│"
_PLAIN = ("#", "=", ":", "|")


def tornado(
    answer: Answer, found: Sensitivity | None, width: int, height: int, *, plain: bool = False
) -> tuple[ChartLine, ...]:
    """Return a bar for each input, those worth knowing most on top; a sentence where there is no choice to judge."""
    if width < 1 or height < 1:
        return ()
    moving = [] if found is None else [each for each in found.influences if each.moves]
    if found is None or not moving:
        words = "No uncertain input moves the difference of the best two"
        lines = wrapped(f"{nothing_sentence(answer) if found is None else words}.", width)
        grid = Grid(width, height, plain=plain)
        for y, line in enumerate(lines):
            grid.put(0, y, line.text, "faint")
        return grid.lines()
    chart = _Chart.laid_out(answer, found, moving, width, plain=plain)
    chart.draw(grid := Grid(width, height, plain=plain), height)
    return grid.lines()


@dataclass(frozen=True, slots=True)
class _Chart:
    """Columns of names, ranges, bars and what knowing each input is worth."""

    answer: Answer
    found: Sensitivity
    moving: Sequence[Influence]
    name: int
    ranges: Sequence[str]
    """The P10 and P90 of each input; empty where there is no room."""
    worths: Sequence[str]
    """What knowing each exactly is worth; empty where there is no room."""
    bars: Tornado

    @classmethod
    def laid_out(
        cls, answer: Answer, found: Sensitivity, moving: Sequence[Influence], width: int, *, plain: bool
    ) -> _Chart:
        """Share the width out; ranges give way first, then worths, then the bars themselves."""
        currency = answer.evaluation.currency
        worths = [rough_money(each.evppi, currency) if each.evppi else "–" for each in moving]
        ranges = [between(*each.tenths, each.quantity.unit) for each in moving]
        if plain:
            worths, ranges = [in_ascii(each) for each in worths], [in_ascii(each) for each in ranges]
        names = max(cell_len(_name(each)) for each in moving) + 2
        for shown_ranges, shown_worths in ((ranges, worths), ([], worths), ([], [])):
            behind = sum(_column(column) for column in (shown_ranges, shown_worths))
            name = max(_LEAST_NAME, min(names, _WIDEST_NAME, (width - behind) * 2 // 5))
            bar = width - behind - name - _GAP
            if bar >= _LEAST_BAR * (2 if shown_ranges else 1):
                break
        if bar < _LEAST_BAR:
            name, bar = width, 0
        bars = Tornado.of(found, max(bar, 1), plain=plain)
        return cls(answer, found, moving, name, shown_ranges, shown_worths if bar else (), bars)

    def draw(self, grid: Grid, height: int) -> None:
        """Draw what there is height for: names first, then bars' axis, then what it is all about."""
        has_bars = self.name < grid.width
        entries = self._legend(grid.width)
        about = 1 if height >= 5 else 0
        axis = 1 if has_bars and height >= 3 else 0
        below = len(entries) if has_bars and height >= len(self.moving) + about + axis + len(entries) else 0
        top = about + axis
        shown = self.moving[: height - top - below]
        if len(shown) < len(self.moving) and len(shown) > 1:
            more = f"and {len(self.moving) - len(shown) + 1} more"
            shown = shown[:-1]
            grid.put(0, top + len(shown), more, "faint")
        if about:
            self._about(grid)
        if axis:
            self._axis(grid, about, top, len(shown))
        for place, influence in enumerate(shown):
            self._row(grid, top + place, place, influence, has_bars=has_bars)
        if below:
            draw_legend(grid, entries, top + len(self.moving))

    @property
    def _left(self) -> int:
        return self.name + _GAP + _column(self.ranges)

    def _about(self, grid: Grid) -> None:
        options = self.answer.evaluation.options
        best, second = (title(options[name]) for name in (self.found.best, self.found.second))
        grid.put(0, 0, shortened(f"how much more {second} costs than {best}", grid.width), "faint")

    def _axis(self, grid: Grid, y: int, top: int, rows: int) -> None:
        """Write round amounts above the bars, and draw the lines of the base case and of no difference."""
        _, _, zero, base = _PLAIN if grid.plain else (_FAVOURS, _HURTS, _ZERO, _BASE)
        bars = self.bars
        amounts = ticks(bars.low, bars.high, max(2, bars.width // 12))
        free = self._left - 1
        for amount, label in zip(
            amounts, money_labels(amounts, self.answer.evaluation.currency), strict=True
        ):
            text = in_ascii(label) if grid.plain else label
            middle = self._left + bars.cell(amount)
            start = max(free, middle - cell_len(text) // 2)
            if start + cell_len(text) <= self._left + bars.width and start <= middle:
                grid.put(start, y, text, "faint")
                free = start + cell_len(text) + 1
        for row in range(top, top + rows):
            if bars.low <= 0 <= bars.high:
                grid.put(self._left + bars.cell(0.0), row, zero, "strong")
            grid.put(self._left + bars.cell(bars.base), row, base, "faint")
        if self.worths:
            grid.put(grid.width - len("worth"), y, "worth", "faint")
        if self.ranges:
            grid.put(self.name + _GAP, y, "P10 – P90", "faint")

    def _row(self, grid: Grid, y: int, place: int, influence: Influence, *, has_bars: bool) -> None:
        guess = " !" if influence.is_guess else ""
        owner = option_of(self.answer, influence.path)
        if owner is not None:
            number = list(self.answer.evaluation.options).index(owner)
            grid.put(0, y, glyph(number, plain=grid.plain), series(number))
        grid.put(2, y, shortened(_name(influence), self.name - 2 - len(guess)) + guess, "plain")
        if not has_bars:
            return
        if self.ranges:
            grid.put(self.name + _GAP, y, self.ranges[place], "faint")
        if self.worths:
            text = self.worths[place]
            grid.put(grid.width - cell_len(text), y, text, "strong" if influence.evppi else "faint")
        bars = self.bars
        favours, hurts, *_ = _PLAIN if grid.plain else (_FAVOURS, _HURTS)
        _, base, up, down, _ = bars.marks
        here, one, other = (bars.cell(each) for each in (bars.base, influence.at_low, influence.at_high))
        for x in range(min(here, one, other), max(here, one, other) + 1):
            mark, tone = (favours, "better") if x > here else (hurts, "worse")
            if x == here:
                mark, tone = base, "plain"
            elif x == other:
                mark = up if influence.at_high > influence.at_low else down
            grid.put(self._left + x, y, mark, tone)

    def _legend(self, width: int) -> list[list[Entry]]:
        favours, hurts, zero, _ = _PLAIN if self.bars.plain else (_FAVOURS, _HURTS, _ZERO, _BASE)
        _, base, up, down, _ = self.bars.marks
        options = list(self.answer.evaluation.options)
        best, second = (
            f"{glyph(options.index(name), plain=self.bars.plain)} "
            f"{title(self.answer.evaluation.options[name])}"
            for name in (self.found.best, self.found.second)
        )
        amount = money(self.found.difference, self.answer.evaluation.currency)
        entries: list[Entry] = [
            (base, "plain", f"every input at its middle, {amount}"),
            (favours, "better", f"better for {best}"),
            (hurts, "worse", "worse for it"),
            (f"{up}{down}", "faint", "the end at P90"),
        ]
        if self.bars.low <= 0 <= self.bars.high:
            entries.append((zero, "strong", f"left of it {second} is cheaper"))
        if any(each.is_guess for each in self.moving):
            entries.append(("!", "plain", "a guess"))
        if self.worths:
            entries.append(("worth", "strong", "what knowing it exactly saves on average"))
        return legend(entries, width, plain=self.bars.plain)


def _column(cells: Sequence[str]) -> int:
    return max(map(cell_len, cells)) + _GAP if cells else 0


def _name(influence: Influence) -> str:
    return printable(influence.quantity.label or influence.path.rpartition(".")[2], 80)
