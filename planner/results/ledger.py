"""The ledger: every charge of every option, month by month. Every total anywhere is a sum over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from planner.plan.charge import Charge, Timing
from planner.quantities.months import Month
from planner.quantities.quantity import FloatArray
from planner.results.trace import inputs


@dataclass(frozen=True, slots=True)
class Line:
    """One charge of one option, with its money laid out over the months: shape (draws, months)."""

    option: str
    component: str
    charge: Charge
    amounts: FloatArray

    @classmethod
    def of(cls, option: str, component: str, charge: Charge, months: int) -> Line:
        """Lay a settled charge out: a launch charge over the first months it stands for, any other over all months.

        Raises TypeError for a charge that is not money, or money a month: a mistake in a component's formula.
        """
        amount = charge.amount
        due = [(name, power) for name, power in amount.unit.dimensions if name != amount.unit.currency]
        if amount.unit.currency is None or due != ([] if charge.timing is Timing.LAUNCH else [("month", -1)]):
            raise TypeError(
                f"{component}, {charge.item}: a {charge.timing} charge cannot be in {amount.unit}"
            )
        money = amount.plain
        draws = money.shape[0]
        if charge.timing is Timing.LAUNCH:
            amounts = np.zeros((draws, months))
            amounts[:, : money.shape[1]] = money
        else:
            amounts = np.broadcast_to(money, (draws, months))
        return cls(option, component, charge, amounts)

    @property
    def total(self) -> float:
        """All its money in the base case."""
        return float(self.amounts[0].sum())

    @property
    def upfront(self) -> float:
        """What is paid to launch in the first month, however long it takes to build: it counts from the very start."""
        return float(self.amounts[0, 0]) if self.charge.timing is Timing.LAUNCH else 0.0

    @property
    def months_to_launch(self) -> int:
        """For a launch charge: the months over which it is paid, the first one at least."""
        return max(1, int(np.flatnonzero(self.amounts[0])[-1:].sum()) + 1)

    @property
    def is_inference(self) -> bool:
        """Whether the option buys it to answer requests, by a meter; not to train, to test or to watch."""
        charge = self.charge
        return charge.meter is not None and not charge.occasion and not charge.stands_in


def is_estimated(lines: Iterable[Line]) -> bool:
    """Whether any of the charges that cost something rests on an estimate, such as another tokenizer's count."""
    return any(line.amounts.any() and line.charge.amount.estimated for line in lines)


def acted_on(lines: Iterable[Line]) -> dict[str, tuple[float, bool]]:
    """Return for each input by its place what the charges made from it come to, and whether any is an estimate."""
    sums: dict[str, tuple[float, bool]] = {}
    for line in lines:
        amount = line.charge.amount
        rough = amount.estimated
        for path in inputs(amount):
            money, estimated = sums.get(path, (0.0, False))
            sums[path] = (money + line.total, estimated or rough)
    return sums


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
            for index in range(line.months_to_launch if charge.timing is Timing.LAUNCH else len(self.months)):
                if charge.timing is Timing.DATED and not line.amounts[0, index]:
                    continue
                yield Entry(
                    line,
                    self.months[index],
                    _at(charge.quantity.value, index),
                    _at(charge.unit_price.value, index),
                    float(line.amounts[0, index]),
                )


def _at(values: FloatArray, month: int) -> float:
    return float(values[0, month if values.shape[1] > 1 else 0])
