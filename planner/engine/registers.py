"""Registers for draws, and the steps that fill them; the same step on the same registers is made once.

A register holds one number a draw, or one a month and draw, for those months only in which a draw moves it; see
`engine/program.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from planner.engine.forms import EVERY_MONTH, Form, Rows, is_certain
from planner.engine.kernels import along, gathered, line, spread, taken
from planner.engine.program import Program, Step, last_reads
from planner.quantities.quantity import FloatArray

Months = tuple[int, ...]
"""Places of months, rising."""


@dataclass(frozen=True, slots=True)
class Registers:
    """Collects the steps of a program."""

    rows: Rows = field(default_factory=Rows)
    months: dict[int, Months] = field(default_factory=dict)
    """The months of each register that has some; the rows of its terms are 0 in all others."""
    _count: count[int] = field(default_factory=lambda: count(1))
    _inputs: dict[str, int] = field(default_factory=dict)
    _constants: dict[int, FloatArray] = field(default_factory=dict)
    _steps: list[Step] = field(default_factory=list)
    _made: dict[tuple[object, ...], int] = field(default_factory=dict)
    """The register of each step that was made already, by what it does to which registers."""

    def program(self, outputs: Mapping[tuple[str, str], int]) -> Program:
        """Return the program of all steps so far."""
        kept = frozenset(outputs.values())
        return Program(
            self._inputs, self._constants, self._steps, dict(outputs), last_reads(self._steps, kept)
        )

    def input(self, path: str) -> int:
        """Return the register of an input."""
        if path not in self._inputs:
            self._inputs[path] = self._next()
        return self._inputs[path]

    def step(
        self,
        key: tuple[object, ...],
        reads: tuple[int, ...],
        apply: Callable[..., FloatArray],
        months: Months | None = None,
    ) -> int:
        """Return the register of a step; `key` says what it does, so that the same step is made once.

        `months` are those of its result, where that has some.
        """
        if key not in self._made:
            self._made[key] = self._next()
            self._steps.append(Step(self._made[key], reads, apply))
            if months is not None:
                self.months[self._made[key]] = months
        return self._made[key]

    def product(self, registers: tuple[int, ...]) -> int:
        """Return the register of a product, sharing what other products begin with, in the months of all of them."""
        if len(registers) == 1:
            return registers[0]
        one, other = self.product(registers[:-1]), registers[-1]
        if one not in self.months:
            return self.step(("times", one, other), (one, other), np.multiply)
        both = tuple(sorted({*self.months[one]} & {*self.months[other]}))
        reads = (self.taken(one, both), self.taken(other, both))
        return self.step(("times", *reads), reads, np.multiply, both)

    def taken(self, register: int, months: Months) -> int:
        """Return some of a register's months."""
        there = self.months[register]
        if there == months:
            return register
        places = [there.index(month) for month in months]
        return self.step(("taken", register, months), (register,), taken(places), months)

    def summed(self, registers: tuple[int, ...], row: int) -> int:
        """Return the register of a sum over the months, each weighted by its number in a row."""
        core = self.product(registers)
        return self.step(("sum", core, row), (core,), along(self._row(row, self.months[core])))

    def of_a_draw(self, form: Form) -> int:
        """Return the register, shape (draws,), of a form that is the same in every month."""
        factors = [(self.product(draws) if draws else None, factor) for (draws, _, _), factor in form.items()]
        if len(factors) == 1 and factors[0][0] is not None and factors[0][1] == 1.0:
            return factors[0][0]
        constant = sum(factor for register, factor in factors if register is None)
        moving = [(register, factor) for register, factor in factors if register is not None]
        if not moving:
            return self._constant(np.array([constant]))
        reads = tuple(register for register, _ in moving)
        scales = tuple(factor for _, factor in moving)
        return self.step(("line", reads, scales, constant), reads, line(scales, constant))

    def of_months(self, form: Form, months: Months) -> int:
        """Return the register, shape (months, draws), of any form in some months."""
        if is_certain(form):
            values = np.zeros((len(months), 1))
            for (_, _, row), factor in form.items():
                values += factor * self._row(row, months)[:, np.newaxis]
            return self._constant(values, months)
        grouped: dict[tuple[int, ...], list[tuple[tuple[int, ...], int, float]]] = {}
        for (draws, registers, row), factor in form.items():
            grouped.setdefault(registers, []).append((draws, row, factor))
        parts: list[tuple[int, Months]] = []
        for registers, terms in grouped.items():
            core = self.product(registers) if registers else None
            there = months if core is None else tuple(m for m in months if m in {*self.months[core]})
            if there:
                parts.append((self._spread(core, terms, there), there))
        if not parts:
            return self._constant(np.zeros((len(months), 1)), months)
        if len(parts) == 1 and parts[0][1] == months:
            return parts[0][0]
        places = [[months.index(month) for month in there] for _, there in parts]
        reads = tuple(part for part, _ in parts)
        return self.step(("gathered", *parts, months), reads, gathered(places, len(months)), months)

    def _spread(
        self, core: int | None, terms: Sequence[tuple[tuple[int, ...], int, float]], months: Months
    ) -> int:
        """Return the register of terms that share a register with months, or have none."""
        by_row: dict[int, Form] = {}
        for draws, row, factor in terms:
            by_row.setdefault(row, {})[draws, (), EVERY_MONTH] = factor
        matrix = np.array([self._row(row, months) for row in by_row]).T
        cores = () if core is None else (self.taken(core, months),)
        if cores and list(by_row.values()) == [{((), (), EVERY_MONTH): 1.0}] and (matrix == 1).all():
            return cores[0]
        vectors = tuple(self.of_a_draw(form) for form in by_row.values())
        key = ("spread", cores, vectors, tuple(by_row), months)
        return self.step(key, (*cores, *vectors), spread(matrix, times=bool(cores)), months)

    def _row(self, row: int, months: Months) -> FloatArray:
        values = self.rows.rows[row]
        return np.full(len(months), values[0]) if row == EVERY_MONTH else values[list(months)]

    def _constant(self, values: FloatArray, months: Months | None = None) -> int:
        key = ("constant", values.shape, values.tobytes(), months)
        if key not in self._made:
            self._made[key] = self._next()
            self._constants[self._made[key]] = values
            if months is not None:
                self.months[self._made[key]] = months
        return self._made[key]

    def _next(self) -> int:
        return next(self._count)
