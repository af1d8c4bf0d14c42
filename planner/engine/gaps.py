"""Neighbouring values of an input between which something changes, in some draws, and where exactly it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.engine.winners import Judged, Places
from planner.quantities.quantity import FloatArray
from planner.results.percentiles import SAME

_ROUNDS = 200
"""A change is looked for in so many rounds at most: every other one halves its place, a hundred times at most."""
_NEAR = 1e-9
"""Totals that differ by less, as a share, are taken to meet; places that do are taken to be one."""

At = Callable[[FloatArray, Places], Judged]
"""What comes of values of the input, each in one of a block's draws."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps in which the cheapest option changes, or the side of one option against another; arrays of one length."""

    draws: Places
    low: FloatArray
    high: FloatArray
    one: Places
    """The option that is cheapest at the low end, or the one whose side changes."""
    other: Places
    """The option that is cheapest at the high end, or the one compared with."""
    below: NDArray[np.bool_] | None
    """Whether `one` is below `other` at the low end; None where the cheapest of all is meant."""
    at_low: FloatArray
    at_high: FloatArray
    """By how much `one` is above `other` at the ends."""

    @classmethod
    def of_winners(cls, seen: Judged, values: FloatArray) -> Gaps:
        """Find where the cheapest option changes, in what was seen of each value in each draw, value by value."""
        winners = seen.winners.reshape(len(values), -1)
        places, draws = np.nonzero(winners[1:] != winners[:-1])
        one, other = winners[places, draws], winners[places + 1, draws]
        return cls._between(seen, values, (places, draws), one, other, None)

    @classmethod
    def of_pair(cls, seen: Judged, values: FloatArray, one: int, other: int) -> Gaps:
        """Find where an option passes another one."""
        below = is_below(seen, one, other).reshape(len(values), -1)
        places, draws = np.nonzero(below[1:] != below[:-1])
        ours, theirs = np.full(len(places), one), np.full(len(places), other)
        return cls._between(seen, values, (places, draws), ours, theirs, below[places, draws])

    @classmethod
    def _between(
        cls,
        seen: Judged,
        values: FloatArray,
        where: tuple[Places, Places],
        one: Places,
        other: Places,
        below: NDArray[np.bool_] | None,
    ) -> Gaps:
        (places, draws), size = where, seen.totals.shape[1] // len(values)
        at_low, at_high = (
            _apart(seen.totals[:, (places + step) * size + draws], one, other) for step in (0, 1)
        )
        return cls(draws, values[places], values[places + 1], one, other, below, at_low, at_high)

    def found(self, at: At, *, whole: bool) -> FloatArray:
        """Return the value of each change: of whole numbers the first behind it.

        Where costs run straight, lines through both ends meet at the change; what jumps is halved in on.
        """
        low, high = self.low.copy(), self.high.copy()
        at_low, at_high = self.at_low.copy(), self.at_high.copy()
        waiting = np.arange(len(low))
        for turn in range(_ROUNDS):
            reach = 1 if whole else _NEAR * np.abs(high[waiting])
            waiting = waiting[high[waiting] - low[waiting] > reach]
            if not len(waiting):
                break
            share = np.full(len(waiting), 0.5)
            if turn % 2 == 0:
                straight = at_low[waiting] / (at_low[waiting] - at_high[waiting])
                share = np.where((straight > 0) & (straight < 1), straight, share)
            middle = low[waiting] + share * (high[waiting] - low[waiting])
            middle = np.floor(middle) if whole else middle
            same, apart, meet = self._judge(at(middle, self.draws[waiting]), waiting)
            meet &= not whole  # where whole numbers meet, the next one tells
            low[waiting] = np.where(same | meet, middle, low[waiting])
            high[waiting] = np.where(~same | meet, middle, high[waiting])
            at_low[waiting] = np.where(same, apart, at_low[waiting])
            at_high[waiting] = np.where(same, at_high[waiting], apart)
        return high if whole else (low + high) / 2

    def _judge(self, seen: Judged, which: Places) -> tuple[NDArray[np.bool_], FloatArray, NDArray[np.bool_]]:
        """Return where it still is as at the low end, how far both options are apart, and where they meet."""
        one, other = self.one[which], self.other[which]
        apart = _apart(seen.totals, one, other)
        rows = np.arange(seen.totals.shape[1])
        size = np.maximum(np.abs(seen.totals[one, rows]), np.abs(seen.totals[other, rows]))
        meet = np.abs(apart) <= _NEAR * size
        if self.below is not None:
            return (apart < -SAME * size) == self.below[which], apart, meet
        between_both = (seen.winners == one) | (seen.winners == other)
        return seen.winners == one, apart, meet & between_both


def is_below(seen: Judged, one: int, other: int) -> NDArray[np.bool_]:
    """Return in which rows an option costs less than another, by more than rounding."""
    ours, theirs = seen.totals[one], seen.totals[other]
    return np.asarray(ours < theirs - SAME * np.maximum(np.abs(ours), np.abs(theirs)))


def _apart(totals: FloatArray, one: Places, other: Places) -> FloatArray:
    """Return by how much one option is above another in each row; not a number where one of them is none."""
    rows = np.arange(totals.shape[1])
    apart = totals[one, rows] - totals[other, rows]
    return np.where((one < 0) | (other < 0), np.nan, apart)
