"""A number that remembers how it was made: value, unit, formula, and the inputs it was made from.

Every economic formula is written with these; an explanation is read off the result, so it cannot disagree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.quantities.provenance import Origin
from planner.quantities.units import PURE, Unit, unit

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Operation:
    """One way to make a quantity from others: its symbol in a formula and its arithmetic."""

    symbol: str
    apply: Callable[..., Any]
    rising: bool = True
    """Whether its result never falls where an operand rises; differences and quotients are known by name."""


INPUT = Operation("input", np.asarray)
CONSTANT = Operation("constant", np.asarray)
SUM = Operation("+", np.add)
DIFFERENCE = Operation("−", np.subtract)
PRODUCT = Operation("×", np.multiply)
QUOTIENT = Operation("÷", np.divide)
LARGER = Operation("the larger of", np.maximum)
SMALLER = Operation("the smaller of", np.minimum)
# A product such as 3 x 0.1 must not buy a fourth replica for its last bit.
ROUND_UP = Operation("rounded up", lambda values: np.ceil(np.round(values, 9)))
ROUND_DOWN = Operation("rounded down", lambda values: np.floor(np.round(values, 9)))
CHANCE_WITHIN = Operation("1 − e^−", lambda rate: -np.expm1(-rate))
POWER = Operation("to the power of", np.power)
BEFORE = Operation("sum of earlier months of", lambda values: np.cumsum(values, axis=1) - values)
OVER_MONTHS = Operation("sum over the months of", lambda values: values.sum(axis=1, keepdims=True))
LARGEST_MONTH = Operation("the largest month of", lambda values: values.max(axis=1, keepdims=True))
CHOICE = Operation("if", lambda left, right, then, other: np.where(left >= right, then, other))


@dataclass(frozen=True, eq=False, slots=True)
class Quantity:
    """A value of shape (draws, months), either axis may be 1, in `unit`, with the formula that made it.

    Arithmetic checks units and raises TypeError on a mix-up, which is always a mistake in a formula.
    """

    value: FloatArray
    unit: Unit
    label: str = ""
    operation: Operation = CONSTANT
    operands: tuple[Quantity, ...] = ()
    origin: Origin | None = None

    def named(self, label: str) -> Quantity:
        """Return the same quantity under the name it has in formulas and explanations."""
        return Quantity(self.value, self.unit, label, self.operation, self.operands, self.origin)

    def measured_in(self, text: str) -> Quantity:
        """Return the same quantity shown in another spelling of its unit; raises TypeError when it is another unit."""
        other = unit(text)
        if other.dimensions != self.unit.dimensions:
            raise TypeError(f"{self.unit} is not {text}")
        return replace(self, value=self.value * (self.unit.scale / other.scale), unit=other)

    @property
    def estimated(self) -> bool:
        """True when an estimate, such as another tokenizer's count, stands anywhere below."""
        if self.origin is not None:
            return self.origin.estimated
        seen, waiting = {self}, [self]
        while waiting:  # what many numbers rest on is looked at once
            at = waiting.pop()
            if at.origin is not None:
                if at.origin.estimated:
                    return True
                continue
            compared = 2 if at.operation is CHOICE else 0
            below = [operand for operand in at.operands[compared:] if operand not in seen]
            seen.update(below)
            waiting += below
        return False

    @property
    def is_zero_at_middle(self) -> bool:
        """True when the base case's value is 0 in every month; what decides anything asks `branching.is_zero`."""
        return not self.value.any()

    @property
    def plain(self) -> FloatArray:
        """The value in base units: `0.15 USD/1M tok` is 0.15e-6."""
        return self.value if self.unit.scale == 1.0 else self.value * self.unit.scale

    def __add__(self, other: Quantity) -> Quantity:
        return _same_unit(SUM, self, other)

    def __sub__(self, other: Quantity) -> Quantity:
        return _same_unit(DIFFERENCE, self, other)

    def __mul__(self, other: Quantity) -> Quantity:
        return Quantity(
            self.plain * other.plain, self.unit * other.unit, operation=PRODUCT, operands=(self, other)
        )

    def __truediv__(self, other: Quantity) -> Quantity:
        return Quantity(
            self.plain / other.plain, self.unit / other.unit, operation=QUOTIENT, operands=(self, other)
        )


def _same_unit(operation: Operation, *operands: Quantity) -> Quantity:
    first = operands[0]
    for other in operands[1:]:
        if other.unit.dimensions != first.unit.dimensions:
            raise TypeError(
                f"{operation.symbol} mixes {first.unit} ({first.label}) and {other.unit} ({other.label})"
            )
    spelled = (
        first.unit if all(other.unit.scale == first.unit.scale for other in operands) else first.unit * PURE
    )
    scale = spelled.scale
    values = [operand.plain / scale if operand.unit.scale != scale else operand.value for operand in operands]
    return Quantity(operation.apply(*values), spelled, operation=operation, operands=operands)


def constant(value: float, unit_text: str, label: str) -> Quantity:
    """Make a number that nobody can change, such as the hours of a day."""
    return Quantity(np.full((1, 1), float(value)), unit(unit_text), label)


def given(value: float | Sequence[float] | FloatArray, measure: Unit, origin: Origin, label: str) -> Quantity:
    """Make an input: one number, or one a month, that somebody wrote at `origin`."""
    array = np.asarray(value, dtype=np.float64).reshape(1, -1)
    return Quantity(array, measure, label, INPUT, (), origin)


def larger(first: Quantity, second: Quantity) -> Quantity:
    """Return the larger of two, draw by draw and month by month."""
    return _same_unit(LARGER, first, second)


def smaller(first: Quantity, second: Quantity) -> Quantity:
    """Return the smaller of two, draw by draw and month by month."""
    return _same_unit(SMALLER, first, second)


def rounded_up(quantity: Quantity, step: Quantity | None = None) -> Quantity:
    """Round up to whole units, or to whole multiples of `step`."""
    if step is not None:
        return rounded_up(quantity / step) * step
    return _rounded(ROUND_UP, quantity)


def rounded_down(quantity: Quantity, step: Quantity | None = None) -> Quantity:
    """Round down to whole units, or to whole multiples of `step`."""
    if step is not None:
        return rounded_down(quantity / step) * step
    return _rounded(ROUND_DOWN, quantity)


def _rounded(operation: Operation, quantity: Quantity) -> Quantity:
    tidy = operation.apply(quantity.plain)
    return Quantity(tidy, quantity.unit * PURE, operation=operation, operands=(quantity,))


def chance_within(rate_times_span: Quantity) -> Quantity:
    """Return the Poisson chance 1 - exp(-x) that something of mean x happens at least once."""
    if rate_times_span.unit.dimensions:
        raise TypeError(f"a chance needs a pure number, not {rate_times_span.unit}")
    return Quantity(
        CHANCE_WITHIN.apply(rate_times_span.plain),
        unit("share"),
        operation=CHANCE_WITHIN,
        operands=(rate_times_span,),
    )


def power(base: Quantity, exponent: Quantity) -> Quantity:
    """Return a pure number to the power of another."""
    if base.unit.dimensions or exponent.unit.dimensions:
        raise TypeError("only pure numbers have powers")
    return Quantity(base.plain**exponent.plain, PURE, operation=POWER, operands=(base, exponent))


def if_at_least(left: Quantity, right: Quantity, then: Quantity, other: Quantity) -> Quantity:
    """Return `then` where left >= right and `other` elsewhere."""
    if left.unit.dimensions != right.unit.dimensions or then.unit.dimensions != other.unit.dimensions:
        raise TypeError(f"a choice mixes {left.unit}, {right.unit} or {then.unit}, {other.unit}")
    value = CHOICE.apply(left.plain, right.plain, then.plain, other.plain)
    spelled = then.unit if then.unit.text == other.unit.text and then.unit.scale == 1.0 else then.unit * PURE
    return Quantity(value, spelled, operation=CHOICE, operands=(left, right, then, other))


def before(quantity: Quantity) -> Quantity:
    """Return, for each month, the sum over all months before it."""
    return _over_the_axis(BEFORE, quantity)


def over_months(quantity: Quantity) -> Quantity:
    """Return the sum over all months, shape (draws, 1)."""
    return _over_the_axis(OVER_MONTHS, quantity)


def largest_month(quantity: Quantity) -> Quantity:
    """Return the largest value of any month, shape (draws, 1)."""
    return _over_the_axis(LARGEST_MONTH, quantity)


def of_all(operation: Operation, measure: str, *operands: Quantity) -> Quantity:
    """Return what an operation of one's own makes of some quantities, in base units of `measure`.

    It goes element by element over the draws and months of its operands, whatever their shape.
    """
    spelled = unit(measure)
    value = np.asarray(operation.apply(*(operand.plain for operand in operands)), dtype=np.float64)
    return Quantity(value / spelled.scale, spelled, operation=operation, operands=operands)


def _over_the_axis(operation: Operation, quantity: Quantity) -> Quantity:
    return Quantity(
        operation.apply(quantity.plain), quantity.unit * PURE, operation=operation, operands=(quantity,)
    )


def total(quantities: Sequence[Quantity]) -> Quantity:
    """Add up one or more quantities of one unit."""
    result = quantities[0]
    for quantity in quantities[1:]:
        result = result + quantity
    return result
