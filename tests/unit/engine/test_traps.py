"""The traps that published calculators fall into, told where a plan walks into one."""

from __future__ import annotations

import pytest
from building.plans import computed, evaluated, scenario, shop, sku

from planner.plan.hint import Topic
from planner.results.evaluation import OptionResult

PRICES = shop(
    sku("base", "model: base-1", input=1.00, output=4.00),
    sku("ft-base", "model: ft:base-1", input=2.00, output=8.00, training=10.00),
    sku("plain", input=1.00, output=4.00),
    sku("blend", "blended_input_share: 75%", input=1.00, output=1.00),
    sku("thinking", "reasons_by_default: true", input=1.00, output=4.00),
    sku("cached", "caching: [{rule: automatic}]", input=1.00, output=4.00),
    sku("gpu", gpu_hour=36.00),
    rules="automatic: {mode: automatic, minimum_tokens: 1024, read_multiplier: 0.5, lifetime: 300}",
)
BUSY = "requests: 1000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%"
TUNED = "prompt: 50, training: {rounds: 1, fee: 5}"


def told(option: OptionResult) -> list[str]:
    return [hint.what for hint in option.hints if hint.topic is Topic.TRAP]


def alone(inside: str, workload: str = BUSY) -> list[str]:
    return told(computed(inside, PRICES, workload=workload))


def test_a_blended_price_is_told_where_the_plan_has_another_mix() -> None:
    (words,) = alone("kind: prompted, model: shop/blend, prompt: 800")
    assert words == (
        "Blend has a price for a blend with 75% of input; here it is 99%, so the price of each has to be known"
    )
    assert alone("kind: prompted, model: shop/blend, prompt: 0, output_tokens: 33") == []


def test_a_discount_out_of_reach_is_told_where_it_was_asked_for() -> None:
    asked = "kind: prompted, model: shop/cached, prompt: {}, caching: {{rule: automatic, hit_share: 100%}}"
    (words,) = alone(asked.format(800))
    assert words == (
        "it asks for automatic, but a prompt of 800 tokens gets no discount: the cache takes 1,024 and more"
    )
    assert alone(asked.format(1024)) == []
    assert alone("kind: prompted, model: shop/cached, prompt: 800") == []


def test_a_tuned_model_at_the_base_price_is_told_with_the_price_it_has() -> None:
    (words,) = alone(f"kind: tuned, model: shop/base, {TUNED}")
    assert words == "it is tuned, but priced as the base model; tuned, that one is sold as shop/ft-base"
    assert alone(f"kind: tuned, model: shop/ft-base, {TUNED}") == []
    assert alone(f"kind: tuned, model: shop/plain, {TUNED}") == []


def test_a_tuned_model_at_the_price_of_an_untuned_option_is_told() -> None:
    options = {
        "prompted": "kind: prompted, model: shop/plain, prompt: 800",
        "tuned": f"kind: tuned, model: shop/plain, {TUNED}",
    }
    found = evaluated(scenario(options), PRICES).options
    assert told(found["prompted"]) == []
    assert told(found["tuned"]) == [
        "it is tuned, but has the price of Prompted, which is not; tuned models often cost more"
    ]


@pytest.mark.parametrize(("workload", "said"), [(BUSY, True), (BUSY.replace(", busy_hour: 10%", ""), False)])
def test_a_gpu_paid_only_while_it_works_is_told_where_requests_cannot_wait(workload: str, said: bool) -> None:
    job = "kind: self_hosted, tokenizer: o200k_base, prompt: 50, hosting: {job: {sku: shop/gpu, capacity: 1}}"
    assert any("paid only while they work" in words for words in alone(job, workload)) == said


@pytest.mark.parametrize(("capacity", "never"), [(10, True), (11, False)])
def test_gpus_that_are_cheaper_at_no_volume_are_told(capacity: float, never: bool) -> None:
    # A request costs 900 x $1.00 + 10 x $4.00 a million = $0.00094; a GPU $0.01 a second.
    options = {
        "api": "kind: prompted, model: shop/plain, prompt: 800",
        "own": (
            "kind: self_hosted, tokenizer: o200k_base, prompt: 50, hosting: {replicas: {sku: shop/gpu,"
            f" capacity: {capacity}, target_load: 100%, minimum: 1}}}}"
        ),
    }
    found = told(evaluated(scenario(options, workload=BUSY), PRICES).options["own"])
    expected = (
        "no volume makes its GPUs cheaper: at full load 1,000 requests take 1 USD of them,"
        " and 0.94 USD of tokens at Api"
    )
    assert found == ([expected] if never else [])


def test_reasoning_is_looked_for_in_every_call_of_a_chain() -> None:
    steps = (
        "find: {model: shop/plain, prompt: 10, output_tokens: 5},"
        " sort: {model: shop/thinking, prompt: 10, output_tokens: 5},"
        " check: {model: shop/thinking, prompt: 10, reasoning_tokens: 5}"
    )

    option = computed(f"kind: chain, steps: {{{steps}}}", PRICES)
    (hint,) = option.hints
    assert hint.topic is Topic.REASONING
    assert hint.what == "sort: it reasons unless told not to, and no reasoning_tokens are counted"
    assert option.reasoning_forgotten
