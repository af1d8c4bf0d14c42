"""The law of draws: what a draw costs is what the plan costs whose file says that draw's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from building.plans import book, scenario, shop, sku
from drawing import PRICES, Drawn, plans
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from uncertain import DRAWS, Cost, UncertainPlan

from planner.files.yaml_text import parse_yaml
from planner.pipeline import Question, load
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import BadInput
from planner.tokens.measured_texts import MeasuredTexts

HERE = Path(__file__).parent
SHIPPED = Path(__file__).parents[2] / "scenarios"
FILES = [
    *(
        HERE / "plans" / f"{name}.yaml"
        for name in ("caches", "calls", "latency", "lifecycle", "training", "yearly")
    ),
    *(SHIPPED / f"{name}.yaml" for name in ("self-hosting", "cold-start", "cascade")),
]


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("PROMPT_OR_TUNE_CACHE", str(tmp_path_factory.getbasetemp() / "counts"))


def uncertain(text: str, prices: PriceBook) -> UncertainPlan:
    return UncertainPlan.of(parse_yaml(text, "plan.yaml"), prices, MeasuredTexts(HERE, prices))


def faults(plan: UncertainPlan, replays: range, files: range) -> list[str]:
    """Return every option and draw in which costs differ from its own course, or from the plan of its file."""
    inputs, simulation, values, costs = plan.drawn
    found = []
    for place in replays:
        draw = {path: float(each[place]) for path, each in values.items()}
        for name, option in costs.items():
            if Cost.of_draw(option, place).differs(Cost.replayed(plan.moving, name, draw)):
                found.append(f"{name} costs in draw {place} not what its course does")
    for place in files:
        # A number that stands in no scenario, such as a tokenizer's ratio, stays at its middle.
        draw = {
            path: each[place : place + 1] if path in plan.places else each[:1] * 0 + inputs[path].plain.item()
            for path, each in values.items()
        }
        evaluation = plan.written({path: float(draw[path].item()) for path in plan.places})
        for name, option in simulation.run(draw).items():
            if Cost.of_draw(option, 0).differs(Cost.evaluated(evaluation, name)):
                found.append(f"{name} costs in draw {place} not what the file does")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_draw_costs_what_a_file_with_its_numbers_does(path: Path) -> None:
    asked = load(Question(str(path)))
    plan = UncertainPlan.of(asked.file.document, asked.prices, asked.texts)
    assert len(plan.places) > 10
    assert faults(plan, range(4), range(4, 6)) == []


@settings(max_examples=12, deadline=None)
@given(plans(), st.integers(0, DRAWS - 1), st.floats(1, 30), st.booleans(), st.booleans())
def test_a_draw_of_any_plan_costs_what_a_file_with_its_numbers_does(
    plan: Drawn, place: int, weeks: float, is_built: bool, is_followed: bool
) -> None:
    (first, base), *others = plan.options.items()
    assume(others)
    built = f", build_weeks: {weeks!r}, until_launch: {first}" if is_built else ""
    then = f", after_retirement: {others[0][0]}" if is_followed else ""
    options = {first: base + then} | {name: option + built for name, option in others}
    made = uncertain(replace(plan, options=options).text, PRICES)
    try:
        assert made.moving.inputs
    except BadInput:  # such as a training without a price
        assume(False)
    assert faults(made, range(place, place + 1), range(place, place + 1)) == []


LIST = book(
    shop(
        sku("plain", input=1.00, output=4.00, training=3.00),
        sku(
            "leaving",
            "availability: {retired_on: 2027-06-20, announced: 2026-01-01, successor: shop/plain, ref: list}",
            input=0.40,
            output=0.20,
            training=8.00,
        ),
        sku(
            "closing",
            "availability:"
            " {training_windows: [{customers: everyone, closes: 2027-04-10, announced: 2026-01-01}], ref: list}",
            input=0.30,
            output=0.20,
            training=4.00,
        ),
        sku("gpu", "accelerator: h100-sxm", gpu_hour=3.99),
    )
)
API = "kind: prompted, model: shop/plain, prompt: 100"
GPUS = (
    "kind: self_hosted, tokenizer: o200k_base, prompt: 50, hosting:"
    " {replicas: {sku: shop/gpu, capacity: 1, target_load: 60%, minimum: 0, maximum: 7}},"
    " retraining: {every_months: 3, hours: 5, role: engineer}"
)
LEAVING = "kind: prompted, model: shop/leaving, prompt: 1"
CLOSING = "kind: tuned, model: shop/closing, prompt: 10, training: {rounds: 2, epochs: 1, examples: 100}"
FEE = "kind: tuned, model: shop/plain, prompt: 10, training: {rounds: 1, fee: 1}"
DECISIONS = {
    "a stand-in beyond its capacity before or after the launch": {
        "gpus": GPUS,
        "built": f"{FEE}, build_weeks: 20, until_launch: gpus",
    },
    "a stand-in whose training closes before or after the launch": {
        "closing": f"{CLOSING}, retraining: {{every_months: 6, rounds: 1}}",
        "built": f"{FEE}, build_weeks: 22, until_launch: closing",
    },
    "who takes over where capacity ends": {"gpus": f"{GPUS}, after_retirement: api", "api": API},
    "who takes over and has not the capacity": {"gone": f"{LEAVING}, after_retirement: gpus", "gpus": GPUS},
    "who takes over where training closes": {
        "closing": f"{CLOSING}, retraining: {{every_months: 6, rounds: 1}}, after_retirement: api",
        "api": API,
    },
    "a launch before or after the model retires": {
        "api": API,
        "built": CLOSING.replace("closing", "leaving")
        + ", build_weeks: 20, until_launch: api, lock_in: {hours: 3, role: engineer}",
    },
    "a launch before or after the window closes": {
        "api": API,
        "built": f"{CLOSING}, build_weeks: 15, until_launch: api",
        "again": f"{CLOSING}, build_weeks: 9, until_launch: api,"
        " retraining: {on: [2027-02-02, 2027-05-01], rounds: 0}",
    },
    "a stand-in that retires before or after the launch": {
        "leaving": LEAVING,
        "built": f"{FEE}, build_weeks: 25, until_launch: leaving",
        "followed": f"{FEE}, build_weeks: 25, until_launch: leaving, after_retirement: leaving",
    },
}

LIMITS = "{requests_per_day: 170k, tokens_per_day: 20M, requests_per_minute: 125, tokens_per_minute: 15k}"
LIMITED = {
    "an option within limits or beyond one of them": {"api": API},
    "a stand-in beyond its limits before or after the launch": {
        "api": API,
        "built": f"{FEE.replace('plain', 'closing')}, build_weeks: 20, until_launch: api",
    },
    "who takes over where limits end": {"api": f"{API}, after_retirement: leaving", "leaving": LEAVING},
    "who takes over and comes under limits": {"leaving": f"{LEAVING}, after_retirement: api", "api": API},
    "a model that retires before or after a limit breaks": {
        "leaving": f"{LEAVING}, after_retirement: api",
        "api": API.replace("plain", "closing"),
    },
}


@pytest.mark.parametrize("options", LIMITED.values(), ids=list(LIMITED))
def test_a_draw_outgrows_the_limits_that_its_own_numbers_lead_to(options: Mapping[str, str]) -> None:
    text = scenario(
        options,
        workload="requests: 100000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%, growth: 6%",
        horizon="start: 2026-12, months: 12",
        more=f"limits: {{shop/plain: {LIMITS}, shop/leaving: {LIMITS}}}",
    )
    plan = uncertain(text, LIST)
    assert faults(plan, range(20), range(20, 30)) == []
    assert plan.drawn[1].followed, "no draw goes another way than the base case"


@pytest.mark.parametrize("options", DECISIONS.values(), ids=list(DECISIONS))
def test_a_draw_takes_the_way_that_its_own_numbers_lead(options: Mapping[str, str]) -> None:
    text = scenario(
        options,
        workload="requests: 100000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%, growth: 10%",
        horizon="start: 2026-12, months: 12",
    )
    plan = uncertain(text, LIST)
    assert faults(plan, range(20), range(20, 30)) == []
    assert plan.drawn[1].followed, "no draw goes another way than the base case"
