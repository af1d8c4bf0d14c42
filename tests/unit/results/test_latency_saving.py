"""A prompt of 800 tokens made one of 50: what that saves at most, whatever somebody claims."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from building.plans import evaluated, scenario
from building.savings import ms, saved

from planner.engine.latency_ranges import ranges
from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook
from planner.plan.latency.call_profile import Evidence
from planner.results.evaluation import Evaluation
from planner.results.latency_saving import saving
from planner.results.saving_steps import steps

LONG = "kind: prompted, model: openai/gpt-4o-mini, prompt: 800"
SHORT = "kind: tuned, model: openai/ft-gpt-4o-mini, prompt: 50, training: {rounds: 1, fee: 1}"
OWN = (
    "kind: self_hosted, tokenizer: llama3, prompt: 50,"
    " hosting: {replicas: {sku: runpod/h100-sxm, minimum: 1, serving: {model: llama-3.1-8b}}}"
)
AS_OF = {
    "2024-10-05": "start: 2024-11, months: 2",
    "2026-11-20": "start: 2026-12, months: 1",
}


@pytest.fixture(scope="module")
def prices() -> PriceBook:
    return read_price_book()


def plan(
    prices: PriceBook, options: Mapping[str, str], day: str = "2026-11-20", output: int = 8, more: str = ""
) -> Evaluation:
    text = scenario(
        options,
        workload=f"requests: 1000, per: day, user_tokens: 100, output_tokens: {output}, busy_hour: 10%",
        horizon=AS_OF[day],
        as_of=day,
        more=more,
    )
    return evaluated(text, prices)


@pytest.mark.parametrize("day", AS_OF)
def test_750_tokens_less_save_45_ms(prices: PriceBook, day: str) -> None:
    """60 ms for each 1,000 prompt tokens, as GPT-4o mini was measured; the tuned model has its profile."""
    found = saved(prices, plan(prices, {"long": LONG, "short": SHORT}, day))
    assert ms(found) == pytest.approx({"shorter prompt": 45.0})
    assert found.total.value.item() == pytest.approx(45.0)
    assert found.mixed is None


@pytest.mark.parametrize("day", AS_OF)
def test_the_saving_lies_between_15_and_90_ms_and_never_near_300(prices: PriceBook, day: str) -> None:
    found = saved(prices, plan(prices, {"long": LONG, "short": SHORT}, day))
    spread = ranges({"total": found.total, **found.parts}, 10_000, 1, ())
    for name in ("total", "shorter prompt"):
        assert 15 <= spread[name].p10 < 45 < spread[name].p90 <= 90, name
    # Three times what the slope's own P95 makes of 750 tokens would still be below it.
    assert spread["total"].p90 * 3 < 300


def test_a_shorter_answer_saves_its_tokens_at_the_models_own_pace(prices: PriceBook) -> None:
    """16 ms for each of 12 tokens less."""
    found = saved(prices, plan(prices, {"long": LONG, "short": f"{SHORT}, output_tokens: 8"}, output=20))
    assert ms(found) == pytest.approx({"shorter prompt": 45.0, "shorter output": 12 * 16})
    assert found.total.value.item() == pytest.approx(45.0 + 192)


def test_a_shorter_answer_saves_against_a_whole_one_that_was_measured(prices: PriceBook) -> None:
    """Measured with 300 tokens, 290 of them not written, at the 10 ms that are assumed; the rest is the other model."""
    own = f"{LONG}, latency: {{p50: 3300, p95: 5000, samples: 600, prompt_tokens: 900, output_tokens: 300}}"
    other = f"{SHORT.replace('prompt: 50', 'prompt: 800')}, output_tokens: 10"
    made = saved(prices, plan(prices, {"own": own, "other": other}, output=300))
    assert ms(made)["shorter output"] == pytest.approx(2900)
    again = saved(prices, plan(prices, {"own": own, "shorter": f"{own}, output_tokens: 10"}, output=300))
    assert ms(again) == pytest.approx({"shorter output": 2900})


def test_the_parts_add_up_to_the_saving_when_model_and_place_differ(prices: PriceBook) -> None:
    other = "kind: prompted, model: openai/gpt-4o, prompt: 50"
    found = saved(prices, plan(prices, {"long": LONG, "other": other}))
    assert set(ms(found)) >= {"shorter prompt", "another model"}
    assert sum(ms(found).values()) == pytest.approx(found.total.value.item())


def test_the_same_model_measured_elsewhere_is_no_other_model(prices: PriceBook) -> None:
    own = f"{LONG}, latency: {{profile: gpt-4o-mini-2024-08}}"
    found = saved(prices, plan(prices, {"long": LONG, "measured": own}))
    assert set(ms(found)) == {"region or tier"}


def test_requests_of_several_calls_are_not_taken_apart(prices: PriceBook) -> None:
    steps = (
        "kind: chain, steps: {one: {model: openai/gpt-4o-mini, prompt: 50, output_tokens: 3},"
        " two: {model: openai/gpt-4o-mini, prompt: 50}}"
    )
    first, second = plan(prices, {"long": LONG, "steps": steps}).options.values()
    assert saving(first.latency, second.latency, prices.latency) is None


def test_150_ms_are_met_by_an_own_model_only(prices: PriceBook) -> None:
    options = {"long": LONG, "short": SHORT, "own": OWN}
    made = plan(prices, options, output=8, more="objectives: [latency p95 <= 150 ms]")
    assert {name: option.objectives[0].holds for name, option in made.options.items()} == {
        "long": False,
        "short": False,
        "own": True,
    }


def on(sku: str = "aws/l4", prompt: int = 64, model: str = "llama-3.2-3b", more: str = "") -> str:
    return (
        f"kind: self_hosted, tokenizer: llama3, prompt: {prompt},"
        f" hosting: {{replicas: {{sku: {sku}, minimum: 1, serving: {{model: {model}{more}}}}}}}"
    )


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (on("runpod/h100-sxm"), "another GPU"),
        (on(more=", network: 30"), "other settings"),
        (on(more=", mbu: 30%"), "other settings"),
        (on(model="llama-3.1-8b"), "another model"),
        (on("runpod/h100-sxm", model="llama-3.1-8b"), "another model and GPU"),
    ],
)
def test_gpus_and_settings_are_told_from_the_model_they_run(
    other: str, reason: str, prices: PriceBook
) -> None:
    found = saved(prices, plan(prices, {"base": on(), "other": other}))
    assert set(ms(found)) == {reason, "waiting in the queue"}
    assert found.mixed is None


def test_a_longer_prompt_on_the_same_gpu_takes_what_the_gpu_needs_to_read_it(prices: PriceBook) -> None:
    """No straight line: the first 100 tokens are for nothing, as the weights have to be read anyway."""
    made = plan(prices, {"short": on(), "long": on(prompt=3000)})
    found = saved(prices, made)
    assert set(ms(found)) == {"shorter prompt", "time per token", "waiting in the queue"}
    first, second = (next(iter(each.latency.parts[0].timing.calls)) for each in made.options.values())
    assert ms(found)["shorter prompt"] == pytest.approx((first.ttft - second.ttft).value.item())
    assert ms(found)["shorter prompt"] < -200


def test_settings_that_are_written_out_are_those_that_are_left_out(prices: PriceBook) -> None:
    assumed = prices.latency.serving_assumption()
    same = on(more=f", mfu: {assumed.mfu.value.item()}", prompt=900)
    assert "other settings" not in ms(saved(prices, plan(prices, {"base": on(), "same": same})))


def test_a_model_that_takes_over_later_is_a_part_of_what_is_saved(prices: PriceBook) -> None:
    """GPT-4o mini retires in January 2027; the p50 that is shown is that of the slower successor."""
    moves = "kind: prompted, model: openai/gpt-4o-mini, prompt: 300, lock_in: {per_year: 0}"
    text = scenario(
        {"base": on(), "moves": moves},
        workload="requests: 1000, per: day, user_tokens: 100, output_tokens: 8, busy_hour: 10%",
        horizon="start: 2026-12, months: 6",
        as_of="2026-11-20",
    )
    found = saved(prices, evaluated(text, prices))
    assert ms(found)["a later model"] < -10
    assert found.total.estimated


UNKNOWN = {"base": "kind: prompted, model: openai/gpt-4o, prompt: 300"}


def test_two_unknown_places_are_not_the_same_place(prices: PriceBook) -> None:
    other = {"other": "kind: prompted, model: openai/gpt-4o-mini, prompt: 300"}
    found = saved(prices, plan(prices, UNKNOWN | other))
    assert set(ms(found)) == {"another model"}
    assert found.mixed == ("unknown", "unknown")
    assert {reason: [day.year for day in days] for reason, days in found.apart.items()} == {
        "another model": [2024, 2026]
    }


def test_an_own_measurement_without_a_region_is_from_anywhere(prices: PriceBook) -> None:
    own = "kind: prompted, model: anthropic/claude-haiku-4-5, prompt: 300, latency: {p50: 700, p95: 1400, samples: 9}"
    found = saved(prices, plan(prices, UNKNOWN | {"own": own}))
    assert (found.mixed, found.apart) == (("unknown", "unknown"), {})
    same = own.replace("samples", "region: Seoul, samples")
    twice = {"one": same, "two": same.replace("haiku-4-5", "haiku-5-5").replace("700", "650")}
    assert saved(prices, plan(prices, twice)).mixed is None


def test_a_stand_in_that_is_compared_with_is_no_measurement(prices: PriceBook) -> None:
    """GPT-6 Luna bought as priority was measured by nobody: what GPT-5.6 Luna took so in Seoul is an estimate of it."""
    base = "kind: prompted, model: openai/gpt-4.1-mini, prompt: 300, latency: {profile: gpt-4.1-mini-2026-08-priority}"
    luna = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 300"
    first, second = (
        next(iter(each.latency.parts[0].timing.calls))
        for each in plan(prices, {"base": base, "luna": luna}).options.values()
        if each.latency.parts[0].timing is not None
    )
    (model, _, between), (tier, _, own) = steps(first, second, prices.latency)
    assert (model, tier) == ("another model", "region or tier")
    assert (between.name, between.evidence) == ("gpt-5.6-luna-2026-08-priority", Evidence.STAND_IN)
    assert between.ttft.estimated
    assert own is second.profile
