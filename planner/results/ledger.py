"""The ledger: every charge of every option, month by month. Every total anywhere is a sum over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from planner.plan.charge import Charge, Timing
from planner.quantities.months import Month
from planner.quantities.quantity import FloatArray


@dataclass(frozen=True, slots=True)
class Line:
    """One charge of one option, with its money laid out over the months: shape (draws, months)."""

    option: str
    component: str
    charge: Charge
    amounts: FloatArray

    @classmethod
    def of(cls, option: str, component: str, charge: Charge, months: int) -> Line:
        """Lay a charge out: a launch charge falls in the first month, a monthly one in every month.

        Raises TypeError for a charge that is not money, or money a month: a mistake in a component's formula.
        """
        amount = charge.amount
        due = [(name, power) for name, power in amount.unit.dimensions if name != amount.unit.currency]
        if amount.unit.currency is None or due != (
            [("month", -1)] if charge.timing is Timing.MONTHLY else []
        ):
            raise TypeError(
                f"{component}, {charge.item}: a {charge.timing} charge cannot be in {amount.unit}"
            )
        money = amount.plain
        draws = money.shape[0]
        if charge.timing is Timing.MONTHLY:
            amounts = np.broadcast_to(money, (draws, months))
        else:
            amounts = np.zeros((draws, months))
            amounts[:, 0] = money[:, 0]
        return cls(option, component, charge, amounts)

    @property
    def total(self) -> float:
        """All its money in the base case."""
        return float(self.amounts[0].sum())


def is_estimated(lines: Iterable[Line]) -> bool:
    """Whether any of the charges that cost something rests on an estimate, such as another tokenizer's count."""
    return any(line.charge.amount.estimated and line.amounts.any() for line in lines)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of one month, as a spreadsheet wants it: numbers in the units they are shown in."""

    line: Line
    month: Month
    quantity: float
    unit_price: float
    amount: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every charge of a plan."""

    months: tuple[Month, ...]
    currency: str
    lines: tuple[Line, ...]

    def amounts(self, lines: tuple[Line, ...]) -> FloatArray:
        """Return the money of some lines in each month, shape (draws, months)."""
        result = np.zeros((1, len(self.months)))
        for line in lines:
            result = result + line.amounts
        return result

    def entries(self) -> Iterator[Entry]:
        """Return every line in every month in which it falls due."""
        for line in self.lines:
            charge = line.charge
            span = range(len(self.months)) if charge.timing is Timing.MONTHLY else range(1)
            for index in span:
                yield Entry(
                    line,
                    self.months[index],
                    _at(charge.quantity.value, index),
                    _at(charge.unit_price.value, index),
                    float(line.amounts[0, index]),
                )


def _at(values: FloatArray, month: int) -> float:
    return float(values[0, month if values.shape[1] > 1 else 0])
