"""How long each option's answers take, beside what is asked for: one table for every report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.views.headline_text import ranked, title
from planner.views.latency_text import (
    chance_words,
    found_words,
    latency_words,
    limit_words,
    mark,
    percentile,
    unknown_sentences,
)
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

EXTRAPOLATED = "p99*"
NOTE = (
    "p50, p95, p99: the time to the end of the answer that so many of 100 requests do not exceed, in the busy hour of"
    " the slowest month; TTFT: to its first token. *p99 is extrapolated: from a lognormal distribution, not from"
    " measurements so far out"
)
_SHOWN = ("latency_p50", "latency_p95", "latency_p99", "ttft_p50")


def has_latency(answer: Answer) -> bool:
    """Whether anything is known of how long answers take, or asked."""
    options = answer.evaluation.options.values()
    return any(option.latency.is_known or option.latency.waits or option.objectives for option in options)


def latency_headings(answer: Answer) -> tuple[str, ...]:
    """Return the headings: percentiles, and each objective that is asked."""
    first = next(iter(answer.evaluation.options.values()))
    objectives = (limit_words(answer, each).removeprefix("latency ") for each in first.objectives)
    return ("Latency", "p50", "p95", EXTRAPOLATED, "TTFT p50", *objectives)


def latency_rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    """Return a row for each option, a cell for each heading."""
    for option in ranked(answer):
        times = [percentile(option, measure) for measure in _SHOWN]
        if not option.latency.is_known:
            times = ["", latency_words(option), "", ""]
        yield (title(option), *times, *(_judged(answer, option)))


def _judged(answer: Answer, option: OptionResult) -> Iterator[str]:
    """Write whether each objective is met, by what where the table does not show it, and in how many draws."""
    for each in option.objectives:
        shown = "" if each.measure in _SHOWN or each.found is None else f" {found_words(answer, each)}"
        chance = chance_words(answer, option, each)
        sure = chance in {"", "in every draw", "in no draw"}
        yield f"{mark(each)}{shown}" + (
            "" if sure else f" {chance.removeprefix('in ').removesuffix(' draws')}"
        )


def latency_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the table as lines of at most `width` cells; nothing where nothing is known or asked."""
    if not has_latency(answer):
        return
    headings = latency_headings(answer)
    columns = (
        Column(headings[0], "left", least=16),
        Column(headings[1], priority=3),
        Column(headings[2]),
        Column(headings[3], priority=4),
        Column(headings[4], priority=2),
        *(Column(heading, "left") for heading in headings[5:]),
    )
    heading, *body = Table(columns, tuple(latency_rows(answer))).lines(width)
    yield StyledLine(heading, "faint")
    for option, line in zip(ranked(answer), body, strict=True):
        yield StyledLine(line, "plain" if option.feasible or not option.objectives else "bad")
    for sentence in unknown_sentences(answer):
        yield from wrapped(f"{sentence}.", width)
    yield from wrapped(f"{NOTE}.", width, "faint")
    yield StyledLine()
