"""Who can still train a model, and when: at the launch, and each time that a training falls due again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from planner.engine.announced import announced_event
from planner.plan.calendar import Calendar
from planner.plan.catalog.availability import TrainingWindow
from planner.plan.catalog.offer import Offer
from planner.plan.charge import Charge, Timing
from planner.plan.event import Ending, Event, Kind, Weight
from planner.plan.phases import Phases
from planner.plan.spans import only_where
from planner.quantities.branching import here, is_zero
from planner.quantities.months import Month


def training_events(
    offer: Offer,
    charge: Charge,
    calendar: Calendar,
    *,
    known_there: bool,
    phases: Phases | None = None,
    launched: bool = False,
) -> Iterator[Event]:
    """Return what stands in the way of training: to launch, and each time that it falls due again.

    `phases` say when it is built, up to which rounds are trained; `launched` is whether the launch trains this SKU.
    """
    yield from _untunable(offer, calendar)
    availability = offer.availability
    if availability is None:
        return
    first = calendar.months[0].first_day
    for window in availability.training_windows:
        ours = window.customers == "everyone" or (window.new_customers and not known_there)
        if charge.timing is Timing.LAUNCH:
            yield from _to_launch(offer, window, calendar, phases, ours=ours)
        # What closed before the start stands in the way of the launch already, and is told there.
        elif ours and not (launched and window.closes < first):
            yield from _again(offer, window, charge, calendar)


def _again(offer: Offer, window: TrainingWindow, charge: Charge, calendar: Calendar) -> Iterator[Event]:
    """Return the first time that a training falls due when it can no longer be started.

    It falls due on the first of the month where no day is known.
    """
    days = [charge.day or month.first_day for month in calendar.months]
    late = only_where(charge.quantity, [day > window.closes for day in days])
    if not is_zero(late):
        first = days[int(np.argmax(here(late)[0] > 0))]
        work = "retraining" if "retraining" in charge.occasion else "training"
        closed = f"training {offer.title} closes{_whom(window)} on {window.closes}"
        event = _blocking(first, f"A {work} falls due in {Month.of(first)}, but {closed}")
        event = replace(event, falls_due=late)
        yield announced_event(event, offer, _page(offer, window), window.announced, calendar)


def _to_launch(
    offer: Offer, window: TrainingWindow, calendar: Calendar, phases: Phases | None, *, ours: bool
) -> Iterator[Event]:
    """Return what a window means for the launch, and that nothing can be trained again after it."""
    closes, title = window.closes, offer.title
    if closes < calendar.months[0].first_day:
        what = f"Training {title} closed{_whom(window)} on {closes}"
        event = _blocking(closes, what) if ours else Event(closes, what, Weight.WARNS, Kind.TRAINING)
    elif ours and phases is not None and not phases.launched_by(closes):
        built = phases.launches_on
        what = f"Training {title} closes{_whom(window)} on {closes}, before it is built on {built}"
        event = _blocking(closes + timedelta(days=1), what)
    elif window.customers == "everyone" and closes <= calendar.months[-1].last_day:
        what = f"No retraining of {title} after {closes}"
        event = Event(closes + timedelta(days=1), what, Weight.WARNS, Kind.TRAINING)
    else:
        return
    yield announced_event(event, offer, _page(offer, window), window.announced, calendar)


def _whom(window: TrainingWindow) -> str:
    return "" if window.customers == "everyone" else f" to {window.customers}"


def _page(offer: Offer, window: TrainingWindow) -> str:
    return window.ref or (offer.availability.ref if offer.availability is not None else "")


def _blocking(on: date, what: str) -> Event:
    return Event(on, what, Weight.BLOCKS, Kind.TRAINING, ends_by=Ending.TRAINING_CLOSED)


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
