"""The tables of times and objectives on pages of every width: a column that has to go is named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from building.plans import scenario
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer, with_draws
from planner.views.reports.latency_table import latency_headings, latency_lines

ROOT = Path(__file__).parents[3]
TIMES = ("p50", "p95", "p99*", "TTFT p50")
ONE = ("objectives=[latency p95 <= 500 ms]",)
THREE = ("objectives=[latency p95 <= 500 ms, ttft p95 <= 400 ms, budget <= 150k]",)
NAMED = ("p95 ≤ 500 ms", "TTFT p95 ≤ 400 ms", "budget ≤ $150,000")


@cache
def asked(*settings: str) -> Answer:
    return with_draws(answer(Question("fast-answers", settings=settings, draws=200)))


def lines(found: Answer, width: int) -> list[str]:
    """The tables, without the notes below them."""
    told = [line.text for line in latency_lines(found, width)]
    return told[
        : next(place for place, line in enumerate(told) if line.startswith("Small tuned, hosted is not"))
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_all_four_times_stand_on_an_ordinary_page(width: int) -> None:
    heading = lines(asked(*THREE), width)[0]
    assert heading.split("  ")[0] == "Latency"
    assert [time for time in TIMES if time in heading] == list(TIMES)


@pytest.mark.parametrize("width", [80, 100, 140])
def test_several_objectives_have_a_table_of_their_own_with_what_each_option_comes_to(width: int) -> None:
    told = lines(asked(*THREE), width)
    first = next(place for place, line in enumerate(told) if line.startswith("Objectives "))
    assert all(name in told[first] for name in NAMED)
    own = next(line for line in told[first:] if line.startswith("Own 3B on an L4"))
    assert own.split("✓")[1].strip() == "110 ms"
    assert own.split("✓")[3].strip() == "$43,683"
    (dark,) = [line for line in told[first:] if line.startswith("Small tuned, hosted")]
    assert dark.split()[3:5] == ["?", "?"]


@pytest.mark.parametrize("width", range(40, 141, 4))
def test_what_there_is_no_room_for_is_named(width: int) -> None:
    told = lines(asked(*THREE), width)
    headings = " ".join(line for line in told if line.startswith(("Latency", "Objectives")))
    page = " ".join(told)
    narrow = page.partition("Too narrow for: ")[2]
    for name in (*TIMES, *NAMED):
        assert (name in headings.split("Objectives")[name in NAMED]) or name in narrow, name
    assert all(cell_len(line) <= width for line in told)


def test_a_title_is_shortened_before_an_objective_goes() -> None:
    told = lines(asked(), 60)
    assert "Too narrow" not in " ".join(told)
    assert any(line.startswith("Small tuned, ho") and "…" in line for line in told)


def test_one_objective_stands_beside_the_times_where_there_is_room() -> None:
    (heading,) = [line for line in lines(asked(*ONE), 80) if line.startswith("Latency")]
    assert heading.endswith("TTFT p50  p95 ≤ 500 ms")
    assert not any(line.startswith("Objectives") for line in lines(asked(*ONE), 80))
    assert any(line.startswith("Objectives") for line in lines(asked(*ONE), 60))


def test_without_objectives_there_is_one_table(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(scenario("kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 9"))
    found = answer(Question(str(plan), draws=0))
    told = [line.text for line in latency_lines(found, 80)]
    assert told[0].split() == ["Latency", "p50", "p95", "p99*", "TTFT", "p50"]
    assert not any(line.startswith("Objectives") for line in told)


def test_the_table_of_a_page_without_lines_keeps_all_in_one() -> None:
    assert latency_headings(asked(*THREE)) == ("Latency", *TIMES, *NAMED)
