"""Who can still train a model, and when: at the launch, and each time that a training falls due again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from planner.engine.announced import announced_event
from planner.plan.calendar import Calendar
from planner.plan.catalog.availability import TrainingWindow
from planner.plan.catalog.offer import Offer
from planner.plan.charge import Charge, Timing
from planner.plan.event import Ending, Event, Weight
from planner.quantities.months import Month


def training_events(
    offer: Offer, charge: Charge, calendar: Calendar, *, known_there: bool
) -> Iterator[Event]:
    """Return what stands in the way of training: to launch, and each time that it falls due again."""
    yield from _untunable(offer, calendar)
    availability = offer.availability
    if availability is None:
        return
    due = _due(charge, calendar)
    for window in availability.training_windows:
        ours = window.customers == "everyone" or (window.new_customers and not known_there)
        yield from _window(offer, window, charge, due, calendar, ours=ours)


def _due(charge: Charge, calendar: Calendar) -> list[date]:
    """Return the days after the launch on which a training falls due: the first of the month where no day is known."""
    if charge.timing is Timing.LAUNCH:
        return []
    times = np.broadcast_to(charge.quantity.plain[:1], (1, calendar.count))[0]
    return [charge.day or calendar.months[index].first_day for index in np.nonzero(times)[0]]


def _window(
    offer: Offer,
    window: TrainingWindow,
    charge: Charge,
    due: Sequence[date],
    calendar: Calendar,
    *,
    ours: bool,
) -> Iterator[Event]:
    everyone = window.customers == "everyone"
    who = "" if everyone else f" to {window.customers}"
    ref = window.ref or (offer.availability.ref if offer.availability is not None else "")
    if charge.timing is not Timing.LAUNCH:
        late = [day for day in due if day > window.closes]
        # What closed before the start stands in the way of the launch already, and is told there.
        if late and ours and window.closes >= calendar.months[0].first_day:
            work = "retraining" if "retraining" in charge.occasion else "training"
            closed = f"training {offer.title} closes{who} on {window.closes}"
            what = f"A {work} falls due in {Month.of(late[0])}, but {closed}"
            event = _blocking(late[0], what)
            yield announced_event(event, offer, ref, window.announced, calendar)
    elif window.closes < calendar.months[0].first_day:
        what = f"Training {offer.title} closed{who} on {window.closes}"
        event = _blocking(window.closes, what) if ours else Event(window.closes, what, Weight.WARNS)
        yield announced_event(event, offer, ref, window.announced, calendar)
    elif everyone and window.closes <= calendar.months[-1].last_day:
        what, on = f"No retraining of {offer.title} after {window.closes}", window.closes + timedelta(days=1)
        event = Event(on, what, Weight.WARNS)
        yield announced_event(event, offer, ref, window.announced, calendar)


def _blocking(on: date, what: str) -> Event:
    return Event(on, what, Weight.BLOCKS, ends_by=Ending.TRAINING_CLOSED)


def _untunable(offer: Offer, calendar: Calendar) -> Iterator[Event]:
    if offer.availability is not None and offer.availability.trainable is False:
        what, first = f"{offer.title} cannot be tuned", calendar.months[0].first_day
        yield announced_event(_blocking(first, what), offer, offer.availability.ref, None, calendar)


def serving_events(offer: Offer, calendar: Calendar) -> Iterator[Event]:
    """Return why a tuned model cannot be bought by the token like this one."""
    yield from _untunable(offer, calendar)
    needs = offer.provider.tuned_serving
    if needs is not None:
        instead = f"{offer.provider.provider}/{needs.sku}"
        what = (
            f"{offer.provider.title} does not sell tuned models by the token; they have to run on {instead}"
        )
        first = calendar.months[0].first_day
        yield announced_event(_blocking(first, what), offer, needs.ref, None, calendar)
