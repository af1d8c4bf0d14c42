"""How long a request takes that makes several calls: a mixture of shifted lognormal times, one for each way it may go.

Calls one after the other add up, calls beside one another take the longest, and a call that only some requests make
splits them in two. Times of different calls are taken as independent. A sum or a maximum is taken as the shifted
lognormal time with its mean, variance and third cumulant, which add up; a single call stays exact, and so do calls that
are beside one another and nothing else. Two or more one after the other are off by 1 % where sigma is 0.6 or less, and
by up to 5 % where one of them is the longer of a steady and an unsteady call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np

from planner.plan.latency.ways import TINY, Call, Way
from planner.quantities.normal import deviations_to, normal_quantile
from planner.quantities.quantity import FloatArray
from planner.quantities.rising_root import rising_root

__all__ = ["Call", "Wait", "percentile"]

_FINE, _COARSE = 64, 10
"""Points of a quadrature: along a maximum, and along the times below one."""
_RARE = 1e-15
_FIRST = 20.0
"""No percentile is e^20 times sooner than the last of all requests."""
_MOST_WAYS = 32
"""With more ways to go, what only some requests do is taken into one time for all of them."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A queue before the first call: P(wait > t) = chance x exp(-decay x t)."""

    chance: FloatArray
    decay: FloatArray


def percentile(share: float, stages: Sequence[Sequence[Call]], wait: Wait | None = None) -> FloatArray:
    """Return the time that this share of requests does not exceed, in seconds; infinite where a queue has no end.

    Stages come one after the other, the calls of a stage beside one another.
    """
    ways = _ways(stages)
    high = np.max(np.broadcast_arrays(*(way.far_end() for way in ways)), axis=0)
    if wait is not None:
        # Half of those who may take longer may do so for waiting: the others' calls end well before `high`.
        longest = -np.log((1 - share) / 2)
        high = high + np.where(wait.decay > 0, longest / np.maximum(wait.decay, TINY), np.inf)
    endless = ~np.isfinite(high)
    high = np.where(endless, 1.0, high)
    deviations = -deviations_to(share)

    def beyond(logarithm: FloatArray) -> FloatArray:
        """Return how far the share done within a time lies beyond the one asked for, in standard deviations."""
        time = np.exp(logarithm)
        done = np.asarray(sum(way.weight * _done(way, time, wait) for way in ways))
        return normal_quantile(np.clip(done, _RARE, 1 - _RARE)) - deviations

    # In these terms it is next to a straight line.
    first = np.min(np.broadcast_arrays(*(way.near_end() for way in ways)), axis=0)
    last = np.log(high)
    soonest = np.maximum(np.log(np.maximum(first, TINY)), last - _FIRST)
    return np.where(endless, np.inf, np.exp(rising_root(beyond, soonest, last)))


def _ways(stages: Sequence[Sequence[Call]]) -> list[Way]:
    """Return every way through the stages, each with the share of requests that goes it."""
    ways: list[Way] = []
    for stage in stages:
        then = _ways_of(stage)
        if len(then) * max(1, len(ways)) > _MOST_WAYS:
            then = [_together(then)]
        ways = [way.after(each) for way in ways for each in then] if ways else then
    return ways


def _ways_of(stage: Sequence[Call]) -> list[Way]:
    """Return each way through calls beside one another: with and without those that only some requests make."""
    some = [place for place, call in enumerate(stage) if call.chance is not None]
    ways = []
    for makes in product((True, False), repeat=len(some)):
        left_out = {place for place, made in zip(some, makes, strict=True) if not made}
        calls = [call for place, call in enumerate(stage) if place not in left_out]
        weight = np.ones_like(stage[0].median)
        for place, made in zip(some, makes, strict=True):
            often = np.minimum(_often(stage[place]), 1.0)
            weight = weight * (often if made else 1 - often)
        ways.append(replace(_longest(calls), weight=weight) if calls else _nothing(weight))
    return ways


def _often(call: Call) -> FloatArray:
    return np.ones_like(call.median) if call.chance is None else call.chance


def _nothing(weight: FloatArray) -> Way:
    none = np.zeros_like(weight)
    return Way(weight, none, none, none)


def _together(ways: Sequence[Way]) -> Way:
    """Return several ways as one time for all requests."""
    first, second, third = np.zeros(1), np.zeros(1), np.zeros(1)
    for way in ways:
        square = way.variance + way.mean**2
        cube = way.third + 3 * way.mean * square - 2 * way.mean**3
        first = first + way.weight * way.mean
        second, third = second + way.weight * square, third + way.weight * cube
    return Way.of_moments(first, second, third)


def _longest(calls: Sequence[Call]) -> Way:
    """Return the longest of calls that are all made beside one another: the moments of a maximum, by quadrature."""
    times = [(Way.of(call), np.maximum(_often(call), 1.0)) for call in calls]
    if len(times) == 1 and (times[0][1] == 1).all():
        return times[0][0]
    racing = replace(times[0][0], racing=tuple(times))
    half = racing.far_end() / 2
    moments = [np.zeros_like(half) for _ in range(3)]
    for node, weight in zip(*_quadrature(_FINE), strict=True):
        time = half * (1 + node)
        late = 1 - racing.share_within(time)
        for power in range(3):
            moments[power] += weight * half * (power + 1) * time**power * late
    return replace(Way.of_moments(*moments), racing=racing.racing)


def _done(way: Way, time: FloatArray, wait: Wait | None) -> FloatArray:
    """Return the share done within a time: all calls done, less those that still wait then.

    P(T <= t) = F(t) - chance x the mean of exp(-decay (t - L)) over times L below t.
    """
    done = way.share_within(time)
    if wait is None:
        return done
    shift, middle, sigma = way.lognormal
    nodes, weights = _quadrature(_COARSE)
    share = np.clip(done[..., np.newaxis] * (1 + nodes) / 2, _RARE, 1 - _RARE)
    calls = shift[..., np.newaxis] + np.exp(
        middle[..., np.newaxis] + sigma[..., np.newaxis] * normal_quantile(share)
    )
    left = np.maximum(time[..., np.newaxis] - calls, 0.0)
    waiting = np.exp(-wait.decay[..., np.newaxis] * left) @ (weights / 2)
    return done - np.minimum(wait.chance, 1.0) * done * waiting


@cache
def _quadrature(points: int) -> tuple[FloatArray, FloatArray]:
    """Return places from -1 to 1 and their weights (Gauss and Legendre)."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return nodes, weights
