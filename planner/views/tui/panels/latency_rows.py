"""How long each option's answers take: percentiles as figures and as bars on one scale, against what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from planner.pipeline import Answer
from planner.results.evaluation import OptionResult
from planner.views.charts.palette import glyph, series
from planner.views.charts.percentile_bars import LIMIT, PercentileBars
from planner.views.charts.percentiles import bars_of, times_of
from planner.views.headline_text import ranked, title
from planner.views.latency_text import (
    MEASURES,
    NO,
    UNKNOWN,
    YES,
    bound_words,
    latency_words,
    percentile,
)
from planner.views.reports.latency_table import EXTRAPOLATED
from planner.views.tables import Column, Table
from planner.views.tui.panels.latency_details import latency_details
from planner.views.tui.row import Row, Span

TOUCHED = ("latency_p50", "latency_p95", "latency_p99", "ttft_p50", "ttft_p95")
"""Percentiles that the panel and Why show; with queues or several calls one takes milliseconds."""
_LEGENDS = ("● p50  ▸ p95  ▹ p99, extrapolated", "● p50  ▸ p95  ▹ p99*")
_GAP = "  "
_LEAST_BAR = 20
_WIDEST_BAR = 100
_BARS_FROM = 50


def touch(answer: Answer) -> None:
    """Work the percentiles out, which are kept with the options, so that nothing that is drawn has to wait for them."""
    for option in answer.evaluation.options.values():
        for measure in TOUCHED:
            option.latency.of(measure)
        _ = option.latency.with_calls_made_again


def latency_rows(answer: Answer, selected: str, width: int) -> Iterator[Row]:
    """Return the whole panel for so many cells."""
    yield from _table(answer, width)
    yield Row()
    yield from latency_details(answer, answer.evaluation.options[selected], width)


def asked_words(answer: Answer) -> str:
    """Say what is asked: `p95 ≤ 500 ms, TTFT p50 ≤ 200 ms`; nothing where nothing is."""
    first = next(iter(answer.evaluation.options.values()))
    return ", ".join(
        f"{_short(each.measure)} {bound_words(answer, each)}"
        for each in first.objectives
        if each.measure.startswith(("latency", "ttft"))
    )


def _bar(bars: PercentileBars, option: OptionResult, tone: str) -> list[Span]:
    """Return an option's bar with the objective's line through it."""
    text = bars.bar(*times_of(option)) if option.latency.is_known else bars.empty()
    before, line, after = text.partition(LIMIT)
    return [(before, tone), (line, "strong"), (after, tone)]


def _table(answer: Answer, width: int) -> Iterator[Row]:
    options = ranked(answer)
    places = {name: place for place, name in enumerate(answer.evaluation.options)}
    cells = tuple(_cells(option, places[option.name]) for option in options)
    has_bars = width >= _BARS_FROM and any(option.latency.is_known for option in options)
    room = width - _LEAST_BAR - len(_GAP) if has_bars else width
    heading, *body = Table(_columns(room, asked=bool(options[0].objectives)), cells).fitted(room)
    used = sum(cell_len(cell) + len(_GAP) for cell in heading.values())
    bars = bars_of(answer, min(width - used, _WIDEST_BAR)) if has_bars else None
    axis = bars.axis() if bars is not None else ""
    yield Row((*((cell + _GAP, "faint") for cell in heading.values()), (axis, "faint")))
    for option, line in zip(options, body, strict=True):
        colour = series(places[option.name])
        spans: list[Span] = [(cell + _GAP, _tone(option, column, colour)) for column, cell in line.items()]
        spans += _bar(bars, option, colour) if bars is not None else []
        yield Row(tuple(spans), key=f"option:{option.name}")
    if bars is not None:
        told = "" if bars.tells_all else f"  {bars.line} {bars.words}"
        legend = next((f"{each}{told}" for each in _LEGENDS if cell_len(each + told) <= width), "")
        start = max(0, min(used, width - cell_len(legend)))
        yield Row(((" " * start + legend, "faint"),))


def _columns(room: int, *, asked: bool) -> tuple[Column, ...]:
    columns = (
        Column("", "left"),
        Column("option", "left", least=max(6, min(30, room * 2 // 5 - 2))),
        Column("p50", priority=3),
        Column("p95"),
        Column(EXTRAPOLATED, priority=4),
        Column("TTFT p50", priority=5),
    )
    return (*columns, Column("objectives" if asked else "", "left", priority=1))


def _cells(option: OptionResult, place: int) -> tuple[str, ...]:
    shown = [percentile(option, measure) for measure in TOUCHED[:4]]
    if not option.latency.is_known:
        shown = ["", latency_words(option), "", ""]
    sign = glyph(place) if option.feasible else NO
    return (sign, title(option), *shown, _judged(option))


def _judged(option: OptionResult) -> str:
    """Say in a few words whether an option meets every objective, and which one it misses."""
    missed, asked = option.missed, option.objectives
    if not asked:
        return ""
    if missed:
        if len(missed) == 1:
            return f"{NO} {missed[0].anyway or f'misses {_short(missed[0].measure)}'}"
        return f"{NO} misses {len(missed)} of {len(asked)}"
    return f"{UNKNOWN} not known" if option.unjudged else f"{YES} met"


def _short(measure: str) -> str:
    return MEASURES[measure].removeprefix("latency ")


def _tone(option: OptionResult, column: int, colour: str) -> str:
    if column == 0:
        return colour if option.feasible else "blocked"
    if column == 6:
        return "blocked" if option.missed else "worse" if option.unjudged else "faint"
    if column == 3:
        return "strong" if option.latency.is_known else "faint"
    if option.feasible:
        return "plain"
    return "blocked" if column == 1 else "faint"
