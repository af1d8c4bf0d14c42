"""Retrainings, by hand: when they fall due, what is done again, and windows that close before."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import OWN_GPUS, computed, evaluated, problems, scenario, shop, sku

from planner.results.comparison import Never, compare
from planner.results.evaluation import OptionResult

WINDOWS = (
    "availability: {trainable: true, ref: list, training_windows: ["
    "{closes: 2027-03-10, announced: 2026-05-01, customers: newcomers},"
    " {closes: 2027-06-30, announced: 2026-05-01}]}"
)
PRICES = shop(
    sku(
        "small",
        input=1.00,
        output=0,
        training=[("2020-01-01", 2.00), ("2027-03-01", 3.00, "announced: 2026-01-01")],
    ),
    sku("closing", WINDOWS, input=1.00, output=0, training=2.00),
    sku("box", deployment_hour=1.00),
    sku("judge", input=10.00, output=0),
)
DAILY = "requests: 1000, per: day, user_tokens: 1000, output_tokens: 0"
TRAINING = "training: {rounds: 3, epochs: 1, tokens_per_epoch: 1M}"


def option(retraining: str, more: str = "", model: str = "small") -> str:
    return f"kind: tuned, model: shop/{model}, prompt: 0, {TRAINING}, retraining: {{{retraining}}}{more}"


def found(retraining: str, months: int = 12, more: str = "") -> OptionResult:
    return computed(
        option(retraining, more), PRICES, workload=DAILY, horizon=f"start: 2027-01, months: {months}"
    )


def times(retraining: str, months: int = 12, build: float | None = None) -> list[int]:
    """Return in which months of the plan a retraining of $100 falls due, with how many."""
    inside = option(f"{retraining}, hours: 1, role: engineer")
    options = {"plan": inside}
    if build is not None:
        options = {
            "base": f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS}",
            "plan": f"{inside}, build_weeks: {build}, until_launch: base",
        }
    plan = evaluated(scenario(options, horizon=f"start: 2027-01, months: {months}"), PRICES).options["plan"]
    paid = sum((line.amounts[0] for line in plan.of("retraining")), start=0.0)
    return [round(amount / 100) for amount in paid]


def test_the_first_retraining_comes_its_interval_after_the_launch() -> None:
    assert times("every_months: 4") == [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    assert times("every_months: 12") == [0] * 12
    assert times("every_months: 11") == [0] * 11 + [1]


def test_an_interval_that_is_no_whole_month_falls_due_where_its_multiples_do() -> None:
    # 2.5, 5, 7.5 and 10 months after the start.
    assert times("every_months: 2.5") == [0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0]
    assert times("every_months: 0.5", months=3) == [1, 2, 2]


def test_the_interval_runs_from_the_launch_fractions_of_a_month_included() -> None:
    # 45 days: January and 14 of 28 days in February. 1.5 + 2 = 3.5, 5.5, 7.5, ...
    assert times("every_months: 2", build=45 / 7) == [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    # 31 days are exactly a month: 3, 5, 7, ...
    assert times("every_months: 2", build=31 / 7) == [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    # 30 of 31 days: 2.97, 4.97, ...
    assert times("every_months: 2", build=30 / 7) == [0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]


def test_chosen_days_fall_in_their_months_and_those_outside_the_plan_nowhere() -> None:
    assert times("on: [2027-02-03, 2027-02-20, 2027-05-01, 2028-05-01, 2026-12-31]", months=6) == [
        0,
        2,
        0,
        0,
        1,
        0,
    ]


def test_drift_is_paid_evenly_at_its_rate_from_the_launch_on() -> None:
    drifting = found("drift_per_month: 10%, hours: 1, role: engineer", months=3)
    assert [line.amounts[0].tolist() for line in drifting.of("retraining")] == [pytest.approx([10, 10, 10])]
    # Built for 14 of January's 31 days.
    options = {
        "base": f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS}",
        "plan": option(
            "drift_per_month: 10%, hours: 1, role: engineer", ", build_weeks: 2, until_launch: base"
        ),
    }
    plan = evaluated(scenario(options, horizon="start: 2027-01, months: 2"), PRICES).options["plan"]
    (line,) = plan.of("retraining")
    assert line.amounts[0].tolist() == pytest.approx([10 * 17 / 31, 10])


def test_each_part_is_done_again_at_its_price_of_the_month() -> None:
    costs = (
        ", data_curation: {labelling: {examples: 1000, hours_per_1000: 50, role: labeller}},"
        " evaluation: {setup_hours: 9, cases: 100, runs: 5, review_minutes: 3, role: labeller,"
        " judge: {model: shop/judge, prompt: 0}},"
        " hosting: {deployment: {sku: shop/box, count: 1}, operations: {role: engineer, hours_per_month: 3}}"
    )
    again = found(
        "every_months: 2, data_share: 20%, rounds: 2, evaluation_runs: 4, hours: 6, role: engineer, parallel_weeks: 2",
        months=3,
        more=costs,
    )
    march = {line.charge.item: float(line.amounts[0, 2]) for line in again.of("retraining")}
    assert march == pytest.approx(
        {
            "examples made, retraining": 0.2 * 50 * 40,
            # 2 rounds of 1M tokens at March's $3.00.
            "training tokens, retraining": 6,
            # 4 runs over 100 cases: a request of $0.001, a judge of $0.01, 3 minutes at $40.
            "evaluation requests, retraining": 0.4,
            "evaluation judged, retraining": 4,
            "evaluation reviewed, retraining": 400 * 3 / 60 * 40,
            "work, retraining": 600,
            # A million tokens a day, and 24 h at $1.00, for 14 days.
            "input tokens in parallel, retraining": 14,
            "deployment in parallel, retraining": 14 * 24,
        }
    )
    assert not any(line.amounts[0, :2].any() for line in again.of("retraining"))


def test_a_retraining_is_told_on_its_day_with_its_cost() -> None:
    told = found("on: [2027-03-09], rounds: 1, hours: 2, role: engineer")
    (event,) = [event for event in told.events if "etraining" in event.what]
    assert (event.on, event.cost, event.blocks) == (date(2027, 3, 9), pytest.approx(203), False)


def closing(retraining: str, more: str = "", months: int = 12) -> OptionResult:
    return computed(
        option(f"{retraining}, rounds: 1", model="closing"),
        PRICES,
        workload=DAILY,
        horizon=f"start: 2027-01, months: {months}",
        more=more,
    )


def test_a_retraining_that_falls_due_after_the_window_ends_the_option_with_date_and_page() -> None:
    plan = closing("every_months: 3", "tuned_before: [shop]")
    assert plan.end is not None
    # April is in time; July is not.
    assert plan.end.on == date(2027, 7, 1)
    assert plan.end.what == "A retraining falls due in 2027-07, but training Closing closes on 2027-06-30"
    assert plan.end.reference is not None
    assert plan.end.reference.address == "https://example.com/prices"
    assert plan.end.location is not None
    assert plan.end.location.file == "prices-0.yaml"


def test_a_window_that_closes_to_newcomers_ends_a_newcomers_retrainings_earlier() -> None:
    plan = closing("every_months: 3")
    assert plan.end is not None
    assert plan.end.on == date(2027, 4, 1)
    assert plan.end.what.endswith("training Closing closes to newcomers on 2027-03-10")


@pytest.mark.parametrize(("day", "feasible"), [("2027-06-30", True), ("2027-07-01", False)])
def test_the_last_day_of_a_window_is_in_time_and_the_next_one_is_not(day: str, feasible: bool) -> None:
    assert closing(f"on: [{day}]", "tuned_before: [shop]").feasible == feasible


def test_within_a_month_the_day_decides() -> None:
    assert closing("on: [2027-03-10]").feasible
    late = closing("on: [2027-03-11]")
    assert late.end is not None
    assert late.end.on == date(2027, 3, 11)


def test_drift_needs_a_window_that_stays_open() -> None:
    plan = closing("drift_per_month: 5%", "tuned_before: [shop]")
    assert plan.end is not None
    assert plan.end.on == date(2027, 7, 1)
    assert closing("drift_per_month: 5%", "tuned_before: [shop]", months=6).feasible


def test_a_retraining_without_a_round_needs_no_window() -> None:
    text = option("every_months: 3, hours: 2, role: engineer", model="closing")
    plan = computed(text, PRICES, horizon="start: 2027-01, months: 12", more="tuned_before: [shop]")
    assert plan.feasible


def test_a_training_that_cannot_be_started_is_no_payback() -> None:
    text = scenario(
        {
            "base": "kind: prompted, model: shop/small, prompt: 9000",
            "plan": option("every_months: 3, rounds: 1", model="closing"),
        },
        workload=DAILY,
        horizon="start: 2027-01, months: 12",
        more="tuned_before: [shop]",
    )
    payback = compare(evaluated(text, PRICES)).against["plan"].payback
    assert (payback.exact, payback.never) == (None, Never.TRAINING_CLOSED)
    assert payback.reason == "a training it needs cannot be started on 2027-07-01"


@pytest.mark.parametrize(
    ("retraining", "said"),
    [
        ("rounds: 1", "give when: every_months, drift_per_month, or on"),
        ("every_months: 3", "give what is done again"),
        ("every_months: 0, rounds: 1", "every_months"),
        ("every_months: 3, hours: 1", "hours and role belong together"),
        ("every_months: 3, data_share: 10%", "the option has no data_curation that could be done again"),
        ("every_months: 3, evaluation_runs: 1", "the option has no evaluation that could be done again"),
        ("on: [], rounds: 1", "on"),
    ],
)
def test_a_retraining_says_when_and_what(retraining: str, said: str) -> None:
    (problem,) = problems(scenario(option(retraining), horizon="start: 2027-01, months: 6"), PRICES)
    assert said in problem
