"""How long a request takes that makes several calls: a mixture of shifted lognormal times, one for each way it may go.

Calls one after the other add up, calls beside one another take the longest, and a call that only some requests make
splits them in two. Times of different calls are taken as independent. A single call stays exact, and so do calls that
are beside one another and nothing else; a sum is fitted (`way_sums`), and so is a maximum before it goes into a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np

from planner.plan.latency.percentiles_of_sums import quadrature
from planner.plan.latency.way_sums import one_after_the_other
from planner.plan.latency.ways import RARE, TINY, Call, Way, fitted_longest, time_of
from planner.plan.latency.ways_together import taken_together
from planner.quantities.normal import deviations_to, normal_quantile
from planner.quantities.quantity import FloatArray

_POINTS = 10
"""Points of a quadrature along the times below one."""
_MOST_WAYS = 32
"""With more ways to go, those that take about as long are taken together."""
_FEWER_WAYS = 12


@dataclass(frozen=True, slots=True)
class Wait:
    """A queue before the first call: P(wait > t) = min(load, coefficient x exp(-decay x t))."""

    load: FloatArray
    """The share that waits."""
    coefficient: FloatArray
    decay: FloatArray

    @property
    def share(self) -> FloatArray:
        """The share whose wait the formula tells of; less than `load` where short waits are missing from it."""
        return np.minimum(self.load, self.coefficient)

    @property
    def least(self) -> FloatArray:
        """How long all of them wait at least: from there on the rest of a wait is exponential."""
        over = np.log(np.maximum(self.coefficient / np.maximum(self.load, TINY), 1.0))
        return np.where(self.decay > 0, over / np.maximum(self.decay, TINY), 0.0)


def percentile_of_ways(share: float, ways: Sequence[Way], wait: Wait | None = None) -> FloatArray:
    """Return the time that this share of those who go one of some ways does not exceed, in seconds.

    It is infinite where a queue has no end.
    """
    low = np.min(np.broadcast_arrays(*(way.bounds(_deviations(share))[0] for way in ways)), axis=0)
    if wait is None:
        high = np.max(np.broadcast_arrays(*(way.bounds(_deviations(share))[1] for way in ways)), axis=0)
        endless = np.zeros(high.shape, dtype=bool)
    else:
        # Half of those who may take longer may do so for waiting, the other half for their calls.
        most = (1 + share) / 2
        waited = np.where(wait.decay > 0, -np.log(1 - most) / np.maximum(wait.decay, TINY), np.inf)
        ends = (way.bounds(_deviations(most))[1] for way in ways)
        high = np.max(np.broadcast_arrays(*ends), axis=0) + wait.least + waited
        endless = ~np.isfinite(high)
        high = np.where(endless, 1.0, high)
    found = time_of(_deviations(share), partial(_all_done, ways, wait), low, high)
    return np.where(endless, np.inf, found)


def share_of_ways(time: FloatArray, ways: Sequence[Way], wait: Wait | None = None) -> FloatArray:
    """Return the share of those who go one of some ways that are done within a time, in seconds."""
    done = _all_done(ways, wait, time)
    return done if wait is None else np.where(wait.decay > 0, done, 0.0)


def _all_done(ways: Sequence[Way], wait: Wait | None, time: FloatArray) -> FloatArray:
    return np.asarray(sum(way.weight * _done(way, time, wait) for way in ways))


def _deviations(share: float) -> FloatArray:
    return np.array(-deviations_to(share))


def ways_through(stages: Sequence[Sequence[Call]]) -> list[Way]:
    """Return every way through the stages, each with the share of requests that goes it.

    Stages come one after the other, the calls of a stage beside one another.
    """
    ways: list[Way] = []
    for stage in stages:
        then = _ways_of(stage)
        if len(then) * len(ways) > _MOST_WAYS:
            ways = taken_together(ways, _FEWER_WAYS)
        if len(then) * len(ways) > _MOST_WAYS:
            then = taken_together(then, _MOST_WAYS // len(ways))
        ways = [one_after_the_other(way, each) for way in ways for each in then] if ways else then
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
    return replace(Way.of(Call(none, none, none)), weight=weight, nothing=True)


def _longest(calls: Sequence[Call]) -> Way:
    """Return the longest of calls that are all made beside one another."""
    racing = tuple((Way.of(call), np.maximum(_often(call), 1.0)) for call in calls)
    if len(racing) == 1 and (racing[0][1] == 1).all():
        return racing[0][0]
    return fitted_longest(racing)


def _done(way: Way, time: FloatArray, wait: Wait | None) -> FloatArray:
    """Return the share done within a time: of those that do not wait, and of those that do.

    Those that wait at all wait `least` and an exponential time: of them are done within t, with u = t - least, as many
    as F(u) - the mean of exp(-decay (u - L)) over times L below u.
    """
    done = way.share_within(time)
    if wait is None:
        return done
    since = time - wait.least
    begun = way.share_within(since)
    nodes, weights = quadrature(_POINTS)
    share = np.clip(begun[..., np.newaxis] * (1 + nodes) / 2, RARE, 1 - RARE)
    calls = way.deeper(1).at(normal_quantile(share))
    left = np.maximum(since[..., np.newaxis] - calls, 0.0)
    waiting = np.exp(-wait.decay[..., np.newaxis] * left) @ (weights / 2)
    return (1 - wait.share) * done + wait.share * begun * (1 - waiting)
