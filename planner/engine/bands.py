"""Bands over the months: what each option has cost by each of them, in some of the draws that its total is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from planner.engine.costs import Costs
from planner.engine.drawing import Drawn
from planner.engine.moving import MovingPlan
from planner.quantities.quantity import FloatArray
from planner.results.bands import Bands, cumulated
from planner.results.percentiles import places

ENOUGH: Final = 2_000
"""So many draws make a band that is no wider or narrower to the eye than one of more."""


def bands(plan: MovingPlan, drawn: Drawn) -> Bands:
    """Return the bands of all options, from the draws a plan makes when it is asked for no more than ENOUGH.

    They come from the same streams as all its draws. Up to ENOUGH the last month's percentiles are those of its totals;
    of more draws they differ by what so many draws leave to chance.
    """
    draws = replace(drawn.draws, count=min(drawn.draws.count, ENOUGH))
    ranges = {path: belief.reach for path, belief in draws.beliefs.items()}
    costs = plan.simulation(ranges, by_month=True).run(draws.block(slice(0, draws.count)))
    found = np.array([_percentiles(each) for each in costs.values()])
    return Bands(tuple(costs), found[:, 0], found[:, 1], found[:, 2])


def _percentiles(costs: Costs) -> FloatArray:
    """Return P10, P50 and P90 of what one option has cost so far, shape (3, months + 1)."""
    so_far = cumulated(costs.upfront, costs.monthly)
    so_far[-1] = costs.total  # the same sum in another order: the last digit is the total's
    taken = places(so_far.shape[1])
    moving = so_far.min(axis=1) < so_far.max(axis=1)
    found = np.repeat(so_far[:, :1].T, len(taken), axis=0)
    found[:, moving] = np.partition(so_far[moving], taken, axis=1)[:, taken].T
    return found
