"""Hints: a prompt that would be cheaper longer, and reasoning that nobody counted."""

from __future__ import annotations

from math import exp

import pytest
from building.plans import OWN_GPUS, amounts, computed, problems, quantity_of, scenario, shop, sku

from planner.plan.hint import Hint, Topic
from planner.results.evaluation import OptionResult

RULES = """
automatic: {mode: automatic, minimum_tokens: 1024, increment_tokens: 128, read_multiplier: 0.1, lifetime: 300}
asked-for: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1.25, lifetime: 300}
kept: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1, lifetime: 300, stored: true}
"""
RULED = "caching: [{rule: automatic}, {rule: asked-for}, {rule: kept}]"
PRICES = shop(
    sku("large", RULED, input=2.00, output=10.00, cache_storage=1.00),
    sku("thinking", "reasons_by_default: true", input=2.00, output=10.00, training=25.00),
    rules=RULES,
)
BUSY = "requests: 50000, per: day, user_tokens: 100, output_tokens: 10"


def asked(prompt: int, more: str = "", workload: str = BUSY) -> OptionResult:
    return computed(
        f"kind: prompted, model: shop/large, prompt: {prompt}{more}",
        PRICES,
        workload=workload,
        horizon="start: 2026-12, months: 2, month: 30 days",
    )


def cheaper(found: OptionResult) -> list[Hint]:
    """Return what would be cheaper; that a discount is out of reach is told besides."""
    return [hint for hint in found.hints if hint.topic is Topic.CACHE]


def saved(found: OptionResult) -> float:
    (hint,) = cheaper(found)
    saving = found.hint_saving(hint)
    assert saving is not None
    return saving


def test_padding_saves_what_two_runs_differ_by() -> None:
    found = asked(800)
    assert [hint.what for hint in cheaper(found)] == [
        "a prompt of 1,024 tokens instead of 800 would reach the prompt cache"
    ]
    assert saved(found) == pytest.approx(found.total - asked(1024).total)
    # 800 tokens at $2 against 1,024 of which the share found costs a tenth; 50,000 a day hit 1 - e^-173.6, so all.
    hit = 1 - exp(-50_000 / 86_400 * 300)
    request = (800 - 1024 * (0.1 * hit + (1 - hit))) * 2 / 1e6
    assert saved(found) == pytest.approx(50_000 * 60 * request)


@pytest.mark.parametrize("rule", ["asked-for", "kept"])
@pytest.mark.parametrize("share", ["95%", "50%"])
def test_padding_counts_writes_and_what_keeping_the_prefix_costs(rule: str, share: str) -> None:
    more = f", caching: {{rule: {rule}, hit_share: {share}}}"
    found, longer = asked(800, more), asked(1024, more)
    if longer.total < found.total:
        assert saved(found) == pytest.approx(found.total - longer.total)
    else:
        assert cheaper(found) == []


def test_padding_that_only_storage_makes_dearer_is_no_hint() -> None:
    # 20 requests a day save 1,200 x (800 x 2 - 1,024 x (0.1 x 2 x 0.9 + 2 x 0.1)) / 1e6 = $1.45 in two months;
    # keeping 1,024 tokens for 0.9 of 1,440 hours costs $1.33, for one request a day fewer it is not earned.
    few = "requests: {}, per: day, user_tokens: 100, output_tokens: 10"
    more = ", caching: {rule: kept, hit_share: 90%}"
    for requests in (20, 18):
        found, longer = (asked(prompt, more, few.format(requests)) for prompt in (800, 1024))
        assert bool(cheaper(found)) == (longer.total < found.total) == (requests == 20)


@pytest.mark.parametrize("prompt", [1024, 1500])
def test_a_prompt_that_reaches_the_cache_gets_no_hint(prompt: int) -> None:
    assert cheaper(asked(prompt, ", caching: automatic")) == []


def test_a_prompt_that_would_be_dearer_padded_gets_no_hint() -> None:
    # At best 1,024 x 0.1 = 102.4 tokens' worth are paid for the padded prompt.
    assert cheaper(asked(102)) == []
    assert cheaper(asked(103)) != []
    # One request an hour finds the prefix in 8 % of cases: 224 tokens more cost more than that saves.
    assert cheaper(asked(800, workload="requests: 24, per: day, user_tokens: 100, output_tokens: 10")) == []


EXPLICIT = shop(
    sku(
        "patient", "caching: [{rule: asked-for}, {rule: kept}]", input=2.00, output=10.00, cache_storage=1.00
    ),
    sku("trained", RULED, input=2.00, output=10.00, training=25.00),
    sku("unpriced", "caching: [{rule: kept}]", input=2.00, output=10.00),
    rules=RULES,
)


def explicit(inside: str, workload: str = BUSY) -> OptionResult:
    return computed(inside, EXPLICIT, workload=workload, horizon="start: 2026-12, months: 2, month: 30 days")


@pytest.mark.parametrize(("prompt", "padded"), [(1500, 1500), (800, 1024)])
def test_an_explicit_cache_that_nobody_asked_for_is_a_hint_with_what_two_runs_differ_by(
    prompt: int, padded: int
) -> None:
    found = explicit(f"kind: prompted, model: shop/patient, prompt: {prompt}")
    better = explicit(f"kind: prompted, model: shop/patient, prompt: {padded}, caching: asked-for")
    (hint,) = cheaper(found)
    assert "with caching: asked-for" in hint.what
    assert (f"instead of {prompt}" in hint.what) == (prompt < padded)
    assert saved(found) == pytest.approx(found.total - better.total)
    assert cheaper(better) == []


def test_a_saving_of_less_than_a_thousandth_of_the_cost_is_no_hint() -> None:
    paid = "kind: prompted, model: shop/patient, prompt: 1500, staff: {{work: {{role: engineer, hours: {}}}}}"
    # 3M requests save 1,500 x 0.9 x $2 a million each: $8,100, a thousandth of what 81,000 hours cost.
    assert cheaper(explicit(paid.format(70_000))) != []
    assert cheaper(explicit(paid.format(90_000))) == []


def test_a_cache_whose_price_is_not_known_is_not_advised() -> None:
    assert cheaper(explicit("kind: prompted, model: shop/unpriced, prompt: 1500")) == []


def test_padding_counts_what_longer_examples_and_evaluation_calls_cost() -> None:
    tuned = (
        "kind: tuned, model: shop/trained, prompt: {}, training: {{rounds: 4, epochs: 3, examples: 100}}, "
        "evaluation: {{cases: 500, runs: 4}}, caching: automatic"
    )
    found, longer = explicit(tuned.format(800)), explicit(tuned.format(1024))
    assert saved(found) == pytest.approx(found.total - longer.total)
    # 224 tokens more in 4 x 3 x 10,000 examples at $25 a million cost $672; 300,000 requests save 0.1395 cents each.
    many, few = tuned.replace("100}}", "10000}}"), BUSY.replace("50000", "5000")
    found, longer = explicit(many.format(800), few), explicit(many.format(1024), few)
    assert longer.total > found.total
    assert cheaper(found) == []


def test_a_cache_that_is_switched_off_is_not_advertised() -> None:
    assert cheaper(asked(800, ", caching: off")) == []


def test_a_caching_rule_may_stand_alone() -> None:
    hourly = "requests: 24, per: day, user_tokens: 100, output_tokens: 10"
    short, long = (
        asked(1500, f", caching: {written}", hourly) for written in ("asked-for", "{rule: asked-for}")
    )
    assert amounts(short) == amounts(long)
    assert "cache writes" in amounts(short)
    (problem,) = problems(scenario("kind: prompted, model: shop/large, prompt: 1, caching: askd-for"), PRICES)
    assert "options.plan.caching: shop/large has no such caching rule" in problem
    assert "(did you mean 'asked-for'?)" in problem


THINKING = "kind: prompted, model: shop/thinking, prompt: 800"


def test_a_model_that_reasons_by_default_gets_a_hint_until_reasoning_is_counted() -> None:
    (hint,) = computed(THINKING, PRICES).hints
    assert hint.what == "it reasons unless told not to, and no reasoning_tokens are counted"
    assert computed(THINKING, PRICES).hint_saving(hint) is None
    for counted in ("0", "250"):
        assert computed(f"{THINKING}, reasoning_tokens: {counted}", PRICES).hints == ()
    assert cheaper(computed("kind: prompted, model: shop/large, prompt: 2000, caching: off", PRICES)) == []


def test_reasoning_is_billed_as_output() -> None:
    # 31,000 requests with 10 tokens of answer and 250 of reasoning at $10 a million.
    found = computed(f"{THINKING}, reasoning_tokens: 250", PRICES)
    assert quantity_of(found, "output tokens") == 31_000 * 260
    assert amounts(found)["output tokens"] == pytest.approx(31_000 * 260 * 10 / 1e6)
    assert amounts(found)["input tokens"] == amounts(computed(THINKING, PRICES))["input tokens"]
    assert found.tokens.output.value.item() == 10


def test_reasoning_is_no_part_of_a_training_example() -> None:
    tuned = THINKING.replace("prompted", "tuned") + ", training: {rounds: 1, epochs: 1, examples: 1000}"
    plain, reasoning = (computed(tuned + more, PRICES) for more in ("", ", reasoning_tokens: 250"))
    # 1,000 examples of 800 + 100 + 10 tokens at $25 a million.
    assert plain.launch == reasoning.launch == pytest.approx(1000 * 910 * 25 / 1e6)


def test_only_a_hosted_model_takes_reasoning_tokens() -> None:
    own = f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS}, reasoning_tokens: 5"
    (problem,) = problems(scenario(own), PRICES)
    assert "reasoning_tokens: unknown key" in problem


def test_padding_is_worth_what_two_plans_differ_by_also_where_the_model_retires() -> None:
    gone = "availability: {retired_on: 2027-01-11, announced: 2026-06-01, successor: shop/next, ref: list}"
    cache = "caching: [{rule: automatic}]"
    prices = shop(
        sku("old", f"{cache}\n{gone}", input=1.00, output=4.00),
        sku("next", cache, input=2.00, output=8.00),
        rules="automatic: {mode: automatic, minimum_tokens: 1024, read_multiplier: 0.1, lifetime: 300}",
    )

    def moving(prompt: int) -> OptionResult:
        plan = f"kind: prompted, model: shop/old, prompt: {prompt}, lock_in: {{hours: 3, role: engineer}}"
        return computed(plan, prices, workload=BUSY, horizon="start: 2026-12, months: 3")

    assert saved(moving(800)) == pytest.approx(moving(800).total - moving(1024).total)
    assert cheaper(moving(1024)) == []
