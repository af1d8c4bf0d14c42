"""Percentiles of a sum of two times, by quadrature: P(X + Y <= t) = the mean of P(Y <= t - x) over times x of X.

X is the steadier of both, so that Y changes little from one point of the quadrature to the next.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from planner.plan.latency.ways import RARE, Mask, Way, time_of
from planner.quantities.normal import normal_quantile, normal_share
from planner.quantities.quantity import FloatArray
from planner.quantities.rising_root import MOST_STEPS

POINTS = 24
_AT_ONCE = 256
"""Draws whose points lie in the processor's own memory."""


def times_of_sum(
    deviations: FloatArray, first: Way, second: Way, steps: int = MOST_STEPS, points: int = POINTS
) -> FloatArray:
    """Return times within which so many sums are done as lie below deviations of a normal; shape (draws, them)."""
    parts = [
        _times_of_sum(deviations, first.of_draws(part), second.of_draws(part), steps, points)
        for part in _parts(len(first.sigma))
    ]
    return np.concatenate(parts)


def _parts(draws: int) -> list[Mask]:
    places = np.arange(draws) // _AT_ONCE
    return [places == part for part in range(int(places[-1]) + 1)]


def _times_of_sum(deviations: FloatArray, first: Way, second: Way, steps: int, points: int) -> FloatArray:
    swapped = first.beyond_its_median > second.beyond_its_median
    steady, other = _chosen(swapped, second, first), _chosen(swapped, first, second)
    each, deep, deeper = steady.deeper(1), steady.deeper(2), other.deeper(2)
    nodes, weights = quadrature(points)

    def within(time: FloatArray) -> FloatArray:
        upto = each.share_within(time)
        shares = np.clip(upto[..., np.newaxis] * (1 + nodes) / 2, RARE, 1 - RARE)
        left = time[..., np.newaxis] - deep.at(normal_quantile(shares))
        done: FloatArray = upto * (deeper.share_within(left) @ (weights / 2))
        return done

    # No sum is done before either part of it; and where each is, with the root of a share, both are with that share.
    both = normal_quantile(np.sqrt(normal_share(deviations)))
    earliest = np.maximum(each.at(deviations), other.deeper(1).at(deviations))
    return time_of(deviations, within, earliest, each.at(both) + other.deeper(1).at(both), steps)


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
