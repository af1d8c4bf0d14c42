"""Tornado, Sobol indices, EVPI and EVPPI of a plan, from the draws that its outcomes were made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from planner.engine.drawing import Drawn
from planner.engine.moving import MovingPlan
from planner.quantities.distribution import Counted, Distribution, Limited
from planner.quantities.quantity import FloatArray, Quantity
from planner.results.information import Choice, evppi, first_order, samples, worthwhile
from planner.results.percentiles import snapped, told
from planner.results.sensitivity import Influence, Sensitivity, Stretch

_LOW, _HIGH = 0.1, 0.9


def sensitivity(
    plan: MovingPlan, found: Drawn, tell: Callable[[int], None] | None = None
) -> Sensitivity | None:
    """Return what the choice hangs on; None without two options that are possible in any draw.

    `tell` is told how many inputs are done.
    """
    outcomes, draws = found.outcomes, found.draws
    choice = outcomes.choice
    if choice is None or len(choice.names) < 2:
        return None
    names, best = choice.names, choice.best
    means = choice.costs.mean(axis=1)
    expected = dict(zip(names, means.tolist(), strict=True))
    second = min((name for name in names if name != names[best]), key=expected.__getitem__)
    ends = _at_the_ends(plan, draws.beliefs)
    base, *moved = (snapped(float(end), expected[second]) for end in ends[second] - ends[names[best]])
    difference = choice.costs[names.index(second)] - choice.costs[best]
    influences = []
    for place, (path, belief) in enumerate(draws.beliefs.items()):
        influences.append(
            _influence(
                found.inputs[path],
                belief,
                draws.of(path),
                choice,
                difference,
                moved[2 * place : 2 * place + 2],
            )
        )
        if tell is not None:
            tell(place + 1)
    influences.sort(key=lambda each: (-each.evppi, -each.swing, each.path))
    return Sensitivity(
        best=names[best],
        second=second,
        difference=told(base),
        expected_difference=told(snapped(float(difference.mean()), expected[second])),
        expected=told(expected[names[best]]),
        chances={name: spread.cheapest for name, spread in outcomes.spreads.items()},
        possible={name: spread.possible for name, spread in outcomes.spreads.items()},
        evpi=told(choice.evpi),
        influences=tuple(influences),
    )


def _influence(
    quantity: Quantity,
    belief: Distribution,
    values: FloatArray,
    choice: Choice,
    difference: FloatArray,
    ends: list[float],
) -> Influence:
    curves = choice.along(values)
    worth = min(snapped(evppi(curves, values), float(choice.costs[choice.best].mean())), choice.evpi)
    known = _cases_known(belief, values) if quantity.origin is not None and quantity.origin.counted else None
    learnings = samples(curves, values, known) if known is not None and worth else ()
    return Influence(
        path=quantity.origin.path if quantity.origin is not None else "",
        quantity=quantity,
        belief=belief,
        at_low=told(ends[0]),
        at_high=told(ends[1]),
        share=told(first_order(difference, values)),
        evppi=told(worth),
        learning=worthwhile(learnings, worth),
        samples=learnings,
        stretches=tuple(Stretch(low, high, choice.names[row]) for low, high, row in curves.cheapest()),
    )


def _cases_known(belief: Distribution, values: FloatArray) -> float | None:
    """Return how many cases a belief in a share is worth: as many as a beta distribution of its mean and variance is.

    With mean m and variance v those are m (1 - m) / v - 1; `46 of 50` counts as 52. None where it says nothing.
    """
    counted = belief.of if isinstance(belief, Limited) else belief
    if isinstance(counted, Counted):
        return counted.alpha + counted.beta
    mean, variance = float(values.mean()), float(values.var())
    cases = mean * (1 - mean) / variance - 1 if variance else 0.0
    return cases if cases > 0 else None


def _at_the_ends(plan: MovingPlan, beliefs: Mapping[str, Distribution]) -> dict[str, FloatArray]:
    """Return each option's total in the base case, then with each input at its P10 and P90, all others as they are."""
    size = 1 + 2 * len(beliefs)
    rows = {path: np.full(size, belief.middle) for path, belief in beliefs.items()}
    for place, (path, belief) in enumerate(beliefs.items()):
        rows[path][1 + 2 * place] = belief.at(_LOW)
        rows[path][2 + 2 * place] = belief.at(_HIGH)
    ranges = {path: belief.reach for path, belief in beliefs.items()}
    simulation = plan.simulation(ranges, by_month=False)
    return {name: costs.total for name, costs in simulation.run(rows).items()}
