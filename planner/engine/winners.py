"""Which option is cheapest where inputs are moved: along one in the base case, over two at once, or in many rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.engine.moving import MovingPlan
from planner.engine.simulation import Simulation
from planner.plan.problems import BadInput
from planner.quantities.quantity import FloatArray
from planner.results.percentiles import SAME
from planner.results.solution import Outcome, Span

AT_ONCE = 5_000
"""So many rows go through a program at once."""

Places = NDArray[np.intp]
"""Places of options, or of draws."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What every option comes to in some rows, and which is cheapest; arrays of shape (options, rows), or (rows,)."""

    totals: FloatArray
    possible: NDArray[np.bool_]
    winners: Places
    """The place of the cheapest possible option, and -1 where none is possible."""


@dataclass(frozen=True, slots=True)
class BaseCase:
    """What a plan comes to at each value of one input, all others at their middle."""

    path: str
    scale: float
    """What one of the input's own unit is in base units."""
    simulation: Simulation

    @classmethod
    def of(cls, plan: MovingPlan, path: str, span: Span) -> BaseCase:
        """Prepare an input of the plan to be moved over a span, in its own unit."""
        scale = plan.inputs[path].unit.scale
        ranges = {path: (span.low * scale, span.high * scale)}
        return cls(path, scale, plan.simulation(ranges, by_month=False))

    def at(self, value: float) -> Outcome:
        """Return what the plan comes to at a value, or why it is none."""
        try:
            costs = self.simulation.run({self.path: np.array([value * self.scale])})
        except BadInput as bad:
            return Outcome({}, (), bad.problems[0].what)
        totals = {name: float(each.total[0]) for name, each in costs.items()}
        return Outcome(totals, {name for name, each in costs.items() if each.feasible[0]})


def mapped(
    plan: MovingPlan, across: tuple[str, FloatArray], up: tuple[str, FloatArray]
) -> tuple[tuple[str | None, ...], ...]:
    """Return the cheapest option for each value of `up` and `across`, in their own units, others at their middle.

    Raises BadInput where two values make no plan.
    """
    rows = {
        across[0]: np.tile(across[1], len(up[1])) * plan.inputs[across[0]].unit.scale,
        up[0]: np.repeat(up[1], len(across[1])) * plan.inputs[up[0]].unit.scale,
    }
    ranges = {path: (float(values.min()), float(values.max())) for path, values in rows.items()}
    names, seen = tuple(plan.courses), judged(plan.simulation(ranges, by_month=False), rows)
    grid = seen.winners.reshape(len(up[1]), len(across[1])).tolist()
    return tuple(tuple(names[place] if place >= 0 else None for place in row) for row in grid)


def judged(simulation: Simulation, inputs: Mapping[str, FloatArray]) -> Judged:
    """Return what comes of rows of inputs, in base units; raises BadInput where one makes no plan."""
    options, rows = len(simulation.courses), len(next(iter(inputs.values())))
    totals, possible = np.empty((options, rows)), np.empty((options, rows), dtype=bool)
    for start in range(0, rows, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        costs = simulation.run({name: values[part] for name, values in inputs.items()})
        for place, each in enumerate(costs.values()):
            totals[place, part], possible[place, part] = each.total, each.feasible
    paid = np.where(possible, totals, np.inf)
    least = paid.min(axis=0)
    first = np.argmax(paid <= least + SAME * np.abs(least), axis=0)
    winners = np.where(possible.any(axis=0), first, -1)
    return Judged(totals, possible, winners)
