"""Many ways a request may go, as fewer: in each draw those that take about as long are taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from planner.plan.latency.ways import FITTED_AT, TINY, Way, time_of
from planner.quantities.quantity import FloatArray

_FITTING_STEPS = 3
"""Between the earliest and the latest of neighbours so few bring what they are together."""


def taken_together(ways: Sequence[Way], most: int) -> list[Way]:
    """Return so many ways, each through the percentiles of neighbours among all in the order of their medians."""
    weight, shift, middle, sigma = (
        np.stack(np.broadcast_arrays(*each))
        for each in zip(*((way.weight, way.shift, way.middle, way.sigma) for way in ways), strict=True)
    )
    order = np.argsort(shift + np.exp(middle), axis=0, kind="stable")
    sorted_ = [np.take_along_axis(each, order, axis=0) for each in (weight, shift, middle, sigma)]
    ends = [round(part * len(ways) / most) for part in range(most + 1)]
    return [_as_one(*(each[start:end] for each in sorted_)) for start, end in pairwise(ends)]


def _as_one(weight: FloatArray, shift: FloatArray, middle: FloatArray, sigma: FloatArray) -> Way:
    """Return several ways, along the first axis, as one."""
    if len(weight) == 1:
        return Way(weight[0], shift[0], middle[0], sigma[0])
    total = weight.sum(axis=0)
    # Where nobody goes any of them, each counts alike.
    shares = np.where(total > TINY, weight / np.maximum(total, TINY), 1 / len(weight))
    each = Way(shares, shift, middle, sigma).deeper(1)

    def within(times: FloatArray) -> FloatArray:
        done: FloatArray = (each.weight * each.share_within(times)).sum(axis=0)
        return done

    times = each.at(FITTED_AT)
    fitted = Way.through(time_of(FITTED_AT, within, times.min(axis=0), times.max(axis=0), _FITTING_STEPS))
    return Way(total, fitted.shift, fitted.middle, fitted.sigma)
