"""A plan's formulas as a list of steps over draws: what is left of them once all that never moves is worked out.

A register holds one number a draw, shape (draws,), or one a month and draw, shape (months, draws): neighbouring draws
lie side by side, so that each step runs along them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from planner.quantities.quantity import FloatArray


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: the registers it reads, and the one it writes."""

    target: int
    reads: tuple[int, ...]
    apply: Callable[..., FloatArray]


@dataclass(frozen=True, slots=True)
class Program:
    """Steps in an order in which each finds what it reads; every register is written once."""

    inputs: Mapping[str, int]
    """The register of each input, by its place in the plan; draws come in base units."""
    constants: Mapping[int, FloatArray]
    steps: Sequence[Step]
    outputs: Mapping[tuple[str, str], int]
    """The registers of what is wanted, by what it is and of whom."""
    last_reads: Mapping[int, Sequence[int]]
    """For a step's place: the registers that nobody reads after it."""

    def run(self, inputs: Mapping[str, FloatArray]) -> dict[tuple[str, str], FloatArray]:
        """Return every output for a block of draws, given each input's draws."""
        registers: dict[int, FloatArray] = dict(self.constants)
        for path, register in self.inputs.items():
            registers[register] = inputs[path]
        for place, step in enumerate(self.steps):
            registers[step.target] = step.apply(*[registers[read] for read in step.reads])
            for register in self.last_reads.get(place, ()):
                del registers[register]
        return {wanted: registers[register] for wanted, register in self.outputs.items()}


def last_reads(steps: Sequence[Step], kept: frozenset[int]) -> dict[int, list[int]]:
    """Return, for the place of each step, the registers that it reads or writes last and that are not kept."""
    last: dict[int, int] = {}
    for place, step in enumerate(steps):
        last |= dict.fromkeys((*step.reads, step.target), place)
    found: dict[int, list[int]] = {}
    for register, place in last.items():
        if register not in kept:
            found.setdefault(place, []).append(register)
    return found
