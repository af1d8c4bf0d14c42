"""The rows of one option's account limits: the event of each that is too small, how much is used of the others."""

from __future__ import annotations

from collections.abc import Iterator

from planner.plan.event import Event, Weight
from planner.plan.latency.limits import LimitUse
from planner.results.evaluation import OptionResult
from planner.views.event_text import MARKS, event_text
from planner.views.reports.limit_lines import accounts_read, asked_and_allowed, limit_name

_TONES = {Weight.BLOCKS: "blocked", Weight.WARNS: "worse", Weight.TOLD: "plain"}


def limit_texts(option: OptionResult, currency: str) -> Iterator[tuple[str, str, str]]:
    """Return a text for each limit with its tone and key, and what is known of each account, without a key."""
    for use in option.latency.limits:
        found = next((at for at in enumerate(option.events) if _is_of(at[1], use)), None)
        if found is not None:
            place, event = found
            words = f"{MARKS[event.weight]} {event_text(event, currency)}"
            yield words, _TONES[event.weight], f"event:{place}"
        else:
            yield _used(use)
    for sentence in accounts_read(option.latency.limits):
        yield sentence, "faint", ""


def _is_of(event: Event, use: LimitUse) -> bool:
    """Whether an event is that of a limit; whoever stands in may come under the same one, and blocks in its months."""
    month, weights = use.broken_from, {Weight.BLOCKS, Weight.WARNS}
    if month is None:
        month, weights = use.waits_from, {Weight.WARNS}
    if month is None or use.limit.origin is None or event.weight not in weights:
        return False
    return event.location == use.limit.origin.location and event.on == month.first_day


def _used(use: LimitUse) -> tuple[str, str, str]:
    """Say how much is asked of a limit, and if it is too small without an event of its own, from which month on."""
    allowed, first, last = asked_and_allowed(use)
    asked = first if first == last else f"{first}, at the end {last}"
    since = use.broken_from or use.waits_from
    mark, more, tone = ("✓", "", "plain") if since is None else ("!", f", beyond it from {since}", "worse")
    return f"{mark} {limit_name(use)}: {asked} of {allowed}{more}", tone, f"limit:{limit_name(use)}"
