"""Registers for draws, and the steps that fill them; the same step on the same registers is made once.

A register holds one number a draw, or one a month and draw; see `engine/program.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.engine.forms import EVERY_MONTH, Form, Rows, is_certain
from planner.engine.kernels import line, spread, sum_of
from planner.engine.program import Program, Step, last_reads
from planner.quantities.quantity import FloatArray


@dataclass(slots=True)
class Registers:
    """Collects the steps of a program."""

    rows: Rows = field(default_factory=Rows)
    _inputs: dict[str, int] = field(default_factory=dict)
    _constants: dict[int, FloatArray] = field(default_factory=dict)
    _steps: list[Step] = field(default_factory=list)
    _made: dict[tuple[object, ...], int] = field(default_factory=dict)
    """The register of each step that was made already, by what it does to which registers."""
    _count: int = 0

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

    def step(self, key: tuple[object, ...], reads: tuple[int, ...], apply: Callable[..., FloatArray]) -> int:
        """Return the register of a step; `key` says what it does, so that the same step is made once."""
        if key not in self._made:
            self._made[key] = self._next()
            self._steps.append(Step(self._made[key], reads, apply))
        return self._made[key]

    def product(self, registers: tuple[int, ...]) -> int:
        """Return the register of a product, sharing what other products begin with."""
        if len(registers) == 1:
            return registers[0]
        reads = (self.product(registers[:-1]), registers[-1])
        return self.step(("times", reads), reads, np.multiply)

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

    def of_a_month(self, form: Form, months: int) -> int:
        """Return the register, shape (months, draws), of any form."""
        if is_certain(form):
            values = np.zeros((months, 1))
            for (_, _, row), factor in form.items():
                values += factor * self.rows.rows[row][:, np.newaxis]
            return self._constant(values)
        grouped: dict[tuple[int, ...], list[tuple[tuple[int, ...], int, float]]] = {}
        for (draws, registers, row), factor in form.items():
            grouped.setdefault(registers, []).append((draws, row, factor))
        parts = [self._spread(registers, terms, months) for registers, terms in grouped.items()]
        if len(parts) == 1:
            return parts[0]
        return self.step(("sum of", *parts), tuple(parts), sum_of)

    def _spread(
        self, registers: tuple[int, ...], terms: Sequence[tuple[tuple[int, ...], int, float]], months: int
    ) -> int:
        """Return the register of terms that share a register of a month and draw, or have none."""
        if registers and len(terms) == 1 and terms[0] == ((), EVERY_MONTH, 1.0):
            return self.product(registers)
        by_row: dict[int, Form] = {}
        for draws, row, factor in terms:
            by_row.setdefault(row, {})[draws, (), EVERY_MONTH] = factor
        vectors = tuple(self.of_a_draw(form) for form in by_row.values())
        matrix = np.array([np.broadcast_to(self.rows.rows[row], months) for row in by_row]).T
        core = (self.product(registers),) if registers else ()
        key = ("spread", core, vectors, tuple(by_row), months)
        return self.step(key, (*core, *vectors), spread(matrix, times=bool(core)))

    def _constant(self, values: FloatArray) -> int:
        key = ("constant", values.shape, values.tobytes())
        if key not in self._made:
            self._made[key] = self._next()
            self._constants[self._made[key]] = values
        return self._made[key]

    def _next(self) -> int:
        self._count += 1
        return self._count
