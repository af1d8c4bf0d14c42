"""What a verdict says of options that are none: that they miss something, cannot be used, or that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.plans import scenario, shop, sku

from planner.pipeline import Answer, Question, answer, with_draws
from planner.views.headline_text import infeasible_sentence, verdict
from planner.views.latency_text import (
    after_words,
    latency_sentence,
    reason_sentences,
    unknown_sentences,
    until_words,
)
from planner.views.number_format import in_draws
from planner.views.objective_advice import objective_sentences
from planner.views.spread_text import range_sentences
from planner.views.tui.panels.latency_rows import latency_rows

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


BUSY = "requests: 50000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10.5%"
"""87.5 requests a minute in the busy hour, 34.7 on average."""


def busy(folder: Path, options: dict[str, str], limits: str, growth: str = "0%", draws: int = 0) -> Answer:
    text = scenario(
        options,
        workload=f"{BUSY}, growth: {growth}",
        horizon="start: 2026-12, months: 6",
        more=f"objectives: [latency p95 <= 1 s]\nlimits: {{{limits}}}",
    )
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(text, "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), draws=draws, seed=1)))


def test_a_p95_is_told_with_the_limit_that_makes_requests_wait(tmp_path: Path) -> None:
    made = busy(tmp_path, {"plan": f"{SMALL}, {FAST}"}, "shop: {requests_per_minute: 80}")
    assert latency_sentence(made) == (
        "Plan answers 95 of 100 requests within 800 ms where no limit of its account makes them wait"
    )
    assert list(reason_sentences(made)) == [
        "Plan misses: it waits for a limit in the busy hour from 2026-12 on, requests a minute at shop"
    ]
    row = next(each for each in latency_rows(made, "plan", 100) if each.key == "option:plan")
    assert "✗ waits for a limit" in row.text


@pytest.mark.parametrize(("limit", "held"), [(80, ", and waits for a limit in the busy hour"), (90, None)])
def test_who_serves_until_the_launch_and_waits_for_a_limit_is_told(
    tmp_path: Path, limit: int, held: str | None
) -> None:
    options = {"old": f"{LARGE}, {FAST}", "new": f"{SMALL}, {FAST}, build_weeks: 8, until_launch: old"}
    made = busy(tmp_path, options, f"shop/large: {{requests_per_minute: {limit}}}")
    words = until_words(made, made.evaluation.options["new"])
    said = "New from 2027-01-26 on; until then Old serves, p95 800 ms"
    assert words == (None if held is None else f"{said}{held}")


def test_who_takes_over_and_is_slower_is_told(tmp_path: Path) -> None:
    made = told(tmp_path, HANDED_OVER | {"other": f"{SMALL}, {SLOW}"}, TIGHT)
    assert after_words(made, made.evaluation.options["plan"]) == (
        "Plan until 2027-02-01; from then on Other serves, p95 8 s"
    )
    assert after_words(made, made.evaluation.options["other"]) is None


def test_a_limit_of_who_takes_over_is_told_from_that_day_on(tmp_path: Path) -> None:
    """50,000 a day outgrow the small account in January; requests to the large one would have waited all along."""
    options = {"plan": f"{SMALL}, {FAST}, after_retirement: other", "other": f"{LARGE}, {FAST}"}
    limits = "shop/small: {requests_per_day: 51k}, shop/large: {requests_per_minute: 80}"
    made = busy(tmp_path, options, limits, growth="5%")
    events = [event for event in made.evaluation.options["plan"].events if event.waits]
    assert [str(event.on) for event in events] == ["2027-01-01"]
    assert events[0].what.startswith("Other: Requests wait in the busy hour from 2027-01")


def test_what_meets_every_objective_but_cannot_be_used_to_the_end_is_told_apart(tmp_path: Path) -> None:
    options = {
        "plan": f"{SMALL}, latency: {{p50: 400, p95: 500 to 1300, samples: 9}}",
        "other": f"{LARGE}, {FAST}",
    }
    made = busy(tmp_path, options, "shop/small: {requests_per_day: 60k}", growth="0% to 8%", draws=1000)
    assert made.drawn is not None
    outcomes = made.drawn.outcomes
    together = float(outcomes.meets_all("plan").mean())
    assert together > outcomes.spreads["plan"].possible
    (said,) = [each for each in range_sentences(made) if each.startswith("Plan ")]
    assert f"all of them in {in_draws(together)}, and in" in said
