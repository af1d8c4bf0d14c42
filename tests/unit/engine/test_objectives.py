"""What a plan asks of its options, in sentences and mappings, and who meets it, in the base case and in draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building.plans import computed, evaluated, only, problems, scenario, shop, sku
from pydantic import ValidationError

from planner.pipeline import Answer, Question, answer, with_draws
from planner.plan.objectives import Objectives
from planner.results.comparison import compare
from planner.results.evaluation import OptionResult
from planner.results.latency import Judged

PRICES = shop(
    sku(
        "small",
        "variants: {batch: {multipliers: {input: 0.5, output: 0.5}, ref: list},"
        " flex: {multipliers: {input: 0.5, output: 0.5}, ref: list}}",
        input=1.00,
        output=4.00,
    ),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=4.00),
)
PLAIN = "kind: prompted, model: shop/small, prompt: 400"
MEASURED = f"{PLAIN}, latency: {{p50: 450, p95: 900, samples: 100}}"


def stated(said: Any) -> dict[str, float]:
    found = Objectives.model_validate(said, context={"currency": "USD"}).stated()
    return {measure: float(limit.value.item()) for measure, limit in found.items()}


def wrong(said: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        stated(said)
    return [str(each["ctx"]["words"]) for each in refused.value.errors() if "ctx" in each]


def judged(option: OptionResult, measure: str) -> Judged:
    return next(each for each in option.objectives if each.measure == measure)


def held(option: str, objectives: str, **parts: str) -> OptionResult:
    return computed(option, PRICES, more=f"objectives: {objectives}", **parts)


@pytest.mark.parametrize(
    ("sentence", "measure", "limit"),
    [
        ("latency p95 <= 500 ms", "latency_p95", 500),
        ("latency p95 <= 1.5 s", "latency_p95", 1500),
        ("Latency P99 < 2k", "latency_p99", 2000),
        ("p95 <= 500", "latency_p95", 500),
        ("latency_p50 ≤ 300", "latency_p50", 300),
        ("ttft p95 at most 250 ms", "ttft_p95", 250),
        ("accuracy >= 97%", "accuracy", 0.97),
        ("accuracy at least 0.9", "accuracy", 0.90),
        ("accuracy ≥ 97%", "accuracy", 0.97),
        ("budget <= 120k", "budget", 120_000),
    ],
)
def test_a_sentence_is_a_measure_and_its_limit(sentence: str, measure: str, limit: float) -> None:
    assert stated([sentence]) == pytest.approx({measure: limit})


def test_a_mapping_says_the_same_as_sentences() -> None:
    sentences = ["latency p95 <= 500 ms", "accuracy >= 97%", "budget <= 120k"]
    assert stated({"latency_p95": "500 ms", "accuracy": "97%", "budget": "120k"}) == stated(sentences)
    assert stated({"latency_p95": "<= 500", "accuracy": ">= 97%", "budget": "at most 120k"}) == stated(
        sentences
    )


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (["latency p95 >= 500 ms"], "latency p95 has to be at most (<=) something"),
        (["latency p95 = 500 ms"], "latency p95 has to be at most (<=) something"),
        (["accuracy <= 97%"], "accuracy has to be at least (>=) something"),
        ({"budget": "at least 120k"}, "budget has to be at most (<=) something"),
        (["latncy p95 <= 500"], "nothing is called 'latncy p95' (did you mean 'latency_p95'"),
        (["colour <= 500"], "nothing is called 'colour'; there are latency_p50, latency_p95"),
        (["latency <= 500"], "nothing is called 'latency'; say which percentile, such as `latency p95 <="),
        (["monthly budget <= 2k"], "nothing is called 'monthly budget'; a budget is for all months"),
        (["budget <= 2000/month"], "is for a month; a budget is for all months of the plan together"),
        ({"budget": "2k a month"}, "is for a month; a budget is for all months of the plan together"),
        (["latency p95 <= <= 5"], "is no objective; write a line such as"),
        (["ttft p95 <= 500", "ttft p95 <= 400"], "ttft p95 stands here twice"),
        (["fast"], "is no objective; write a line such as `latency p95 <= 500 ms`"),
        ([{"latency_p95": 500}], "is no objective; write a line such as"),
        ([500], "is no objective; write a line such as"),
    ],
)
def test_what_is_no_objective_is_refused_with_what_to_write(said: Any, complaint: str) -> None:
    (words,) = wrong(said)
    assert words.startswith(complaint)


def test_all_wrong_sentences_are_told_at_once() -> None:
    (words,) = wrong(["fast", "accuracy <= 97%", "budget <= 3", "budget <= 4"])
    assert len(words.split("; ")) >= 3
    assert "budget stands here twice" in words


@pytest.mark.parametrize(
    ("limit", "complaint"),
    [
        ("latency p95 <= -3", "-3 is not at least 1"),
        ("accuracy >= 101%", "101% is not at most 100%"),
        ("budget <= 0", "0 is not above 0"),
        ("budget <= much", "expected a number in USD, got 'much'"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_at_its_sentence(limit: str, complaint: str) -> None:
    text = scenario(PLAIN, more=f"objectives:\n  - ttft p50 <= 900\n  - {limit}")
    (problem,) = problems(text, PRICES)
    assert problem.startswith(f"plan.yaml:10: objectives[1]: {complaint}")


def test_an_own_measurement_is_held_against_the_limit() -> None:
    """At the plan's own tokens it is what was measured: 450 ms and 900 ms."""
    for limit, meets in ((901, True), (899, False)):
        assert held(MEASURED, f"{{latency_p95: {limit}}}").feasible is meets
    for limit, meets in ((451, True), (449, False)):
        assert held(MEASURED, f"{{latency_p50: {limit}}}").feasible is meets


def test_a_limit_that_is_just_reached_is_met() -> None:
    assert held(f"{PLAIN}, accuracy: 97%", "[accuracy >= 97%]").feasible
    assert not held(f"{PLAIN}, accuracy: 96.9%", "[accuracy >= 97%]").feasible


def test_an_option_that_misses_an_objective_is_not_the_cheapest() -> None:
    """The half-price one is too slow; without the objective it would be chosen."""
    options = {
        "fast": f"{PLAIN}, latency: {{p50: 200, p95: 300, samples: 9}}, staff: {{x: {{role: engineer, hours: 9}}}}",
        "slow": f"{PLAIN}, latency: {{p50: 800, p95: 900, samples: 9}}",
    }
    free = compare(evaluated(scenario(options), PRICES))
    asked = compare(evaluated(scenario(options, more="objectives: [latency p95 <= 500 ms]"), PRICES))
    assert free.cheapest == "slow"
    assert asked.cheapest == "fast"


def test_every_objective_has_to_be_met() -> None:
    option = held(f"{MEASURED}, accuracy: 95%", "[latency p95 <= 1000, accuracy >= 97%, budget <= 1k]")
    assert {each.measure: each.holds for each in option.objectives} == {
        "latency_p95": True,
        "accuracy": False,
        "budget": True,
    }
    assert [each.measure for each in option.missed] == ["accuracy"]
    assert not option.feasible


def test_a_latency_that_nobody_knows_is_neither_met_nor_missed() -> None:
    option = held(PLAIN, "[latency p95 <= 1]")
    found = judged(option, "latency_p95")
    assert (found.holds, found.met, found.found) == (None, None, None)
    assert found.why == "nobody is known to have measured shop/small"
    assert option.missed == ()
    assert option.unjudged == (found,)
    assert not option.feasible


def test_an_accuracy_that_nobody_says_is_neither_met_nor_missed() -> None:
    found = judged(held(PLAIN, "[accuracy >= 97%]"), "accuracy")
    assert (found.holds, found.why) == (None, "nobody says how often it is right")


@pytest.mark.parametrize("variant", ["batch", "flex"])
def test_what_is_asked_to_wait_misses_a_latency(variant: str) -> None:
    option = held(f"{PLAIN}, variant: {variant}", "[latency p95 <= 60 s]")
    assert judged(option, "latency_p95").holds is False
    assert not option.feasible


def test_what_is_asked_to_wait_misses_no_other_objective() -> None:
    assert held(f"{PLAIN}, variant: batch, accuracy: 99%", "[accuracy >= 97%, budget <= 1k]").feasible


def test_a_nightly_job_misses_a_latency() -> None:
    job = "kind: self_hosted, tokenizer: o200k_base, prompt: 4, hosting: {job: {sku: shop/gpu, capacity: 1}}"
    assert judged(held(job, "[latency p50 <= 60 s]"), "latency_p50").holds is False


def test_a_claim_meets_nothing() -> None:
    option = held(f"{PLAIN}, latency: {{claimed: 100}}", "[latency p95 <= 500]")
    assert judged(option, "latency_p95").holds is None


def test_the_budget_is_for_every_bill_of_all_months() -> None:
    """Tokens and people of three months, launch and running; what wrong answers cost the business is no bill."""
    option = (
        f"{PLAIN}, accuracy: 90%, staff: {{x: {{role: engineer, hours: 7, hours_per_month: 2}}}},"
        " prompt_work: {role: engineer, iterations: 3, hours_each: 1}, contingency: {running: 10%}"
    )
    parts = {
        "workload": "requests: 1000, per: day, user_tokens: 100, output_tokens: 10, cost_per_error: 0.1, growth: 5%",
        "horizon": "start: 2026-12, months: 3",
    }
    total = held(option, "[budget <= 1M]", **parts)
    found = judged(total, "budget").found
    assert found is not None
    assert len({line.component for line in total.lines}) == 5
    spent = total.total - total.errors_cost
    assert 0 < spent < total.total
    assert found.value.item() == pytest.approx(spent, rel=1e-12)
    assert held(option, f"[budget <= {spent + 1:.2f}]", **parts).feasible
    assert not held(option, f"[budget <= {spent - 1:.2f}]", **parts).feasible


def test_the_budget_counts_who_stands_in() -> None:
    built = f"{PLAIN}, build_weeks: 2, until_launch: other"
    text = scenario({"plan": built, "other": PLAIN}, more="objectives: [budget <= 1M]")
    option = only(evaluated(text, PRICES))
    found = judged(option, "budget").found
    assert found is not None
    assert any(line.component == "until_launch" for line in option.lines)
    assert found.value.item() == pytest.approx(option.total)


def drawn(folder: Path, text: str, draws: int = 4000, prices: str = PRICES) -> Answer:
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "shop.yaml").write_text(prices, "utf-8")
    (folder / "plan.yaml").write_text(text, "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), draws=draws, seed=4)))


def values(made: Answer, path: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """An input in every draw, in base units."""
    assert made.drawn is not None
    return np.concatenate([made.drawn.draws.block(block)[path] for block in made.drawn.draws.blocks()])


def test_the_chance_to_meet_a_latency_is_the_share_of_draws_that_do(tmp_path: Path) -> None:
    """At its own tokens the P95 is the one that was measured, whatever else moves: its own draws decide."""
    option = f"{PLAIN}, latency: {{p50: 400, p95: 700 to 1200, samples: 9}}"
    made = drawn(tmp_path, scenario(option, more="objectives: [latency p95 <= 1000]"))
    assert made.drawn is not None
    met = made.drawn.outcomes.met["plan"]["latency_p95"]
    by_hand = values(made, "options.plan.latency.p95") <= 1.0
    assert (met == by_hand).all()
    assert 0.6 < by_hand.mean() < 0.9
    assert (made.drawn.outcomes.possible["plan"] == met).all()


def test_a_limit_may_be_uncertain_itself(tmp_path: Path) -> None:
    option = f"{PLAIN}, latency: {{p50: 400, p95: 800, samples: 9}}"
    made = drawn(tmp_path, scenario(option, more="objectives: {latency_p95: 600 to 1200}"))
    assert made.drawn is not None
    met = made.drawn.outcomes.met["plan"]["latency_p95"]
    own = values(made, "options.plan.latency.p95")
    assert (met == (values(made, "objectives.latency_p95") >= own)).all()
    assert 0 < met.mean() < 1


def test_the_chance_to_meet_several_objectives_is_that_to_meet_them_all(tmp_path: Path) -> None:
    option = f"{PLAIN}, accuracy: 94% to 98%, latency: {{p50: 400, p95: 700 to 1200, samples: 9}}"
    objectives = "objectives: [latency p95 <= 1000, accuracy >= 95%, budget <= 12]"
    workload = "requests: 500 to 1500, per: day, user_tokens: 100, output_tokens: 10"
    made = drawn(tmp_path, scenario(option, more=objectives, workload=workload))
    assert made.drawn is not None
    outcomes = made.drawn.outcomes
    by_hand = {
        "latency_p95": values(made, "options.plan.latency.p95") <= 1.0,
        "accuracy": values(made, "options.plan.accuracy") >= 0.95,
        "budget": outcomes.totals["plan"] <= 12,
    }
    for measure, met in by_hand.items():
        assert (outcomes.met["plan"][measure] == met).all(), measure
        assert 0.1 < met.mean() < 0.95, measure
    together = np.logical_and.reduce(list(by_hand.values()))
    assert (outcomes.possible["plan"] == together).all()
    assert outcomes.spreads["plan"].possible == pytest.approx(together.mean())


def test_an_option_is_never_the_cheapest_in_draws_in_which_it_misses(tmp_path: Path) -> None:
    options = {
        "dear": f"{PLAIN}, latency: {{p50: 200, p95: 300, samples: 9}}, staff: {{x: {{role: engineer, hours: 9}}}}",
        "cheap": f"{PLAIN}, latency: {{p50: 400, p95: 700 to 1200, samples: 9}}",
    }
    made = drawn(tmp_path, scenario(options, more="objectives: [latency p95 <= 1000]"))
    assert made.drawn is not None
    meets = (values(made, "options.cheap.latency.p95") <= 1.0).mean()
    spreads = made.drawn.outcomes.spreads
    assert spreads["cheap"].cheapest == pytest.approx(meets)
    assert spreads["dear"].cheapest == pytest.approx(1 - meets)


def test_what_nobody_knows_is_met_in_no_draw(tmp_path: Path) -> None:
    workload = "requests: 500 to 1500, per: day, user_tokens: 100, output_tokens: 10"
    made = drawn(tmp_path, scenario(PLAIN, more="objectives: [latency p95 <= 1]", workload=workload))
    assert made.drawn is not None
    assert made.drawn.outcomes.met["plan"] == {}
    assert not made.drawn.outcomes.possible["plan"].any()


def test_what_waits_is_possible_in_no_draw(tmp_path: Path) -> None:
    workload = "requests: 500 to 1500, per: day, user_tokens: 100, output_tokens: 10"
    text = scenario(f"{PLAIN}, variant: batch", more="objectives: [latency p95 <= 60 s]", workload=workload)
    made = drawn(tmp_path, text)
    assert made.drawn is not None
    assert not made.drawn.outcomes.possible["plan"].any()


SLOW = f"{PLAIN}, accuracy: 90%, latency: {{p50: 4000, p95: 8000, samples: 9}}"
FAST = f"{PLAIN}, accuracy: 97%, latency: {{p50: 400, p95: 800, samples: 9}}"
OUTGROWN = "objectives: {latency_p95: 1000, accuracy: 95%}\nlimits: {shop/small: {requests_per_day: 1100}}"


def taken_over(after: str, more: str = OUTGROWN) -> OptionResult:
    """An option that outgrows its account in the third month, after which another one answers."""
    options = {
        "plan": f"{FAST}, after_retirement: other",
        "other": after.replace("shop/small", "shop/large"),
    }
    text = scenario(
        options,
        horizon="start: 2026-12, months: 6",
        workload="requests: 1000, per: day, user_tokens: 100, output_tokens: 10, growth: 5%",
        more=more,
    )
    prices = shop(sku("small", input=1.00, output=4.00), sku("large", input=1.00, output=4.00))
    return evaluated(text, prices).options["plan"]


def test_who_takes_over_has_to_reach_what_the_option_is_asked_for() -> None:
    option = taken_over(SLOW)
    assert option.successor == "other"
    assert [(each.measure, each.holds) for each in option.objectives] == [
        ("latency_p95", False),
        ("accuracy", False),
    ]
    found = judged(option, "latency_p95").found
    assert found is not None
    assert found.value.item() == pytest.approx(8000)
    assert "has taken over" in judged(option, "latency_p95").why
    assert taken_over(FAST).feasible


def test_nobody_knows_of_an_option_what_nobody_knows_of_who_takes_over() -> None:
    option = taken_over(PLAIN)
    assert [each.holds for each in option.objectives] == [None, None]
    assert not option.feasible


def test_who_does_not_take_over_within_the_plan_is_asked_for_nothing() -> None:
    option = taken_over(SLOW, OUTGROWN.replace("1100", "9000"))
    assert option.successor is None
    assert option.feasible


def test_a_first_token_told_by_whole_answers_is_judged_in_every_draw_by_itself(tmp_path: Path) -> None:
    """A whole answer in time has its first token in time; elsewhere nobody knows, and the draw counts as missed."""
    option = f"{PLAIN}, latency: {{p50: 400, p95: 700 to 1200, samples: 9}}"
    for limit in (1000, 900):
        made = drawn(tmp_path, scenario(option, more=f"objectives: [ttft p95 <= {limit}]"))
        assert made.drawn is not None
        met = made.drawn.outcomes.met["plan"]["ttft_p95"]
        assert (met == (values(made, "options.plan.latency.p95") <= limit / 1000)).all()
        assert 0 < met.mean() < 1
    assert judged(made.evaluation.options["plan"], "ttft_p95").holds is None
    assert not made.evaluation.options["plan"].feasible


def handing_over(own: str, other: str, growth: str = "5%") -> str:
    """A plan whose option outgrows its account, where growth takes it there, and is taken over."""
    return scenario(
        {
            "plan": f"{PLAIN}, {own}, after_retirement: other",
            "other": f"{PLAIN.replace('small', 'large')}{other}",
        },
        horizon="start: 2026-12, months: 6",
        workload=f"requests: 1000, per: day, user_tokens: 100, output_tokens: 10, growth: {growth}",
        more="objectives: {latency_p95: 1000}\nlimits: {shop/small: {requests_per_day: 1100}}",
    )


TWO = shop(sku("small", input=1.00, output=4.00), sku("large", input=1.00, output=4.00))


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("500 to 1100", "800 to 1400"),
        ("800 to 1400", "500 to 1100"),
        ("800 to 1400", "800 to 1400"),
        ("500 to 1100", "500 to 1100"),
    ],
)
def test_both_have_to_reach_it_in_the_same_draw(tmp_path: Path, own: str, other: str) -> None:
    measured = [f"latency: {{p50: 400, p95: {each}, samples: 9}}" for each in (own, other)]
    made = drawn(tmp_path, handing_over(measured[0], f", {measured[1]}"), prices=TWO)
    assert made.drawn is not None
    assert made.evaluation.options["plan"].successor == "other"
    in_time = [values(made, f"options.{name}.latency.p95") <= 1 for name in ("plan", "other")]
    both = in_time[0] & in_time[1]
    assert 0 < both.mean() < min(each.mean() for each in in_time)
    assert (made.drawn.outcomes.met["plan"]["latency_p95"] == both).all()
    assert (made.drawn.outcomes.possible["plan"] == both).all()


@pytest.mark.parametrize("growth", ["4% (-5% to 8%)", "1% (-5% to 8%)"])
def test_draws_that_need_nobody_unknown_are_judged_and_no_others(tmp_path: Path, growth: str) -> None:
    """1,000 a day grow beyond 1,100 within five months from 1.92 % on: then somebody nobody measured takes over."""
    made = drawn(
        tmp_path, handing_over("latency: {p50: 400, p95: 900, samples: 100k}", "", growth), prices=TWO
    )
    assert made.drawn is not None
    alone = 1000 * (1 + values(made, "workload.growth")) ** 5 <= 1100
    met = made.drawn.outcomes.met["plan"]["latency_p95"]
    assert 0 < alone.mean() < 1
    assert (met == alone).all()
    assert (made.drawn.outcomes.possible["plan"] == met).all()
    assert made.drawn.outcomes.chance_of("plan", "latency_p95") == pytest.approx(alone.mean())
    assert made.drawn.outcomes.chance_of("other", "latency_p95") is None
