"""Events that a price file announces, told as what was known on the plan's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.plan.calendar import Calendar
from planner.plan.catalog.offer import Offer
from planner.plan.event import Event, Weight
from planner.quantities.located import place_of


def announced_event(
    event: Event, offer: Offer, ref: str, announced: date | None, calendar: Calendar
) -> Event:
    """Return an offer's event with its page; one not known on the plan's day is told in hindsight and blocks nothing.

    Where the announcement has no date, the day the page was read is the first that it is known to be known.
    """
    page, place = offer.page(ref), place_of(offer.sku.title)
    located = replace(event, location=place[1] if place else None, reference=page)
    since = announced or page.read
    if since <= calendar.as_of:
        return located
    how = "announced" if announced else "read"
    what = f"{event.what} ({how} {since}, not known on {calendar.as_of})"
    return replace(located, what=what, weight=Weight.WARNS, ends_by=None)
