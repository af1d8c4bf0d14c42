"""Axes: where a value stands among cells, and round numbers along it with their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, isfinite, log10
from typing import Final

from planner.quantities.months import Month
from planner.quantities.units import unit
from planner.views.number_format import duration, short_number

NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
"""What a round step is a power of ten times of."""
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 36, 60)
_TIMES: Final = tuple(
    size * unit_
    for unit_, sizes in (
        (1_000.0, (10, 15, 30)),
        (60_000.0, (1, 2, 5, 10, 15, 30)),
        (3_600_000.0, (1, 2, 3, 6, 12, 24)),
    )
    for size in sizes
)
"""Steps in ms from 10 s on, where a round number is one of a clock."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` over so many cells; the first cell's middle is `low`, the last one's `high`."""

    low: float
    high: float
    cells: int

    def exact(self, value: float) -> float:
        """Return where a value stands, in cells from the first one's middle; it may lie beyond both ends."""
        if self.high <= self.low:
            return 0.0
        return (value - self.low) / (self.high - self.low) * (self.cells - 1)

    def cell(self, value: float) -> int:
        """Return the cell of a value, the nearest one for what lies beyond the ends."""
        if not isfinite(value):
            return self.cells - 1 if value > 0 else 0
        return min(max(0, self.cells - 1), max(0, round(self.exact(value))))


def round_step(least: float) -> float:
    """Return the smallest round step, 1, 2, 2.5 or 5 times a power of ten, that is not below a size above 0."""
    power = 10.0 ** floor(log10(least))
    return next(nice * power for nice in NICE if nice * power >= least * (1 - 1e-9))


def ticks(low: float, high: float, most: int, step: Callable[[float], float] = round_step) -> list[float]:
    """Return at most so many round numbers from `low` to `high`, in equal steps; none where there is no span."""
    if most < 1 or not (isfinite(low) and isfinite(high)) or high <= low:
        return []
    size = step((high - low) / most)
    while True:
        first, last = ceil(low / size - 1e-9), floor(high / size + 1e-9)
        if last - first + 1 <= most:
            return [number * size for number in range(first, last + 1)]
        size = step(size * 1.01)


def money_labels(amounts: Sequence[float], currency: str) -> list[str]:
    """Write round amounts that stand along one axis, all as short as the largest allows: `$0`, `$2.5k`, `$10k`."""
    short = 1e3 if max(map(abs, amounts), default=0.0) >= 1e4 else 1e15
    labels = [short_number(amount, unit(currency), short_from=short) for amount in amounts]
    return [label.removesuffix(".00") for label in labels] if all(a == int(a) for a in amounts) else labels


def time_step(least: float) -> float:
    """Return a round step in ms: of a clock from 10 s on."""
    if least <= 5_000 or least > _TIMES[-1]:
        return round_step(least)
    return next(size for size in _TIMES if size >= least * (1 - 1e-9))


def time_labels(times: Sequence[float]) -> list[str]:
    """Write round times in ms."""
    return [duration(time) if time else "0" for time in times]


def month_step(least: float) -> int:
    """Return a round number of months that is not below a size."""
    return next((size for size in _MONTHS if size >= least), 120 * ceil(least / 120))


def month_ticks(first: Month, months: int, cells: int, label: int = 9) -> list[tuple[int, str]]:
    """Return months since the start with the calendar's name of each, as many as have room for a label and a gap."""
    step = month_step(months * label / max(1, cells))
    return [(month, str(first.plus(month))) for month in range(0, months + 1, step)]


def months_to(months: Sequence[Month], day: date) -> float:
    """Return how many months of a plan have passed by a day; none for one before it."""
    return sum(1 - month.share_from(day) for month in months)
