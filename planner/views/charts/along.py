"""Along one input: which option is cheapest over which of its values, and where each breaks even with the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.solution import PairResult, Segment, Side, Solution
from planner.views.charts.axis import Scale
from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.legend import Entry, draw_legend, legend
from planner.views.charts.palette import band, glyph, series
from planner.views.charts.plain_text import in_ascii
from planner.views.headline_text import is_one, title
from planner.views.latency_text import NO
from planner.views.number_format import between, in_draws, rounded, short_number, unit_name
from planner.views.tables import shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Change

_NOBODY, _CHEAPER, _DEARER, _OWN, _TURN = "·", "━", "─", "╋", "┴"
_PLAIN = (".", "=", "-", "+", "+")
_FLOOR, _CORNER = ("─", "-"), ("└", "+")
_FROM, _MIDDLE, _TO = ("├", "●", "┤"), ("|", "o", "|"), ("╌", "~")
_NARROWEST, _LOWEST = 30, 5
_WIDEST_NAME = 28


def along(
    answer: Answer, found: Solution, width: int, height: int, *, plain: bool = False
) -> tuple[ChartLine, ...]:
    """Return a bar of the cheapest options, then a line for each against the baseline, then what draws say.

    A place too small for that gets the stretches in words.
    """
    grid = Grid(width, height, plain=plain)
    chart = _Chart.laid_out(answer, found, grid)
    if width < _NARROWEST or height < _LOWEST:
        for y, (mark, tone, words) in enumerate(chart.stretches()):
            grid.put(0, y, shortened(f"{mark} {words}", width), tone)
        return grid.lines()
    chart.draw()
    return grid.lines()


@dataclass(frozen=True, slots=True)
class _Chart:
    """Names on the left, and the values of the input across the rest."""

    answer: Answer
    found: Solution
    grid: Grid
    left: int
    across: Scale
    """In equal ratios where the values are many times apart: of their logarithms."""

    @classmethod
    def laid_out(cls, answer: Answer, found: Solution, grid: Grid) -> _Chart:
        """Share the width out."""
        names = max(cell_len(title(option)) for option in answer.evaluation.options.values()) + 4
        left = min(names, _WIDEST_NAME, grid.width * 2 // 5) + 1
        low, high = found.span.low, found.span.high
        ends = (log(low), log(high)) if found.span.is_wide else (low, high)
        return cls(answer, found, grid, left, Scale(*ends, max(1, grid.width - left)))

    def draw(self) -> None:
        """Draw from the top what there is height for."""
        measure = unit_name(unit(self.found.unit))
        name = printable(self.found.path, 200) + (f", {measure}" if measure else "")
        self.grid.put(0, 0, shortened(f"along {name}", self.grid.width), "faint")
        self.grid.put(0, 1, "cheapest", "strong")
        for segment, x0, x1 in self._runs():
            self._segment(segment, x0, x1)
        own = self._own()
        if own:
            self.grid.put(self.left + self._cell(self.found.value or 0.0), 1, own, "strong")
        self._axis(2)
        y = 4
        for lines in self._blocks():
            if y + len(lines) > self.grid.height:
                break
            draw_legend(self.grid, lines, y)
            y += len(lines)
        self._against(y)

    def stretches(self) -> Iterator[Entry]:
        """Return who is cheapest over which values, from the lowest on."""
        measure = unit(self.found.unit)
        for segment in self.found.crossings.segments:
            mark, tone = self._sign(segment.cheapest)
            words = f"no option {is_one(self.answer)}"
            if segment.problem:
                words = "no plan can be made"
            elif segment.cheapest is not None:
                words = title(self.answer.evaluation.options[segment.cheapest])
            yield mark, tone, f"{words} {between(segment.low, segment.high, measure)}"

    def _sign(self, name: str | None) -> tuple[str, str]:
        if name is None:
            return (_PLAIN[0] if self.grid.plain else _NOBODY), "faint"
        place = list(self.answer.evaluation.options).index(name)
        return glyph(place, plain=self.grid.plain), series(place)

    def _cell(self, value: float) -> int:
        if not self.found.span.is_wide:
            return self.across.cell(value)
        return self.across.cell(log(value)) if value > 0 else 0

    def _value(self, cell: int) -> float:
        """Return the value in the middle of a cell."""
        share = cell / max(1, self.across.cells - 1)
        value = self.across.low + (self.across.high - self.across.low) * share
        return exp(value) if self.found.span.is_wide else value

    def _own(self) -> str:
        """Return the mark of what the plan says; nothing where that lies outside."""
        value, span = self.found.value, self.found.span
        inside = value is not None and span.low <= value <= span.high
        return (_PLAIN[3] if self.grid.plain else _OWN) if inside else ""

    def _runs(self) -> Iterator[tuple[Segment, int, int]]:
        """Return each stretch with the cells it takes, the last one up to the end."""
        segments = self.found.crossings.segments
        starts = [self._cell(segment.low) for segment in segments]
        for segment, (start, end) in zip(segments, pairwise([*starts, self.across.cells]), strict=True):
            yield segment, start, end

    def _segment(self, segment: Segment, x0: int, x1: int) -> None:
        mark, tone = self._sign(segment.cheapest)
        self.grid.put(self.left + x0, 1, mark * (x1 - x0), tone)
        if segment.cheapest is not None and not self.grid.plain:
            place = list(self.answer.evaluation.options).index(segment.cheapest)
            self.grid.tint(self.left + x0, self.left + x1, 1, band(place))

    def _axis(self, y: int) -> None:
        """Draw the ends of the values and, between them, those at which the cheapest option changes."""
        plain = self.grid.plain
        turn = _PLAIN[4] if plain else _TURN
        self.grid.put(self.left - 1, y, _CORNER[plain] + _FLOOR[plain] * self.across.cells, "faint")
        span = self.found.span
        taken: list[tuple[int, int]] = []
        changes = [
            after.low
            for before, after in pairwise(self.found.crossings.segments)
            if before.cheapest != after.cheapest
        ]
        for value, tone in (
            *((each, "strong") for each in changes),
            (span.low, "faint"),
            (span.high, "faint"),
        ):
            x = self._cell(value)
            text = short_number(value, unit(self.found.unit))
            text = in_ascii(text) if plain else text
            start = min(max(0, x - cell_len(text) // 2), self.across.cells - cell_len(text))
            end = start + cell_len(text)
            if any(start <= last and first <= end for first, last in taken):
                continue
            taken.append((start, end))
            self.grid.put(self.left + x, y, turn, tone)
            self.grid.put(self.left + start, y + 1, text, tone)

    def _blocks(self) -> Iterator[Sequence[Sequence[Entry]]]:
        """Return legends, the most important first: who is cheapest where, and what the plan says."""
        entries = list(self.stretches())
        value = self.found.value
        if value is not None:
            words = f"the plan says {rounded(value, unit(self.found.unit))}"
            entries.append(
                (self._own() or "-", "strong", words if self._own() else f"{words}, outside of this")
            )
        yield legend(entries, self.grid.width, plain=self.grid.plain)

    def _against(self, y: int) -> None:
        """Draw for each option where it is cheaper than the one it is compared with, and what draws say of changes."""
        _, cheaper, dearer, *_ = _PLAIN if self.grid.plain else (_NOBODY, _CHEAPER, _DEARER)
        options, pairs = self.answer.evaluation.options, self.found.crossings.pairs
        if pairs and y + 2 <= self.grid.height:
            heading = f"against {title(options[self.found.against])}"
            self.grid.put(0, y, shortened(heading, self.left - 1), "strong")
            entries: list[Entry] = [(cheaper * 2, "better", "cheaper"), (dearer * 2, "worse", "dearer")]
            room = Grid(self.grid.width - self.left, 1, plain=self.grid.plain)
            draw_legend(room, legend(entries, room.width), 0)
            x = self.left
            for text, tone in next(iter(room.lines()), ()):
                self.grid.put(x, y, text, tone)
                x += cell_len(text)
            y += 1
            for name, pair in pairs.items():
                self._pair(y, name, pair, cheaper, dearer)
                y += 1
        draws = self.found.draws
        if draws is not None and draws.changes and y + 2 <= self.grid.height:
            self.grid.put(0, y, shortened("where it changes in draws, P10 – P90", self.grid.width), "strong")
            for row, change in enumerate(draws.changes, start=y + 1):
                self._change(row, change)

    def _pair(self, y: int, name: str, pair: PairResult, cheaper: str, dearer: str) -> None:
        option = self.answer.evaluation.options[name]
        self.grid.put(0, y, *self._sign(name))
        words = title(option) if option.feasible else f"{NO} {title(option)}"
        self.grid.put(2, y, shortened(words, self.left - 3), "plain" if option.feasible else "faint")
        for x in range(self.across.cells):
            value, side = self._value(x), pair.start
            for turn in pair.break_evens:
                side = turn.above if turn.value <= value else side
            if side is not None and side is not Side.SAME:
                sign = (cheaper, "better") if side is Side.CHEAPER else (dearer, "worse")
                self.grid.put(self.left + x, y, *sign)
        free = 0
        for turn in pair.break_evens:
            text = f" {short_number(turn.value, unit(self.found.unit))} "
            x = min(self._cell(turn.value), self.across.cells - cell_len(text))
            if x >= free:
                self.grid.put(self.left + x, y, text, "strong")
                free = x + cell_len(text)

    def _change(self, y: int, change: Change) -> None:
        plain = self.grid.plain
        (before, _), (after, tone) = self._sign(change.before), self._sign(change.after)
        words = f"{before} {'>' if plain else '→'} {after} in {in_draws(change.share)}"
        self.grid.put(0, y, shortened(words, self.left - 1), "plain")
        first, middle, last = (
            self._cell(each) for each in (change.value.p10, change.value.p50, change.value.p90)
        )
        self.grid.put(self.left + first, y, _TO[plain] * (last - first), tone)
        begin, centre, end = _MIDDLE if plain else _FROM
        for x, mark in ((first, begin), (last, end), (middle, centre)):
            self.grid.put(self.left + x, y, mark, tone)
