"""Where the cheapest option changes along one input, in every draw of all the others.

Each draw is looked at on the same values from end to end, and each change between two neighbours is then found exactly.
What changes twice between two neighbours leaves no trace; the base case is surveyed more closely (`engine/survey.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from planner.engine.gaps import At, Gaps
from planner.engine.moving import MovingPlan, beliefs_in, inputs_of
from planner.engine.tally import Tally
from planner.engine.winners import Judged, Places, judged
from planner.quantities.draws import Draws
from planner.quantities.quantity import FloatArray
from planner.results.solution import DrawnSolution, Span

_STEPS = 48


def solved_in_draws(
    plan: MovingPlan,
    draws: Draws,
    path: str,
    span: Span,
    against: str,
    tell: Callable[[int], None] | None = None,
) -> DrawnSolution:
    """Return where the cheapest option changes in each draw; `tell` is told how many draws are done.

    Raises BadInput where a draw makes no plan at a value.
    """
    scale = plan.inputs[path].unit.scale
    ranges = {name: belief.reach for name, belief in draws.beliefs.items()}
    ranges[path] = (span.low * scale, span.high * scale)
    simulation, names = plan.simulation(ranges, by_month=False), tuple(plan.courses)
    tally = Tally(names, names.index(against), np.array(span.values(_STEPS)), draws.count)
    for block in draws.blocks():
        drawn = draws.block(block)

        def at(values: FloatArray, which: Places, drawn: Mapping[str, FloatArray] = drawn) -> Judged:
            rows = {name: luck[which] for name, luck in drawn.items()}
            return judged(simulation, {**rows, path: values * scale})

        with np.errstate(divide="ignore", invalid="ignore"):
            _look(at, block.stop - block.start, span, tally)
        if tell is not None:
            tell(block.stop)
    # Values beyond what is believed may lead to inputs that no draw has asked for yet.
    followed = beliefs_in(inputs_of(simulation.followed))
    if followed.keys() - ranges.keys():
        more = replace(draws, beliefs={**draws.beliefs, **followed})
        return solved_in_draws(plan, more, path, span, against, tell)
    return tally.solution()


def _look(at: At, size: int, span: Span, tally: Tally) -> None:
    """Look at a block's draws on all values, and find each change between two of them."""
    count, values = len(tally.values), tally.values
    seen = at(np.repeat(values, size), np.tile(np.arange(size), count))
    gaps = Gaps.of_winners(seen, values)
    tally.winners(seen, gaps, gaps.found(at, whole=span.whole))
    for place in range(len(tally.names)):
        if place != tally.against:
            gaps = Gaps.of_pair(seen, values, place, tally.against)
            tally.pair(place, seen, gaps, gaps.found(at, whole=span.whole))
