"""Draws a plan: every option in every draw, block by block, so that memory does not grow with months or inputs.

Only each option's total, whether it is possible and its payback are kept of a draw: 17 bytes, and 1 for each objective.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.engine.correlating import counting, refuse_contradictions, refuse_strangers
from planner.engine.costs import Costs, Mask
from planner.engine.courses import Course
from planner.engine.moving import MovingPlan, beliefs_in, inputs_of
from planner.engine.simulation import AT_ONCE, Simulation
from planner.quantities.draws import Correlation, Draws
from planner.quantities.quantity import Quantity
from planner.results.deciding import Decider, decider
from planner.results.outcomes import Outcomes
from planner.results.paybacks import paybacks
from planner.results.percentiles import SAME


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan's outcomes, the draws they were made of, and the uncertain inputs that were drawn."""

    outcomes: Outcomes
    draws: Draws
    inputs: Mapping[str, Quantity]
    """By place in the plan."""

    def decider(self, name: str) -> Decider | None:
        """Return the input that decides most whether an option meets every objective; None where none does."""
        inputs = ((path, self.inputs[path], self.draws.of(path)) for path in self.draws.beliefs)
        return decider(self.outcomes.meets_all(name), inputs)


def drawn(
    plan: MovingPlan,
    count: int,
    seed: int,
    correlations: Sequence[Correlation] = (),
    tell: Callable[[int], None] | None = None,
) -> Drawn | None:
    """Return every option in every draw; None where nothing is uncertain. `tell` is told how many draws are done.

    Raises BadInput where a draw makes no plan, and for correlations of what is not uncertain or cannot all hold.
    """
    inputs = plan.inputs
    correlations = counting(correlations, inputs)
    refuse_contradictions(correlations)
    while True:
        beliefs = beliefs_in(inputs)
        if not beliefs:
            break
        draws = Draws(beliefs, seed, count, correlations)
        ranges = {path: belief.reach for path, belief in beliefs.items()}
        simulation = plan.simulation(ranges, by_month=True)
        outcomes = _outcomes(simulation, draws, plan.baseline, tell)
        # A course that only draws follow may rest on inputs that the base case never asks for.
        followed = {**inputs_of(simulation.followed), **inputs}
        if beliefs_in(followed).keys() == beliefs.keys():
            refuse_strangers(correlations, beliefs, inputs)
            return Drawn(outcomes, draws, {path: inputs[path] for path in beliefs})
        inputs = followed
    refuse_strangers(correlations, (), inputs)
    return None


def _outcomes(
    simulation: Simulation, draws: Draws, baseline: str, tell: Callable[[int], None] | None
) -> Outcomes:
    names, count = tuple(simulation.courses), draws.count
    kept = Outcomes(
        baseline,
        draws.seed,
        totals={name: np.empty(count) for name in names},
        possible={name: np.empty(count, dtype=bool) for name in names},
        paybacks={name: np.empty(count) for name in names if name != baseline},
        met={
            name: {each.measure: np.empty(count, dtype=bool) for each in course.objectives}
            for name, course in simulation.courses.items()
        },
    )
    for block in draws.blocks():
        values, start = draws.block(block), block.start
        while start < block.stop:
            # Draws that leave the main course do so together; where none does, each part is done with at once.
            stop = block.stop if simulation.followed else min(start + AT_ONCE, block.stop)
            part = slice(start - block.start, stop - block.start)
            costs = simulation.run({path: each[part] for path, each in values.items()})
            _keep(costs, kept, slice(start, stop))
            start = stop
        if tell is not None:
            tell(block.stop)
    return replace(
        kept, met={name: _judged(course, kept.met[name]) for name, course in simulation.courses.items()}
    )


def _judged(course: Course, met: Mapping[str, Mask]) -> dict[str, Mask]:
    """Leave out the objectives of which nobody knows in the base case, nor in any draw that goes another way."""
    return {
        each.measure: met[each.measure]
        for each in course.objectives
        if each.met is not None or met[each.measure].any()
    }


def _keep(costs: Mapping[str, Costs], kept: Outcomes, where: slice) -> None:
    base = costs[kept.baseline]
    for name, option in costs.items():
        kept.totals[name][where] = option.total
        kept.possible[name][where] = option.feasible
        for measure, met in option.met.items():
            kept.met[name][measure][where] = met
        if name in kept.paybacks:
            more = option.upfront - base.upfront
            saved = base.monthly - option.monthly
            saved[0] += more  # it is paid at the very start instead
            months = paybacks(more, saved)
            same = np.abs(option.total - base.total) <= SAME * np.abs(base.total)
            kept.paybacks[name][where] = np.where(option.feasible & ~same, months, np.inf)
