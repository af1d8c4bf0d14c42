"""Where Why has been, and which month it shows next."""

from __future__ import annotations

from dataclasses import dataclass

from planner.views.tui.topics import Topic

Place = tuple[int, ...]
"""Which child of which child a number is, from the root."""


def month_after(month: int | None, by: int, count: int) -> int | None:
    """Return the month that so many steps lead to, round and round; None stands for all months together."""
    first, last = (1, count) if by > 0 else (count, 1)
    place = 0 if month is None else month + 1
    place = first if place == 0 else 0 if place == last else min(max(place + by, 1), count)
    return place - 1 if place else None


@dataclass(frozen=True, slots=True)
class Step:
    """What was shown, and where the cursor was, before an input was looked at."""

    subject: Topic
    opened: frozenset[Place]
    cursor: str
