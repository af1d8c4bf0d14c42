"""Moving to another model when the one that answers retires, where an option has said what moving costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.plan.calendar import Calendar
from planner.plan.call import Asked, Call, Days, ModelCall
from planner.plan.catalog.offer import Offer
from planner.plan.catalog.price_book import PriceBook
from planner.quantities.located import LocatedStr, place_of
from planner.quantities.months import Month
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant, given
from planner.quantities.units import PURE


@dataclass(frozen=True, slots=True)
class Migration:
    """A move from a model that retires to its successor."""

    on: date
    gone: str
    """The SKU that retires."""
    to: str
    """The SKU that takes over."""

    @property
    def month(self) -> Month:
        """The month in which it happens."""
        return Month.of(self.on)


@dataclass(frozen=True, slots=True)
class Era:
    """A time in which a request asks the same models, and what it asks of them."""

    since: date
    until: date | None
    calls: tuple[ModelCall, ...]

    def share(self, calendar: Calendar) -> Quantity:
        """Return the share of each month that lies in it."""
        return _share(self.since, self.until, calendar)

    def begins(self, calendar: Calendar) -> Quantity:
        """Return 1 for each month whose first day lies in it and 0 for all others."""
        inside = [
            float(self.since <= month.first_day and (self.until is None or month.first_day < self.until))
            for month in calendar.months
        ]
        return replace(constant(0, "", f"months that begin from {self.since} on"), value=np.array([inside]))


def eras(calls: Sequence[Sequence[tuple[date, ModelCall]]]) -> tuple[Era, ...]:
    """Return the times between moves; each call is given by the days from which it is made so."""
    days = sorted({since for call in calls for since, _ in call})
    return tuple(
        Era(
            day,
            days[place + 1] if place + 1 < len(days) else None,
            tuple(next(made for since, made in reversed(call) if since <= day) for call in calls),
        )
        for place, day in enumerate(days)
    )


def over_time(
    asked: Asked, prices: PriceBook, calendar: Calendar, *, moves: bool
) -> tuple[list[ModelCall], list[tuple[date, ModelCall]], list[Migration]]:
    """Return a call as it is made over the months, as it is made from each day on, and the moves between.

    Without `moves` nothing moves: a retirement then ends the option.
    """
    terms, found = asked.terms, list[Migration]()
    kept: list[tuple[Call, date, Origin | None]] = [(terms, calendar.months[0].first_day, None)]
    while moves:
        offer = prices.offer(terms.model, terms.model)
        day, successor = retirement_within(offer, calendar), _successor(terms, offer, prices)
        if day is None or successor is None or day <= kept[-1][1]:
            break
        terms = terms.model_copy(update={"model": successor, "successor": None, "latency": None})
        kept.append((terms, day, offer.retirement_origin()))
        found.append(Migration(day, offer.name, str(successor)))
    calls = [asked.make(each) for each, _, _ in kept]
    made = [(since, call) for call, (_, since, _) in zip(calls, kept, strict=True)]
    if not found:
        return calls, made, found
    parts = []
    for place, (call, (_, since, origin)) in enumerate(zip(calls, kept, strict=True)):
        _, until, following = kept[place + 1] if place + 1 < len(kept) else (None, None, None)
        share = _share(since, until, calendar, origin or following)
        days = Days(since, until, share, origin or following)
        parts.append(call.only(days, f"from {since}" if place else f"to {until}"))
    return parts, made, found


def retirement_within(offer: Offer, calendar: Calendar) -> date | None:
    """Return the day within the plan on which a SKU retires, as far as that was known on the plan's day."""
    availability = offer.availability
    if availability is None or availability.retired_on is None:
        return None
    known = availability.announced or offer.page(availability.ref).read
    first, last = calendar.months[0].first_day, calendar.months[-1].last_day
    day = availability.retired_on
    return day if first < day <= last and known <= calendar.as_of else None


def _successor(terms: Call, offer: Offer, prices: PriceBook) -> str | None:
    if terms.successor is not None:
        prices.offer(terms.successor, terms.successor)
        return terms.successor
    suggested = offer.availability.successor if offer.availability is not None else None
    if suggested is None or suggested not in prices.skus:
        return None
    place = place_of(terms.model)  # what is wrong with it is told where the model stands
    return suggested if place is None else LocatedStr(suggested, *place)


def _share(since: date, until: date | None, calendar: Calendar, origin: Origin | None = None) -> Quantity:
    """Return the share of each month from one day up to another; `origin` is where the days are written."""
    shares = [
        month.share_from(since) - (month.share_from(until) if until else 0) for month in calendar.months
    ]
    words = f"share of the month before {until}" if until else f"share of the month from {since}"
    if origin is not None:
        return given(shares, PURE, origin, words)
    return replace(constant(0, "", words), value=np.array([shares]))
