"""One way after another: how long a request takes that goes both.

A sum of steady times is the shifted lognormal time with its mean, variance and third cumulant, which add up. Where one
is unsteady such cumulants tell of requests that come once in a million, and the sum goes through its own percentiles:
read off polynomials (`sum_polynomials`), or worked out where those do not hold.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.plan.latency.percentiles_of_sums import times_of_sum
from planner.plan.latency.sum_polynomials import holds_for, read_off
from planner.plan.latency.ways import FITTED_AT, FITTING_STEPS, Way
from planner.quantities.quantity import FloatArray

_UNSTEADY = 0.6
"""Above this sigma a sum of cumulants is off by more than 1 %."""


def one_after_the_other(first: Way, second: Way) -> Way:
    """Return a time of both ways together; its weight is the share of requests that go both."""
    if first.nothing or second.nothing:
        return replace(second if first.nothing else first, weight=first.weight * second.weight)
    weight = first.weight * second.weight
    # Each part of a way has the draws that it hangs on.
    every = np.broadcast_shapes(
        *(each.shape for way in (first, second) for each in (way.shift, way.middle, way.sigma))
    )
    unsteady = np.broadcast_to(np.maximum(first.sigma, second.sigma) > _UNSTEADY, every)
    if not unsteady.any():
        return replace(_by_cumulants(first, second), weight=weight)
    exact = Way.through(_by_percentiles(first.of_draws(unsteady), second.of_draws(unsteady)))
    shift, middle, sigma = (np.empty(every) for _ in range(3))
    shift[unsteady], middle[unsteady], sigma[unsteady] = exact.shift, exact.middle, exact.sigma
    if not unsteady.all():
        steady = _by_cumulants(first.of_draws(~unsteady), second.of_draws(~unsteady))
        shift[~unsteady], middle[~unsteady], sigma[~unsteady] = steady.shift, steady.middle, steady.sigma
    return Way(weight, shift, middle, sigma)


def _by_cumulants(first: Way, second: Way) -> Way:
    sums = (one + other for one, other in zip(first.cumulants, second.cumulants, strict=True))
    return Way.of_cumulants(*sums)


def _by_percentiles(first: Way, second: Way) -> FloatArray:
    """Return the times at which a sum is fitted, of shape (draws, 3); arrays of shape (draws,)."""
    known = holds_for(first, second)
    if known.all():
        return read_off(first, second)
    if not known.any():
        return times_of_sum(FITTED_AT, first, second, FITTING_STEPS)
    times = np.empty((*known.shape, len(FITTED_AT)))
    times[known] = read_off(first.of_draws(known), second.of_draws(known))
    times[~known] = times_of_sum(FITTED_AT, first.of_draws(~known), second.of_draws(~known), FITTING_STEPS)
    return times
