"""What capacity an option needs: account limits month by month, and how busy rented GPUs are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.views.headline_text import ranked, title
from planner.views.number_format import count, rough_count, share
from planner.views.reports.limit_lines import limit_lines
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table, left_out

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.latency.capacity import Capacity
    from planner.quantities.quantity import FloatArray, Quantity

_GPU_COLUMNS = (
    Column("GPUs", "left", least=16),
    Column("first month"),
    Column("last month"),
    Column("spare", priority=1),
    Column("planned for", priority=3),
    Column("prefill load", priority=2),
    Column("answered together", priority=4),
    Column("fit at once", priority=5),
)


def capacity_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the tables of limits and of GPUs; nothing where there are none."""
    yield from _demand(answer, width)
    yield from limit_lines(answer, width)
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


def _gpus(answer: Answer, width: int) -> Iterator[StyledLine]:
    rows = tuple(
        (title(option), *capacity_figures(part.capacity))
        for option in ranked(answer)
        for part in option.latency.parts
        if part.capacity is not None
    )
    if not rows:
        return
    table = Table(_GPU_COLUMNS, rows)
    heading, *body = table.lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield from left_out(table, width)
    yield from wrapped(f"{_gpu_words(table.shown(width))}.", width, "faint")
    yield StyledLine()


def _gpu_words(shown: Sequence[str]) -> str:
    """Explain the columns that are shown."""
    words = "GPUs to rent in the first and the last month" + (
        ", spare ones included" if "spare" in shown else ""
    )
    if "planned for" in shown:
        words += "; planned for: requests a second of each that is not spare"
    busy = " and ".join(heading for heading in ("prefill load", "answered together") if heading in shown)
    return f"{words}; {busy}: in the busy hour of the month in which each gets most" if busy else words


def capacity_figures(capacity: Capacity) -> tuple[str, ...]:
    """Write the GPUs to rent in the first and the last month, how many of them are spare, and how busy the others are.

    That is the rate they are planned for, their load, their batch, and what fits at once.
    """
    rented = _all(capacity.to_rent)
    load = float(capacity.load.plain[0, 0])
    return (
        count(float(rented[0])),
        count(float(rented[-1])),
        count(0.0 if capacity.spare is None else float(capacity.spare.plain[0, 0])),
        f"{rough_count(float(capacity.planned.plain[0, 0]))}/s",
        share(load, 0 if load > 0.1 else 1),
        rough_count(float(capacity.batch.plain[0, 0])),
        count(float(capacity.at_once.plain[0, 0])),
    )


def _span(number: Quantity) -> str:
    """Write a number as it is in the first month, and in the last where that differs."""
    first, last = (rough_count(float(value)) for value in (_all(number)[0], _all(number)[-1]))
    return first if first == last else f"{first} (at the end {last})"


def _all(number: Quantity) -> FloatArray:
    values: FloatArray = number.plain[0]
    return values
