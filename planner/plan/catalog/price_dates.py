"""Which price holds when: dated entries laid over the days of each month.

A month with a step inside is priced by its days; a month with a day that no price covers has no price.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from planner.plan.catalog.terms import PriceEntry
from planner.quantities.months import Month
from planner.quantities.quantity import FloatArray


def known_on(entries: Sequence[PriceEntry], day: date) -> list[PriceEntry]:
    """Return the entries that were in force or announced by a day."""
    return [
        entry
        for entry in entries
        if entry.start <= day or (entry.announced is not None and entry.announced <= day)
    ]


def first_gap(entries: Sequence[PriceEntry], months: Sequence[Month]) -> Month | None:
    """Return the first month in which a day has no price, days before the very first entry aside."""
    for month in months:
        first = max(month.first_day, entries[0].start) if entries else month.first_day
        needed = max(1, (month.last_day - first).days + 1)
        if sum(_days(entries, month)) < needed:
            return month
    return None


def shares(entries: Sequence[PriceEntry], months: Sequence[Month]) -> FloatArray:
    """Return the share of each month's priced days that each entry covers, shape (entries, months)."""
    days = np.array([_days(entries, month) for month in months], dtype=np.float64).T
    return np.asarray(days / days.sum(axis=0))


def span(entry: PriceEntry) -> str:
    """Say from when to when an entry holds and where it is written."""
    written = entry.price.origin.location if entry.price.origin else None
    until = f" to {entry.ends}" if entry.ends else ""
    return f"from {entry.start}{until}" + (f", {written}" if written else "")


def _days(entries: Sequence[PriceEntry], month: Month) -> list[int]:
    """Return on how many days of a month each entry is in force."""
    ends = [entry.start - timedelta(days=1) for entry in entries[1:]] + [month.last_day]
    return [
        max(0, (min(month.last_day, until, entry.ends or until) - max(month.first_day, entry.start)).days + 1)
        for entry, until in zip(entries, ends, strict=False)
    ]
