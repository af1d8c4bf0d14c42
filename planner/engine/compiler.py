"""Makes a program of a plan's formulas: all that no draw moves is worked out now, and the months factored out.

What is left of a formula is a sum of terms (`engine/forms.py`). Sums, products and quotients of such are such again;
any other operation, such as a rounding, gets a register of its own, unless its ends decide it (`engine/intervals.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planner.engine.forms import EVERY_MONTH, Form, added, is_certain, is_even
from planner.engine.intervals import Intervals
from planner.engine.kernels import along, before, first, inverse, padded, powers
from planner.engine.registers import Registers
from planner.quantities.quantity import (
    BEFORE,
    CHOICE,
    DIFFERENCE,
    INPUT,
    LARGER,
    OVER_MONTHS,
    POWER,
    PRODUCT,
    QUOTIENT,
    ROUND_DOWN,
    ROUND_UP,
    SMALLER,
    SUM,
    FloatArray,
    Quantity,
)

_MOST_TERMS = 64
"""A product that would have more terms is worked out factor by factor instead."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns quantities into terms over registers."""

    intervals: Intervals
    registers: Registers = field(default_factory=Registers)
    _forms: dict[int, tuple[Quantity, Form]] = field(default_factory=dict)

    def form(self, quantity: Quantity) -> Form:
        """Return a quantity in base units as terms."""
        if id(quantity) not in self._forms:
            self._forms[id(quantity)] = (quantity, self._form(quantity))
        return self._forms[id(quantity)][1]

    def summed(self, form: Form, months: int) -> Form:
        """Return a sum over so many months."""
        result: Form = {}
        for (draws, registers, row), factor in form.items():
            values = np.broadcast_to(self.registers.rows.rows[row], months)
            if registers:
                core = self.registers.product(registers)
                total = self.registers.step(("sum", core, row, months), (core,), along(values))
                key = (tuple(sorted((*draws, total))), (), EVERY_MONTH)
            else:
                key, factor = (draws, (), EVERY_MONTH), factor * float(values.sum())  # noqa: PLW2901
            result[key] = result.get(key, 0.0) + factor
        return result

    def first(self, form: Form) -> Form:
        """Return a form as it is in the first month."""
        result: Form = {}
        for (draws, registers, row), factor in form.items():
            scale = float(self.registers.rows.rows[row][0])
            key = draws
            if registers:
                core = self.registers.product(registers)
                key = tuple(sorted((*draws, self.registers.step(("first", core), (core,), first))))
            if scale:
                result[key, (), EVERY_MONTH] = result.get((key, (), EVERY_MONTH), 0.0) + factor * scale
        return result

    def padded(self, form: Form, count: int, months: int) -> Form:
        """Return a form of the first months of a plan as one of all months, nothing in the others."""
        result: Form = {}
        for (draws, registers, row), factor in form.items():
            values = np.zeros(months)
            values[:count] = self.registers.rows.rows[row]
            cores = registers
            if registers and count < months:
                core = self.registers.product(registers)
                cores = (self.registers.step(("padded", core, months), (core,), padded(months)),)
            place, scale = self.registers.rows.place(values)
            key = (draws, cores, place)
            result[key] = result.get(key, 0.0) + factor * scale
        return result

    def asked(
        self, quantity: Quantity, months: int, apply: Callable[[FloatArray], FloatArray], what: object
    ) -> int:
        """Return the register of a question about a number in each of its months: 1 where the answer is as it was."""
        core = self._unexpanded(quantity, months)
        return self.registers.step(("asked", core, what), (core,), apply)

    def _unexpanded(self, quantity: Quantity, months: int) -> int:
        """Return a number's register, shape (months, draws), its factors multiplied as they stand.

        Terms that nearly cancel out would leave 0 where there is next to nothing, and the other way round.
        """
        if quantity.operation is PRODUCT and self.intervals.moves(quantity):
            factors = tuple(self._unexpanded(operand, months) for operand in quantity.operands)
            return self.registers.step(("times", factors), factors, np.multiply)
        return self.registers.of_a_month(self.form(quantity), months)

    def _form(self, quantity: Quantity) -> Form:
        if not self.intervals.moves(quantity):
            return self.registers.rows.constant(quantity.plain[0])
        if quantity.operation is INPUT and quantity.origin is not None:
            return {((self.registers.input(quantity.origin.path),), (), EVERY_MONTH): 1.0}
        return self._worked_out(quantity)

    def _worked_out(self, quantity: Quantity) -> Form:
        operation = quantity.operation
        if operation in {SUM, DIFFERENCE}:
            return self._sum(quantity)
        if operation is PRODUCT:
            return self._multiplied(quantity)
        if operation is QUOTIENT:
            return self._divided(quantity)
        if operation is OVER_MONTHS:
            return self._over_months(quantity)
        if operation is BEFORE:
            return self._before(quantity)
        return self._by_its_ends(quantity)

    def _sum(self, quantity: Quantity) -> Form:
        one, other = (self.form(operand) for operand in quantity.operands)
        return added(one, other, -1.0 if quantity.operation is DIFFERENCE else 1.0)

    def _over_months(self, quantity: Quantity) -> Form:
        (operand,) = quantity.operands
        return self.summed(self.form(operand), operand.value.shape[1])

    def _multiplied(self, quantity: Quantity) -> Form:
        one, other = quantity.operands
        forms = [self.form(one), self.form(other)]
        if len(forms[0]) * len(forms[1]) > _MOST_TERMS:
            forms = [
                self._kept(form, each.value.shape[1]) for form, each in zip(forms, (one, other), strict=True)
            ]
        return self.registers.rows.multiplied(*forms)

    def _divided(self, quantity: Quantity) -> Form:
        above, below = quantity.operands
        divisor = self.form(below)
        if is_certain(divisor):
            with np.errstate(divide="ignore"):
                inverse = self.registers.rows.constant(1 / below.plain[0])
            return self.registers.rows.multiplied(self.form(above), inverse)
        if len(divisor) == 1 and is_even(divisor):
            ((draws, _, _), factor), *_ = divisor.items()
            inverted = tuple(sorted(self._inverse(register) for register in draws))
            return self.registers.rows.multiplied(self.form(above), {(inverted, (), EVERY_MONTH): 1 / factor})
        register, is_monthly = self._register(divisor, below.value.shape[1])
        return self.registers.rows.multiplied(self.form(above), _alone(self._inverse(register), is_monthly))

    def _inverse(self, register: int) -> int:
        return self.registers.step(("1/", register), (register,), inverse)

    def _before(self, quantity: Quantity) -> Form:
        operand, kept = quantity.operands[0], quantity.value.shape[1]
        core = self.registers.of_a_month(self.form(operand), operand.value.shape[1])
        return _alone(self.registers.step(("before", core, kept), (core,), before(kept)), is_monthly=True)

    def _by_its_ends(self, quantity: Quantity) -> Form:
        decided = self._decided(quantity)
        return self._by_itself(quantity) if decided is None else decided

    def _decided(self, quantity: Quantity) -> Form | None:
        """Return an operation whose ends decide in each month what comes of it; None for any other."""
        operation, operands = quantity.operation, quantity.operands
        if operation in {ROUND_UP, ROUND_DOWN}:
            low, high = (operation.apply(end) for end in self.intervals.ends(operands[0]))
            return self.registers.rows.constant(low[0]) if np.array_equal(low, high) else None
        if operation not in {CHOICE, LARGER, SMALLER}:
            return None
        first, second = self.intervals.decided(quantity)
        if not (first | second).all():
            return None
        result: Form = {}
        for each, where in zip(operands[-2:], (first, second & ~first), strict=True):
            if where.any():
                here = self.registers.rows.multiplied(
                    self.form(each), self.registers.rows.constant(where[0].astype(float))
                )
                result = added(result, here)
        return result

    def _by_itself(self, quantity: Quantity) -> Form:
        """Return an operation as a step of its own."""
        operation, operands, months = quantity.operation, quantity.operands, quantity.value.shape[1]
        forms = [self.form(operand) for operand in operands]
        if operation is POWER and is_even(forms[0]) and is_certain(forms[1]) and months > 1:
            base, exponents = self.registers.of_a_draw(forms[0]), operands[1].plain[0]
            key = ("powers", base, exponents.tobytes())
            return _alone(self.registers.step(key, (base,), powers(exponents)), is_monthly=True)
        even = all(is_even(form) for form in forms)
        registers = tuple(
            self.registers.of_a_draw(form) if is_even(form) else self.registers.of_a_month(form, months)
            for form in forms
        )
        register = self.registers.step((operation, registers), registers, operation.apply)
        return _alone(register, is_monthly=not even)

    def _kept(self, form: Form, months: int) -> Form:
        """Return a form as one term with a register of its own."""
        return form if len(form) == 1 else _alone(*self._register(form, months))

    def _register(self, form: Form, months: int) -> tuple[int, bool]:
        if is_even(form):
            return self.registers.of_a_draw(form), False
        return self.registers.of_a_month(form, months), True


def _alone(register: int, is_monthly: bool) -> Form:  # noqa: FBT001 - where one register stands
    return {((), (register,), EVERY_MONTH) if is_monthly else ((register,), (), EVERY_MONTH): 1.0}
