"""The shipped scenario of the claim that tuning saves "90 %", at the list prices of October 2024."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

Planner = Callable[..., subprocess.CompletedProcess[str]]


def text(planner_in_place: Planner, *more: str) -> str:
    ran = planner_in_place("run", "ticket-triage-2024", *more)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def data(planner_in_place: Planner, *more: str) -> dict[str, Any]:
    return dict(json.loads(text(planner_in_place, *more, "--format", "json")))


def test_the_summary_says_what_the_claim_comes_to(planner_in_place: Planner) -> None:
    shown = text(planner_in_place)
    for figure in ("$7.05", "$2.85", "59.6 %", "never"):
        assert figure in shown


@pytest.mark.parametrize(("user_tokens", "saving"), [(0, 0.786), (100, 0.596), (200, 0.442)])
def test_the_saving_shrinks_with_the_length_of_the_tickets(
    user_tokens: int, saving: float, planner_in_place: Planner
) -> None:
    setting = ("--set", f"workload.user_tokens={user_tokens}")
    tuned = data(planner_in_place, *setting)["options"]["tuned"]
    assert tuned["inference_saving_share"] == pytest.approx(saving, abs=0.0005)
    assert f"{saving * 100:.1f} %" in text(planner_in_place, *setting)


def test_the_tokens_of_a_day_cost_7_05_or_2_85_dollars(planner_in_place: Planner) -> None:
    options = data(planner_in_place)["options"]
    assert options["prompted"]["inference_per_day"] == pytest.approx(7.05, abs=0.005)
    assert options["tuned"]["inference_per_day"] == pytest.approx(2.85, abs=0.005)


def test_with_the_people_it_never_pays_back_in_24_months(planner_in_place: Planner) -> None:
    tuned = data(planner_in_place)["options"]["tuned"]
    assert tuned["components"]["data_curation"]["base"] + tuned["components"]["evaluation"]["base"] == 3600
    assert tuned["payback_months_exact"] is None


@pytest.mark.parametrize(("as_of", "cheapest"), [("2024-10-01", "tuned"), ("2026-11-20", None)])
def test_a_plan_past_the_retirement_of_2027_knows_it_only_when_it_was_announced(
    as_of: str, cheapest: str | None, planner_in_place: Planner
) -> None:
    found = data(planner_in_place, "--set", "horizon.months=36", "--as-of", as_of)
    assert found["cheapest"] == cheapest
    for option in found["options"].values():
        retired = [each for each in option["problems"] if each["on"] == "2027-01-14"]
        assert [each["blocks"] for each in retired] == [cheapest is None]
