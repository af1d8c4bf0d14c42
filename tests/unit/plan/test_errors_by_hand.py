"""Wrong answers, escalations, and what an error or an accuracy has to be for two options to cost the same, by hand."""

from __future__ import annotations

import pytest
from building.plans import evaluated, part, problems, scenario, shop, sku

from planner.results.comparison import Against, compare
from planner.results.evaluation import Evaluation

PRICES = shop(sku("cheap", input=1.00, output=0), sku("dear", input=5.00, output=0))
ESCALATION = "cost_per_escalation: 3"
ERROR = "cost_per_error: 0.02"


def plan(
    costs: str, months: int = 2, cheap: str = "accuracy: 90%", dear: str = "accuracy: 98%", more: str = ""
) -> Evaluation:
    """A million requests of 1,000 tokens a month: $1,000 and $5,000."""
    return evaluated(
        scenario(
            {
                "dear": f"kind: prompted, model: shop/dear, prompt: 1000, {dear}",
                "cheap": f"kind: prompted, model: shop/cheap, prompt: 1000, {cheap}",
            },
            workload=f"requests: 1M, per: month, user_tokens: 0, output_tokens: 0{costs and ', '}{costs}",
            horizon=f"start: 2026-12, months: {months}",
            more=more,
        ),
        PRICES,
    )


def against(
    costs: str, months: int = 2, cheap: str = "accuracy: 90%", dear: str = "accuracy: 98%"
) -> Against:
    return compare(plan(costs, months, cheap, dear)).against["cheap"]


def test_a_wrong_answer_costs_what_the_workload_says() -> None:
    found = plan(ERROR)
    assert part(found.options["cheap"], "errors") == pytest.approx({"wrong answers": 2 * 100_000 * 0.02})
    assert part(found.options["dear"], "errors") == pytest.approx({"wrong answers": 2 * 20_000 * 0.02})


def test_what_is_handed_to_people_costs_them_and_is_never_wrong() -> None:
    found = plan(f"{ERROR}, {ESCALATION}", cheap="accuracy: 90%, escalated: 5%")
    assert part(found.options["cheap"], "errors") == pytest.approx(
        {"wrong answers": 2 * 0.95 * 100_000 * 0.02, "escalations": 2 * 50_000 * 3}
    )


def test_an_option_that_is_always_right_or_hands_on_everything_makes_no_errors() -> None:
    assert part(plan(ERROR, cheap="accuracy: 100%").options["cheap"], "errors") == {"wrong answers": 0}
    found = plan(f"{ERROR}, {ESCALATION}", cheap="accuracy: 0, escalated: 100%").options["cheap"]
    assert part(found, "errors") == pytest.approx({"wrong answers": 0, "escalations": 6_000_000})


def test_errors_cost_nothing_where_nobody_says_what_one_costs() -> None:
    found = plan("")
    assert part(found.options["cheap"], "errors") == {}
    assert found.options["cheap"].total == pytest.approx(2000)


def test_an_accuracy_that_is_not_given_is_an_error_where_errors_cost_something() -> None:
    text = scenario(
        {
            "dear": "kind: prompted, model: shop/dear, prompt: 1",
            "cheap": "kind: prompted, model: shop/cheap, prompt: 1, accuracy: 90%",
        },
        workload=f"requests: 1, per: day, user_tokens: 0, output_tokens: 0, {ERROR}",
    )
    (problem,) = problems(text, PRICES)
    assert "options.dear: " in problem
    assert "give its `accuracy`" in problem


def test_escalations_need_a_cost() -> None:
    text = scenario("kind: prompted, model: shop/cheap, prompt: 1, escalated: 5%")
    (problem,) = problems(text, PRICES)
    assert "options.plan.escalated: escalations need workload.cost_per_escalation" in problem


@pytest.mark.parametrize("months", [1, 2, 12])
@pytest.mark.parametrize("costs", ["", ERROR])
def test_the_break_even_error_cost_is_the_saving_over_the_errors_made_more(costs: str, months: int) -> None:
    # $4,000 saved a month for 80,000 wrong answers more, whatever an error is said to cost now.
    assert against(costs, months).break_even_error_cost == pytest.approx(0.05)


def test_at_its_break_even_error_cost_an_option_saves_nothing() -> None:
    assert against("cost_per_error: 0.05").saving == pytest.approx(0, abs=1e-6)
    assert against("cost_per_error: 0.06").saving == pytest.approx(-2 * 800)


def test_escalations_stay_in_the_cost_that_errors_have_to_make_up_for() -> None:
    # $4,000 - 1,000 x $3 saved for 0.999 x 100,000 - 20,000 wrong answers more.
    found = against(ESCALATION, cheap="accuracy: 90%, escalated: 0.1%")
    assert found.break_even_error_cost == pytest.approx(1000 / 79_900)


def test_no_error_cost_breaks_even_where_one_option_is_cheaper_and_better() -> None:
    assert against("", cheap="accuracy: 99%").break_even_error_cost is None
    assert against("", cheap="accuracy: 98%").break_even_error_cost is None
    assert against("", cheap="note: unknown").break_even_error_cost is None


def test_the_break_even_accuracy_is_what_the_saving_leaves_room_for() -> None:
    # Saved: $4,000 - 80,000 x $0.02 = $2,400, or 120,000 errors of a million: 90 % - 12 points.
    assert against(ERROR).break_even_accuracy == pytest.approx(0.78)
    assert against(ERROR, cheap="accuracy: 78%").saving == pytest.approx(0, abs=1e-6)


def test_only_answers_it_gives_itself_count_for_its_break_even_accuracy() -> None:
    # $4,000 - 100,000 x $3 + errors saved: it loses $296,000 + 0.9 x 100,000 x $0.02 - 20,000 x $0.02.
    escalated = "accuracy: 90%, escalated: 0.1%"
    found = against(f"{ERROR}, {ESCALATION}", cheap=escalated).break_even_accuracy
    assert found is not None
    again = against(f"{ERROR}, {ESCALATION}", cheap=f"accuracy: {found!r}, escalated: 0.1%")
    assert again.saving == pytest.approx(0, abs=1e-6)


def test_no_accuracy_breaks_even_where_even_no_right_answer_is_worth_it_or_errors_are_free() -> None:
    assert against("cost_per_error: 0.001").break_even_accuracy is None
    assert against("cost_per_error: 0").break_even_accuracy is None
    assert against("").break_even_accuracy is None
    assert compare(plan(ERROR)).against["dear"].break_even_accuracy is None


def test_a_reserve_leaves_both_break_evens_where_they_save_nothing() -> None:
    reserve = "accuracy: 90%, contingency: {running: 25%}"
    found = against(ERROR, cheap=reserve)
    assert found.break_even_error_cost is not None
    same = against(f"cost_per_error: {found.break_even_error_cost!r}", cheap=reserve)
    assert same.saving == pytest.approx(0, abs=1e-6)
    assert found.break_even_accuracy is not None
    same = against(ERROR, cheap=reserve.replace("90%", repr(found.break_even_accuracy)))
    assert same.saving == pytest.approx(0, abs=1e-6)


def test_wrong_answers_of_the_option_that_serves_during_the_build_count() -> None:
    # January of 31 days: 3 weeks at 98 %, 10 days at 90 %.
    found = evaluated(
        scenario(
            {
                "dear": "kind: prompted, model: shop/dear, prompt: 0, accuracy: 98%",
                "cheap": "kind: prompted, model: shop/cheap, prompt: 0, accuracy: 90%, build_weeks: 3,"
                " until_launch: dear",
            },
            workload=f"requests: 31, per: day, user_tokens: 0, output_tokens: 0, {ERROR}",
            horizon="start: 2027-01, months: 1",
        ),
        PRICES,
    )
    wrong = 21 * 31 * 0.02 + 10 * 31 * 0.10
    assert found.options["cheap"].total == pytest.approx(wrong * 0.02)
    answers = found.options["cheap"].answers
    assert answers is not None
    assert answers.wrong is not None
    assert float(answers.wrong.plain[0, 0]) == pytest.approx(wrong)
    assert float(answers.own.plain[0, 0]) == pytest.approx(10 * 31)
