"""How much each option has cost by each month: in the base case, and P10, P50 and P90 over draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.quantities.quantity import FloatArray
from planner.results.evaluation import OptionResult


@dataclass(frozen=True, slots=True)
class Bands:
    """Cumulative costs over draws; arrays have shape (options, months + 1): at the start, then after each month."""

    names: tuple[str, ...]
    p10: FloatArray
    p50: FloatArray
    p90: FloatArray

    def of(self, name: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return one option's P10, P50 and P90."""
        place = self.names.index(name)
        return self.p10[place], self.p50[place], self.p90[place]


def cumulative_cost(option: OptionResult) -> FloatArray:
    """Return what an option has cost in the base case at the start and after each month, shape (months + 1,)."""
    return cumulated(np.asarray(option.upfront), option.monthly[0])


def cumulated(upfront: FloatArray, monthly: FloatArray) -> FloatArray:
    """Return costs so far: what is paid at the very start, which the first month contains, then month by month."""
    return np.concatenate((upfront[np.newaxis], np.cumsum(monthly, axis=0)))
