"""`planner solve`: where the cheapest option changes, in words and as JSON, and what cannot be moved."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from building.commands import printed
from building.plans import scenario, shop, sku

from planner.engine.evaluate import evaluate
from planner.files.varying import varied_number
from planner.pipeline import Answer, Question, answer
from planner.plan.problems import BadInput
from planner.results.solution import Side
from planner.views.reports.solve_text import solution_lines, verdict
from planner.what_if import solve

ROOT = Path(__file__).parents[3]
ZERO = "options.small-prompt.reasoning_tokens"
Planner = Callable[..., subprocess.CompletedProcess[str]]
BREAK_EVEN = 3604.32 / (24 * 30 * (0.141 - 0.057) / 1000)
"""What is paid to launch, over what a request a day saves in 24 months of 30 days."""

PRICES = shop(
    sku("steady", input=1.00, output=1.00),
    sku("brief", "availability: {retired_on: 2027-03-15, ref: list}", input=0.10, output=0.10),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00),
)
STEADY = "kind: prompted, model: shop/steady, prompt: 0"
BRIEF = "kind: prompted, model: shop/brief, prompt: 0"
GPUS = (
    "kind: self_hosted, tokenizer: o200k_base, prompt: 0,"
    " hosting: {replicas: {sku: shop/gpu, capacity: 10, target_load: 1, minimum: 1}}"
)
BUSY = "requests: 1M, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%"


def planned(folder: Path, options: dict[str, str], **parts: str) -> Answer:
    (folder / "pricing").mkdir()
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(scenario(options, **parts), "utf-8")
    return answer(Question(str(folder / "plan.yaml")))


def said(found: Answer, path: str, *between: str) -> str:
    low, high = between or ("", "")
    solution = solve(found, path, (low, high) if between else None)
    return " ".join(" ".join(line.text.split()) for line in solution_lines(found, solution, 120))


def test_the_break_even_is_the_one_that_a_division_gives(planner_in_place: Planner) -> None:
    asked = ("solve", "ticket-triage-2024", "--vary", "workload.requests", "--format", "json")
    data = json.loads(printed(planner_in_place(*asked)))
    (found,) = data["break_even"]["tuned"]["at"]
    assert found == {
        "value": pytest.approx(BREAK_EVEN, rel=2e-9),
        "above": "cheaper",
        "usable": True,
        "jump": False,
    }
    assert [part["cheapest"] for part in data["segments"]] == ["prompted", "tuned"]
    assert data["segments"][0]["to"] == pytest.approx(BREAK_EVEN, rel=2e-9)
    assert data["vary"] == {
        "path": "workload.requests",
        "unit": "request/day",
        "value": 50_000,
        "from": 500,
        "to": 5_000_000,
        "whole": False,
    }
    assert (data["schema"], data["against"], data["complete"]) == (1, "prompted", True)


def test_values_changed_for_once_move_the_break_even(planner_in_place: Planner) -> None:
    asked = "solve ticket-triage-2024 --vary workload.requests --set people.engineer=30 --format json"
    data = json.loads(printed(planner_in_place(*asked.split())))
    (found,) = data["break_even"]["tuned"]["at"]
    assert found["value"] == pytest.approx(BREAK_EVEN * 1804.32 / 3604.32, rel=2e-9)
    assert data["settings"] == ["people.engineer=30"]


def test_break_evens_can_be_against_any_option(planner_in_place: Planner) -> None:
    asked = "solve ticket-triage-2024 --vary workload.requests --against tuned --between 1k 1M"
    shown = printed(planner_in_place(*asked.split()))
    assert "Against 4o-mini tuned, 50 tokens" in shown
    assert "4o-mini, 800 tokens" in shown.partition("Against")[2]
    assert "dearer" in shown.partition("Against")[2]


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("workload.reqests", "the scenario has no 'reqests' there (did you mean 'requests'?)"),
        ("wrkload.requests", "the scenario has no 'wrkload' there (did you mean 'workload'?)"),
        ("people.enginer", "the scenario has no 'enginer' there (did you mean 'engineer'?)"),
        ("options.tuned.training.round", "no 'round' there (did you mean 'rounds'?)"),
        ("title", "is not a number; name one, such as workload.requests"),
        ("scenario", "is not a number; name one, such as workload.requests"),
        ("workload", "is not a number; name one, such as workload.requests"),
        ("options.tuned.model", "is not a number; name one, such as workload.requests"),
        ("workload.requests.value.more", "there"),
        ("", "expected a path, such as workload.requests"),
        (
            "options.tuned.training.engineer_hours_per_round",
            "has no number there; name the bounds with --between",
        ),
        ("workload.seasonality.2027-01", "says nothing under 'seasonality' that could be moved"),
    ],
)
def test_what_cannot_be_moved_is_refused_with_a_suggestion(
    asked: str, what: str, planner_in_place: Planner
) -> None:
    ran = planner_in_place("solve", "ticket-triage-2024", "--vary", asked)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"error: --vary {asked}: ")
    assert what in ran.stderr


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("--between 5 2", "error: --between: the first bound has to be below the second, got 5 2"),
        ("--between 5 x", "error: --between: 'x' is not a number"),
        ("--between 5% 90%", "error: --between: 5% 90% are shares, and workload.requests is none"),
        ("--against tund", "error: --against: 'tund' is no option of this plan (did you mean 'tuned'?)"),
        ("--between -9 -2", "error: --vary workload.requests: no value from -9 to -2 makes a plan: "),
    ],
)
def test_bounds_and_options_that_are_none_are_refused(
    more: str, what: str, planner_in_place: Planner
) -> None:
    ran = planner_in_place("solve", "ticket-triage-2024", "--vary", "workload.requests", *more.split())
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(what)


def test_a_whole_number_has_whole_bounds(planner_in_place: Planner) -> None:
    ran = planner_in_place("solve", "ticket-triage-2024", "--vary", "horizon.months", "--between", "1.5", "9")
    assert ran.stderr == "error: --between: horizon.months is a whole number; give whole bounds\n"


def test_a_value_that_makes_no_plan_is_an_edge_with_its_reason(tmp_path: Path) -> None:
    found = planned(tmp_path, {"base": STEADY, "gpus": GPUS}, workload=BUSY)
    shown = said(found, "workload.busy_hour", "0", "100%")
    assert "No plan can be made from 0 % to 4.1667 %: " in shown
    assert "is not at least 0.04167" in shown


def test_whole_replicas_jump_past_a_price_by_the_token(tmp_path: Path) -> None:
    # $110 x 31 by the token; a GPU costs $1,488: two of them are cheaper, three are not. Two answer 20 a second.
    found = planned(tmp_path, {"base": STEADY, "gpus": GPUS}, workload=BUSY)
    pair = solve(found, "workload.busy_hour").crossings.pairs["gpus"]
    assert pair.start is Side.CHEAPER
    (passing,) = pair.break_evens
    assert (passing.above, passing.jump) == (Side.DEARER, True)
    assert passing.value == pytest.approx(2 * 10 * 3600 / 1e6, rel=2e-9)


def test_an_option_stops_being_the_cheapest_when_the_plan_outlives_it(tmp_path: Path) -> None:
    found = planned(tmp_path, {"base": STEADY, "brief": BRIEF}, horizon="start: 2026-12, months: 2")
    solution = solve(found, "horizon.months", ("1", "12"))
    assert [(part.low, part.high, part.cheapest) for part in solution.crossings.segments] == [
        (1, 3, "brief"),
        (4, 12, "base"),
    ]
    assert solution.crossings.pairs["brief"].break_evens == ()


def test_where_no_option_can_be_used_is_said(tmp_path: Path) -> None:
    found = planned(tmp_path, {"brief": BRIEF}, horizon="start: 2026-12, months: 2")
    solution = solve(found, "horizon.months", ("1", "12"))
    assert verdict(found, solution) == "From 4 on no option can be used; below it Brief is cheapest"
    assert "no option" in said(found, "horizon.months", "1", "12")
    late = solve(found, "horizon.months", ("5", "12"))
    assert verdict(found, late) == "No option can be used from 5 to 12"


def numbers(data: Any, path: str = "") -> Iterator[str]:
    """Return the path of every number that stands in a scenario."""
    if isinstance(data, dict) and "value" not in data:
        for key, inner in data.items():
            yield from numbers(inner, f"{path}.{key}" if path else key)
    elif isinstance(data, dict) or (isinstance(data, (int, float)) and path != "scenario"):
        yield path


def test_every_number_of_a_scenario_can_be_moved() -> None:
    found = answer(Question(str(ROOT / "scenarios" / "ticket-triage.yaml")))
    file = found.plan.file
    paths = {*numbers(file.document.data)}
    assert {
        "people.engineer",
        "horizon.months",
        "options.small-tuned.training.epochs",
    } <= paths
    for path in paths:
        number = varied_number(file, path, None if path != ZERO else ("0", "10"))
        assert number.value is not None
        assert number.low <= number.value <= number.high, path
        # What the scenario says, put in its place once more, costs what it cost.
        again = evaluate(number.scenario(number.value), found.plan.prices, found.plan.texts)
        totals = {name: option.total for name, option in found.evaluation.options.items()}
        assert {name: option.total for name, option in again.options.items()} == pytest.approx(totals), path


@pytest.mark.parametrize(
    "path", ["options.tuned.training.epochs", "options.tuned.data_curation.labelling.examples"]
)
def test_where_the_plan_stands_the_cheapest_is_that_of_a_run(path: str) -> None:
    found = answer(Question(str(ROOT / "scenarios" / "ticket-triage-2024.yaml")))
    solution = solve(found, path)
    value = solution.value or 0.0
    here = [part for part in solution.crossings.segments if part.low <= value <= part.high]
    assert [part.cheapest for part in here] == [found.comparison.cheapest]


def test_a_plan_that_says_zero_needs_bounds(tmp_path: Path) -> None:
    found = planned(tmp_path, {"base": STEADY})
    with pytest.raises(BadInput, match="the plan says 0 there; name the bounds with --between A B"):
        solve(found, "options.base.prompt")


@pytest.mark.parametrize("said", ["30 to 70", "45.8257569496 (30 to 70)"])
def test_a_range_is_moved_around_its_median(planner_in_place: Planner, said: str) -> None:
    path = "options.tuned.data_curation.labelling.hours_per_1000"
    asked = ("solve", "ticket-triage-2024", "--set", f"{path}={said}", "--vary", path, "--format", "json")
    moved = json.loads(printed(planner_in_place(*asked)))["vary"]
    assert moved["value"] == pytest.approx((30 * 70) ** 0.5)
    assert (moved["from"], moved["to"]) == pytest.approx((moved["value"] / 100, moved["value"] * 100))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("{p10: 30, p50: 40, p90: 70, source: a page}", 40),
        ("{value: 30 to 120, clip: [50, 100]}", 60),
        ("{choices: [30, 0.05 h/example]}", 30),
        ("{mean: 0.05 h/example, sd: 2}", 50),
    ],
)
def test_an_uncertain_number_is_moved_around_its_median(
    planner_in_place: Planner, said: str, value: float
) -> None:
    path = "options.tuned.data_curation.labelling.hours_per_1000"
    asked = ("solve", "ticket-triage-2024", "--set", f"{path}={said}", "--vary", path, "--format", "json")
    moved = json.loads(printed(planner_in_place(*asked)))["vary"]
    assert (moved["value"], moved["from"]) == pytest.approx((value, value / 100))


def test_a_share_that_may_be_negative_is_moved_below_zero_too(planner_in_place: Planner) -> None:
    asked = (
        "solve",
        "ticket-triage-2024",
        "--set",
        "price_drift=-20%",
        "--vary",
        "price_drift",
        "--format",
        "json",
    )
    moved = json.loads(printed(planner_in_place(*asked)))["vary"]
    assert (moved["from"], moved["value"], moved["to"]) == (-0.99, -0.2, 1.0)
