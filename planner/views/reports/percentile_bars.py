"""Percentiles as bars in cells, all on one scale, with a line where an objective is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, isnan

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
    hidden: bool = False
    """Whether some percentile stands where the objective is, so that its line is drawn through the axis as well."""

    @classmethod
    def of(cls, times: Sequence[float], width: int, limit: float | None = None) -> PercentileBars:
        """Return the scale that all times fit on, the objective included unless it is far beyond them."""
        known = [time for time in times if isfinite(time)]
        largest = max(known, default=1.0)
        if limit is not None and limit <= 3 * largest:
            largest = max(largest, limit)
        scale = cls(largest or 1.0, max(1, width), limit)
        return replace(
            scale, hidden=scale.limit_cell in {scale._cell(time) for time in times if not isnan(time)}
        )

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
        """Return round times along the scale, the first at its beginning; the objective's line where a row lacks it."""
        cells = [" "] * self.width
        step, free = self._step(), 0
        line = self.limit_cell if self.hidden else None
        for number in range(int(self.largest / step) + 1):
            label = duration(number * step) if number else "0"
            start = min(self._cell(number * step), self.width - len(label))
            start += start == line  # the label of that very time stands behind the line
            end = start + len(label)
            if start >= free and end <= self.width and not (line is not None and start <= line < end):
                cells[start:end] = label
                free = end + 2
        if line is not None:
            cells[line] = LIMIT
        return "".join(cells).rstrip()

    def _step(self) -> float:
        """Return a round distance between labels, each of which takes about ten cells; there is one besides 0."""
        wanted = self.largest / max(1, self.width // 12)
        size = 1.0
        while size * 10 <= wanted:
            size *= 10
        while size > wanted:
            size /= 10
        steps = [size * nice for nice in _NICE if size * nice <= self.largest]
        return next((step for step in steps if step >= wanted), steps[-1])

    @property
    def limit_cell(self) -> int | None:
        """The cell of the objective; None where it is not on the scale."""
        return self._cell(self.limit) if self.limit is not None and self.limit <= self.largest else None

    def _draw_limit(self, cells: list[str]) -> None:
        if self.limit_cell is not None:
            cells[self.limit_cell] = LIMIT

    def _cell(self, time: float) -> int:
        if not isfinite(time):
            return self.width - 1
        return min(self.width - 1, max(0, round(time / self.largest * (self.width - 1))))
