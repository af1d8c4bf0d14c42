"""Models that retire within the plan, by hand: moving to a successor, what that costs, and where it ends."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import (
    amounts,
    by_month,
    computed,
    evaluated,
    part,
    problems,
    quantity_of,
    scenario,
    shop,
    sku,
)

from planner.plan.event import Weight
from planner.results.comparison import Never, compare
from planner.results.evaluation import OptionResult

LEAVES = "availability: {{retired_on: {}, announced: 2026-01-01, ref: list{}}}"
PRICES = shop(
    sku("old", LEAVES.format("2027-02-15", ", successor: shop/new"), input=1.00, output=0, training=10.00),
    sku("new", input=2.00, output=0, training=20.00),
    sku("cheap", input=0.50, output=0),
    sku(
        "first", LEAVES.format("2027-01-11", ", successor: shop/second"), input=1.00, output=0, training=10.00
    ),
    sku("second", LEAVES.format("2027-02-15", ", successor: shop/new"), input=3.00, output=0, training=30.00),
    sku("orphan", LEAVES.format("2027-02-15", ""), input=1.00, output=0),
    sku("stranger", LEAVES.format("2027-02-15", ", successor: shop/nothing"), input=1.00, output=0),
    sku("counting", tokenizer="cl100k_base", input=1.00, output=0),
    sku("box", deployment_hour=1.00),
)
# A million tokens a day; January to March have 31, 28 and 31 days. The old model has 14 days of February.
DAILY = "requests: 1000, per: day, user_tokens: 1000, output_tokens: 0"
OLD = "kind: prompted, model: shop/old, prompt: 0"


def found(option: str, months: int = 3, more: str = "") -> OptionResult:
    return computed(option, PRICES, workload=DAILY, horizon=f"start: 2027-01, months: {months}", more=more)


def monthly(option: OptionResult, component: str) -> list[float]:
    return [float(sum(line.amounts[0, month] for line in option.of(component))) for month in range(3)]


def test_without_lock_in_a_retirement_ends_the_option() -> None:
    plan = found(OLD)
    assert plan.end is not None
    assert plan.end.on == date(2027, 2, 15)
    assert plan.end.what == "Old is retired on 2027-02-15: not possible from 2027-02; use shop/new instead"
    # Its figures are those as if it went on.
    assert plan.total == pytest.approx(90)


def test_with_lock_in_the_successor_serves_from_the_day_on_at_its_own_price() -> None:
    plan = found(f"{OLD}, lock_in: {{}}")
    assert plan.feasible
    assert monthly(plan, "token_usage") == pytest.approx([31, 14 * 1 + 14 * 2, 31 * 2])
    assert part(plan, "token_usage") == pytest.approx(
        {"to 2027-02-15: input tokens": 45, "from 2027-02-15: input tokens": 2 * 45}
    )


def test_a_successor_that_the_plan_names_comes_before_the_providers() -> None:
    plan = found(f"{OLD}, successor: shop/cheap, lock_in: {{}}")
    assert monthly(plan, "token_usage") == pytest.approx([31, 14 + 7, 15.5])


def test_a_move_is_told_beside_the_retirement_and_blocks_nothing() -> None:
    plan = found(f"{OLD}, lock_in: {{hours: 2, role: engineer}}")
    assert {(event.on, event.what, event.weight, event.cost) for event in plan.events} == {
        (date(2027, 2, 15), "Old is retired on 2027-02-15", Weight.TOLD, None),
        (date(2027, 2, 15), "Move from shop/old to shop/new", Weight.TOLD, 200),
    }


def test_a_move_costs_each_of_its_parts_in_its_month() -> None:
    plan = found(
        f"{OLD}, lock_in: {{hours: 2, role: engineer, evaluation_runs: 3, parallel_weeks: 1}},"
        " prompt_work: {role: labeller, hours_per_model_change: 5}, evaluation: {cases: 100, runs: 1},"
        " hosting: {deployment: {sku: shop/box, count: 1}}"
    )
    moved = {item.split(",")[0]: total for item, total in part(plan, "lock_in").items()}
    # 300 requests and a week of the successor at $2.00; a week of the deployment.
    assert {item: total for item, total in moved.items() if total} == pytest.approx(
        {
            "work": 200,
            "evaluation requests": 300 * 0.002,
            "input tokens in parallel": 7 * 2,
            "deployment in parallel": 7 * 24,
            "prompt carried over": 200,
        }
    )
    assert [line.amounts[0, [0, 2]].any() for line in plan.of("lock_in")] == [False] * len(plan.of("lock_in"))


def test_a_rate_a_year_is_paid_evenly_in_every_month() -> None:
    plan = found(
        "kind: prompted, model: shop/new, prompt: 0, lock_in: {per_year: 0.6, hours: 2, role: engineer},"
        " prompt_work: {role: labeller, hours_per_model_change: 5}"
    )
    # 0.05 moves a month of $200 and $200.
    assert monthly(plan, "lock_in") == pytest.approx([20, 20, 20])


@pytest.mark.parametrize("model", ["orphan", "stranger"])
def test_where_no_successor_is_known_the_option_ends(model: str) -> None:
    plan = found(f"kind: prompted, model: shop/{model}, prompt: 0, lock_in: {{hours: 2, role: engineer}}")
    assert plan.end is not None
    assert plan.end.on == date(2027, 2, 15)
    assert part(plan, "lock_in") == {}


def test_a_successor_that_nobody_sells_is_a_mistake() -> None:
    text = scenario(f"{OLD}, successor: shop/nwe, lock_in: {{}}", horizon="start: 2027-01, months: 3")
    (problem,) = problems(text, PRICES)
    assert "options.plan.successor: no price is known for 'shop/nwe' (did you mean 'shop/new'?)" in problem


def test_a_model_that_retires_after_the_plan_moves_nothing() -> None:
    plan = found(f"{OLD}, lock_in: {{hours: 2, role: engineer}}", months=1)
    assert amounts(plan) == pytest.approx({"input tokens": 31})


def test_a_retirement_that_nobody_knew_of_moves_nothing() -> None:
    plan = computed(
        f"{OLD}, lock_in: {{hours: 2, role: engineer}}",
        PRICES.replace("announced: 2026-01-01", "announced: 2026-12-01"),
        workload=DAILY,
        horizon="start: 2027-01, months: 3",
    )
    assert plan.total == pytest.approx(90)
    assert plan.feasible


def test_two_retirements_in_a_row_are_two_moves() -> None:
    plan = found("kind: prompted, model: shop/first, prompt: 0, lock_in: {hours: 2, role: engineer}")
    # 10 days at $1.00, 21 + 14 at $3.00, 14 + 31 at $2.00.
    assert monthly(plan, "token_usage") == pytest.approx([10 + 63, 42 + 28, 62])
    assert monthly(plan, "lock_in") == pytest.approx([200, 200, 0])
    assert [event.what for event in plan.events if event.cost] == [
        "Move from shop/first to shop/second",
        "Move from shop/second to shop/new",
    ]


def test_each_of_two_moves_is_tested_and_trained_on_the_model_it_goes_to() -> None:
    training = "training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M}"
    evaluation = "evaluation: {cases: 1000, runs: 0}"
    plan = found(
        f"kind: tuned, model: shop/first, prompt: 0, {training}, {evaluation},"
        " lock_in: {rounds: 1, evaluation_runs: 1}"
    )
    assert by_month(plan, "training tokens") == [10, 0, 0]
    # A round and a thousand requests: $30 + $3 on the second, $20 + $2 on the new one.
    assert monthly(plan, "lock_in") == pytest.approx([33, 22, 0])


def test_a_tuned_model_that_moves_is_trained_on_the_old_one_and_again_on_the_new_one() -> None:
    plan = found(
        "kind: tuned, model: shop/old, prompt: 0, training: {rounds: 2, epochs: 1, examples: 1000},"
        " lock_in: {rounds: 1.5}"
    )
    assert plan.feasible
    assert by_month(plan, "training tokens") == [20, 0, 0]
    assert monthly(plan, "lock_in") == pytest.approx([0, 1.5 * 20, 0])


def test_a_retraining_trains_the_model_that_serves_by_then() -> None:
    plan = found(
        "kind: tuned, model: shop/old, prompt: 0, training: {rounds: 1, epochs: 1, examples: 1000},"
        " lock_in: {}, retraining: {every_months: 1, rounds: 1}"
    )
    # It falls due on the first of February, and of March.
    assert monthly(plan, "retraining") == pytest.approx([0, 10, 20])
    on = "retraining: {on: [2027-02-14, 2027-02-15], rounds: 1}"
    plan = found(
        "kind: tuned, model: shop/old, prompt: 0, training: {rounds: 1, epochs: 1, examples: 1000},"
        f" lock_in: {{}}, {on}"
    )
    assert monthly(plan, "retraining") == pytest.approx([0, 10 + 20, 0])


def test_a_successor_counts_texts_with_its_own_tokenizer(tmp_path) -> None:
    (tmp_path / "prompt.txt").write_text(
        "Zahlungsbedingungen für Geschäftskunden in Österreich. " * 20, "utf-8"
    )
    text = scenario(
        "kind: prompted, model: shop/old, successor: shop/counting, prompt: {file: prompt.txt}, lock_in: {}",
        workload="requests: 1M, per: month, user_tokens: 0, output_tokens: 0",
        horizon="start: 2027-01, months: 3",
    )
    plan = evaluated(text, PRICES, tmp_path).options["plan"]
    alone = {
        name: evaluated(
            text.replace("shop/old, successor: shop/counting", f"shop/{name}").replace(", lock_in: {}", ""),
            PRICES,
            tmp_path,
        ).options["plan"]
        for name in ("old", "counting")
    }
    old, counting = (each.monthly[0, 0] for each in alone.values())
    assert old != counting
    assert plan.monthly[0].tolist() == pytest.approx([old, (old + counting) / 2, counting])


def test_every_call_of_a_chain_moves_by_itself() -> None:
    plan = found(
        "kind: chain, lock_in: {hours: 1, role: engineer}, steps: {one: {model: shop/old, prompt: 0, output_tokens: 0},"
        " two: {model: shop/new, prompt: 0, output_tokens: 0}, three: {model: shop/old, prompt: 0}}"
    )
    assert monthly(plan, "token_usage") == pytest.approx([31 * 4, 14 * 4 + 14 * 6, 31 * 6])
    # One move for both steps.
    assert monthly(plan, "lock_in") == pytest.approx([0, 100, 0])


def test_a_move_trains_the_successor_also_where_the_plan_names_what_it_trains() -> None:
    plan = found(
        "kind: tuned, model: shop/first, prompt: 0, lock_in: {rounds: 1},"
        " training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M, sku: shop/first}"
    )
    assert by_month(plan, "training tokens") == [10, 0, 0]
    assert monthly(plan, "lock_in") == pytest.approx([30, 20, 0])


def test_drift_retrains_each_model_for_the_days_it_serves() -> None:
    plan = found(
        "kind: tuned, model: shop/old, prompt: 0, training: {rounds: 1, epochs: 1, examples: 1000},"
        " lock_in: {}, retraining: {drift_per_month: 10%, rounds: 1}"
    )
    assert monthly(plan, "retraining") == pytest.approx([1, 0.5 + 1, 2])


def test_an_option_that_is_retired_first_does_not_pay_back() -> None:
    text = scenario(
        {"base": "kind: prompted, model: shop/new, prompt: 500", "old": OLD},
        workload=DAILY,
        horizon="start: 2027-01, months: 3",
    )
    payback = compare(evaluated(text, PRICES)).against["old"].payback
    assert (payback.exact, payback.never) == (None, Never.RETIRED)
    assert payback.reason.startswith("it is retired on 2027-02-15")


def test_examples_hold_the_tokens_of_the_first_model() -> None:
    plan = found(
        "kind: tuned, model: shop/old, prompt: 50, training: {rounds: 1, epochs: 1, examples: 10}, lock_in: {}"
    )
    assert quantity_of(plan, "training tokens") == pytest.approx(10 * 1050)
