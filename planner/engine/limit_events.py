"""When an option outgrows a limit of its account: which limit breaks first, in which month, and what would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from planner.plan.component import Situation
from planner.plan.event import Ending, Event, Kind, Weight
from planner.plan.latency.limits import LimitUse, limit_uses
from planner.plan.phases import Phases
from planner.plan.problems import printable
from planner.plan.spans import only_where
from planner.quantities.branching import here, is_zero
from planner.quantities.months import Month
from planner.quantities.provenance import Location
from planner.quantities.quantity import Quantity, constant, total

_A_HAIR = 1e-6
"""What the last bits of a number may add to it."""


def limits_of(
    situation: Situation, others: Iterable[Event] = (), *, handed_over: bool = False
) -> tuple[LimitUse, ...]:
    """Return what an option asks of each limit in the months in which it serves, or would if its limits let it.

    Where it is `handed_over` at its end, a date among the `others` that happen to it may be that end.
    """
    months = situation.calendar.months
    dates = [event.on for event in others if event.blocks and event.falls_due is None]
    end, serving = min(dates, default=None), asked_in(situation.phases)
    # What is blocked from the start never served: nothing takes over from it.
    if handed_over and end is not None and end > months[0].first_day:
        serving = only_where(
            serving or constant(1, "share", "the whole month"), [m.first_day < end for m in months]
        )
    return asked_of_limits(situation, serving)


def asked_in(phases: Phases) -> Quantity | None:
    """Return the share of each month in which requests come to an option; None for all of every month.

    It is that in which it serves, and for an option that takes over from another one, none before that day.
    """
    day = phases.takes_over_on
    if day is None:
        return phases.serving
    share = phases.serving or constant(1, "share", "the whole month")
    return only_where(share, [month.last_day >= day for month in phases.calendar.months])


def asked_of_limits(situation: Situation, serving: Quantity | None) -> tuple[LimitUse, ...]:
    """Return what is asked of each limit by an option that serves in a share of each month; None for all of it."""
    uses = limit_uses(situation.limits, situation.calls, situation.demand, situation.calendar, serving)
    return tuple(uses)


def limit_events(uses: Sequence[LimitUse]) -> Iterator[Event]:
    """Return, for each limit, the first month in which it is broken.

    What a day asks beyond its limit blocks the option; what only the busy hour asks beyond a minute's makes it wait.
    Which of its limits blocks it is told and decides nothing, so all of them are one question.
    """
    if not uses:
        return
    beyond = total([use.beyond for use in uses]).named("asked beyond the limits of accounts")
    is_broken = not is_zero(beyond)
    for use in uses:
        month = use.broken_from if is_broken else None
        if month is not None:
            evenly, takes = (
                (", evenly over a busy day", "its busiest minute takes")
                if use.is_a_minute
                else ("", "it takes")
            )
            what = f"Beyond its limit from {month}: {_asked(use, use.even, month, evenly)}"
            yield Event(
                month.first_day,
                f"{what}; {takes} a limit of {use.would_do:,.0f}{_more_than_the_tier(use)}",
                Weight.BLOCKS,
                Kind.LIMIT,
                _written(use),
                ends_by=Ending.CAPACITY,
                falls_due=beyond,
            )
        elif (since := use.waits_from) is not None:
            what = f"{_waits(use, since)}; a limit of {use.would_do:,.0f} would do"
            what += f"{_more_than_the_tier(use)}, or spreading requests over quieter hours"
            yield Event(since.first_day, what, Weight.WARNS, Kind.LIMIT, _written(use), waits=True)


def _waits(use: LimitUse, since: Month) -> str:
    """Say from when on requests of the busiest minute wait for a limit, and from when on those of the busy hour."""
    hour = use.first_over(use.busy)
    if hour == since:
        words = f"{_asked(use, use.busy, since)}{_longest(use, since, '; ', '')}"
        return f"Requests wait in the busy hour from {since}: {words}"
    later = "" if hour is None else f", in all of the busy hour from {hour}{_longest(use, hour, ' (', ')')}"
    return f"Requests wait in the busiest minute from {since}{later}: {_asked(use, use.peak, since)}"


def _longest(use: LimitUse, month: Month, before: str, behind: str) -> str:
    """Say how long the last request of the busy hour waits: what came beyond the limit in it, at the limit's pace."""
    first, worst = (60 * (use.in_month(use.busy, each) / _limit(use) - 1) for each in (month, use.busiest))
    if worst < 1:
        return ""
    later = f", {worst:.0f} min in {use.busiest}" if round(worst) > round(first) else ""
    return f"{before}after an hour of that they wait {max(first, 0):.0f} min{later}{behind}"


def _asked(use: LimitUse, asked: Quantity, month: Month, how: str = "") -> str:
    amount = ceil(use.in_month(asked, month) - _A_HAIR)
    return f"{amount:,} {use.name.replace('_per_', ' a ')} at {use.account}{how}, {_limit(use):,.0f} allowed"


def _more_than_the_tier(use: LimitUse) -> str:
    return f", more than {printable(use.terms.tier, 40)} allows" if use.terms.tier else ""


def _limit(use: LimitUse) -> float:
    return float(here(use.limit)[0, 0])


def _written(use: LimitUse) -> Location | None:
    return use.limit.origin.location if use.limit.origin is not None else None
