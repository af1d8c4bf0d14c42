"""Prices in several currencies and prices that drift, by hand."""

from __future__ import annotations

import pytest
from building.plans import book, computed, line_of, part, problems, scenario, shop, sku

from planner.results.evaluation import OptionResult
from planner.results.trace import inputs

EUROS = shop(sku("model", input=2.00, output=0), sku("gpu", gpu_hour=3.00), provider="abroad").replace(
    "title: The abroad", "title: The abroad\ncurrency: EUR"
)
LEAVES = "availability: {retired_on: 2027-01-16, announced: 2026-01-01, successor: abroad/model, ref: list}"
PRICES = book(
    EUROS,
    shop(
        sku("model", input=1.00, output=0),
        sku("leaves", LEAVES, input=1.00, output=0),
        sku("trained", input=1.00, output=0, training=1.00),
        sku("called", call=1.00),
        sku("box", deployment_hour=1.00),
    ),
)
RATE = "exchange_rates: {EUR: {rate: 1.25, on: 2026-11-19, source: a central bank, address: 'https://example.com'}}"
# A million requests a month of one token: the price of a million is dollars.
MILLION = "requests: 1M, per: month, user_tokens: 1, output_tokens: 0"
ABROAD = "kind: prompted, model: abroad/model, prompt: 0"


def option(inside: str, months: int = 1, more: str = RATE) -> OptionResult:
    return computed(
        inside,
        PRICES,
        workload=MILLION,
        horizon=f"start: 2027-01, months: {months}, month: 31 days",
        more=more,
    )


def test_a_price_from_abroad_is_changed_at_the_rate_of_the_plan() -> None:
    assert option(ABROAD).total == pytest.approx(2.50)


def test_a_plan_in_the_currency_of_the_prices_changes_nothing() -> None:
    found = option(ABROAD, more="currency: EUR")
    assert found.total == pytest.approx(2.00)


def test_a_plan_in_euros_changes_dollars_and_takes_its_people_as_they_are() -> None:
    work = "staff: {work: {role: engineer, hours: 2}}"
    rate = "currency: EUR\nexchange_rates: {USD: {rate: 0.8, on: 2026-11-19, source: a central bank}}"
    found = option(f"kind: prompted, model: shop/model, prompt: 0, {work}", more=rate)
    assert part(found, "token_usage") == pytest.approx({"input tokens": 0.80})
    assert part(found, "staff") == pytest.approx({"work": 200})


def test_the_rate_stands_in_the_trace_with_its_day_and_page() -> None:
    line = line_of(option(ABROAD), "input tokens")
    rate = inputs(line.charge.amount)["exchange_rates.EUR.rate"].quantity
    assert rate.label == "USD for one EUR, 2026-11-19"
    assert rate.origin is not None
    assert rate.origin.source == "a central bank, 2026-11-19, https://example.com"
    assert rate.origin.location is not None
    assert rate.origin.location.file == "plan.yaml"
    assert str(line.charge.unit_price.unit) == "USD/1M tok"


def test_a_price_in_the_plans_own_currency_names_no_rate() -> None:
    line = line_of(option("kind: prompted, model: shop/model, prompt: 0"), "input tokens")
    assert not any(path.startswith("exchange_rates") for path in inputs(line.charge.amount))


def test_a_rate_that_is_missing_is_asked_for() -> None:
    (problem,) = problems(scenario(ABROAD), PRICES)
    assert problem.startswith("plan.yaml:")
    assert (
        "abroad/model is priced in EUR and the scenario is in USD; plan in EUR, give exchange_rates.EUR"
        in problem
    )


def test_currencies_are_mixed_in_one_option_and_in_its_reserve() -> None:
    mixed = (
        "kind: chain, steps: {one: {model: shop/model, prompt: 0, output_tokens: 0},"
        " two: {model: abroad/model, prompt: 0}}, contingency: {running: 10%}"
    )
    found = option(mixed)
    assert part(found, "token_usage") == pytest.approx({"one: input tokens": 1.00, "two: input tokens": 2.50})
    assert found.total == pytest.approx(3.85)


def test_an_evaluation_runs_calls_in_several_currencies() -> None:
    mixed = (
        "kind: chain, steps: {one: {model: shop/model, prompt: 0, output_tokens: 0},"
        " two: {model: abroad/model, prompt: 0}}, evaluation: {cases: 1000, runs: 200}"
    )
    # 200,000 requests at 1 $ and 2 EUR a million.
    assert part(option(mixed), "evaluation") == pytest.approx({"evaluation requests": 0.2 * 3.50})


def test_a_model_moves_to_a_successor_in_another_currency() -> None:
    moving = (
        "kind: prompted, model: shop/leaves, prompt: 0, lock_in: {}, evaluation: {cases: 1000, runs: 100}"
    )
    found = option(moving, months=2)
    assert sum(part(found, "token_usage").values()) == pytest.approx(15 / 31 * 1.00 + 16 / 31 * 2.50 + 2.50)


def drifting(inside: str, months: int = 37, drift: str = "-30%") -> list[float]:
    found = option(inside, months, f"{RATE}\nprice_drift: {drift}")
    return [float(amount) for amount in found.monthly[0]]


def test_prices_drift_by_the_year_and_compound() -> None:
    costs = drifting("kind: prompted, model: shop/model, prompt: 0")
    assert [costs[month] for month in (0, 12, 24, 36)] == pytest.approx([1, 0.7, 0.49, 0.343])
    assert costs[6] == pytest.approx(0.7**0.5)


def test_prices_may_rise_too_and_a_price_of_the_call_drifts_like_those_of_tokens() -> None:
    assert drifting("kind: prompted, model: shop/model, prompt: 0", 13, "10%")[12] == pytest.approx(1.1)
    # A million calls at $1.00 a thousand.
    assert drifting("kind: prompted, model: shop/called, prompt: 0", 13)[12] == pytest.approx(700)


def test_every_call_of_a_request_drifts_and_a_judge_beside_the_requests_does_not() -> None:
    call = "{model: shop/model, prompt: 0, output_tokens: 0}"
    # $1.00 a month for each call of a request, the large one asked every second time: all of it falls by 30 %.
    chain = f"kind: chain, steps: {{one: {call}, two: {call}}}"
    assert [drifting(chain, 13)[month] for month in (0, 12)] == pytest.approx([2.00, 1.40])
    cascade = f"kind: cascade, first: {call}, verifier: {call}, then: {call}, doubtful: 50%"
    assert [drifting(cascade, 13)[month] for month in (0, 12)] == pytest.approx([2.50, 1.75])
    watched = f"{chain}, monitoring: {{share: 50%, judge: {call}}}"
    assert [drifting(watched, 13)[month] for month in (0, 12)] == pytest.approx([2.50, 1.90])


def test_only_an_option_that_is_free_to_move_follows_falling_prices() -> None:
    tuned = "kind: tuned, model: shop/trained, prompt: 0, training: {rounds: 0, fee: 1}"
    assert drifting(tuned, 13)[12] == pytest.approx(1.00)
    own = (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 0,"
        " hosting: {deployment: {sku: shop/box, count: 1, hours_per_month: 5}}"
    )
    assert drifting(own, 13)[12] == pytest.approx(5.00)


def test_a_drift_changes_no_price_of_the_launch_and_none_of_people() -> None:
    found = option(
        "kind: prompted, model: shop/model, prompt: 0, evaluation: {cases: 1000, runs: 1000},"
        " staff: {work: {role: engineer, hours_per_month: 1}}",
        13,
        "price_drift: -30%",
    )
    assert part(found, "evaluation") == pytest.approx({"evaluation requests": 1.00})
    assert part(found, "staff") == pytest.approx({"work": 1300})


@pytest.mark.parametrize("drift", ["-100%", "150%"])
def test_a_drift_that_nobody_means_is_refused(drift: str) -> None:
    (problem,) = problems(scenario(ABROAD, more=f"{RATE}\nprice_drift: {drift}"), PRICES)
    assert "price_drift" in problem
