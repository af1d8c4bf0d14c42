"""What happens to an option through those that stand in for it: who is gone while it is built, and who takes over.

An option can be used only as far as whoever serves in its place can: what blocks them then blocks it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from planner.engine.events import TRAINING_METERS, capacity_events
from planner.engine.limit_events import asked_of_limits, limit_events
from planner.engine.own_costs import OwnCosts
from planner.engine.training_windows import training_events
from planner.plan.charge import Charge, Timing
from planner.plan.event import Ending, Event, Weight
from planner.plan.phases import Phases
from planner.quantities.branching import in_question, is_zero
from planner.quantities.quantity import Quantity


def meanwhile(own: OwnCosts, before: OwnCosts) -> Iterator[Event]:
    """Return what happens to the option that serves until the launch, where it blocks or costs something."""
    phases = own.situation.phases
    happening = []
    for event in before.events:
        if event.ends_by is Ending.CAPACITY:
            continue  # more may be asked than it can serve in other months than those of the build
        with in_question() as asked:
            if (event.blocks or event.cost) and _is_awaited(phases, event):
                happening.append(event)
            if not event.blocks:
                asked.clear()  # it is told only
    happening += _too_much(before, phases.building)
    title, day = before.option.title, phases.launches_on
    until = f"{title}, until the launch on {day}" if day is not None else title
    return (
        replace(event, what=f"{until if event.blocks else title}: {event.what}", happens_to=title)
        for event in happening
    )


def _is_awaited(phases: Phases, event: Event) -> bool:
    """Whether an option's launch is still awaited on the day of an event; which day that is does not matter."""
    if event.falls_due is None:
        return not phases.launched_by(event.on)
    return phases.building is not None and not is_zero(event.falls_due * phases.building)


def _too_much(before: OwnCosts, building: Quantity | None) -> Iterator[Event]:
    """Return what blocks an option as more is asked than it can serve in its share of each month before a launch."""
    if building is None:
        return
    situation = before.situation
    serving = situation.phases.serving
    share = building if serving is None else building * serving
    yield from capacity_events(situation, share)
    yield from (event for event in limit_events(asked_of_limits(situation, share)) if event.blocks)


def taken_over_by(
    after: OwnCosts,
    charges: Sequence[Charge],
    told: Sequence[Event],
    own: OwnCosts,
    tuned_before: Sequence[str],
) -> list[Event]:
    """Return the events of an option that hands over at its end, and of the one that takes over from then on.

    `charges` are those of the one that takes over; what it trains to launch has to be possible on that day.
    """
    end = own.end
    if end is None:
        return list(told)
    calendar, name = own.situation.calendar, after.option.title
    cost = sum(float(_paid(charge, calendar.count)) for charge in charges if charge.day == end.on)
    handed_over = replace(
        end, what=f"{end.what}; {name} takes over", weight=Weight.WARNS, ends_by=None, cost=cost or None
    )
    theirs = [event for event in after.events if event.on >= end.on or event.blocks or _goes_on(event, end)]
    for charge in charges:
        if charge.meter in TRAINING_METERS and charge.sku is not None and charge.day == end.on:
            offer = own.situation.prices.offer(charge.sku, charge.sku)
            known = offer.provider.provider in tuned_before
            theirs += training_events(offer, charge, calendar, known_there=known)
    then = [
        replace(event, on=max(event.on, end.on), what=f"{name}: {event.what}", happens_to=name)
        for event in theirs
    ]
    before = [event for event in told if event.on < end.on]
    return [*before, handed_over, *dict.fromkeys(then)]


def _goes_on(event: Event, end: Event) -> bool:
    """Whether it is a limit that makes requests wait from the month on in which the other option ends."""
    return event.waits and event.on == end.on.replace(day=1)


def _paid(charge: Charge, months: int) -> float:
    if charge.timing is not Timing.DATED:
        return 0.0
    return float(np.broadcast_to(charge.amount.plain[:1], (1, months)).sum())
