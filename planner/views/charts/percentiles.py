"""How long each option's answers take: bars of p50, p95 and p99 on one scale, against what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.palette import glyph, series
from planner.views.charts.percentile_bars import PercentileBars
from planner.views.headline_text import ranked, title
from planner.views.latency_text import MEASURES, NO, latency_words
from planner.views.number_format import duration
from planner.views.tables import aligned, shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

_LINES = ("latency_p95", "latency_p99", "latency_p50")
"""Objectives that can be a line through the bars, the first one that is asked."""
_PERCENTILES = ("latency_p50", "latency_p95", "latency_p99")
_WIDEST_NAME, _LEAST_NAME, _LEAST_BAR = 30, 6, 10
_GAP = 2


def percentiles(answer: Answer, width: int, height: int, *, plain: bool = False) -> tuple[ChartLine, ...]:
    """Return a bar for each option, the cheapest on top, below an axis that tells the objective."""
    options = ranked(answer)
    known = [option for option in options if option.latency.is_known]
    grid = Grid(width, height, plain=plain)
    if not known:
        grid.put(0, 0, shortened("Nobody knows how long any option takes.", width), "faint")
        return grid.lines()
    figures = {option.name: latency_words(option) for option in options}
    figure = max(map(cell_len, figures.values()))
    name = min(_WIDEST_NAME, max(cell_len(title(option)) for option in options) + 4)
    name = max(min(name, width - figure - 2 * _GAP - _LEAST_BAR), _LEAST_NAME)
    if width < name + figure + 2 * _GAP + _LEAST_BAR:  # the figures say more than a bar of a few cells
        bars = None
    else:
        bars = bars_of(answer, width - name - figure - 2 * _GAP, plain=plain)
        grid.put(name + _GAP, 0, aligned("p95", figure, "right"), "faint")
        grid.put(name + figure + 2 * _GAP, 0, bars.axis(), "faint")
    top = 0 if bars is None or height < 2 else 1
    places = {each: place for place, each in enumerate(answer.evaluation.options)}
    for y, option in enumerate(options[: height - top], start=top):
        tone = series(places[option.name]) if option.feasible else "faint"
        mark = "" if option.feasible else f"{NO} "
        text = f"{glyph(places[option.name], plain=plain)} {mark}{title(option)}"
        shown = aligned(figures[option.name], figure, "right")
        grid.put(0, y, shortened(text, min(width, name)), tone)
        grid.put(name + _GAP, y, shown, "strong" if option.latency.is_known else "faint")
        if bars is not None:
            _draw(grid, name + figure + 2 * _GAP, y, bars, option, tone)
    if bars is not None and height > len(options) + top:
        x = min(name + figure + 2 * _GAP, width - cell_len(bars.legend))
        grid.put(max(0, x), len(options) + top, bars.legend, "faint")
    return grid.lines()


def _draw(grid: Grid, x: int, y: int, bars: PercentileBars, option: OptionResult, tone: str) -> None:
    if not option.latency.is_known:
        grid.put(x, y, bars.empty(), "strong")
        return
    text = bars.bar(*times_of(option))
    grid.put(x, y, text, tone)
    line = text.find(bars.line)
    if line >= 0:
        grid.put(x + line, y, bars.line, "strong")


def bars_of(answer: Answer, width: int, *, plain: bool = False) -> PercentileBars:
    """Return the scale of all options' times, with the first objective that can be a line on it."""
    objectives = answer.plan.scenario.objectives
    limits = {} if objectives is None else objectives.stated()
    measure = next((each for each in _LINES if each in limits), "")
    limit = float(limits[measure].value[0, 0]) if measure else None
    words = "" if limit is None else f"{MEASURES[measure].removeprefix('latency ')} ≤ {duration(limit)}"
    options = answer.evaluation.options.values()
    times = [time for option in options if option.latency.is_known for time in times_of(option)]
    return PercentileBars.of(times, width, limit, words, plain=plain)


def times_of(option: OptionResult) -> tuple[float, float, float]:
    """Return p50, p95 and p99 in ms; not a number where unknown."""
    found = [option.latency.of(measure) for measure in _PERCENTILES]
    p50, p95, p99 = (float("nan") if each is None else float(each.value[0, 0]) for each in found)
    return p50, p95, p99
