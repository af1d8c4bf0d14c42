"""What is believed of a number that nobody knows exactly: its distribution, given by its quantile function.

Every draw is made by inversion, so that one stream of uniform numbers belongs to one input whatever its distribution
is. The middle of each is its median.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.quantities.beta import beta_table
from planner.quantities.normal import deviations_to, normal_quantile

FloatArray = NDArray[np.float64]

LEAST_SHARE = 1e-6
"""Draws come from the shares 1e-6 to 1 - 1e-6, so that every input has ends that a plan can be checked against."""

_SURE = 0.001
"""A number that has to be above a limit may fall short of it in so few draws; those are moved to this quantile."""


class Distribution(ABC):
    """What is believed of an uncertain number."""

    @abstractmethod
    def quantile(self, shares: FloatArray) -> FloatArray:
        """Return the values below which these shares of all cases lie, in the same shape."""

    @abstractmethod
    def times(self, factor: float) -> Distribution:
        """Return the same belief in another unit; the factor is above 0."""

    @property
    def ends(self) -> tuple[float, float]:
        """The low and the high end as somebody wrote them, otherwise P5 and P95: both have to be possible values."""
        return self.at(0.05), self.at(0.95)

    @property
    def middle(self) -> float:
        """The median: the value of the base case."""
        return self.at(0.5)

    def at(self, share: float) -> float:
        """Return one quantile: 0.1 for the P10."""
        return float(self.quantile(np.array([share]))[0])

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the largest value that a draw can have."""
        least, most = self.quantile(np.array([LEAST_SHARE, 1 - LEAST_SHARE])).tolist()
        return least, most

    def sure_above(self, limit: float) -> float | None:
        """Return the least value that a number above a limit may have; None where too many draws would break it."""
        least = self.at(_SURE)
        return least if least > limit else None


@dataclass(frozen=True, slots=True)
class Quantiles(Distribution):
    """A low and a high quantile, and the median where it is known: `30 to 60`, `40 (30 to 60)`, `{p10:, p50:, p90:}`.

    Lognormal where the low end is above 0, normal otherwise. A median off the middle gives each half its own spread, so
    that all three quantiles are as written.
    """

    low: float
    high: float
    given: float | None = None
    tail: float = 0.05
    """The share of cases below the low end, and above the high end."""

    @property
    def ends(self) -> tuple[float, float]:
        """The two quantiles."""
        return self.low, self.high

    @property
    def middle(self) -> float:
        """The median as given, or the one that both ends share."""
        if self.given is not None:
            return self.given
        return float(np.sqrt(self.low * self.high)) if self.low > 0 else (self.low + self.high) / 2

    def quantile(self, shares: FloatArray) -> FloatArray:
        """Return values along the two halves of a (log)normal distribution."""
        deviations = normal_quantile(shares) / deviations_to(self.tail)
        middle = self.middle
        if self.low > 0:
            below, above = np.log(middle / self.low), np.log(self.high / middle)
            return np.asarray(middle * np.exp(deviations * np.where(deviations < 0, below, above)))
        below, above = middle - self.low, self.high - middle
        return np.asarray(middle + deviations * np.where(deviations < 0, below, above))

    def times(self, factor: float) -> Quantiles:
        """Return the same quantiles in another unit."""
        given = None if self.given is None else self.given * factor
        return replace(self, low=self.low * factor, high=self.high * factor, given=given)


@dataclass(frozen=True, slots=True)
class Normal(Distribution):
    """A mean and a standard deviation: `{mean:, sd:}`."""

    mean: float
    sd: float

    @property
    def middle(self) -> float:
        """The mean."""
        return self.mean

    def quantile(self, shares: FloatArray) -> FloatArray:
        """Return mean + sd x standard normal quantile."""
        return self.mean + self.sd * normal_quantile(shares)

    def times(self, factor: float) -> Normal:
        """Return both in another unit."""
        return Normal(self.mean * factor, self.sd * factor)


@dataclass(frozen=True, slots=True)
class Beta(Distribution):
    """A beta distribution between two ends, both parameters 1 or more."""

    alpha: float
    beta: float
    low: float = 0.0
    high: float = 1.0

    def quantile(self, shares: FloatArray) -> FloatArray:
        """Return values by the inverse of the distribution function, tabled."""
        places, below = beta_table(self.alpha, self.beta)
        return self.low + (self.high - self.low) * np.interp(shares, below, places)

    def times(self, factor: float) -> Beta:
        """Return the same shape between the ends in another unit."""
        return replace(self, low=self.low * factor, high=self.high * factor)


@dataclass(frozen=True, slots=True)
class Counted(Beta):
    """A share of which cases were counted: `46 of 50` is Beta(47, 5), what a uniform prior has learnt from them."""

    hits: int = 0
    cases: int = 0

    @classmethod
    def of(cls, hits: int, cases: int) -> Counted:
        """Return what is known of a share after so many hits among so many cases."""
        return cls(hits + 1, cases - hits + 1, 0.0, 1.0, hits, cases)


@dataclass(frozen=True, slots=True)
class Pert(Beta):
    """A least, a likeliest and a largest value: `{low:, mode:, high:}`.

    Beta(1 + 4(mode - low)/(high - low), 1 + 4(high - mode)/(high - low)) between the ends: Malcolm et al. 1959.
    """

    mode: float = 0.5

    @classmethod
    def of(cls, low: float, mode: float, high: float) -> Pert:
        """Return the distribution; the mode lies within the ends, which differ."""
        towards = 4 * (mode - low) / (high - low)
        return cls(1 + towards, 5 - towards, low, high, mode)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends it never passes."""
        return self.low, self.high

    def times(self, factor: float) -> Pert:
        """Return the three values in another unit."""
        return Pert.of(self.low * factor, self.mode * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Choices(Distribution):
    """One of a few values, each with its weight: `{choices: [..], weights: [..]}`; values in rising order."""

    values: tuple[float, ...]
    weights: tuple[float, ...]
    """Shares of 1."""

    @classmethod
    def of(cls, values: tuple[float, ...], weights: tuple[float, ...]) -> Choices:
        """Put the values in order, of those that can be; the weights are taken relative to their sum."""
        able = sorted((value, weight) for value, weight in zip(values, weights, strict=True) if weight > 0)
        total = sum(weight for _, weight in able)
        return cls(tuple(value for value, _ in able), tuple(weight / total for _, weight in able))

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the largest value."""
        return self.values[0], self.values[-1]

    def quantile(self, shares: FloatArray) -> FloatArray:
        """Return, for each share, the first value up to which the weights reach it."""
        upto = np.cumsum(self.weights)[:-1]
        return np.asarray(self.values)[np.searchsorted(upto, shares, side="left")]

    def times(self, factor: float) -> Choices:
        """Return the values in another unit."""
        return Choices(tuple(value * factor for value in self.values), self.weights)


@dataclass(frozen=True, slots=True)
class Limited(Distribution):
    """Another distribution whose values are kept within limits, and whole where only whole ones make sense."""

    of: Distribution
    least: float = -np.inf
    most: float = np.inf
    step: float | None = None
    """Values are rounded to multiples of this: 1 for whole numbers."""

    @property
    def ends(self) -> tuple[float, float]:
        """The ends within the limits."""
        low, high = self.of.ends
        return min(max(low, self.least), self.most), min(max(high, self.least), self.most)

    @property
    def middle(self) -> float:
        """The middle within the limits."""
        return float(self._kept(np.array([self.of.middle]))[0])

    def quantile(self, shares: FloatArray) -> FloatArray:
        """Return the other's values, each moved to the nearest limit where it lies beyond."""
        return self._kept(self.of.quantile(shares))

    def times(self, factor: float) -> Limited:
        """Return the same within the same limits in another unit."""
        step = None if self.step is None else self.step * factor
        return Limited(self.of.times(factor), self.least * factor, self.most * factor, step)

    def _kept(self, values: FloatArray) -> FloatArray:
        whole = values if self.step is None else np.round(values / self.step) * self.step
        return np.clip(whole, self.least, self.most)
