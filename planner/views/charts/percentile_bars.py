"""Percentiles as bars in cells, all on one scale, with a line where an objective is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from planner.views.charts.axis import Scale, ticks, time_labels, time_step
from planner.views.charts.plain_text import in_ascii

_MARKS: Final = ("─", "●", "━", "▸", "┈", "▹", "┃")
_PLAIN_MARKS: Final = ("-", "o", "=", ">", ".", "+", "|")
LIMIT: Final = _MARKS[-1]
_A_LABEL = 12
"""Labels of times take about so many cells."""
_GAP = 2


@dataclass(frozen=True, slots=True)
class PercentileBars:
    """A scale from 0 to the largest time, in ms, so many cells wide; `limit` is the objective, if any, in words too."""

    largest: float
    width: int
    limit: float | None = None
    words: str = ""
    """The objective as it stands on the axis: `p95 ≤ 500 ms`."""
    plain: bool = False

    @classmethod
    def of(
        cls,
        times: Sequence[float],
        width: int,
        limit: float | None = None,
        words: str = "",
        *,
        plain: bool = False,
    ) -> PercentileBars:
        """Return the scale that all times fit on, the objective included unless it is far beyond them."""
        known = [time for time in times if isfinite(time)]
        largest = max(known, default=1.0)
        if limit is not None and limit <= 3 * largest:
            largest = max(largest, limit)
        return cls(largest or 1.0, max(1, width), limit, in_ascii(words) if plain else words, plain)

    @property
    def line(self) -> str:
        """What the objective is drawn as."""
        return self._marks[-1]

    @property
    def legend(self) -> str:
        """What the marks of a bar mean, and the objective where the axis has no room for its words."""
        _, p50, _, p95, _, p99, _ = self._marks
        words = f"{p50} p50, {p95} p95, {p99} p99, extrapolated"
        return words if self.tells_all else f"{words}; {self.line} {self.words}"

    @property
    def tells_all(self) -> bool:
        """Whether the axis has room for the words of the objective."""
        return self.words in self.axis()

    def bar(self, p50: float, p95: float, p99: float) -> str:
        """Return one bar of at most `width` cells."""
        ends = [self._cell(time) for time in (p50, p95, p99)]
        cells = [" "] * self.width
        for start, end, line in zip((0, ends[0], ends[1]), ends, self._marks[:5:2], strict=True):
            cells[start : end + 1] = line * (end + 1 - start)
        self._draw_limit(cells)
        for end, mark in reversed(list(zip(ends, self._marks[1:6:2], strict=True))):
            cells[end] = mark
        return "".join(cells).rstrip()

    def empty(self) -> str:
        """Return a row without a bar."""
        cells = [" "] * self.width
        self._draw_limit(cells)
        return "".join(cells).rstrip()

    def axis(self) -> str:
        """Return round times along the scale, the first at its beginning, and the objective with its words."""
        cells = [" "] * self.width
        self._write_limit(cells)
        times = ticks(0.0, self.largest, max(2, self.width // _A_LABEL + 1), time_step)
        for time, label in zip(times, time_labels(times), strict=True):
            start = min(self._cell(time), self.width - len(label))
            around = cells[max(0, start - _GAP) : start + len(label) + _GAP]
            if start >= 0 and not "".join(around).strip():
                cells[start : start + len(label)] = label
        return "".join(cells).rstrip()

    @property
    def limit_cell(self) -> int | None:
        """The cell of the objective; None where it is not on the scale."""
        return self._cell(self.limit) if self.limit is not None and self.limit <= self.largest else None

    @property
    def _marks(self) -> tuple[str, ...]:
        return _PLAIN_MARKS if self.plain else _MARKS

    def _draw_limit(self, cells: list[str]) -> None:
        if self.limit_cell is not None:
            cells[self.limit_cell] = self.line

    def _write_limit(self, cells: list[str]) -> None:
        """Put the objective on the axis, its words where its line leaves room; at the end if it is beyond."""
        if self.limit is None:
            return
        text = f"{self.line} {self.words}".rstrip()
        if self.limit_cell is None:
            beyond = f"{self.words} is beyond"
            if self.words and len(beyond) <= self.width:
                cells[self.width - len(beyond) :] = beyond
            return
        start = self.limit_cell
        if start + len(text) > self.width and start + 1 >= len(text):
            text = f"{self.words} {self.line}".lstrip()
            start -= len(text) - 1
        if start + len(text) > self.width:
            text, start = self.line, self.limit_cell
        cells[start : start + len(text)] = text

    def _cell(self, time: float) -> int:
        return Scale(0.0, self.largest, self.width).cell(time)
