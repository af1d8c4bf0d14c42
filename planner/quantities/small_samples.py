"""What few measurements leave open: where P5 and P95 of a mean and of a standard deviation lie.

Quantiles of Student's t and of the chi distribution, by the trapezoid rule over their densities.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from planner.quantities.normal import deviations_to

TAIL = 0.05
"""The share of cases beyond each end of an interval: its ends are P5 and P95."""

_POINTS = 8001
_MANY = 200
"""Degrees of freedom from which two terms of Cornish and Fisher's expansion give t to 1e-4."""


@cache
def student_reach(freedom: int) -> float:
    """Return how many standard errors from an estimate its P95 lies, with so many degrees of freedom, 1 or more."""
    if freedom >= _MANY:
        normal = deviations_to(TAIL)
        return normal + (normal**3 + normal) / (4 * freedom)
    # t = sqrt(freedom) tan(angle) has the density cos(angle)^(freedom - 1), which is smooth and ends at a right angle.
    angles = np.linspace(-np.pi / 2, np.pi / 2, _POINTS)
    angle = _quantile(angles, np.cos(angles) ** (freedom - 1), 1 - TAIL)
    return float(np.sqrt(freedom) * np.tan(angle))


@cache
def spread_reach(freedom: int) -> tuple[float, float]:
    """Return what to multiply a standard deviation of so many degrees of freedom with for its P5 and its P95."""
    middle = freedom**0.5
    points = np.linspace(max(1e-9, middle - 8), middle + 8, _POINTS)
    logs = (freedom - 1) * np.log(points / middle) - (points**2 - freedom) / 2
    density = np.exp(logs - logs.max())
    return middle / _quantile(points, density, 1 - TAIL), middle / _quantile(points, density, TAIL)


def _quantile(points: NDArray[np.float64], density: NDArray[np.float64], share: float) -> float:
    below = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    return float(np.interp(share, below / below[-1], points))
