"""What a verdict says of options that are none: that they miss something, cannot be used, or that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.plans import scenario, shop, sku

from planner.pipeline import Answer, Question, answer
from planner.views.headline_text import infeasible_sentence, verdict
from planner.views.latency_text import reason_sentences, unknown_sentences
from planner.views.objective_advice import objective_sentences

PRICES = shop(sku("small", input=1.00, output=4.00), sku("large", input=1.00, output=4.00))
SMALL = "kind: prompted, model: shop/small, prompt: 400"
LARGE = SMALL.replace("small", "large")
FAST = "latency: {p50: 400, p95: 800, samples: 200}"
SLOW = "latency: {p50: 4 s, p95: 8 s, samples: 200}"
DEAR = "staff: {x: {role: engineer, hours: 90}}"
TIGHT = "limits: {shop/large: {requests_per_day: 1100}}"


def told(folder: Path, options: dict[str, str], limits: str = "") -> Answer:
    """A plan that grows from 1,000 requests a day to 1,276 within six months."""
    text = scenario(
        options,
        workload="requests: 1000, per: day, user_tokens: 100, output_tokens: 10, growth: 5%",
        horizon="start: 2026-12, months: 6",
        more=f"objectives: [latency p95 <= 1 s]\n{limits}",
    )
    (folder / "pricing").mkdir()
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(text, "utf-8")
    return answer(Question(str(folder / "plan.yaml"), draws=0))


@pytest.mark.parametrize(
    ("other", "limits", "rest"),
    [
        (f"{LARGE}, {SLOW}", "", "no other option meets every objective"),
        (LARGE, "", "no other option is known to meet every objective"),
        (f"{LARGE}, {FAST}", TIGHT, "no other option can be used that long"),
    ],
)
def test_of_the_others_it_is_said_what_is_true(tmp_path: Path, other: str, limits: str, rest: str) -> None:
    made = told(tmp_path, {"plan": f"{SMALL}, {FAST}", "other": other}, limits)
    assert verdict(made).partition("; ")[2] == rest


def test_several_reasons_are_told_together(tmp_path: Path) -> None:
    options = {"plan": f"{SMALL}, {FAST}", "late": f"{LARGE}, {FAST}", "slow": f"{SMALL}, {SLOW}"}
    rest = "no other option can be used that long and meets every objective"
    assert verdict(told(tmp_path, options, TIGHT)).endswith(f"; {rest}")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"a": SMALL, "b": LARGE}, "No option is known to meet every objective in 6 months"),
        ({"a": f"{SMALL}, {SLOW}", "b": f"{LARGE}, {SLOW}"}, "No option meets every objective in 6 months"),
        ({"a": f"{LARGE}, {FAST}"}, "No option can be used for all 6 months"),
        (
            {"a": f"{LARGE}, {FAST}", "b": SMALL},
            "No option can be used for all 6 months and is known to meet every objective",
        ),
    ],
)
def test_where_no_option_is_one_it_is_said_why(tmp_path: Path, options: dict[str, str], said: str) -> None:
    limits = TIGHT if "can be used" in said else ""
    assert verdict(told(tmp_path, options, limits)) == said


HANDED_OVER = {
    "dear": f"{SMALL}, {FAST}, {DEAR}",
    "plan": f"{LARGE}, {FAST}, after_retirement: other",
    "other": SMALL,
}


def test_what_is_to_be_measured_is_what_nobody_measured(tmp_path: Path) -> None:
    made = told(tmp_path, HANDED_OVER, TIGHT)
    advice = list(objective_sentences(made, None))
    assert any(
        "Measure the p95 of Other, which takes over from Plan: if Plan meets" in each for each in advice
    )
    assert not any("the p95 of Plan" in each for each in advice)
    (plan,) = [each for each in unknown_sentences(made) if each.startswith("Plan ")]
    assert "nobody knows the latency p95 of Other, which takes over" in plan


def test_a_figure_in_time_that_misses_all_the_same_is_explained(tmp_path: Path) -> None:
    made = told(tmp_path, HANDED_OVER | {"other": f"{SMALL}, {SLOW}"}, TIGHT)
    assert list(reason_sentences(made)) == [
        "Plan misses: latency p95 is 8 s once Other has taken over, not ≤ 1 s"
    ]
    less = infeasible_sentence(made)
    assert less is not None
    assert less.startswith(
        "Plan would cost $9,000 less, but its latency p95 is 8 s once Other has taken over"
    )
