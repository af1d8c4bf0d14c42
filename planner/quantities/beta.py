"""The beta distribution's shares below a place, as a table to look up in.

Simpson's rule over cells that cover what is not vanishingly rare.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_CELLS = 4096
_WIDE = 40
"""Standard deviations on each side of the mean that a table of a beta distribution covers."""


@cache
def beta_table(alpha: float, beta: float) -> tuple[FloatArray, FloatArray]:
    """Return places from 0 to 1 and the share of cases below each, by Simpson's rule in each cell."""
    mean = alpha / (alpha + beta)
    sd = (mean * (1 - mean) / (alpha + beta + 1)) ** 0.5
    points = np.linspace(max(0.0, mean - _WIDE * sd), min(1.0, mean + _WIDE * sd), 2 * _CELLS + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = (alpha - 1) * np.log(points) if alpha > 1 else np.zeros_like(points)
        falling = (beta - 1) * np.log1p(-points) if beta > 1 else np.zeros_like(points)
    density = np.exp(rising + falling - np.max(rising + falling))
    cells = density[:-2:2] + 4 * density[1:-1:2] + density[2::2]
    below = np.concatenate(([0.0], np.cumsum(cells)))
    return points[::2], below / below[-1]
