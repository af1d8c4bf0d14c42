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
from planner.engine.kernels import before, inverse, largest, powers
from planner.engine.registers import Months, Registers
from planner.quantities.quantity import (
    BEFORE,
    CHOICE,
    DIFFERENCE,
    INPUT,
    LARGER,
    LARGEST_MONTH,
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
            if registers:
                total = self.registers.summed(registers, row)
                key, scale = tuple(sorted((*draws, total))), 1.0
            else:
                key = draws
                scale = float(np.broadcast_to(self.registers.rows.rows[row], months).sum())
            result[key, (), EVERY_MONTH] = result.get((key, (), EVERY_MONTH), 0.0) + factor * scale
        return result

    def padded(self, form: Form, count: int, months: int) -> Form:
        """Return a form of the first months of a plan as one of all months, nothing in the others."""
        here = np.zeros(months)
        here[:count] = 1.0
        rows, result = self.registers.rows, Form()
        for (draws, registers, row), factor in form.items():
            values = here.copy()
            values[:count] *= rows.rows[row]
            place, scale = rows.place(values)
            key = (draws, registers, place)
            result[key] = result.get(key, 0.0) + factor * scale
        return result

    def first(self, form: Form, months: int) -> Form:
        """Return a form of so many months as it is in the first of them."""
        here = np.zeros(months)
        here[0] = 1.0
        only = self.registers.rows.constant(here)
        return self.summed(self.registers.rows.multiplied(form, only), months)

    def asked(
        self, quantity: Quantity, months: Months, apply: Callable[[FloatArray], FloatArray], what: object
    ) -> int:
        """Return the register of a question about a number in some months: 1 where the answer is as it was."""
        core = self._unexpanded(quantity, months)
        return self.registers.step(("asked", core, what), (core,), apply)

    def _unexpanded(self, quantity: Quantity, months: Months) -> int:
        """Return a number's register in some months, its factors multiplied as they stand.

        Terms that nearly cancel out would leave 0 where there is next to nothing, and the other way round.
        """
        if quantity.operation is PRODUCT and self.intervals.moves(quantity):
            reads = tuple(self._unexpanded(operand, months) for operand in quantity.operands)
            return self.registers.step(("times", *reads), reads, np.multiply, months)
        return self.registers.of_months(self.form(quantity), months)

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
        if operation is LARGEST_MONTH:
            return self._largest_month(quantity)
        if operation is BEFORE:
            return self._before(quantity)
        return self._by_its_ends(quantity)

    def _sum(self, quantity: Quantity) -> Form:
        one, other = (self.form(operand) for operand in quantity.operands)
        return added(one, other, -1.0 if quantity.operation is DIFFERENCE else 1.0)

    def _over_months(self, quantity: Quantity) -> Form:
        (operand,) = quantity.operands
        return self.summed(self.form(operand), operand.value.shape[1])

    def _largest_month(self, quantity: Quantity) -> Form:
        (operand,) = quantity.operands
        form = self.form(operand)
        if is_even(form):
            return form
        core = self.registers.of_months(form, _all(operand.value.shape[1]))
        return self._alone(self.registers.step(("largest", core), (core,), largest))

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
        rows, divisor = self.registers.rows, self.form(below)
        if is_certain(divisor):
            with np.errstate(divide="ignore"):
                return rows.multiplied(self.form(above), rows.constant(1 / below.plain[0]))
        if len(divisor) == 1 and is_even(divisor):
            ((draws, _, _), factor), *_ = divisor.items()
            inverted = tuple(sorted(self._inverse(register) for register in draws))
            return rows.multiplied(self.form(above), {(inverted, (), EVERY_MONTH): 1 / factor})
        register = self._register(divisor, below.value.shape[1])
        return rows.multiplied(self.form(above), self._alone(self._inverse(register)))

    def _inverse(self, register: int) -> int:
        months = self.registers.months.get(register)
        return self.registers.step(("1/", register), (register,), inverse, months)

    def _before(self, quantity: Quantity) -> Form:
        operand, kept = quantity.operands[0], quantity.value.shape[1]
        core = self.registers.of_months(self.form(operand), _all(operand.value.shape[1]))
        return self._alone(self.registers.step(("before", core, kept), (core,), before(kept), _all(kept)))

    def _by_its_ends(self, quantity: Quantity) -> Form:
        """Return what the ends decide, month by month, and a step of its own for the months in which they do not."""
        operation, operands, count = quantity.operation, quantity.operands, quantity.value.shape[1]
        rows, result, open_ = self.registers.rows, Form(), np.ones((1, count), dtype=bool)
        if operation in {ROUND_UP, ROUND_DOWN}:
            low, high = (operation.apply(end) for end in self.intervals.ends(operands[0]))
            open_ = np.broadcast_to(low != high, (1, count))
            result = rows.constant(np.where(open_, 0.0, low)[0])
        elif operation in {CHOICE, LARGER, SMALLER}:
            first, second = self.intervals.decided(quantity)
            for each, where in zip(operands[-2:], (first, second & ~first), strict=True):
                if where.any():
                    here = rows.constant(where[0].astype(float))
                    result = added(result, rows.multiplied(self.form(each), here))
            open_ = np.broadcast_to(~(first | second), (1, count))
        months = tuple(np.nonzero(open_[0])[0].tolist())
        return added(result, self._by_itself(quantity, months)) if months else result

    def _by_itself(self, quantity: Quantity, months: Months) -> Form:
        """Return an operation as a step of its own, in some months."""
        operation, operands, count = quantity.operation, quantity.operands, quantity.value.shape[1]
        forms = [self.form(operand) for operand in operands]
        if all(is_even(form) for form in forms):
            reads = tuple(self.registers.of_a_draw(form) for form in forms)
            every = self._alone(self.registers.step((operation, reads), reads, operation.apply))
            here = np.zeros(count)
            here[list(months)] = 1.0
            return self.registers.rows.multiplied(every, self.registers.rows.constant(here))
        if operation is POWER and is_even(forms[0]) and is_certain(forms[1]):
            base, exponents = self.registers.of_a_draw(forms[0]), operands[1].plain[0]
            powered = ("powers", base, exponents.tobytes())
            return self._alone(self.registers.step(powered, (base,), powers(exponents), months), count)
        reads = tuple(
            self.registers.of_a_draw(form) if is_even(form) else self.registers.of_months(form, months)
            for form in forms
        )
        key = (operation, reads, months)
        return self._alone(self.registers.step(key, reads, operation.apply, months), count)

    def _kept(self, form: Form, months: int) -> Form:
        """Return a form as one term with a register of its own."""
        return form if len(form) == 1 else self._alone(self._register(form, months))

    def _register(self, form: Form, months: int) -> int:
        if is_even(form):
            return self.registers.of_a_draw(form)
        return self.registers.of_months(form, _all(months))

    def _alone(self, register: int, count: int | None = None) -> Form:
        """Return the form of one register, of `count` months in all where it has only some of them."""
        months = self.registers.months.get(register)
        if months is None:
            return {((register,), (), EVERY_MONTH): 1.0}
        if count is None or len(months) == count:
            return {((), (register,), EVERY_MONTH): 1.0}
        here = np.zeros(count)
        here[list(months)] = 1.0
        return {((), (register,), self.registers.rows.place(here)[0]): 1.0}


def _all(count: int) -> Months:
    return tuple(range(count))
