"""The cheapest option over two inputs, as a map of cells: one glyph for each option, in its colour and on its tint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.winner_map import Axis, WinnerMap
from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.legend import Entry, draw_legend, legend
from planner.views.charts.palette import band, glyph, series
from planner.views.charts.plain_text import in_ascii
from planner.views.headline_text import is_one, title
from planner.views.number_format import rounded_and_unit, share, unit_name
from planner.views.tables import aligned, shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer

_NOBODY, _PLAIN_NOBODY = "·", "."
_HERE, _PLAIN_HERE = "╋", "+"
_TICKS = 4
_EDGE = 2
_LARGEST = 2
"""A value of an input takes at most so many rows or columns of cells."""
_NARROWEST, _LEAST_COLUMNS = 16, 4


def winner_map(
    answer: Answer, found: WinnerMap, width: int, height: int, *, plain: bool = False
) -> tuple[ChartLine, ...]:
    """Return the map with its axes and a legend; a place too small for it gets the legend alone."""
    entries = legend(list(_entries(answer, found, plain=plain)), width, plain=plain)
    rows = height - len(entries) - 5
    grid = Grid(width, height, plain=plain)
    if width < _NARROWEST or rows < 1:
        draw_legend(grid, entries, 0)
        return grid.lines()
    plot = _Plot.of(found, width, rows, _LARGEST, plain=plain)
    if len(plot.across) * plot.wide < _LEAST_COLUMNS:
        draw_legend(grid, entries, 0)
        return grid.lines()
    plot.draw(answer, grid)
    draw_legend(grid, entries, len(plot.up) * plot.high + 5)
    return grid.lines()


def map_rows(answer: Answer, found: WinnerMap, width: int, *, plain: bool) -> tuple[ChartLine, ...]:
    """Return the map with its axes alone, a row for each value and at most a cell."""
    rows = len(found.up.values)
    grid = Grid(width, rows + 4, plain=plain)
    _Plot.of(found, width, rows, 1, plain=plain).draw(answer, grid)
    return grid.lines()


@dataclass(frozen=True, slots=True)
class _Plot:
    """Which of a map's values are shown, and how large each is."""

    found: WinnerMap
    margin: int
    """The width of the labels on the left."""
    labels: tuple[str, ...]
    across: tuple[int, ...]
    """The places of the values across that are shown, the plan's own among them."""
    up: tuple[int, ...]
    wide: int
    """How many cells each is wide."""
    high: int

    @classmethod
    def of(cls, found: WinnerMap, width: int, rows: int, largest: int, *, plain: bool) -> _Plot:
        """Fit a map into a width and so many rows, each value at most so many cells wide and high."""
        texts = (_value(found.up, value) for value in found.up.values)
        labels = tuple(in_ascii(text) if plain else text for text in texts)
        margin = min(max(map(cell_len, labels)), max(4, width // 3))
        room = max(1, width - margin - _EDGE)
        columns, lines = len(found.across.values), len(found.up.values)
        wide, high = min(largest, room // columns) or 1, min(largest, rows // lines) or 1
        return cls(
            found,
            margin,
            labels,
            _shown(columns, room, found.across.own),
            _shown(lines, max(1, rows), found.up.own),
            wide,
            high,
        )

    def draw(self, answer: Answer, grid: Grid) -> None:
        """Draw the name of the axis up, the cells, and the axis across."""
        names = list(answer.evaluation.options)
        grid.put(0, 0, shortened(_axis_name(self.found.up), grid.width), "faint")
        left = self.margin + _EDGE
        for row, place in enumerate(reversed(self.up)):
            top = 1 + row * self.high
            label = aligned(self.labels[place], self.margin, "right")
            grid.put(0, top + (self.high - 1) // 2, label, "plain")
            winners = [self.found.winners[place][each] for each in self.across]
            for y in range(top, top + self.high):
                grid.put(self.margin + 1, y, "|" if grid.plain else "│", "plain")
                for x, winner in enumerate(winners):
                    self._cell(grid, left + x * self.wide, y, names, winner)
        self._draw_here(grid, left)
        self._ticks(grid, len(self.up) * self.high + 1)

    def _cell(self, grid: Grid, x: int, y: int, names: list[str], winner: str | None) -> None:
        if winner is None:
            grid.put(x, y, (_PLAIN_NOBODY if grid.plain else _NOBODY) * self.wide, "faint")
            return
        place = names.index(winner)
        grid.put(x, y, glyph(place, plain=grid.plain) * self.wide, series(place))
        if not grid.plain:
            grid.tint(x, x + self.wide, y, band(place))

    def _draw_here(self, grid: Grid, left: int) -> None:
        across, up = self.found.across.own, self.found.up.own
        if across is None or up is None:
            return
        x = left + self.across.index(across) * self.wide + (self.wide - 1) // 2
        y = 1 + (len(self.up) - 1 - self.up.index(up)) * self.high + (self.high - 1) // 2
        grid.put(x, y, _PLAIN_HERE if grid.plain else _HERE, "strong")

    def _ticks(self, grid: Grid, y: int) -> None:
        """Draw the line below the map and the values at its ticks; one that has no room is left out."""
        values, left = [self.found.across.values[each] for each in self.across], self.margin + _EDGE
        corner, floor, mark = "+-+" if grid.plain else "└─┴"
        grid.put(left - 1, y, corner + floor * (len(values) * self.wide), "plain")
        free = 0
        for tick in range(_TICKS + 1):
            place = round(tick * (len(values) - 1) / _TICKS)
            text = _value(self.found.across, values[place])
            text = in_ascii(text) if grid.plain else text
            # The first value starts at its tick, the last ends there, the others lie around theirs.
            x = left + place * self.wide
            begin = x - round(cell_len(text) * tick / _TICKS) + (tick == _TICKS)
            if (tick and begin < free) or begin < 0 or begin + cell_len(text) > grid.width:
                continue
            grid.put(x, y, mark, "plain")
            grid.put(begin, y + 1, text, "plain")
            free = begin + cell_len(text) + 1
        room = grid.width - left
        grid.put(left, y + 2, shortened(_axis_name(self.found.across), room), "faint")


def _shown(count: int, room: int, own: int | None) -> tuple[int, ...]:
    """Return which of so many values have room, evenly; the plan's own takes the place of the one before it."""
    step = -(-count // room)
    places = [*range(0, count, step)]
    if own is not None:
        places[own // step] = own
    return tuple(places)


def _entries(answer: Answer, found: WinnerMap, *, plain: bool) -> Iterator[Entry]:
    """Return what the glyphs mean, and how much of the map each option has."""
    for winner, part in found.shares.items():
        yield map_entry(answer, winner, part, plain=plain)
    if found.across.own is None or found.up.own is None:
        yield "", "faint", "the plan itself lies outside"
    else:
        yield _PLAIN_HERE if plain else _HERE, "strong", "the plan itself"


def map_entry(answer: Answer, winner: str | None, part: float, *, plain: bool) -> Entry:
    """Return what one glyph of a map means."""
    if winner is None:
        sign = _PLAIN_NOBODY if plain else _NOBODY
        return sign, "faint", f"no option {is_one(answer)}, {share(part, 0)}"
    place = list(answer.evaluation.options).index(winner)
    words = f"{title(answer.evaluation.options[winner])}, {share(part, 0)}"
    return glyph(place, plain=plain), series(place), words


def here(*, plain: bool) -> str:
    """Return the mark of the plan itself."""
    return _PLAIN_HERE if plain else _HERE


def _axis_name(axis: Axis) -> str:
    measure = unit_name(unit(axis.unit))
    return printable(axis.path, 200) + (f", {measure}" if measure else "")


def _value(axis: Axis, value: float) -> str:
    return rounded_and_unit(value, unit(axis.unit))[0]
