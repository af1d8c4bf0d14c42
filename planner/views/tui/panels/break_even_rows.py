"""A chart of break-evens and the options below it, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.pipeline import Answer
from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.evaluation import OptionResult
from planner.results.solution import Solution
from planner.views.charts.along import along
from planner.views.charts.cumulative import cumulative
from planner.views.charts.grid import ChartLine, dotted
from planner.views.charts.palette import glyph, series
from planner.views.charts.timeline import timeline
from planner.views.charts.winner_map import winner_map
from planner.views.headline_text import obstacle, ranked, span, title
from planner.views.latency_text import NO
from planner.views.number_format import rounded
from planner.views.payback_text import payback_words
from planner.views.reports.map_text import verdict as map_verdict
from planner.views.reports.solve_text import verdict
from planner.views.reports.spread_table import payback_cell
from planner.views.tables import Column, Table
from planner.views.tui.panels.break_even_inputs import Asked
from planner.views.tui.row import Row, Span, faded, wrapped_rows

_GAP = "  "
_LEAST_CHART = 9
_BOTH_FROM = 11
"""From so many lines on the chart stands above the options; below that whoever scrolls finds it."""
_GLYPH, _OPTION, _PAYBACK, _RANGE, _TURN, _WHY = range(6)


def chart_title(answer: Answer, asked: Asked) -> str:
    """Say what the chart shows, with the inputs it moves."""
    if asked.chart == "cost":
        return f"cost over {span(answer)}"
    if asked.chart == "dates":
        return f"dates in {span(answer)}"
    if not asked.names:
        return "no input to move"
    return f"along {asked.names[0]}" if asked.chart == "along" else " × ".join(asked.names)


@dataclass(frozen=True, slots=True)
class Shown:
    """How the options are shown: which one is selected, which ones are in no chart, and whether ranges are tinted."""

    selected: str
    hidden: frozenset[str]
    tinted: bool
    """Dots take the place of a tint where the terminal has none."""
    fresh: bool = True
    """Whether what comes from draws belongs to the answer."""


def break_even_rows(answer: Answer, asked: Asked, shown: Shown, size: tuple[int, int]) -> Iterator[Row]:
    """Return the chart above the options, or below them where there is next to no room."""
    width, height = size
    table = list(_table(answer, asked, width, fresh=shown.fresh))
    high = max(_LEAST_CHART, height - len(table) - 1)
    chart = list(_chart(answer, asked, shown, (width, high)))
    if height >= _BOTH_FROM:
        yield from (*chart, Row(), *table)
    else:
        blanks = max(1, height - len(table))  # no half of a chart, but a whole one for whoever scrolls
        yield from (*table, *[Row()] * blanks, *chart)


def _chart(answer: Answer, asked: Asked, shown: Shown, size: tuple[int, int]) -> Iterator[Row]:
    """Return what the chart says in words, and the chart in the lines that are left."""
    said = list(_said(answer, asked, size[0]))
    yield from said
    width, height = size[0], size[1] - len(said)
    lines: tuple[ChartLine, ...] = ()
    if asked.chart == "cost":
        lines = cumulative(answer, shown.selected, shown.hidden, width, height)
    elif asked.chart == "dates":
        lines = timeline(answer, shown.selected, width, height)
    elif asked.solution is not None:
        lines = along(answer, asked.solution, width, height)
    elif asked.winners is not None:
        lines = winner_map(answer, asked.winners, width, height)
    for line in lines if shown.tinted else dotted(lines):
        yield Row(line) if asked.current else faded(Row(line))


def _said(answer: Answer, asked: Asked, width: int) -> Iterator[Row]:
    """Say in words what the chart shows, or why there is none."""
    if asked.refused is not None:
        why = printable(asked.refused.problems[0].what, 300)
        yield from wrapped_rows(f"{asked.names[0]}: {why}. v takes another input.", width)
    tone = "strong" if asked.current else "faint"
    if asked.solution is not None:
        yield from wrapped_rows(f"{verdict(answer, asked.solution)}.", width, tone)
    elif asked.winners is not None:
        yield from wrapped_rows(f"{map_verdict(answer, asked.winners)}.", width, tone)
    if asked.is_missing:
        yield Row((("working …", "faint"),))


def _table(answer: Answer, asked: Asked, width: int, *, fresh: bool) -> Iterator[Row]:
    options = ranked(answer)
    places = {name: place for place, name in enumerate(answer.evaluation.options)}
    kinds = [_GLYPH, _OPTION, _PAYBACK]
    kinds += [_RANGE] if answer.drawn is not None else []
    kinds += [_TURN] if asked.solution is not None else []
    kinds += [_WHY]
    heads = {
        _GLYPH: Column("", "left"),
        _OPTION: Column("option", "left", least=max(8, min(30, width // 3))),
        _PAYBACK: Column("pays back", "left"),
        _RANGE: Column("P10 – P90", "left", priority=2),
        _TURN: Column("breaks even at", "left", priority=1),
        _WHY: Column("", "left", priority=3, least=24),
    }
    cells = tuple(
        tuple(_cell(answer, asked, option, places[option.name], kind) for kind in kinds) for option in options
    )
    heading, *body = Table(tuple(heads[kind] for kind in kinds), cells).fitted(width)
    yield Row(tuple((text + _GAP, "faint") for text in heading.values()))
    for option, line in zip(options, body, strict=True):
        spans: list[Span] = [
            (text + _GAP, _tone(answer, option, places[option.name], kinds[index], fresh=fresh))
            for index, text in line.items()
        ]
        yield Row(tuple(spans), key=f"option:{option.name}")


def _cell(answer: Answer, asked: Asked, option: OptionResult, place: int, kind: int) -> str:
    base = option.name == answer.comparison.baseline
    if kind == _GLYPH:
        return glyph(place) if option.feasible else NO
    if kind == _OPTION:
        return title(option)
    if kind == _PAYBACK:
        volume = asked.volume if asked.solution is None else None  # its column says as much, of any input
        return "baseline" if base else obstacle(option) or payback_words(answer, option.name, volume)
    if kind == _TURN:
        return "" if asked.solution is None else _turns(asked.solution, option.name)
    if kind == _RANGE:
        spread = None if answer.drawn is None else answer.drawn.outcomes.spreads[option.name]
        known = spread is not None and spread.possible > 0 and spread.payback is not None
        return (
            payback_cell(spread.payback)
            if known and spread is not None and spread.payback is not None
            else ""
        )
    reason = "" if base else answer.comparison.against[option.name].payback.reason
    return printable(reason, 200)


def _turns(solution: Solution, name: str) -> str:
    """Write where an option costs as much as the baseline."""
    pair = solution.crossings.pairs.get(name)
    if pair is None:
        return ""
    places = [rounded(each.value, unit(solution.unit)) for each in pair.break_evens]
    return ", ".join(places) if places else "never"


def _tone(answer: Answer, option: OptionResult, place: int, kind: int, *, fresh: bool) -> str:
    if kind == _GLYPH:
        return series(place) if option.feasible else "blocked"
    if kind == _OPTION:
        best = option.name == answer.comparison.cheapest
        return "blocked" if not option.feasible else "strong" if best else "plain"
    if kind == _PAYBACK:
        return "blocked" if not option.feasible else "plain"
    if kind == _RANGE:
        return "plain" if fresh else "faint"
    return "faint" if kind == _WHY else "plain"
