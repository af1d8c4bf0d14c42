"""Curves in dots finer than a cell: two across and four up of each, or a letter in every column in plain text."""

from __future__ import annotations

from collections.abc import Callable

from planner.views.charts.axis import Scale
from planner.views.charts.grid import Grid

_ACROSS, _UP = 2, 4
_BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a cell, row by row."""


class Curves:
    """Curves over an area of a grid with its own axes; where two share a cell, it has the later one's tone."""

    def __init__(
        self, across: tuple[float, float], up: tuple[float, float], size: tuple[int, int], *, plain: bool
    ) -> None:
        self.width, self.height = size
        self._plain = plain
        self._fine = (1, 1) if plain else (_ACROSS, _UP)
        self._across = Scale(*across, self.width * self._fine[0])
        self._up = Scale(*up, self.height * self._fine[1])
        self._cells: dict[tuple[int, int], tuple[int, str, str]] = {}

    def column(self, value: float) -> int:
        """Return the column of cells in which a value along the area lies."""
        return self._across.cell(value) // self._fine[0]

    def row(self, value: float) -> int:
        """Return the row of cells in which a value up the area lies, counted from the top."""
        return self.height - 1 - self._up.cell(value) // self._fine[1]

    def rows(self, low: float, high: float) -> range:
        """Return the rows of which a range fills half or more; the one with its middle where it fills none."""
        first, last = self._up.cell(low), self._up.cell(high)
        fine = self._fine[1]
        below, above = (first + fine // 2) // fine, (last + 1 + (fine - 1) // 2) // fine
        if below >= above:
            below = (first + last) // 2 // fine
            above = below + 1
        return range(self.height - above, self.height - below)

    def draw(self, at: Callable[[float], float], end: float, letter: str, tone: str) -> None:
        """Draw a curve from the left edge to where it ends."""
        low, span = self._across.low, self._across.high - self._across.low
        before: int | None = None
        for dot in range(self._across.cell(end) + 1):
            value = low + span * dot / max(1, self._across.cells - 1)
            here = self._up.cell(at(min(value, end)))
            between = range(here, here + 1)
            if before is not None and here != before:
                between = range(before + 1, here + 1) if here > before else range(here, before)
            for level in between:
                self._dot(dot, level, letter, tone)
            before = here

    def onto(self, grid: Grid, left: int, top: int) -> None:
        """Put everything that was drawn on a grid, from a corner on."""
        for (x, y), (bits, letter, tone) in self._cells.items():
            grid.put(left + x, top + y, letter if self._plain else chr(_BRAILLE + bits), tone)

    def _dot(self, across: int, level: int, letter: str, tone: str) -> None:
        x, right = divmod(across, self._fine[0])
        up, above = divmod(level, self._fine[1])
        bits, _, _ = self._cells.get((x, self.height - 1 - up), (0, "", ""))
        bit = 0 if self._plain else _BITS[_UP - 1 - above][right]
        self._cells[x, self.height - 1 - up] = (bits | bit, letter, tone)
