"""Spans of time along the months of a plan, and how much of each month two of them share.

A place in time is counted in months from the start, fractions included: 1.5 is the middle of the second month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.plan.calendar import Calendar
from planner.quantities.months import Month
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, before, constant, given, if_at_least, larger, smaller
from planner.quantities.units import PURE


@dataclass(frozen=True, slots=True)
class Span:
    """From one place in time to another; None for the start and for the end of the plan."""

    start: Quantity | None
    end: Quantity | None

    def shared_with(self, other: Span, calendar: Calendar) -> Quantity:
        """Return the share of each month that lies in both spans."""
        first = calendar.elapsed.named("months before the month")
        last = (first + constant(1, "", "1")).named("months up to its end")
        for start in _given(self.start, other.start):
            first = larger(first, start)
        for end in _given(self.end, other.end):
            last = smaller(last, end)
        return larger(last - first, constant(0, "share", "none of the month"))

    def holds(self, place: Quantity) -> Quantity:
        """Return 1 where a place in time lies in the span, its start included and its end not, and 0 elsewhere."""
        yes, no = constant(1, "share", "within the span"), constant(0, "share", "outside of it")
        inside = yes if self.start is None else if_at_least(place, self.start, yes, no)
        return inside if self.end is None else if_at_least(place, self.end, no, inside)


def place_of_day(day: date, calendar: Calendar, origin: Origin | None = None) -> Quantity:
    """Return a day's place in time; `origin` is where the day is written."""
    month = Month.of(day)
    place = month.minus(calendar.months[0]) + 1 - month.share_from(day)
    label = f"{day} in months from the start"
    return constant(place, "", label) if origin is None else given(place, PURE, origin, label)


def months_begun(calendar: Calendar) -> Quantity:
    """Return the place in time at which each month begins."""
    return replace(calendar.elapsed, label="beginning of the month")


def _given(*places: Quantity | None) -> Iterator[Quantity]:
    return (place for place in places if place is not None)


def only_where(quantity: Quantity, months: Sequence[bool]) -> Quantity:
    """Return a quantity in some months, and 0 in all others."""
    kept = replace(constant(0, "", "the months looked at"), value=np.array([months], dtype=np.float64))
    return quantity if all(months) else quantity * kept


def once_in(month: Month, calendar: Calendar) -> Quantity:
    """Return 1 a month in one month of the plan and 0 in all others."""
    hits = [float(each == month) for each in calendar.months]
    return replace(constant(0, "times/month", f"once, in {month}"), value=np.array([hits]))


def since_first(number: Quantity) -> Quantity:
    """Return 1 in the first month in which a number is above 0 and in all after it, and 0 before."""
    so_far = before(number) + number
    nothing = replace(constant(0, "", "nothing"), unit=so_far.unit)
    none, whole = constant(0, "share", "none of the month"), constant(1, "share", "the whole month")
    return if_at_least(nothing, so_far, none, whole)
