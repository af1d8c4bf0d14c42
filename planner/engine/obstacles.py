"""Dates that stand in an option's way: retirements and training windows that close, for whatever SKU it pays for.

A model that is gone before the plan starts is a mistake in the file; one that goes later is a dated obstacle.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, timedelta

from planner.plan.calendar import Calendar
from planner.plan.catalog.price_book import Offer, PriceBook
from planner.plan.charge import Timing
from planner.plan.problems import problem_at
from planner.quantities.located import place_of
from planner.quantities.months import Month
from planner.results.evaluation import Obstacle
from planner.results.ledger import Line


def obstacles(
    lines: tuple[Line, ...],
    prices: PriceBook,
    calendar: Calendar,
    tuned_before: Container[str],
    tuned: str | None = None,
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of an option with these ledger lines, by date.

    `tuned` is the SKU by which a tuned model is sold by the token, if one is.
    Training windows that close for newcomers block the option unless its provider is in `tuned_before`.
    """
    found: dict[str, Obstacle] = {}
    if tuned is not None:
        found |= {each.what: each for each in _serving_tuned(prices.offer(tuned, tuned), calendar)}
    for line in lines:
        charge = line.charge
        if charge.sku is None:
            continue
        offer = prices.offer(charge.sku, charge.sku)
        news = [*_retirement(offer, charge.timing, charge.sku, calendar)]
        if charge.meter == "training" and (offer.availability is not None):
            news += _training(offer, calendar, known_there=offer.provider.provider in tuned_before)
        found |= {obstacle.what: obstacle for obstacle in news}
    return tuple(sorted(found.values(), key=lambda obstacle: obstacle.on))


def _retirement(offer: Offer, timing: Timing, asked: str, calendar: Calendar) -> Iterator[Obstacle]:
    availability = offer.availability
    if availability is None or availability.retired_on is None:
        return
    retired, first, last = availability.retired_on, calendar.months[0], calendar.months[-1]
    instead = f"; use {availability.successor} instead" if availability.successor else ""
    page = offer.page(availability.ref)
    if retired <= first.first_day:
        raise problem_at(
            asked, f"{offer.name} was retired on {retired} and the plan starts in {first}{instead} ({page})"
        )
    if timing is Timing.MONTHLY and retired <= last.last_day:
        what = f"{offer.title} is retired on {retired}: not possible from {Month.of(retired)}{instead}"
        yield _dated(offer, availability.ref, retired, what, availability.announced, calendar, blocks=True)


def _training(offer: Offer, calendar: Calendar, *, known_there: bool) -> Iterator[Obstacle]:
    availability = offer.availability
    if availability is None:
        return
    first = calendar.months[0]
    yield from _untunable(offer, calendar)
    for window in availability.training_windows:
        everyone = window.customers == "everyone"
        closed_to_us = everyone or (window.new_customers and not known_there)
        ref = window.ref or availability.ref
        if window.closes < first.first_day:
            who = "" if everyone else f" to {window.customers}"
            what = f"Training {offer.title} closed{who} on {window.closes}"
            yield _dated(offer, ref, window.closes, what, window.announced, calendar, blocks=closed_to_us)
        elif everyone and window.closes <= calendar.months[-1].last_day:
            what = f"No retraining of {offer.title} after {window.closes}"
            on = window.closes + timedelta(days=1)
            yield _dated(offer, ref, on, what, window.announced, calendar, blocks=False)


def _untunable(offer: Offer, calendar: Calendar) -> Iterator[Obstacle]:
    if offer.availability is not None and offer.availability.trainable is False:
        what, first = f"{offer.title} cannot be tuned", calendar.months[0].first_day
        yield _dated(offer, offer.availability.ref, first, what, None, calendar, blocks=True)


def _serving_tuned(offer: Offer, calendar: Calendar) -> Iterator[Obstacle]:
    """Return why a tuned model cannot be bought by the token like this one."""
    yield from _untunable(offer, calendar)
    needs = offer.provider.tuned_serving
    if needs is not None:
        instead = f"{offer.provider.provider}/{needs.sku}"
        what = (
            f"{offer.provider.title} does not sell tuned models by the token; they have to run on {instead}"
        )
        first = calendar.months[0].first_day
        yield _dated(offer, needs.ref, first, what, None, calendar, blocks=True)


def _dated(
    offer: Offer, ref: str, on: date, what: str, announced: date | None, calendar: Calendar, *, blocks: bool
) -> Obstacle:
    """Make the obstacle; one that was not known on the plan's day is told in hindsight and blocks nothing.

    Where the announcement has no date, the day the page was read is the first that it is known to be known.
    """
    since = announced or offer.page(ref).read
    hindsight = since > calendar.as_of
    place = place_of(offer.sku.title)
    return Obstacle(
        on,
        f"{what} ({'announced' if announced else 'read'} {since}, not known on {calendar.as_of})"
        if hindsight
        else what,
        blocks=blocks and not hindsight,
        location=place[1] if place else None,
        reference=offer.page(ref),
    )
