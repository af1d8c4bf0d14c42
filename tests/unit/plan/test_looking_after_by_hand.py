"""Prompt work, evaluation with a judge, monitoring, reserves and what is already spent, by hand."""

from __future__ import annotations

import pytest
from building.plans import by_month, computed, evaluated, part, problems, scenario, shop, sku

from planner.results.comparison import compare
from planner.results.evaluation import OptionResult

PRICES = shop(
    sku("small", input=1.00, output=4.00),
    sku("judge", input=10.00, output=40.00),
    sku("steps", input=[("2020-01-01", 1.00), ("2027-01-01", 3.00, "announced: 2026-01-01")], output=0),
)
JUDGE = "judge: {model: shop/judge, prompt: 290, output_tokens: 5}"
# It reads 290 + 100 + 10 tokens and writes 5: 400 x $10 + 5 x $40 a million.
JUDGED = 0.0042
# 50 + 100 tokens in, 10 out.
REQUEST = 0.00019


def option(costs: str, months: int = 2, requests: int = 3000) -> OptionResult:
    return computed(
        f"kind: prompted, model: shop/small, prompt: 50, {costs}",
        PRICES,
        horizon=f"start: 2026-12, months: {months}",
        workload=f"requests: {requests}, per: month, user_tokens: 100, output_tokens: 10",
    )


def test_prompt_work_is_iterations_to_launch_and_upkeep_every_month() -> None:
    found = option("prompt_work: {role: engineer, iterations: 30, hours_each: 0.25, hours_per_month: 1.5}")
    assert part(found, "prompt_work") == pytest.approx(
        {"prompt iterations": 30 * 0.25 * 100, "prompt upkeep": 2 * 1.5 * 100}
    )
    assert found.launch == pytest.approx(750)


def test_the_hours_of_a_model_change_cost_nothing_while_nothing_moves() -> None:
    lock_in = "lock_in: {role: engineer, hours: 0, per_year: 0}"
    found = option(f"prompt_work: {{role: engineer, hours_per_model_change: 6}}, {lock_in}")
    assert part(found, "prompt_work") == {}


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("iterations: 30", "iterations and hours_each belong together"),
        ("", "is empty; give iterations with hours_each, hours_per_month, or both"),
    ],
)
def test_prompt_work_is_whole(inside: str, said: str) -> None:
    text = f"kind: prompted, model: shop/small, prompt: 50, prompt_work: {{role: engineer, {inside}}}"
    (problem,) = problems(scenario(text), PRICES)
    assert said in problem


def test_a_judge_scores_every_case_of_every_run() -> None:
    found = option(f"evaluation: {{cases: 200, runs: 3, {JUDGE}}}")
    assert part(found, "evaluation") == pytest.approx(
        {"evaluation requests": 600 * REQUEST, "evaluation judged": 600 * JUDGED}
    )


def test_a_judge_that_has_to_be_asked_again_is_paid_again() -> None:
    found = option(f"evaluation: {{cases: 200, runs: 3, {JUDGE.replace('prompt', 'retries: 50%, prompt')}}}")
    assert part(found, "evaluation")["evaluation judged"] == pytest.approx(1.5 * 600 * JUDGED)


def test_an_evaluation_of_a_chain_runs_every_step() -> None:
    steps = (
        "kind: chain, steps: {one: {model: shop/small, prompt: 50, output_tokens: 10, calls: 2},"
        " two: {model: shop/small, prompt: 50}}, evaluation: {cases: 100, runs: 1}"
    )
    assert part(computed(steps, PRICES), "evaluation") == pytest.approx(
        {"evaluation requests": 300 * REQUEST}
    )


def test_monitoring_watches_a_number_of_cases_with_a_judge_and_people() -> None:
    found = option(
        f"monitoring: {{cases_per_month: 300, {JUDGE}, review_minutes: 2, role: labeller, fee: 25}}"
    )
    assert part(found, "monitoring") == pytest.approx(
        {
            "live cases judged": 2 * 300 * JUDGED,
            "live cases watched": 2 * 300 * 2 / 60 * 40,
            "monitoring tool": 2 * 25,
        }
    )
    assert found.launch == 0


def test_monitoring_can_watch_a_share_of_the_requests() -> None:
    found = option(f"monitoring: {{share: 2%, {JUDGE}}}")
    assert part(found, "monitoring") == pytest.approx({"live cases judged": 2 * 60 * JUDGED})


def test_a_monitoring_tool_alone_is_a_fee() -> None:
    assert part(option("monitoring: {fee: 25}", months=3), "monitoring") == {"monitoring tool": 75}


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("share: 1%, cases_per_month: 1, review_minutes: 1, role: labeller", "not both"),
        ("share: 1%", "who looks"),
        ("review_minutes: 1, role: labeller", "who looks"),
        ("share: 1%, review_minutes: 1", "review_minutes and role belong together"),
        ("", "is empty"),
    ],
)
def test_monitoring_is_whole(inside: str, said: str) -> None:
    (problem,) = problems(
        scenario(f"kind: prompted, model: shop/small, prompt: 50, monitoring: {{{inside}}}"), PRICES
    )
    assert said in problem


def test_a_reserve_is_a_share_of_the_launch_and_of_every_month() -> None:
    work = "staff: {work: {role: engineer, hours: 10, hours_per_month: 2}}"
    found = option(f"{work}, contingency: {{launch: 20%, running: 5%}}")
    # $1,000 to launch; $200 of work and 3,000 x $0.00019 of tokens each month.
    assert part(found, "contingency") == pytest.approx(
        {"reserve for the launch": 200, "reserve for running costs": 2 * 0.05 * (200 + 3000 * REQUEST)}
    )
    assert found.launch == pytest.approx(1200)
    assert "reserve for running costs" not in part(
        option(f"{work}, contingency: {{launch: 20%}}"), "contingency"
    )


def test_a_reserve_follows_the_months() -> None:
    found = computed(
        "kind: prompted, model: shop/steps, prompt: 0, contingency: {running: 10%}",
        PRICES,
        horizon="start: 2026-12, months: 2",
        workload="requests: 1M, per: month, user_tokens: 100, output_tokens: 0",
    )
    assert by_month(found, "reserve for running costs") == pytest.approx([10, 30])


def test_an_empty_reserve_is_refused() -> None:
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 50, contingency: {}"), PRICES)
    assert "is empty; give launch, running, or both" in problem


def test_what_is_already_spent_is_listed_and_changes_no_figure() -> None:
    def found(sunk: str) -> OptionResult:
        return evaluated(
            scenario(
                {
                    "base": "kind: prompted, model: shop/small, prompt: 500",
                    "other": f"kind: prompted, model: shop/small, prompt: 50,{sunk}"
                    " staff: {work: {role: engineer, hours: 1}}",
                }
            ),
            PRICES,
        ).options["other"]

    plain, spent = found(""), found(" sunk: {labels: 9000, a pilot: 1500},")
    assert {name: float(amount.plain[0, 0]) for name, amount in spent.sunk.items()} == {
        "labels": 9000,
        "a pilot": 1500,
    }
    assert spent.total == plain.total
    assert spent.components == plain.components
    assert spent.present_value == plain.present_value


def test_what_is_already_spent_moves_no_payback() -> None:
    def against(sunk: str) -> object:
        text = scenario(
            {
                "base": "kind: prompted, model: shop/small, prompt: 5000",
                "other": f"kind: prompted, model: shop/small, prompt: 50{sunk}",
            }
        )
        return compare(evaluated(text, PRICES)).against["other"]

    assert against("") == against(", sunk: {labels: 9000}")


def test_nothing_spent_is_no_list() -> None:
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 50, sunk: {}"), PRICES)
    assert "options.plan.sunk" in problem
