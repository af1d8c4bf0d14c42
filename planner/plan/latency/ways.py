"""One way a request may go, as a shifted lognormal time, and what follows where calls are made one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.quantities.normal import normal_quantile, normal_share
from planner.quantities.quantity import FloatArray
from planner.quantities.rising_root import MOST_STEPS, rising_root

Mask = NDArray[np.bool_]

TINY = 1e-12
_LEAST_SIGMA = 1e-9
_LEAST_SKEW = 1e-3
"""What is less skewed is as good as normal."""
RARE = 1e-15
_STEP = 1.1631739370204206
FITTING_STEPS = 13
"""So many bring what is fitted to within 0.3 % even where the tails are very long."""
FITTED_AT = np.array([0.0, _STEP, 2 * _STEP])
"""Deviations at which a time is fitted, those of 50, 87.8 and 99 of 100 requests: who is done sooner matters less."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its TTFT is lognormal, and what follows takes the same time always; arrays of one shape, in seconds."""

    median: FloatArray
    sigma: FloatArray
    then: FloatArray
    """What follows the first token."""
    chance: FloatArray | None = None
    """The share of requests that make it; above 1 so many calls beside one another. None for every request, once."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way a request may go: the share that goes it, and its time: `shift` + e^(`middle` + `sigma` z)."""

    weight: FloatArray
    shift: FloatArray
    middle: FloatArray
    sigma: FloatArray
    racing: tuple[tuple[Way, FloatArray], ...] = ()
    """For calls beside one another and nothing else: each with how many of it there are, so that it stays exact."""
    nothing: bool = False
    """Whether those who go this way make no call."""

    @classmethod
    def of(cls, call: Call) -> Way:
        """Return a call that is made once."""
        sigma = np.maximum(call.sigma, _LEAST_SIGMA)
        return cls(np.ones_like(sigma), call.then, np.log(np.maximum(call.median, TINY)), sigma)

    @classmethod
    def of_cumulants(cls, mean: FloatArray, variance: FloatArray, third: FloatArray) -> Way:
        """Return the time with these cumulants.

        With w = exp(sigma^2) the skewness is (w + 2) sqrt(w - 1), which is solved for w as a cubic.
        """
        deviation = np.sqrt(np.maximum(variance, (1e-9 * mean + TINY) ** 2))
        skew = np.maximum(third / deviation**3, _LEAST_SKEW)
        root = np.cbrt(1 + skew**2 / 2 + skew * np.sqrt(1 + skew**2 / 4))
        spread = np.maximum(root + 1 / root - 2, skew**2 / 12)
        own_mean = deviation / np.sqrt(spread)
        squared = np.log1p(spread)
        return cls(np.ones_like(mean), mean - own_mean, np.log(own_mean) - squared / 2, np.sqrt(squared))

    @classmethod
    def fitted(cls, within: Callable[[FloatArray], FloatArray], low: FloatArray, high: FloatArray) -> Way:
        """Return a time through those that 50, 87.8 and 99 of 100 requests do not exceed.

        `within` tells the share of requests done within times of shape (..., 3); `low` and `high`, of that shape, are
        times between which those three lie.
        """
        return cls.through(time_of(FITTED_AT, within, low, high, FITTING_STEPS))

    @classmethod
    def through(cls, times: FloatArray) -> Way:
        """Return a time that 50, 87.8 and 99 of 100 requests do not exceed at these, of shape (..., 3)."""
        half, more, most = np.moveaxis(times, -1, 0)
        near, far = np.maximum(more - half, TINY), np.maximum(most - more, TINY)
        # What has no longer tail on the late side is as good as normal.
        sigma = np.maximum(np.log(far / near) / _STEP, _LEAST_SKEW)
        own = (near + far) / np.expm1(2 * sigma * _STEP)
        return cls(np.ones_like(half), half - own, np.log(own), sigma)

    @property
    def cumulants(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Mean, variance and third cumulant, which add up where times do."""
        spread = np.expm1(self.sigma**2)
        own = np.exp(self.middle + self.sigma**2 / 2)
        return self.shift + own, own**2 * spread, own**3 * spread**2 * (spread + 3)

    @property
    def beyond_its_median(self) -> FloatArray:
        """How much later than half of all requests 99 of 100 are done."""
        far: FloatArray = np.exp(self.middle) * np.expm1(2 * _STEP * self.sigma)
        return far

    def deeper(self, axes: int) -> Way:
        """Return it with so many further axes, for arrays of times."""
        places = (..., *(np.newaxis,) * axes)
        racing = tuple((way.deeper(axes), often[places]) for way, often in self.racing)
        return Way(self.weight[places], self.shift[places], self.middle[places], self.sigma[places], racing)

    def of_draws(self, chosen: Mask) -> Way:
        """Return it in some of the draws, without what races in it."""
        weight, shift, middle, sigma = (
            np.broadcast_to(each, chosen.shape)[chosen]
            for each in (self.weight, self.shift, self.middle, self.sigma)
        )
        return Way(weight, shift, middle, sigma)

    def at(self, deviations: FloatArray) -> FloatArray:
        """Return the time of a request that lies so many standard deviations above the median."""
        time: FloatArray = self.shift + np.exp(self.middle + self.sigma * deviations)
        return time

    def share_within(self, time: FloatArray) -> FloatArray:
        """Return the share of those who go this way that are done within a time."""
        if self.racing:
            within = np.ones_like(time)
            for way, often in self.racing:
                within = within * way.share_within(time) ** often
            return within
        left = time - self.shift
        done: FloatArray = np.where(
            left > 0, normal_share((np.log(np.maximum(left, TINY)) - self.middle) / self.sigma), 0.0
        )
        return done

    def bounds(self, deviations: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return times between which a percentile lies, given as deviations of a normal distribution.

        Of several that race: the longest of them takes as long as each at least, and is done where all are done that
        each fail to be so seldom.
        """
        if not self.racing:
            return (time := self.at(deviations)), time
        share = normal_share(deviations)
        many: FloatArray = np.sum(np.broadcast_arrays(*(often for _, often in self.racing)), axis=0)
        seldom = normal_quantile(np.clip(share ** (1 / many), RARE, 1 - RARE))
        ways = [way for way, _ in self.racing]
        low: FloatArray = np.max(np.broadcast_arrays(*(way.at(deviations) for way in ways)), axis=0)
        high: FloatArray = np.max(np.broadcast_arrays(*(way.at(seldom) for way in ways)), axis=0)
        return low, high


def time_of(
    deviations: FloatArray | float,
    within: Callable[[FloatArray], FloatArray],
    low: FloatArray,
    high: FloatArray,
    steps: int = MOST_STEPS,
) -> FloatArray:
    """Return times between `low` and `high` within which so many are done as lie below deviations of a normal."""

    def beyond(logarithm: FloatArray) -> FloatArray:
        """Return how far the share done within a time lies beyond the one asked for: next to a straight line."""
        share = np.clip(within(np.exp(logarithm)), RARE, 1 - RARE)
        return normal_quantile(share) - deviations

    # Room for rounding at either end.
    first, last = (np.log(np.maximum(end, TINY)) + room for end, room in ((low, -1e-9), (high, 1e-9)))
    return np.exp(rising_root(beyond, first, last, steps))


def fitted_longest(racing: tuple[tuple[Way, FloatArray], ...]) -> Way:
    """Return the longest of calls that are all made beside one another."""
    exact = replace(racing[0][0], racing=racing)
    each = exact.deeper(1)
    return replace(Way.fitted(each.share_within, *each.bounds(FITTED_AT)), racing=racing)
