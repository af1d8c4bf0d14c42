"""Holds an option against what the plan asks of it: latency, accuracy, budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from planner.engine.handover import Service
from planner.engine.limit_events import asked_of_limits
from planner.engine.own_costs import OwnCosts
from planner.engine.situations import Setting
from planner.plan.call import ModelCall
from planner.plan.charge import Timing
from planner.plan.latency.limits import comes_under
from planner.plan.objectives import is_at_most
from planner.quantities.quantity import Quantity, constant, if_at_least, over_months, smaller, total
from planner.results.latency import Judged, OptionLatency
from planner.results.ledger import Line

_YES = constant(1, "", "met")
_NO = constant(0, "", "missed")
_FURTHER_OFF = {True: 0, None: 1, False: 2}
_HOURS, _QUEUES = "takes hours", "waits for a limit"


def latency_of(own: OwnCosts) -> OptionLatency:
    """Return how long an option's requests take; raises BadInput."""
    return OptionLatency(tuple(own.option.timings(own.situation)))


def judged(
    own: OwnCosts,
    service: Service,
    everyone: Mapping[str, OwnCosts],
    lines: Sequence[Line],
    setting: Setting,
    times: Mapping[str, OptionLatency] | None = None,
) -> tuple[Judged, ...]:
    """Hold an option with these ledger lines against every objective of the plan.

    What is asked for, the option and who takes over from it each have to reach in the time in which they serve. Who
    serves until the launch is what runs today, and is not asked. `times` are those of every option, where known.
    """
    objectives = setting.scenario.objectives
    if objectives is None:
        return ()
    serving = [(own, service.phases.serving)]
    if service.successor is not None:
        serving.append((everyone[service.successor], service.phases.ended))
    asked, found = objectives.stated(), []
    timed = (
        []
        if asked.keys() <= {"budget", "accuracy"}
        else [(each, _serving(each, share, times or {})) for each, share in serving]
    )
    for measure, limit in asked.items():
        if measure == "budget":
            found.append(_compared(measure, limit, _spent(lines, setting.calendar.count)))
        elif measure == "accuracy":
            found.append(_of_all([(each.option.title, _of_answers(limit, each)) for each, _ in serving]))
        else:
            found.append(
                _of_all(
                    [
                        (each.option.title, _of_time(measure, limit, late, each.situation.calls))
                        for each, late in timed
                    ]
                )
            )
    return tuple(found)


def _serving(own: OwnCosts, share: Quantity | None, times: Mapping[str, OptionLatency]) -> OptionLatency:
    """Return an option's latency with what it asks of limits in the share of each month in which it serves."""
    late = times.get(own.name) or latency_of(own)
    return replace(late, limits=asked_of_limits(own.situation, share))


def _of_all(each: Sequence[tuple[str, Judged]]) -> Judged:
    """Return the judgement on an option and who takes over from it: each has to reach it, and one says why not."""
    (_, found), *later = each
    for title, other in later:
        met = None
        if found.met is not None and other.met is not None:
            met = smaller(found.met, other.met).named(found.met.label)
        if _FURTHER_OFF[other.holds] > _FURTHER_OFF[found.holds]:
            found = replace(
                other, whose=title, why=f"once {title} has taken over{f': {other.why}' if other.why else ''}"
            )
        if met is None and found.holds is False:
            met = _NO  # whatever nobody knows of the other
        found = replace(found, met=met)
    return found


def _of_answers(limit: Quantity, own: OwnCosts) -> Judged:
    if own.option.accuracy is None:
        return Judged("accuracy", limit, None, None, "nobody says how often it is right")
    return _compared("accuracy", limit, own.option.accuracy)


def _of_time(measure: str, limit: Quantity, latency: OptionLatency, calls: Sequence[ModelCall]) -> Judged:
    """Hold a latency against its limit; a first token that nobody measured comes no later than the whole answer."""
    found, missed, certain = latency.of(measure), latency.misses(measure, limit), True
    if missed is None and latency.only_whole_answers:
        missed, certain = latency.misses(measure.replace("ttft", "latency"), limit), False
    why = "" if latency.waits else "; ".join(_reasons(latency))
    held_up = _held_up(latency, calls if found is None else ())
    if missed is None and held_up and not latency.waits:
        return Judged(measure, limit, None, None, held_up, anyway=_QUEUES)
    if missed is None:
        return Judged(measure, limit, None, None, why, anyway=_HOURS if latency.waits else "")
    met = _met(measure, _YES - missed)
    in_time = found is None or bool((found.plain <= limit.plain).all())
    if held_up and in_time and not met.value.all():
        return Judged(measure, limit, found, met, held_up, anyway=_QUEUES, or_unknown=not certain)
    return Judged(measure, limit, found, met, "" if certain else why, or_unknown=not certain)


def _held_up(latency: OptionLatency, calls: Sequence[ModelCall]) -> str:
    """Say from when on requests wait all through the busy hour, and for which limit first.

    Where nobody knows how long they take, only limits count that every request comes under with one of its `calls`.
    """
    every = [str(call.terms.model) for call in calls if call.asked is None]
    since = [
        (month, use)
        for use in latency.held_up
        if (month := use.first_over(use.busy)) is not None
        and (not calls or any(comes_under(use.account, sku) for sku in every))
    ]
    if not since:
        return ""
    month, use = min(since, key=lambda pair: pair[0])
    return f"in the busy hour from {month} on, {use.name.replace('_per_', ' a ')} at {use.account}"


def _reasons(latency: OptionLatency) -> Iterator[str]:
    for part in latency.parts:
        yield from part.unknown
    if latency.only_whole_answers:
        yield "only whole answers were measured, not their first token"


def _compared(measure: str, limit: Quantity, found: Quantity) -> Judged:
    low, high = (found, limit) if is_at_most(measure) else (limit, found)
    return Judged(measure, limit, found, _met(measure, if_at_least(high, low, _YES, _NO)))


def _met(measure: str, yes: Quantity) -> Quantity:
    return yes.named(f"{measure.replace('_', ' ')} met")


def _spent(lines: Sequence[Line], months: int) -> Quantity:
    """Return all that a plan spends, over all its months: the bills."""
    every = replace(constant(1, "month", "every month"), value=np.ones((1, months)))
    amounts = [
        over_months(line.charge.amount if line.charge.timing is Timing.LAUNCH else line.charge.amount * every)
        for line in lines
        if line.charge.billed
    ]
    return total(amounts).named("spent over the plan")
