"""Formulas with the months factored out: sums of products of numbers of a draw, numbers of a month, and both.

A term is factor x product of registers of shape (draws,) x product of registers of shape (months, draws) x a row of
numbers, one a month. As long as no term needs a register of both, a sum over the months is a sum over a row, worked out
before any draw is made. Equal terms are one term, so whatever options share is worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from planner.quantities.quantity import FloatArray

Key = tuple[tuple[int, ...], tuple[int, ...], int]
"""What a term is made of: its registers of a draw, its registers of a month and draw, and its row."""
Form = dict[Key, float]
"""A sum of terms: each with its factor."""

EVERY_MONTH = 0
"""The row that is 1 in every month, however many there are."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that occur, each once, its largest number 1."""

    rows: list[FloatArray] = field(default_factory=lambda: [np.ones(1)])
    _places: dict[bytes, int] = field(default_factory=dict)
    _products: dict[tuple[int, int], tuple[int, float]] = field(default_factory=dict)

    def place(self, values: FloatArray) -> tuple[int, float]:
        """Return the row that a row of numbers is a multiple of, and the factor: 0 for a row of zeros."""
        flat = values.reshape(-1)
        largest = float(flat[np.argmax(np.abs(flat))])
        if largest == 0:
            return EVERY_MONTH, 0.0
        row = flat / largest
        if (row == 1).all():
            return EVERY_MONTH, largest
        key = row.tobytes()
        if key not in self._places:
            self._places[key] = len(self.rows)
            self.rows.append(row)
        return self._places[key], largest

    def product(self, one: int, other: int) -> tuple[int, float]:
        """Return the row that the product of two is a multiple of, and the factor."""
        if EVERY_MONTH in {one, other}:
            return one or other, 1.0
        pair = (min(one, other), max(one, other))
        if pair not in self._products:
            self._products[pair] = self.place(self.rows[one] * self.rows[other])
        return self._products[pair]

    def constant(self, values: FloatArray) -> Form:
        """Return numbers that no draw moves."""
        row, factor = self.place(values)
        return {((), (), row): factor} if factor else {}

    def multiplied(self, one: Form, other: Form) -> Form:
        """Return the product of two sums of terms."""
        result: Form = {}
        for (draws, months, row), factor in one.items():
            for (their_draws, their_months, their_row), their_factor in other.items():
                place, scale = self.product(row, their_row)
                if scale:
                    key = (_sorted(draws, their_draws), _sorted(months, their_months), place)
                    result[key] = result.get(key, 0.0) + factor * their_factor * scale
        return result


def added(one: Form, other: Form, sign: float = 1.0) -> Form:
    """Return the sum of two sums of terms, or their difference; terms that cancel out are gone."""
    result = dict(one)
    for key, factor in other.items():
        together = result.get(key, 0.0) + sign * factor
        if together:
            result[key] = together
        else:
            result.pop(key, None)
    return result


def is_even(form: Form) -> bool:
    """Tell whether it is the same in every month."""
    return all(not months and row == EVERY_MONTH for _, months, row in form)


def is_certain(form: Form) -> bool:
    """Tell whether no draw moves it."""
    return all(not draws and not months for draws, months, _ in form)


def _sorted(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted((*one, *other))) if one and other else one or other
