"""Percentiles as bars in cells, all on one scale, with a line where an objective is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from planner.views.number_format import duration

_TO_P50, _P50, _TO_P95, _P95, _TO_P99, _P99, LIMIT = "─", "●", "━", "▸", "┈", "▹", "┃"
LEGEND = f"{_P50} p50, {_P95} p95, {_P99} p99, extrapolated"
LIMIT_LEGEND = f"{LIMIT} the objective"
_NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class PercentileBars:
    """A scale from 0 to the largest time, in ms, so many cells wide; `limit` is the objective of the p95, if any."""

    largest: float
    width: int
    limit: float | None = None

    @classmethod
    def of(cls, times: Sequence[float], width: int, limit: float | None = None) -> PercentileBars:
        """Return the scale that all times fit on, the objective included unless it is far beyond them."""
        known = [time for time in times if isfinite(time)]
        largest = max(known, default=1.0)
        if limit is not None and limit <= 3 * largest:
            largest = max(largest, limit)
        return cls(largest or 1.0, max(1, width), limit)

    def bar(self, p50: float, p95: float, p99: float) -> str:
        """Return one bar of at most `width` cells."""
        ends = [self._cell(time) for time in (p50, p95, p99)]
        cells = [" "] * self.width
        for start, end, line in zip((0, ends[0], ends[1]), ends, (_TO_P50, _TO_P95, _TO_P99), strict=True):
            cells[start : end + 1] = line * (end + 1 - start)
        self._draw_limit(cells)
        for end, mark in reversed(list(zip(ends, (_P50, _P95, _P99), strict=True))):
            cells[end] = mark
        return "".join(cells).rstrip()

    def empty(self) -> str:
        """Return a row without a bar."""
        cells = [" "] * self.width
        self._draw_limit(cells)
        return "".join(cells).rstrip()

    def axis(self) -> str:
        """Return round times along the scale, the first at its beginning."""
        cells = [" "] * self.width
        step, free = self._step(), 0
        for number in range(int(self.largest / step) + 1):
            label = duration(number * step) if number else "0"
            start = min(self._cell(number * step), self.width - len(label))
            if start >= free:
                cells[start : start + len(label)] = label
                free = start + len(label) + 2
        return "".join(cells).rstrip()

    def _step(self) -> float:
        """Return a round distance between labels, each of which takes about ten cells."""
        wanted = self.largest / max(1, self.width // 12)
        size = 1.0
        while size * 10 <= wanted:
            size *= 10
        while size > wanted:
            size /= 10
        return next(size * nice for nice in _NICE if size * nice >= wanted)

    def _draw_limit(self, cells: list[str]) -> None:
        if self.limit is not None and self.limit <= self.largest:
            cells[self._cell(self.limit)] = LIMIT

    def _cell(self, time: float) -> int:
        if not isfinite(time):
            return self.width - 1
        return min(self.width - 1, max(0, round(time / self.largest * (self.width - 1))))
