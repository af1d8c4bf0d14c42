"""When an option has paid back, for all draws at once, by the rule of the base case in `results/comparison.py`."""

from __future__ import annotations

import numpy as np

from planner.quantities.quantity import FloatArray


def paybacks(more_at_once: FloatArray, saved: FloatArray) -> FloatArray:
    """Return the months after which the cumulative cost is below the baseline's for good; infinite for never.

    `more_at_once` is what is paid more at the very start, shape (draws,); `saved` is what each month saves, without
    that, shape (months, draws). Within a month the saving comes in evenly.
    """
    months, draws = saved.shape
    gained = -more_at_once
    last, here, there = np.full(draws, -1.0), np.zeros(draws), np.zeros(draws)
    behind = gained <= 0
    last[behind], here[behind] = 0.0, gained[behind]
    for month in range(months):
        later = gained + saved[month]
        np.copyto(there, later, where=behind)
        behind = later <= 0
        np.copyto(last, month + 1.0, where=behind)
        np.copyto(here, later, where=behind)
        gained = later
    at_once = (last < 0) | ((last == 0) & (here >= 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = last - here / (there - here)
    return np.where(gained <= 0, np.inf, np.where(at_once, 0.0, exact))
