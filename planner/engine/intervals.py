"""Between which ends a number lies while its inputs move within theirs: interval arithmetic along its formula.

What is decided by the ends, such as a threshold that no draw reaches, need not be asked of each draw. The ends may be
wider than what really occurs, never narrower.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import (
    CHOICE,
    DIFFERENCE,
    INPUT,
    LARGER,
    POWER,
    PRODUCT,
    QUOTIENT,
    FloatArray,
    Quantity,
)

Ends = tuple[FloatArray, FloatArray]
"""The least and the largest value in each month, in base units, shape (1, months)."""
Mask = NDArray[np.bool_]
"""Months that something is true of, shape (1, months)."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """The ends of every part of a plan's formulas, worked out once each."""

    ranges: Mapping[str, tuple[float, float]]
    """The ends of each input that moves, in base units, by its place in the plan."""
    _known: dict[int, tuple[Quantity, Ends]] = field(default_factory=dict)
    _moving: dict[int, tuple[Quantity, bool]] = field(default_factory=dict)

    def moves(self, quantity: Quantity) -> bool:
        """Tell whether any input that moves stands anywhere below."""
        if id(quantity) not in self._moving:
            self._moving[id(quantity)] = (quantity, self._is_moved(quantity))
        return self._moving[id(quantity)][1]

    def _is_moved(self, quantity: Quantity) -> bool:
        if quantity.operation is INPUT:
            return quantity.origin is not None and quantity.origin.path in self.ranges
        return any(self.moves(operand) for operand in quantity.operands)

    def ends(self, quantity: Quantity) -> Ends:
        """Return the ends of a number in each month."""
        if id(quantity) not in self._known:
            self._known[id(quantity)] = (quantity, self._of(quantity))
        return self._known[id(quantity)][1]

    def _of(self, quantity: Quantity) -> Ends:
        if not self.moves(quantity):
            sure = quantity.plain[:1]
            return sure, sure
        if quantity.operation is INPUT and quantity.origin is not None:
            least, most = self.ranges[quantity.origin.path]
            return np.full((1, 1), least), np.full((1, 1), most)
        low, high = self._worked_out(quantity)
        kept = quantity.value.shape[1]
        return _known(low[:, :kept], -np.inf), _known(high[:, :kept], np.inf)

    def _worked_out(self, quantity: Quantity) -> Ends:
        operation, parts = quantity.operation, [self.ends(operand) for operand in quantity.operands]
        if operation is DIFFERENCE:
            (low, high), (their_low, their_high) = parts
            return low - their_high, high - their_low
        if operation is QUOTIENT and ((parts[1][0] <= 0) & (parts[1][1] >= 0)).any():
            return _anything(quantity)
        if operation is POWER and (parts[0][0] < 0).any():
            return _anything(quantity)
        if operation in {PRODUCT, QUOTIENT, POWER}:
            # What no draw moves has the same two ends.
            first, second = (ends[:1] if ends[0] is ends[1] else ends for ends in parts)
            corners = [operation.apply(one, other) for one in first for other in second]
            return reduce(np.minimum, corners), reduce(np.maximum, corners)
        if operation is CHOICE:
            return self._of_a_choice(quantity)
        if not operation.rising:
            return _anything(quantity)
        # All others never fall where an operand rises.
        return operation.apply(*(low for low, _ in parts)), operation.apply(*(high for _, high in parts))

    def decided(self, quantity: Quantity) -> tuple[Mask, Mask]:
        """Return the months in which a choice, or the larger or smaller of two, is surely its first, or its second.

        In months that are in neither, or in both, the draws tell.
        """
        (low, high), (their_low, their_high), *_ = [self.ends(operand) for operand in quantity.operands]
        if quantity.operation is CHOICE:
            return low >= their_high, high < their_low
        if quantity.operation is LARGER:
            return low >= their_high, their_low >= high
        return high <= their_low, their_high <= low

    def _of_a_choice(self, quantity: Quantity) -> Ends:
        (first, second), (then, other) = self.decided(quantity), map(self.ends, quantity.operands[2:])
        low = np.where(first, then[0], np.where(second, other[0], np.minimum(then[0], other[0])))
        high = np.where(first, then[1], np.where(second, other[1], np.maximum(then[1], other[1])))
        return low, high


def _known(ends: FloatArray, otherwise: float) -> FloatArray:
    """Return ends with another number where nothing can be said of them, such as of 0 x infinity."""
    unknown = np.isnan(ends)
    return np.where(unknown, otherwise, ends) if unknown.any() else ends


def _anything(quantity: Quantity) -> Ends:
    months = quantity.value.shape[1]
    return np.full((1, months), -np.inf), np.full((1, months), np.inf)
