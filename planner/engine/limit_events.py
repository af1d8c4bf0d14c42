"""When an option outgrows a limit of its account: which limit breaks first, in which month, and what would do."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np

from planner.plan.component import Situation
from planner.plan.event import Ending, Event, Weight
from planner.plan.latency.limits import LimitUse, limit_uses
from planner.quantities.branching import here, is_zero
from planner.quantities.quantity import FloatArray, Quantity, larger


def limit_events(situation: Situation) -> Iterator[Event]:
    """Return, for each limit, the first month in which it is broken.

    What a day asks beyond its limit blocks the option; what only the busy hour asks beyond a minute's makes it wait.
    """
    for use in limit_uses(situation.limits, situation.calls, situation.demand):
        lacks = _beyond(use.even, use.limit, situation)
        months = situation.calendar.months
        if not is_zero(lacks):
            first = _first(lacks)
            asked = _in_month(use.even, first)
            what = f"Beyond its limit from {months[first]}: {_asked(use, asked)}, {_allowed(use)}"
            yield Event(
                months[first].first_day,
                f"{what}; it takes a limit of {_rounded_up(_largest(use.peak))}",
                Weight.BLOCKS,
                use.limit.origin.location if use.limit.origin is not None else None,
                ends_by=Ending.CAPACITY,
                falls_due=lacks,
            )
        elif use.is_a_minute:
            yield from _waits(use, situation)


def _waits(use: LimitUse, situation: Situation) -> Iterator[Event]:
    """Say from when on requests of the busy hour, or of its busiest minute, wait for a limit."""
    months = situation.calendar.months
    for asked, when in ((use.busy, "in the busy hour"), (use.peak, "in the busiest minute")):
        over = here(_beyond(asked, use.limit, situation))[0]
        if not over.any():
            continue
        first = int(np.argmax(over > 0))
        words = f"{_asked(use, _in_month(asked, first))}, {_allowed(use)}"
        spread = (
            f"a limit of {_rounded_up(_largest(use.peak))} would do, or spreading requests over quieter hours"
        )
        what = f"Requests wait {when} from {months[first]}: {words}{_longest(use, first, when)}; {spread}"
        yield Event(
            months[first].first_day,
            what,
            Weight.WARNS,
            use.limit.origin.location if use.limit.origin is not None else None,
        )
        return


def _longest(use: LimitUse, month: int, when: str) -> str:
    """Say how long the last request of the busy hour waits: what came beyond the limit in it, at the limit's pace."""
    if when != "in the busy hour":
        return ""
    minutes = 60 * (_in_month(use.busy, month) / float(here(use.limit)[0, 0]) - 1)
    return f"; after an hour of that they wait {minutes:.0f} min" if minutes >= 1 else ""


def _beyond(asked: Quantity, limit: Quantity, situation: Situation) -> Quantity:
    """Return what is asked beyond a limit in each month in which the option serves."""
    lacks = larger(asked - limit, limit - limit).named("asked beyond the limit")
    serving = situation.phases.serving
    return lacks if serving is None else lacks * serving


def _first(lacks: Quantity) -> int:
    return int(np.argmax(here(lacks)[0] > 0))


def _in_month(asked: Quantity, month: int) -> float:
    values = _of_months(asked)
    return float(values[month if len(values) > 1 else 0])


def _largest(asked: Quantity) -> float:
    return float(_of_months(asked).max())


def _of_months(asked: Quantity) -> FloatArray:
    values: FloatArray = here(asked)[0]
    return values


def _asked(use: LimitUse, amount: float) -> str:
    return f"{_rounded_up(amount)} {use.name.replace('_per_', ' a ')} at {use.account}"


def _allowed(use: LimitUse) -> str:
    return f"{float(here(use.limit)[0, 0]):,.0f} allowed"


def _rounded_up(amount: float) -> str:
    """Write a number that would do, with three digits."""
    step = 10 ** max(0, len(str(int(amount))) - 3)
    return f"{ceil(amount / step - 1e-9) * step:,}"
