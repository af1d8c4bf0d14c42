"""The command below a summary: run as it stands, it explains the same numbers."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.views.number_format import exact_money

Planner = Callable[..., subprocess.CompletedProcess[str]]

PLAN = """
scenario: 1
title: A plan
as_of: 2026-11-20
horizon: {start: 2026-12, months: 3}
workload: {requests: 10000, per: day, user_tokens: 100, output_tokens: 10}
people: {engineer: 100}
baseline: plan
options:
  plan:
    kind: prompted
    title: Plan
    model: shop/large
    prompt: 900
    staff: {work: {role: engineer, hours: {value: 3, note: by hand}}}
"""
PRICES = """
provider: shop
title: The shop
references: {list: {title: Price list, address: "https://example.com/prices", read: 2026-10-01}}
skus:
  large:
    title: Large
    tokenizer: o200k_base
    still_valid_on: 2026-10-01
    meters:
      input:
        - {from: 2026-01-01, price: FIRST, ref: list}
        - {from: 2027-01-01, price: 5, ref: list, announced: 2026-11-10}
      output: [{from: 2026-01-01, price: 10, ref: list}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a space in its name, a plan, its prices, and dearer ones to lay over them."""
    inside = tmp_path / "our plans"
    for name, first in (("pricing", "2"), ("dear prices", "3")):
        (inside / name).mkdir(parents=True)
        (inside / name / "shop.yaml").write_text(PRICES.replace("FIRST", first), "utf-8")
    (inside / "my plan.yaml").write_text(PLAN, "utf-8")
    return inside


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--set", "workload.requests=20k"],
        ["--set", "title=It's 90 % cheaper; or $HOME?", "--set", "people.engineer={value: 90, note: less}"],
        ["--as-of", "2026-11-01"],
        ["--pricing", "dear prices"],
        ["--set", "horizon.months=2", "--as-of", "2026-11-01", "--pricing", "dear prices"],
    ],
    ids=lambda more: " ".join(more) or "as it stands",
)
def test_the_command_below_a_summary_explains_the_same_numbers(
    more: list[str], folder: Path, planner_in_place: Planner
) -> None:
    asked = ["run", "my plan.yaml", *more]
    summary = planner_in_place(*asked, cwd=folder)
    assert (summary.returncode, summary.stderr) == (0, "")
    footer = shlex.split(summary.stdout.splitlines()[-1])
    assert footer[:2] == ["planner", "explain"]
    explained = planner_in_place(*footer[1:], cwd=folder)
    assert (explained.returncode, explained.stderr) == (0, "")
    data = json.loads(planner_in_place(*asked, "--format", "json", cwd=folder).stdout)
    plan = data["options"]["plan"]
    figures = re.findall(r"\S+$", explained.stdout, re.MULTILINE)
    assert figures[0] == exact_money(plan["total"]["base"])
    for component in plan["components"].values():
        assert exact_money(component["base"]) in figures


def test_every_change_moves_the_number_that_is_explained(folder: Path, planner_in_place: Planner) -> None:
    totals = {
        planner_in_place("explain", "my plan.yaml", "plan", *more, cwd=folder).stdout.splitlines()[0]
        for more in (
            [],
            ["--set", "workload.requests=20k"],
            ["--as-of", "2026-11-01"],
            ["--pricing", "dear prices"],
        )
    }
    assert len(totals) == 4


def test_a_scenario_of_the_gallery_is_asked_for_again_by_its_name(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    shown = planner_in_place(
        "run", "ticket-triage-2024", "--set", "workload.user_tokens=0", cwd=tmp_path
    ).stdout
    assert shown.endswith("  planner explain ticket-triage-2024 --set workload.user_tokens=0 prompted\n")


def test_a_component_is_found_as_screens_spell_it(planner_in_place: Planner) -> None:
    spelt = planner_in_place("explain", "ticket-triage-2024", "tuned", "token usage")
    assert spelt.returncode == 0
    assert spelt.stdout == planner_in_place("explain", "ticket-triage-2024", "tuned", "token_usage").stdout
