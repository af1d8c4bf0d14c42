"""Plans and charts that the tests of charts share: each chart as a function of its size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from planner.pipeline import Answer, Question, answer, what_matters, with_bands, with_draws
from planner.views.charts.along import along
from planner.views.charts.components import components
from planner.views.charts.cumulative import cumulative
from planner.views.charts.grid import ChartLine
from planner.views.charts.percentiles import percentiles
from planner.views.charts.timeline import timeline
from planner.views.charts.tornado import tornado
from planner.views.charts.winner_map import winner_map
from planner.what_if import solve
from planner.what_if import winner_map as map_of

TWELVE = str(Path(__file__).with_name("twelve.yaml"))
ONE_MONTH = "tests/cases/w35-break-even-accuracy/scenario.yaml"
DRAWS = 1_000

Chart = Callable[[int, int, bool], tuple[ChartLine, ...]]
"""A chart of so many cells and lines, in plain text or not."""


@cache
def answered(plan: str, *settings: str) -> Answer:
    """Return a plan's answer with draws and bands."""
    return with_bands(with_draws(answer(Question(plan, settings, draws=DRAWS))))


@cache
def charts(plan: str, across: str, up: str, selected: str = "", *settings: str) -> Mapping[str, Chart]:
    """Return every chart of a plan; what its numbers need is worked out once, when it is drawn first."""
    found = answered(plan, *settings)
    chosen = selected or found.comparison.cheapest or found.comparison.baseline
    matters = cache(lambda: what_matters(found))
    winners = cache(lambda: map_of(found, across, up))
    solution = cache(lambda: solve(found, across))
    return {
        "cumulative": lambda w, h, plain: cumulative(found, chosen, (), w, h, plain=plain),
        "components": lambda w, h, plain: components(found, (), w, h, plain=plain),
        "latency": lambda w, h, plain: percentiles(found, w, h, plain=plain),
        "tornado": lambda w, h, plain: tornado(found, matters(), w, h, plain=plain),
        "map": lambda w, h, plain: winner_map(found, winners(), w, h, plain=plain),
        "timeline": lambda w, h, plain: timeline(found, chosen, w, h, plain=plain),
        "along": lambda w, h, plain: along(found, solution(), w, h, plain=plain),
    }


def triage() -> Mapping[str, Chart]:
    """Return the charts of the first plan of the gallery; one of its options cannot be used."""
    return charts("ticket-triage", "workload.requests", "people.engineer", "openai-tuned")


def twelve() -> Mapping[str, Chart]:
    """Return the charts of a plan of twelve options."""
    return charts(TWELVE, "workload.user_tokens", "people.engineer")
