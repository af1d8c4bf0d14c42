"""What capacity an option needs: account limits month by month, and how busy rented GPUs are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from planner.plan.problems import printable
from planner.views.headline_text import ranked, title
from planner.views.number_format import count, share
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.latency.limits import LimitUse
    from planner.plan.latency.served import Capacity
    from planner.quantities.quantity import FloatArray, Quantity


def capacity_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the tables of limits and of GPUs; nothing where there are none."""
    yield from _demand(answer, width)
    yield from _limits(answer, width)
    yield from _gpus(answer, width)


def _demand(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Say how many requests there are in a minute of the busy hour, first and last month."""
    demand = answer.plan.scenario.workload.demand(answer.evaluation.calendar)
    busy, peak = demand.busy_minute, demand.peak_minute
    if busy is None or peak is None:
        words = (
            f"Requests: {_span(demand.even_minute)} a minute if they come evenly; the workload does not say how busy"
            " its busy hour is (busy_hour)"
        )
    else:
        burst = f", {_span(peak)} in its busiest minute" if demand.burst is not None else ""
        even = f"{_span(demand.even_minute)} a minute if they came evenly"
        words = f"Requests: {_span(busy)} a minute in the busy hour{burst}; {even}"
    yield from wrapped(f"{words}.", width)
    yield StyledLine()


def _limits(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return a table of limits with a line above those of each option, so that narrow pages have room for all."""
    columns = (
        Column("Account limits", "left"),
        Column("allowed"),
        Column("first month", priority=2),
        Column("last month", priority=1),
        Column("evenly", priority=3),
        Column("waits from", "left"),
        Column("broken from", "left"),
    )
    months = [str(month) for month in answer.evaluation.calendar.months]
    uses = [(option, use) for option in ranked(answer) for use in option.latency.limits]
    rows = tuple(_limit_cells(use, months) for _, use in uses)
    if rows:
        heading, *body = Table(columns, rows).lines(width)
        yield StyledLine(heading, "faint")
        named = ""
        for (option, _), row, line in zip(uses, rows, body, strict=True):
            if option.name != named:
                named = option.name
                yield StyledLine(title(option))
            yield StyledLine(line, "plain" if row[-2:] == ("never", "never") else "bad")
        yield from wrapped(_LIMITS_READ, width, "faint")
    for account in _idle(answer):
        yield from wrapped(
            f"! limits.{printable(account, 80)} limits nothing: no option calls it.", width, "bad", "  "
        )
    if rows:
        yield StyledLine()


_LIMITS_READ = (
    "What the busiest minute or a busy day asks; `evenly`: the same requests spread over the whole day. Until a limit"
    " is broken, waiting or spreading requests helps; from then on only a higher one does. Batches have limits of their"
    " own."
)


def _limit_cells(use: LimitUse, months: list[str]) -> tuple[str, ...]:
    evenly = count(_rounded(float(_all(use.even).max()))) if use.is_a_minute else ""
    return (f"  {limit_name(use)}", *asked_and_allowed(use), evenly, *broken_from(use, months))


def _idle(answer: Answer) -> list[str]:
    """Return the accounts whose limits no option comes under."""
    used = {use.account for option in answer.evaluation.options.values() for use in option.latency.limits}
    return [account for account in answer.plan.scenario.limits if account not in used]


def broken_from(use: LimitUse, months: list[str]) -> tuple[str, str]:
    """Say from which month on requests wait for a limit, and from which on no spreading helps any more."""
    return _first_over(use, use.peak, months) if use.is_a_minute else "never", _first_over(
        use, use.even, months
    )


def _first_over(use: LimitUse, asked: Quantity, months: list[str]) -> str:
    over = np.broadcast_to(asked.plain[0] > use.limit.plain[0, 0], len(months))
    return months[int(np.argmax(over))] if over.any() else "never"


def limit_name(use: LimitUse) -> str:
    """Name a limit: `requests a minute, openai`."""
    return f"{use.name.replace('_per_', ' a ')}, {use.account}"


def asked_and_allowed(use: LimitUse) -> tuple[str, str, str]:
    """Write what is allowed, and what is asked in the first and in the last month."""
    allowed, first, last = _all(use.limit)[0], _all(use.peak)[0], _all(use.peak)[-1]
    return count(_rounded(allowed)), count(_rounded(first)), count(_rounded(last))


def _gpus(answer: Answer, width: int) -> Iterator[StyledLine]:
    columns = (
        Column("GPUs", "left", least=16),
        Column("first month"),
        Column("last month"),
        Column("planned for", priority=2),
        Column("prefill load", priority=1),
        Column("answered together", priority=3),
        Column("fit at once", priority=4),
    )
    rows = tuple(
        (title(option), *capacity_figures(part.capacity))
        for option in ranked(answer)
        for part in option.latency.parts
        if part.capacity is not None
    )
    if not rows:
        return
    heading, *body = Table(columns, rows).lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield from wrapped(
        "GPUs that share the requests, spare ones aside; planned for: requests a second of each; load and batch in the"
        " busy hour of the month in which each gets most.",
        width,
        "faint",
    )
    yield StyledLine()


def capacity_figures(capacity: Capacity) -> tuple[str, ...]:
    """Write GPUs in the first and the last month, the rate they are planned for, load, batch and what fits at once."""
    rented = _all(capacity.rented)
    return (
        count(float(rented[0])),
        count(float(rented[-1])),
        f"{float(capacity.planned.plain[0, 0]):.3g}/s",
        share(float(capacity.load.plain[0, 0]), 0 if float(capacity.load.plain[0, 0]) > 0.1 else 1),
        f"{float(capacity.batch.plain[0, 0]):.3g}",
        count(float(capacity.at_once.plain[0, 0])),
    )


def _span(number: Quantity) -> str:
    """Write a number as it is in the first month, and in the last where that differs."""
    first, last = (
        f"{value:,.3g}" if value < 1000 else f"{value:,.0f}" for value in (_all(number)[0], _all(number)[-1])
    )
    return first if first == last else f"{first} (at the end {last})"


def _all(number: Quantity) -> FloatArray:
    values: FloatArray = number.plain[0]
    return values


def _rounded(value: float) -> float:
    return float(f"{value:.3g}") if value < 1000 else round(value)
