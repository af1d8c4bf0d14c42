"""Charts letter by letter, as they are piped: ranges are dotted where no tint can be shown.

`pytest tests/unit/views/charts --update-golden` writes tests/golden/charts anew.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from charted import ONE_MONTH, Chart, charts, triage, twelve

from planner.views.charts.grid import dotted, text_of

SIZES = [(80, 20), (120, 30)]


def picture(chart: Chart, width: int, height: int, *, plain: bool = False) -> str:
    lines = dotted(chart(width, height, plain), plain=plain)
    return "".join(f"{text_of(line).rstrip()}\n" for line in lines)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("kind", ["cumulative", "components", "tornado", "map", "timeline", "along"])
def test_the_first_plan_of_the_gallery(
    kind: str, width: int, height: int, same_as_golden: Callable[[str, str], None]
) -> None:
    same_as_golden(f"charts/{kind}-{width}x{height}.txt", picture(triage()[kind], width, height))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_latency_against_an_objective(
    width: int, height: int, same_as_golden: Callable[[str, str], None]
) -> None:
    draw = charts("fast-answers", "workload.requests", "people.engineer")["latency"]
    same_as_golden(f"charts/latency-{width}x{height}.txt", picture(draw, width, height))


@pytest.mark.parametrize(
    "kind", ["cumulative", "components", "latency", "tornado", "map", "timeline", "along"]
)
def test_plain_text(kind: str, same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(f"charts/{kind}-plain.txt", picture(triage()[kind], 80, 20, plain=True))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_twelve_options(width: int, height: int, same_as_golden: Callable[[str, str], None]) -> None:
    drawn = picture(twelve()["cumulative"], width, height)
    same_as_golden(f"charts/twelve-{width}x{height}.txt", drawn)


def test_a_plan_in_which_nothing_pays_back(same_as_golden: Callable[[str, str], None]) -> None:
    draw = charts("ticket-triage-2024", "workload.requests", "workload.user_tokens")
    for kind in ("cumulative", "tornado", "timeline"):
        same_as_golden(f"charts/never-{kind}.txt", picture(draw[kind], 80, 20))


def test_a_plan_of_one_month(same_as_golden: Callable[[str, str], None]) -> None:
    draw = charts(ONE_MONTH, "options.model.accuracy", "workload.cost_per_error")
    for kind in ("cumulative", "latency", "timeline", "along"):
        same_as_golden(f"charts/month-{kind}.txt", picture(draw[kind], 80, 20))
