"""One way a request may go, as a shifted lognormal time: three parameters for its mean, variance and third cumulant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.quantities.normal import normal_share
from planner.quantities.quantity import FloatArray

TINY = 1e-12
_LEAST_SKEW = 1e-3
"""What is less skewed is as good as normal."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its TTFT is lognormal, and what follows takes the same time always; arrays of one shape, in seconds."""

    median: FloatArray
    sigma: FloatArray
    then: FloatArray
    """What follows the first token."""
    chance: FloatArray | None = None
    """The share of requests that make it; above 1 so many calls beside one another. None for every request, once."""


@dataclass(frozen=True)
class Way:
    """One way a request may go: the share that goes it, and the cumulants of how long it takes."""

    weight: FloatArray
    mean: FloatArray
    variance: FloatArray
    third: FloatArray
    racing: tuple[tuple[Way, FloatArray], ...] = ()
    """For calls beside one another and nothing else: each with how many of it there are, so that it stays exact."""

    @classmethod
    def of(cls, call: Call) -> Way:
        """Return a call that is made once."""
        spread = np.expm1(call.sigma**2)
        mean = call.median * np.sqrt(spread + 1)
        return cls(np.ones_like(mean), mean + call.then, mean**2 * spread, mean**3 * spread**2 * (spread + 3))

    @classmethod
    def of_moments(cls, first: FloatArray, second: FloatArray, third: FloatArray) -> Way:
        """Return a time with these moments about 0."""
        variance = np.maximum(second - first**2, 0.0)
        return cls(np.ones_like(first), first, variance, third - 3 * first * second + 2 * first**3)

    def after(self, other: Way) -> Way:
        """Return one after the other."""
        return Way(
            self.weight * other.weight,
            self.mean + other.mean,
            self.variance + other.variance,
            self.third + other.third,
        )

    @cached_property
    def lognormal(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Shift, mean and standard deviation of the logarithm of the shifted lognormal time with these cumulants.

        With w = exp(sigma^2) the skewness is (w + 2) sqrt(w - 1), which is solved for w as a cubic.
        """
        deviation = np.sqrt(np.maximum(self.variance, (1e-9 * self.mean + TINY) ** 2))
        skew = np.maximum(self.third / deviation**3, _LEAST_SKEW)
        root = np.cbrt(1 + skew**2 / 2 + skew * np.sqrt(1 + skew**2 / 4))
        spread = np.maximum(root + 1 / root - 2, skew**2 / 12)
        own_mean = deviation / np.sqrt(spread)
        squared = np.log1p(spread)
        return self.mean - own_mean, np.log(own_mean) - squared / 2, np.sqrt(squared)

    def share_within(self, time: FloatArray) -> FloatArray:
        """Return the share of those who go this way that are done within a time."""
        if self.racing:
            within = np.ones_like(time)
            for way, often in self.racing:
                within = within * way.share_within(time) ** often
            return within
        shift, middle, sigma = self.lognormal
        left = time - shift
        done: FloatArray = np.where(
            left > 0, normal_share((np.log(np.maximum(left, TINY)) - middle) / sigma), 0.0
        )
        return done

    def near_end(self) -> FloatArray:
        """Return a time that next to nobody is faster than; 0 or less where that says nothing."""
        if self.racing:
            ends = [way.near_end() for way, _ in self.racing]
            soonest: FloatArray = np.max(np.broadcast_arrays(*ends), axis=0)
            return soonest
        shift, middle, sigma = self.lognormal
        start: FloatArray = shift + np.exp(middle - sigma * 7)
        return start

    def far_end(self, racing: FloatArray | float = 1.0) -> FloatArray:
        """Return a time that next to nobody takes longer than, the longest of so many included."""
        if self.racing:
            ends = [way.far_end(often) for way, often in self.racing]
            longest: FloatArray = np.max(np.broadcast_arrays(*ends), axis=0)
            return longest
        shift, middle, sigma = self.lognormal
        beyond = 7 + np.log(np.maximum(racing, 1.0))
        end: FloatArray = np.maximum(shift + np.exp(np.minimum(middle + sigma * beyond, 50.0)), TINY)
        return end
