"""Draws a plan: every option in every draw, block by block, so that memory does not grow with what is worked out.

Only each option's total, whether it is possible and its payback are kept of a draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.engine.simulation import Costs, Path, Retrace, Simulation
from planner.quantities.distribution import Distribution
from planner.quantities.draws import Draws
from planner.quantities.quantity import FloatArray
from planner.results.outcomes import Outcomes
from planner.results.paybacks import paybacks

_AT_ONCE = 2_500
"""So many draws go through a program at once: what they need fits into a processor's own memory."""


@dataclass(slots=True)
class _Kept:
    totals: dict[str, FloatArray]
    possible: dict[str, NDArray[np.bool_]]
    paybacks: dict[str, FloatArray]


def drawn(
    paths: Mapping[str, Path],
    retrace: Retrace,
    draws: Draws,
    months: int,
    baseline: str,
    tell: Callable[[int], None] | None = None,
) -> Outcomes:
    """Return every option in every draw; `tell` is told how many draws are done.

    Raises BadInput where a draw makes no plan.
    """
    ranges = {path: belief.reach for path, belief in draws.beliefs.items()}
    simulation = Simulation(paths, retrace, ranges, months, by_month=True)
    kept = _Kept(
        totals={name: np.empty(draws.count) for name in paths},
        possible={name: np.empty(draws.count, dtype=bool) for name in paths},
        paybacks={name: np.empty(draws.count) for name in paths if name != baseline},
    )
    for block in draws.blocks():
        values = draws.block(block)
        for start in range(0, block.stop - block.start, _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, block.stop - block.start))
            costs = simulation.run({path: each[part] for path, each in values.items()})
            _keep(costs, kept, slice(block.start + part.start, block.start + part.stop), baseline)
        if tell is not None:
            tell(block.stop)
    return Outcomes(baseline, draws.seed, kept.totals, kept.possible, kept.paybacks)


def _keep(costs: Mapping[str, Costs], kept: _Kept, where: slice, baseline: str) -> None:
    base = costs[baseline]
    for name, option in costs.items():
        kept.totals[name][where] = option.total
        kept.possible[name][where] = option.feasible
        if name != baseline:
            more = option.upfront - base.upfront
            saved = base.monthly - option.monthly
            saved[0] += more  # it counts from the very start instead
            found = paybacks(more, saved)
            kept.paybacks[name][where] = np.where(option.feasible, found, np.inf)


def beliefs_of(paths: Mapping[str, Path]) -> dict[str, Distribution]:
    """Return what is believed of each uncertain input of some options, by its place in the plan, in base units."""
    found: dict[str, Distribution] = {}
    seen: set[int] = set()
    waiting = [line.charge.amount for path in paths.values() for line in path.lines]
    waiting += [branch.quantity for path in paths.values() for branch in path.branches]
    while waiting:
        quantity = waiting.pop()
        if id(quantity) in seen:
            continue
        seen.add(id(quantity))
        waiting += quantity.operands
        if quantity.origin is not None and quantity.origin.belief is not None:
            found[quantity.origin.path] = quantity.origin.belief
    return found
