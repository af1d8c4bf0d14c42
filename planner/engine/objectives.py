"""Holds an option against what the plan asks of it: latency, accuracy, budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from planner.engine.own_costs import OwnCosts
from planner.engine.situations import Setting
from planner.plan.charge import Timing
from planner.plan.objectives import is_at_most
from planner.quantities.quantity import Quantity, constant, if_at_least, over_months, total
from planner.results.latency import Judged, OptionLatency
from planner.results.ledger import Line

_YES = constant(1, "", "met")
_NO = constant(0, "", "missed")


def latency_of(own: OwnCosts) -> OptionLatency:
    """Return how long an option's requests take; raises BadInput."""
    return OptionLatency(tuple(own.option.timings(own.situation)))


def judged(
    own: OwnCosts, lines: Sequence[Line], setting: Setting, latency: OptionLatency | None = None
) -> tuple[Judged, ...]:
    """Hold an option with these ledger lines against every objective of the plan."""
    objectives = setting.scenario.objectives
    if objectives is None:
        return ()
    found = []
    for measure, limit in objectives.stated().items():
        if measure == "accuracy":
            said = own.option.accuracy
            found.append(_compared(measure, limit, said, "" if said else "nobody says how often it is right"))
        elif measure == "budget":
            found.append(_compared(measure, limit, _spent(lines, setting.calendar.count), ""))
        else:
            latency = latency or latency_of(own)
            found.append(replace(_of_time(measure, limit, latency), missed_anyway=latency.waits))
    return tuple(found)


def _of_time(measure: str, limit: Quantity, latency: OptionLatency) -> Judged:
    """Hold a latency against its limit; a first token that nobody measured comes no later than the whole answer."""
    judgement = _compared(measure, limit, latency.of(measure), "; ".join(_reasons(latency)))
    if judgement.found is None and latency.only_whole_answers:
        whole = _compared(measure, limit, latency.of(measure.replace("ttft", "latency")), "")
        if whole.holds:
            return replace(whole, found=None)
    return judgement


def _reasons(latency: OptionLatency) -> Iterator[str]:
    for part in latency.parts:
        yield from part.unknown
    if latency.only_whole_answers:
        yield "only whole answers were measured, not their first token"


def _compared(measure: str, limit: Quantity, found: Quantity | None, why: str) -> Judged:
    if found is None:
        return Judged(measure, limit, None, None, why)
    low, high = (found, limit) if is_at_most(measure) else (limit, found)
    met = if_at_least(high, low, _YES, _NO).named(f"{measure.replace('_', ' ')} met")
    return Judged(measure, limit, found, met)


def _spent(lines: Sequence[Line], months: int) -> Quantity:
    """Return all that a plan pays, over all its months."""
    every = replace(constant(1, "month", "every month"), value=np.ones((1, months)))
    amounts = [
        over_months(line.charge.amount if line.charge.timing is Timing.LAUNCH else line.charge.amount * every)
        for line in lines
    ]
    return total(amounts).named("total of the plan")
