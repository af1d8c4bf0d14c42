"""Options that end and name who takes over, by hand."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import by_month, evaluated, part, problems, scenario, shop, sku

from planner.plan.event import Weight
from planner.results.comparison import Never, compare
from planner.results.evaluation import Evaluation

GONE = "availability: {{retired_on: {}, announced: 2026-01-01, ref: list}}"
CLOSES = "availability: {trainable: true, ref: list, training_windows: [{closes: 2027-01-31, announced: 2026-01-01}]}"
PRICES = shop(
    sku("old", GONE.format("2027-02-15"), input=1.00, output=0),
    sku("older", GONE.format("2027-01-10"), input=1.00, output=0),
    sku("newer", GONE.format("2027-03-11"), input=1.00, output=0),
    sku(
        "small",
        input=0.20,
        output=0,
        training=[("2020-01-01", 1.00), ("2027-02-01", 3.00, "announced: 2026-01-01")],
    ),
    sku("closing", CLOSES, input=0.20, output=0, training=1.00),
)
# A million tokens a day.
DAILY = "requests: 1000, per: day, user_tokens: 1000, output_tokens: 0"
OLD = "kind: prompted, model: shop/old, prompt: 0"
WORK = "staff: {set-up: {role: engineer, hours: 5}, upkeep: {role: engineer, hours_per_month: 1}}"
SMALL = f"kind: prompted, model: shop/small, prompt: 0, {WORK}"


def plan(next_one: str = SMALL, old: str = OLD, workload: str = DAILY) -> Evaluation:
    """January to March, 31, 28 and 31 days; the old model is gone from February 15th on."""
    return evaluated(
        scenario(
            {
                "base": "kind: prompted, model: shop/small, prompt: 9000",
                "old": f"{old}, after_retirement: next",
                "next": next_one,
            },
            workload=workload,
            horizon="start: 2027-01, months: 3",
        ),
        PRICES,
    )


def test_from_its_last_day_on_another_option_serves() -> None:
    found = plan().options["old"]
    assert by_month(found, "input tokens") == pytest.approx([31, 14, 0])
    assert by_month(found, "Next: input tokens") == pytest.approx([0, 14 * 0.2, 31 * 0.2])
    assert by_month(found, "Next: upkeep") == pytest.approx([0, 50, 100])


def test_who_takes_over_pays_its_launch_in_the_month_of_the_end() -> None:
    found = plan().options["old"]
    assert by_month(found, "Next: set-up") == pytest.approx([0, 500, 0])
    assert found.launch == 0
    assert part(found, "after_retirement")["Next: set-up"] == pytest.approx(500)


def test_a_hand_over_is_told_with_its_cost_and_blocks_nothing() -> None:
    found = plan().options["old"]
    (event,) = found.obstacles
    assert (event.on, event.weight, event.cost) == (date(2027, 2, 15), Weight.WARNS, 500)
    assert event.what == "Old is retired on 2027-02-15: not possible from 2027-02; Next takes over"
    assert found.feasible


def test_the_cost_that_is_told_is_that_of_its_month() -> None:
    tuned = (
        "kind: tuned, model: shop/small, prompt: 0, training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M}"
    )
    found = plan(tuned).options["old"]
    # February's price is three times January's.
    assert by_month(found, "Next: training tokens") == pytest.approx([0, 3, 0])
    assert found.obstacles[0].cost == pytest.approx(3)


def test_what_falls_due_on_dates_stops_with_the_option() -> None:
    retrained = (
        "kind: tuned, model: shop/old, prompt: 0, training: {rounds: 1, fee: 10, sku: shop/small},"
        " retraining: {on: [2027-01-20, 2027-02-01, 2027-03-01], rounds: 1}"
    )
    found = plan(old=retrained).options["old"]
    lines = [line for line in found.of("retraining") if line.amounts.any()]
    assert sum(line.amounts[0] for line in lines).tolist() == [10, 10, 0]


def test_wrong_answers_are_those_of_whoever_serves() -> None:
    errors = f"{DAILY}, cost_per_error: 0.01"
    text = (
        plan(f"{SMALL}, accuracy: 80%", f"{OLD}, accuracy: 90%", errors)
        if False
        else evaluated(
            scenario(
                {"old": f"{OLD}, accuracy: 90%, after_retirement: next", "next": f"{SMALL}, accuracy: 80%"},
                workload=errors,
                horizon="start: 2027-01, months: 3",
            ),
            PRICES,
        )
    )
    found = text.options["old"]
    # 45 days at 100 wrong answers, 45 at 200.
    assert sum(by_month(found, "wrong answers")) == pytest.approx(45 * 100 * 0.01)
    assert sum(by_month(found, "Next: wrong answers")) == pytest.approx(45 * 200 * 0.01)


def test_without_anybody_who_takes_over_the_option_ends() -> None:
    text = scenario({"old": OLD}, workload=DAILY, horizon="start: 2027-01, months: 3")
    found = evaluated(text, PRICES).options["old"]
    assert not found.feasible
    assert found.end is not None
    assert found.end.on == date(2027, 2, 15)


def test_who_takes_over_has_to_last_itself() -> None:
    found = plan("kind: prompted, model: shop/newer, prompt: 0")
    assert not found.options["old"].feasible
    assert found.options["old"].end is not None
    assert found.options["old"].end.on == date(2027, 3, 11)
    assert found.options["old"].end.what.startswith("Next: Newer is retired on 2027-03-11")
    assert compare(found).against["old"].payback.never is Never.RETIRED


def test_who_is_gone_by_then_cannot_take_over() -> None:
    found = plan("kind: prompted, model: shop/older, prompt: 0").options["old"]
    assert not found.feasible
    assert found.end is not None
    assert found.end.on == date(2027, 2, 15)


def test_who_has_to_be_trained_then_needs_a_window_that_is_open_then() -> None:
    tuned = "kind: tuned, model: shop/closing, prompt: 0, training: {rounds: 1, fee: 10}"
    found = plan(tuned).options
    assert found["next"].feasible
    assert not found["old"].feasible
    assert found["old"].end is not None
    assert found["old"].end.on == date(2027, 2, 15)
    assert "closes on 2027-01-31" in found["old"].end.what


def test_a_model_that_goes_before_the_launch_was_never_served() -> None:
    # Built until March 5th, gone on February 15th: the one before serves up to then, the next one from then on.
    text = scenario(
        {
            "before": "kind: prompted, model: shop/small, prompt: 1000",
            "old": f"{OLD}, build_weeks: 9, until_launch: before, after_retirement: next",
            "next": SMALL,
        },
        workload=DAILY,
        horizon="start: 2027-01, months: 3",
    )
    found = evaluated(text, PRICES).options["old"]
    assert by_month(found, "input tokens") == pytest.approx([0, 0, 0])
    assert by_month(found, "Before: input tokens") == pytest.approx([31 * 0.4, 14 * 0.4, 0])
    assert by_month(found, "Next: input tokens") == pytest.approx([0, 14 * 0.2, 31 * 0.2])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("old", "an option cannot stand in for itself"),
        ("nxt", "no option is called 'nxt' (did you mean 'next'?)"),
    ],
)
def test_who_takes_over_is_another_option(name: str, said: str) -> None:
    text = scenario({"old": f"{OLD}, after_retirement: {name}", "next": SMALL})
    (problem,) = problems(text, PRICES)
    assert said in problem
