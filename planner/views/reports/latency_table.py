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
    reason_sentences,
    unknown_sentences,
)
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table, left_out

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult
    from planner.results.latency import Judged

EXTRAPOLATED = "p99*"
NOTE = (
    "p50, p95, p99: the time to the end of the answer that so many of 100 requests do not exceed, in the busy hour of"
    " the slowest month, waits for account limits aside; TTFT: to its first token. *p99 is extrapolated: from a"
    " lognormal distribution, not from measurements so far out"
)
_SHOWN = ("latency_p50", "latency_p95", "latency_p99", "ttft_p50")
_TIMES = ("p50", "p95", EXTRAPOLATED, "TTFT p50")
_LEAST_TITLE = 16
_TIME_COLUMNS = (
    Column("Latency", "left", least=_LEAST_TITLE),
    Column("p50", priority=3),
    Column("p95"),
    Column(EXTRAPOLATED, priority=4),
    Column("TTFT p50", priority=2),
)


def has_latency(answer: Answer) -> bool:
    """Whether anything is known of how long answers take, or asked."""
    options = answer.evaluation.options.values()
    return any(option.latency.is_known or option.latency.waits or option.objectives for option in options)


def latency_headings(answer: Answer) -> tuple[str, ...]:
    """Return the headings: percentiles, and each objective that is asked."""
    return ("Latency", *_TIMES, *_objective_headings(answer))


def latency_rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    """Return a row for each option, a cell for each heading."""
    for option in ranked(answer):
        objectives = (_judged(answer, each, option, beside=True) for each in option.objectives)
        yield (title(option), *_times(option), *objectives)


def latency_lines(answer: Answer, width: int, *, why: bool = True) -> Iterator[StyledLine]:
    """Return the table as lines of at most `width` cells; nothing where nothing is known or asked.

    Several objectives stand in a table of their own, and so does one that there is no room for beside the times. `why`
    is whether to say what the figures do not of an objective that is missed.
    """
    if not has_latency(answer):
        return
    asked = _objective_headings(answer)
    whole = Table(
        (*_TIME_COLUMNS, *(Column(heading, "left") for heading in asked)), tuple(latency_rows(answer))
    )
    if len(asked) <= 1 and whole.fits(width):
        tables = [whole]
    else:
        times = Table(_TIME_COLUMNS, tuple((title(option), *_times(option)) for option in ranked(answer)))
        tables = [times, *([_objectives(answer, asked)] if asked else [])]
    for table in tables:
        yield from _lines(answer, table, width)
    for sentence in (*(reason_sentences(answer) if why else ()), *unknown_sentences(answer)):
        yield from wrapped(f"{sentence}.", width)
    yield from wrapped(f"{NOTE}.", width, "faint")
    yield StyledLine()


def _lines(answer: Answer, table: Table, width: int) -> Iterator[StyledLine]:
    """Return a table's lines, what misses an objective in another colour, and name what there is no room for."""
    heading, *body = table.lines(width)
    yield StyledLine(heading, "faint")
    for option, line in zip(ranked(answer), body, strict=True):
        yield StyledLine(line, "plain" if option.feasible or not option.objectives else "bad")
    yield from left_out(table, width)


def _times(option: OptionResult) -> tuple[str, ...]:
    """Write an option's percentiles; one word of why there are none."""
    if not option.latency.is_known:
        return ("", latency_words(option), "", "")
    return tuple(percentile(option, measure) for measure in _SHOWN)


def _objectives(answer: Answer, asked: tuple[str, ...]) -> Table:
    """Return the table of objectives, each with what every option comes to; the last gives way first."""
    columns = (Column(heading, "left", priority=place) for place, heading in enumerate(asked))
    rows = (
        (title(option), *(_judged(answer, each, option, beside=False) for each in option.objectives))
        for option in ranked(answer)
    )
    return Table((Column("Objectives", "left", least=_LEAST_TITLE), *columns), tuple(rows))


def _objective_headings(answer: Answer) -> tuple[str, ...]:
    first = next(iter(answer.evaluation.options.values()))
    return tuple(limit_words(answer, each).removeprefix("latency ") for each in first.objectives)


def _judged(answer: Answer, judged: Judged, option: OptionResult, *, beside: bool) -> str:
    """Write whether an objective is met, by what unless that stands `beside` it, and in how many draws."""
    stands_there = beside and judged.measure in _SHOWN and not judged.why
    told = judged.found is None or stands_there
    chance = chance_words(answer, option, judged)
    sure = chance in {"", "in every draw", "in no draw"}
    words = [mark(judged), "" if told else found_words(answer, judged)]
    words += [] if sure else [chance.removeprefix("in ").removesuffix(" draws")]
    return " ".join(word for word in words if word)
