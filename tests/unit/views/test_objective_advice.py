"""What is worth measuring because of objectives is said, in text and JSON, and only where it pays."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from building.plans import scenario

from planner.pipeline import Answer, Question, answer, what_matters, with_draws
from planner.results.unmeasured import unmeasured
from planner.views.reports.sensitivity_json import sensitivity_data
from planner.views.reports.sensitivity_text import sensitivity_lines

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0"
DARK = "kind: prompted, model: bedrock/custom-nova-micro, reasoning_tokens: 0, prompt: 50"
CLOSE = f"{LUNA}, prompt: 800, latency: {{p50: 600, p95: 700 to 1300, samples: 9}}"
HOURS = "staff: {look: {role: engineer, hours: 1 to 3}}"
ASKED = "objectives: [latency p95 <= 1 s]"


@cache
def shipped(draws: int, *settings: str) -> Answer:
    return with_draws(answer(Question("fast-answers", settings, draws=draws)))


def planned(folder: Path, options: dict[str, str], more: str = ASKED) -> Answer:
    (folder / "plan.yaml").write_text(scenario(options, more=more), "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), draws=2000)))


def text(found: Answer) -> str:
    lines = "\n".join(line.text for line in sensitivity_lines(found, what_matters(found), 100))
    return re.sub(r"\n *", " ", lines)


def data(found: Answer) -> dict[str, Any]:
    return sensitivity_data(found, what_matters(found))


MEASURE = (
    "Measure the p95 of Small tuned, hosted: if it meets latency p95 ≤ 150 ms, it would cost ~$39,464 less than Own 3B"
    " on an L4."
)


@pytest.mark.parametrize("draws", [0, 1000])
def test_the_most_valuable_unknown_is_named(draws: int) -> None:
    assert MEASURE in text(shipped(draws))
    (lacking,) = data(shipped(draws))["unmeasured"]
    assert (lacking["option"], lacking["measures"]) == ("tuned", ["latency_p95"])
    options = shipped(draws).evaluation.options
    assert lacking["total_less"] == pytest.approx(options["own-l4"].total - options["tuned"].total)


def test_no_measurement_of_a_number_is_worth_more_but_that_one_may_be() -> None:
    assert "no measurement of an uncertain number is worth more" in text(shipped(1000))


def test_an_option_is_measured_for_all_that_it_lacks() -> None:
    found = shipped(0, "objectives=[latency p95 <= 500 ms, ttft p95 <= 400 ms, budget <= 150k]")
    assert (
        "Measure the p95 and TTFT p95 of Small tuned, hosted: if it meets latency p95 ≤ 500 ms and TTFT p95"
        " ≤ 400 ms, it would cost" in text(found)
    )


def test_what_would_cost_more_is_not_worth_measuring(tmp_path: Path) -> None:
    found = planned(tmp_path, {"seen": CLOSE, "dark": f"{DARK}, {HOURS}"})
    assert "Measure the" not in text(found)
    assert data(found)["unmeasured"] == []


def test_what_misses_another_objective_is_not_worth_measuring(tmp_path: Path) -> None:
    options = {"seen": f"{CLOSE}, accuracy: 99%", "dark": f"{DARK}, accuracy: 90%"}
    found = planned(tmp_path, options, "objectives: [latency p95 <= 1 s, accuracy >= 97%]")
    assert found.evaluation.options["dark"].total < found.evaluation.options["seen"].total
    assert unmeasured(found.evaluation, "seen") == ()


def test_the_input_that_decides_whether_objectives_are_met_is_named() -> None:
    said = re.search(
        r"Whether Own 3B on an L4 meets every objective hangs most on memory bandwidth utilisation: it does in (\d+) of"
        r" 100 draws where that is up to 65 %, and in more than 99 of 100 draws where it is above\.",
        text(shipped(10_000)),
    )
    assert said is not None
    decides = data(shipped(10_000))["decides_objectives"]
    assert decides["path"] == "open_models.assumed.mbu"
    assert decides["up_to"] == pytest.approx(0.65, rel=0.01)
    assert float(said[1]) == pytest.approx(100 * decides["probability_met_up_to"], abs=1)
    assert decides["probability_met_above"] > 0.99


def test_the_only_option_of_the_draws_is_not_said_to_be_possible(tmp_path: Path) -> None:
    """Its p95 is above a second in the base case, and below in some draws."""
    option = CLOSE.replace("700 to 1300", "900 to 1300")
    found = planned(
        tmp_path, {"seen": option, "slow": f"{LUNA}, prompt: 8, latency: {{p50: 3 s, p95: 4 s, samples: 9}}"}
    )
    assert found.comparison.cheapest is None
    said = text(found)
    assert "There is nothing to choose: Seen is the only one possible in any draw" in said
    assert "hangs most on measured p95 of Seen" in said
    assert "is possible." not in said


def test_nothing_is_said_of_objectives_where_there_are_none() -> None:
    found = with_draws(answer(Question("ticket-triage", draws=500)))
    assert "objective" not in text(found)
    assert (data(found)["unmeasured"], data(found)["decides_objectives"]) == ([], None)
