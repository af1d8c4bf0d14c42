"""One way after another: how long a request takes that goes both.

A sum of steady times is the shifted lognormal time with its mean, variance and third cumulant, which add up. Where one
is unsteady such cumulants tell of requests that come once in a million, and the sum goes through its own percentiles,
by quadrature: P(X + Y <= t) = the mean of P(Y <= t - x) over times x of the steadier of both.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from planner.plan.latency.ways import FITTED_AT, RARE, Mask, Way
from planner.quantities.normal import normal_quantile, normal_share
from planner.quantities.quantity import FloatArray

_UNSTEADY = 0.6
"""Above this sigma a sum of cumulants is off by more than 1 %."""
_POINTS = 24


def one_after_the_other(first: Way, second: Way) -> Way:
    """Return a time of both ways together; its weight is the share of requests that go both."""
    with np.errstate(over="ignore", invalid="ignore"):  # of unsteady ones, which are done otherwise
        sums = (one + other for one, other in zip(first.cumulants, second.cumulants, strict=True))
        way = replace(Way.of_cumulants(*sums), weight=first.weight * second.weight)
    unsteady = np.broadcast_to(np.maximum(first.sigma, second.sigma) > _UNSTEADY, way.shift.shape)
    if not unsteady.any():
        return way
    exact = _by_percentiles(first.of_draws(unsteady), second.of_draws(unsteady))
    shift, middle, sigma = (np.where(unsteady, 0.0, each) for each in (way.shift, way.middle, way.sigma))
    shift[unsteady], middle[unsteady], sigma[unsteady] = exact.shift, exact.middle, exact.sigma
    return Way(way.weight, shift, middle, sigma)


def _by_percentiles(first: Way, second: Way) -> Way:
    """Return the time through the percentiles of a sum; arrays of shape (draws,)."""
    swapped = first.beyond_its_median > second.beyond_its_median
    steady, other = _chosen(swapped, second, first), _chosen(swapped, first, second)
    each, deep, deeper = steady.deeper(1), steady.deeper(2), other.deeper(2)
    nodes, weights = quadrature(_POINTS)

    def within(time: FloatArray) -> FloatArray:
        upto = each.share_within(time)
        shares = np.clip(upto[..., np.newaxis] * (1 + nodes) / 2, RARE, 1 - RARE)
        left = time[..., np.newaxis] - deep.at(normal_quantile(shares))
        done: FloatArray = upto * (deeper.share_within(left) @ (weights / 2))
        return done

    # No sum is done before either part of it; and where each is, with the root of a share, both are with that share.
    both = normal_quantile(np.sqrt(normal_share(FITTED_AT)))
    earliest = np.maximum(each.at(FITTED_AT), other.deeper(1).at(FITTED_AT))
    return Way.fitted(within, earliest, each.at(both) + other.deeper(1).at(both))


def _chosen(where: Mask, one: Way, other: Way) -> Way:
    """Return one way in some draws and another in the rest."""
    shift, middle, sigma = (
        np.where(where, here, there)
        for here, there in (
            (one.shift, other.shift),
            (one.middle, other.middle),
            (one.sigma, other.sigma),
        )
    )
    return Way(one.weight, shift, middle, sigma)


@cache
def quadrature(points: int) -> tuple[FloatArray, FloatArray]:
    """Return places from -1 to 1 and their weights (Gauss and Legendre)."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return nodes, weights
