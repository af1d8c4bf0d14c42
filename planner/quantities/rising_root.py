"""Where rising functions pass 0, for whole arrays of them at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MOST_STEPS = 80
_EXACT = 1e-10


def rising_root(
    function: Callable[[FloatArray], FloatArray],
    low: FloatArray,
    high: FloatArray,
    steps: int = MOST_STEPS,
) -> FloatArray:
    """Return where each of the functions passes 0 between `low` and `high`, of one shape.

    The Illinois method, Dowell and Jarratt (1971), with a halving every fourth step for functions that jump. What is
    below 0 at `high`, or above 0 at `low`, ends there. After so many steps it has to do as it is.
    """
    at_low, at_high = function(low), function(high)
    root = np.where(at_low >= 0, low, high)
    open_ = (at_low < 0) & (at_high > 0)
    side = np.zeros(low.shape)
    for step in range(steps):
        if not open_.any():
            break
        with np.errstate(divide="ignore", invalid="ignore"):
            guess = high - at_high * (high - low) / (at_high - at_low)
        halved = (low + high) / 2
        guess = np.where((guess > low) & (guess < high) & (step % 4 != 3), guess, halved)
        found = function(guess)
        below = found < 0
        # A side that stays twice running counts half, so that the other one moves as well.
        at_high = np.where(below, np.where(side < 0, at_high / 2, at_high), found)
        at_low = np.where(below, found, np.where(side > 0, at_low / 2, at_low))
        low, high = np.where(below, guess, low), np.where(below, high, guess)
        side = np.where(below, -1.0, 1.0)
        root = np.where(open_, guess, root)
        open_ &= (np.abs(found) > _EXACT) & (high - low > _EXACT * np.maximum(1.0, np.abs(high)))
    return root
