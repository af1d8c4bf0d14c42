"""A number that was estimated from measurements, with how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_FARTHEST = 50.0  # e^50: beyond it an interval says nothing, and further up a float overflows


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, and P5 and P95 of where the true one lies, in the value's unit."""

    value: float
    low: float
    high: float

    @classmethod
    def within_factor(cls, value: float, logarithm: float) -> Estimate:
        """Make the estimate of a positive number whose P95 lies so far above it on the natural logarithm's scale."""
        factor = float(np.exp(min(logarithm, _FARTHEST)))
        return cls(value, value / factor, value * factor)

    def __str__(self) -> str:
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g})"


def weighted_quantiles(values: FloatArray, weights: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the values below which these shares of the weight lie, on straight lines between the middles of weights.

    All arrays are one-dimensional; with equal weights the share 0.5 is the ordinary median.
    """
    order = np.argsort(values, kind="stable")
    weight = weights[order]
    middles = (np.cumsum(weight) - weight / 2) / weight.sum()
    return np.interp(shares, middles, values[order])
