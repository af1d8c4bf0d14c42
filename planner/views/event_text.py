"""What happens to an option, in words: one place for every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.event import Event, Weight
from planner.plan.problems import printable
from planner.views.number_format import money

if TYPE_CHECKING:
    from planner.results.evaluation import OptionResult

MARKS = {Weight.BLOCKS: "✗", Weight.WARNS: "!", Weight.TOLD: "·"}
"""The sign in front of an event."""


def event_text(event: Event, currency: str) -> str:
    """Say what happens, on which day unless the words say so, and what it costs."""
    what = printable(event.what, 300)
    day = event.on.isoformat()
    dated = what if day in what else f"{day}: {what}"
    return dated if event.cost is None else f"{dated}, {money(event.cost, currency)}"


def event_lines(option: OptionResult, currency: str) -> list[tuple[Event, str]]:
    """Return an option's events with their texts; what returns with other dates alone is said once, with its dates.

    A retraining every month for ten years would otherwise hide the one date that matters.
    """
    again: dict[tuple[str, Weight], list[Event]] = {}
    for event in option.events:
        key = (event.what if event.cost is not None else event_text(event, currency), event.weight)
        again.setdefault(key, []).append(event)
    return [(group[0], _together(group, currency)) for group in again.values()]


def _together(group: list[Event], currency: str) -> str:
    first, last = group[0], group[-1]
    if len(group) == 1:
        return event_text(first, currency)
    what, cost = printable(first.what, 300), sum(event.cost or 0.0 for event in group)
    return f"{what}, {len(group)} times from {first.on} to {last.on}: {money(cost, currency)} in all"
