"""What happens to an option on which day: retirements, moves, retrainings, windows that close, price steps, a launch.

A model that is gone before the plan starts is a mistake in the file; one that goes later is an event, and so is a
training that falls due when nobody can start one any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from planner.engine.announced import announced_event
from planner.engine.limit_events import asked_in, limit_events, limits_of
from planner.engine.training_windows import serving_events, training_events
from planner.plan.calendar import Calendar
from planner.plan.catalog.meters import METERS
from planner.plan.catalog.offer import Offer
from planner.plan.catalog.price_dates import known_on
from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.event import Ending, Event, Kind, Weight
from planner.plan.phases import Phases
from planner.plan.problems import problem_at
from planner.quantities.branching import here, is_zero
from planner.quantities.months import Month
from planner.quantities.provenance import Location
from planner.quantities.quantity import Quantity
from planner.results.trace import inputs

TRAINING_METERS = frozenset({"training", "training_hour"})
"""What is bought to train."""


def events(
    charges: Sequence[Charge],
    situation: Situation,
    tuned_before: Sequence[str],
    *,
    tuned: bool,
    handed_over: bool = False,
) -> tuple[Event, ...]:
    """Return what happens to an option that pays these charges, by date.

    `tuned` is whether its calls go to a tuned model. Training windows that close for newcomers block the option unless
    its provider is in `tuned_before`. `handed_over` is whether another option takes over at its end.
    """
    calendar, found = situation.calendar, dict[tuple[date, str], Event]()
    news: list[Event] = list(_dated_charges(charges, calendar))
    for era in situation.eras if tuned else ():
        for call in (*era.calls[:1], *era.calls[-1:]):
            news += serving_events(situation.prices.offer(call.terms.model, call.terms.model), calendar)
    left, phases = {move.gone for move in situation.migrations}, situation.phases
    at_launch = {
        charge.sku for charge in charges if charge.timing is Timing.LAUNCH and charge.meter in TRAINING_METERS
    }
    for charge in charges:
        if charge.sku is None:
            continue
        offer = situation.prices.offer(charge.sku, charge.sku)
        news += _retirement(offer, charge, calendar, phases, moved=offer.name in left and _moves(charge))
        news += _price_steps(offer, charge, calendar)
        if charge.meter in TRAINING_METERS:
            known, launched = offer.provider.provider in tuned_before, charge.sku in at_launch
            news += training_events(
                offer, charge, calendar, known_there=known, phases=phases, launched=launched
            )
    limits = limits_of(situation, news, handed_over=handed_over)
    capacity = capacity_events(situation, asked_in(situation.phases))
    for event in (*_launch(situation), *capacity, *limit_events(limits), *news):
        found.setdefault((event.on, event.what), event)
    return tuple(sorted(found.values(), key=lambda event: (event.on, not event.blocks)))


def _launch(situation: Situation) -> Iterator[Event]:
    weeks, on = situation.phases.build_weeks, situation.phases.launches_on
    if weeks is None or on is None:
        return
    late = not situation.phases.launched_by(situation.calendar.months[-1].last_day)
    length = float(here(weeks)[0, 0])
    shown = f"{round(length, 1):g}" if length >= 1 else f"{length:.2g}"
    span = f"{shown} {'week' if shown == '1' else 'weeks'} of building"
    what = f"It launches {'only ' if late else ''}after {span}"
    location = weeks.origin.location if weeks.origin is not None else None
    yield Event(
        on,
        what,
        Weight.BLOCKS if late else Weight.TOLD,
        Kind.LAUNCH,
        location,
        ends_by=Ending.NEVER_READY if late else None,
    )


def capacity_events(situation: Situation, serving: Quantity | None) -> Iterator[Event]:
    """Return the first month that asks for more than a part can serve, of those with a share in which it serves."""
    months = situation.calendar.months
    for part in situation.limited:
        short = part.short_of(situation)
        if short is None:
            continue
        lacks = short if serving is None else short * serving
        if is_zero(lacks):
            continue
        first = int(np.argmax(here(lacks)[0] > 0))
        month, missing = months[first], np.broadcast_to(here(short)[0], len(months))[first]
        words = "replica is" if missing == 1 else "replicas are"
        what = f"Beyond its capacity from {month}: {missing:g} more {words} needed than it may have"
        yield Event(
            month.first_day,
            what,
            Weight.BLOCKS,
            Kind.LIMIT,
            _written(short),
            ends_by=Ending.CAPACITY,
            falls_due=lacks,
        )


def _written(short: Quantity) -> Location | None:
    """Return the line of the most that an option may have."""
    places = {path: found.quantity.origin for path, found in inputs(short).items()}
    return next(
        (origin.location for path, origin in places.items() if origin and path.endswith("maximum")), None
    )


def _dated_charges(charges: Sequence[Charge], calendar: Calendar) -> Iterator[Event]:
    """Return each occasion that is paid for in single months, with what it costs then."""
    costs: dict[tuple[date, str], float] = {}
    for charge in charges:
        # A reserve on such costs is no occasion of its own.
        if charge.timing is Timing.DATED and charge.occasion:
            amounts = np.broadcast_to(charge.amount.plain[:1], (1, calendar.count))[0]
            for month in np.nonzero(charge.quantity.plain[0])[0]:
                key = (charge.day or calendar.months[month].first_day, charge.occasion)
                costs[key] = costs.get(key, 0.0) + float(amounts[month])
    for (on, occasion), cost in costs.items():
        what = occasion[:1].upper() + occasion[1:]
        yield Event(on, what, Weight.TOLD, Kind.WORK, cost=cost)


def _moves(charge: Charge) -> bool:
    """Whether a charge ends by itself where a call moves on: one of some days only, or of an occasion."""
    return charge.window is not None or bool(charge.occasion)


def _retirement(
    offer: Offer, charge: Charge, calendar: Calendar, phases: Phases, *, moved: bool
) -> Iterator[Event]:
    availability = offer.availability
    if availability is None or availability.retired_on is None:
        return
    retired, first, last = availability.retired_on, calendar.months[0], calendar.months[-1]
    instead = f"; use {availability.successor} instead" if availability.successor else ""
    page = offer.page(availability.ref)
    if retired <= first.first_day:
        raise problem_at(
            charge.sku or "",
            f"{offer.name} was retired on {retired} and the plan starts in {first}{instead} ({page})",
        )
    if charge.timing is Timing.LAUNCH:
        if not phases.launched_by(retired):
            what = f"{offer.title} is retired on {retired}, before it is built on {phases.launches_on}"
            event = Event(retired, what, Weight.BLOCKS, Kind.RETIREMENT, ends_by=Ending.RETIRED)
            yield announced_event(event, offer, availability.ref, availability.announced, calendar)
    elif first.first_day < retired <= last.last_day:
        gone = f"{offer.title} is retired on {retired}"
        what = gone if moved else f"{gone}: not possible from {Month.of(retired)}{instead}"
        weight = Weight.TOLD if moved else Weight.BLOCKS
        ends_by = None if moved else Ending.RETIRED
        event = Event(retired, what, weight, Kind.RETIREMENT, ends_by=ends_by)
        yield announced_event(event, offer, availability.ref, availability.announced, calendar)


def _price_steps(offer: Offer, charge: Charge, calendar: Calendar) -> Iterator[Event]:
    """Return the price steps within the plan of what is bought month by month."""
    if charge.timing is Timing.LAUNCH or charge.meter not in offer.sku.meters:
        return
    entries = known_on(offer.sku.meters[charge.meter], calendar.as_of)
    first, last = calendar.months[0].first_day, calendar.months[-1].last_day
    for before, entry in pairwise(entries):
        if first < entry.start <= last:
            old, new = (float(each.price.value.flat[0]) for each in (before, entry))
            what = f"{offer.title}: the price of {METERS[charge.meter].title} goes from {old:g} to {new:g}"
            origin = entry.price.origin
            yield Event(
                entry.start,
                what,
                Weight.TOLD,
                Kind.PRICE_CUT if new < old else Kind.PRICE_RISE,
                origin.location if origin is not None else None,
                offer.page(entry.ref),
            )
