"""Tokens and their price: classes, the long-context cliff, variants, and what one request costs."""

from __future__ import annotations

import pytest
from building.plans import amounts, computed, problems, quantity_of, scenario, shop, sku

from planner.results.evaluation import OptionResult

CLIFF = "long_context: {above_tokens: 200000, multipliers: {input: 2, output: 1.5}, ref: list}"
VARIANTS = (
    "variants: {batch: {multipliers: {input: 0.5, output: 0.5}, ref: list},"
    " priority: {multipliers: {output: 3}, ref: list}}"
)
PRICES = shop(
    sku("small", VARIANTS, input=0.15, output=0.60),
    sku("long", CLIFF + "\n" + VARIANTS, input=1.25, output=10.00),
    sku("embedding", input=0.02),
    sku("database", month=50.00),
)
NOVEMBER_2024 = "start: 2024-10, months: 1, month: 30 days"


def test_the_article_prompt_costs_7_05_dollars_a_day() -> None:
    # 50,000 x (900 in x $0.15 + 10 out x $0.60) / 1e6 = 6.75 + 0.30 a day.
    found = computed(
        "kind: prompted, model: shop/small, prompt: 800",
        PRICES,
        workload="requests: 50000, per: day, user_tokens: 100, output_tokens: 10",
        horizon=NOVEMBER_2024,
    )
    assert amounts(found) == pytest.approx({"input tokens": 6.75 * 30, "output tokens": 0.30 * 30})
    assert found.inference_per_day == pytest.approx(7.05)
    assert found.inference_per_request == pytest.approx(7.05 / 50_000)


def request_cost(user: int, model: str = "shop/long", more: str = "") -> float:
    """Price one request of so many user tokens and 1,000 tokens of output."""
    found = computed(
        f"kind: prompted, model: {model}, prompt: 0{more}",
        PRICES,
        workload=f"requests: 1, per: month, user_tokens: {user}, output_tokens: 1000",
    )
    return found.total


def test_a_request_exactly_at_the_threshold_keeps_the_ordinary_price() -> None:
    # 200,000 x $1.25 + 1,000 x $10.00 a million = 0.25 + 0.01.
    assert request_cost(200_000) == pytest.approx(0.26)


def test_one_token_more_reprices_the_whole_request() -> None:
    # 200,001 x $2.50 + 1,000 x $15.00 a million = 0.5000025 + 0.015: a cliff, not a tier on top.
    assert request_cost(200_001) == pytest.approx(0.5150025)


def test_everything_that_the_model_reads_counts_towards_the_threshold() -> None:
    # 120,000 of prompt, 30,000 of examples, 49,000 of user and 4 x 250 retrieved are exactly 200,000.
    found = []
    for chunk in (250, 251):
        corpus = "corpus_tokens: 0, embedding: shop/embedding, database: shop/database"
        retrieval = f"retrieval: {{chunks: 4, chunk_tokens: {chunk}, {corpus}}}"
        option = f"kind: retrieval_augmented, model: shop/long, prompt: 120k, few_shot: 30k, {retrieval}"
        workload = "requests: 1, per: month, user_tokens: 49k, output_tokens: 1000"
        found.append(computed(option, PRICES, workload=workload))
    at, above = found
    assert tokens(at) == pytest.approx(0.26)
    # 200,004 x $2.50 + 1,000 x $15.00 a million.
    assert tokens(above) == pytest.approx(0.51501)


def tokens(found: OptionResult) -> float:
    return found.components["token_usage"]


def test_what_is_bought_month_by_month_is_inference_and_people_are_not() -> None:
    # 1,000 input at $1.25 and 1,000 output at $10.00 a million, a search of 10 tokens at $0.02, $50.00 of database.
    corpus = "corpus_tokens: 0, embedding: shop/embedding, database: shop/database"
    found = computed(
        f"kind: retrieval_augmented, model: shop/long, prompt: 0, retrieval: {{chunks: 0, chunk_tokens: 0, {corpus}}},"
        " staff: {work: {role: engineer, hours_per_month: 1}}",
        PRICES,
        workload="requests: 1, per: month, user_tokens: 1000, output_tokens: 1000",
    )
    assert tokens(found) == pytest.approx(0.00125 + 0.01)
    assert found.inference == pytest.approx(0.00125 + 0.01 + 1000 * 0.02 / 1e6 + 50)
    assert found.inference_per_request == pytest.approx(found.inference)
    assert found.inference_per_day == pytest.approx(found.inference / 31)
    assert found.total == pytest.approx(found.inference + 100)


def test_the_cliff_is_found_by_the_request_and_not_by_a_months_total() -> None:
    found = computed(
        "kind: prompted, model: shop/long, prompt: 0",
        PRICES,
        workload="requests: 1M, per: month, user_tokens: 200k, output_tokens: 0",
    )
    assert found.total == pytest.approx(1e6 * 0.25)


def test_a_variant_and_the_cliff_multiply() -> None:
    # Half of $2.50 and of $15.00.
    assert request_cost(200_001, more=", variant: batch") == pytest.approx(0.5150025 / 2)


def test_a_variant_changes_only_the_meters_it_names() -> None:
    # Input stays at $1.25, output costs 3 x $10.00.
    assert request_cost(100_000, more=", variant: priority") == pytest.approx(0.125 + 0.03)


def test_a_variant_that_a_model_does_not_have_is_an_error() -> None:
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 1, variant: bach"), PRICES)
    assert problem.endswith("options.plan.variant: shop/small has no bach price (did you mean 'batch'?)")


def test_few_shot_examples_count_as_prompt() -> None:
    found = computed("kind: prompted, model: shop/small, prompt: 800, few_shot: 250", PRICES)
    assert quantity_of(found, "input tokens") == 31_000 * (800 + 250 + 100)


def test_an_option_can_answer_at_its_own_length() -> None:
    found = computed("kind: prompted, model: shop/small, prompt: 800, output_tokens: 25", PRICES)
    assert quantity_of(found, "output tokens") == 31_000 * 25


def test_an_unknown_model_is_an_error_and_never_a_price_of_zero() -> None:
    (problem,) = problems(scenario("kind: prompted, model: shop/smal, prompt: 1"), PRICES)
    assert problem.endswith(
        "options.plan.model: no price is known for 'shop/smal' (did you mean 'shop/small'?)"
    )


def test_an_unknown_meter_is_an_error_and_never_a_price_of_zero() -> None:
    (problem,) = problems(scenario("kind: prompted, model: shop/embedding, prompt: 1"), PRICES)
    assert "shop/embedding has no price for output tokens (output); it has input" in problem


def test_a_class_of_tokens_that_does_not_occur_needs_no_price() -> None:
    workload = "requests: 1000, per: day, user_tokens: 100, output_tokens: 0"
    found = computed("kind: prompted, model: shop/embedding, prompt: 0", PRICES, workload=workload)
    assert amounts(found) == pytest.approx({"input tokens": 31_000 * 100 * 0.02 / 1e6})
