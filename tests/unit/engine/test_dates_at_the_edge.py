"""Dates that fall on the edge of a plan: the last day before an obstacle stands in the way, and the first day after."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import computed, problems, scenario, shop, sku

from planner.results.evaluation import OptionResult

# December to February: the first day is 2026-12-01, the last one 2027-02-28.
HORIZON = "start: 2026-12, months: 3"
NEWCOMERS = ", customers: organisations that never tuned here"
USED = "kind: prompted, model: shop/edge, prompt: 0"
TUNED = "kind: tuned, model: shop/edge, prompt: 0, training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M}"


def retired(on: str) -> str:
    return shop(sku("edge", f"availability: {{retired_on: {on}, ref: list}}", input=1.00, output=1.00))


def trained(closes: str, customers: str = "") -> OptionResult:
    """Compute a team's first tuning job where the training window closes on that day."""
    window = f"{{closes: {closes}, announced: 2026-05-01{customers}}}"
    dates = f"availability: {{trainable: true, ref: list, training_windows: [{window}]}}"
    prices = shop(sku("edge", dates, input=1.00, output=1.00, training=1.00))
    return computed(TUNED, prices, horizon=HORIZON)


def said(found: OptionResult) -> list[tuple[date, bool, str]]:
    return [(obstacle.on, obstacle.blocks, obstacle.what) for obstacle in found.obstacles]


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-01"])
def test_a_model_that_is_gone_on_the_first_day_is_a_mistake_in_the_file(day: str) -> None:
    (problem,) = problems(scenario(USED, horizon=HORIZON), retired(day))
    assert f"shop/edge was retired on {day} and the plan starts in 2026-12" in problem


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 12, 2), "2026-12"),
        (date(2026, 12, 31), "2026-12"),
        (date(2027, 1, 1), "2027-01"),
        (date(2027, 2, 28), "2027-02"),
    ],
)
def test_a_model_that_goes_between_the_second_day_and_the_last_is_an_obstacle(day: date, month: str) -> None:
    found = computed(USED, retired(day.isoformat()), horizon=HORIZON)
    assert said(found) == [(day, True, f"Edge is retired on {day}: not possible from {month}")]
    assert not found.feasible


def test_a_model_that_goes_the_day_after_the_plan_is_no_obstacle() -> None:
    assert computed(USED, retired("2027-03-01"), horizon=HORIZON).obstacles == ()


def test_training_that_closes_the_day_before_the_launch_blocks_it() -> None:
    assert said(trained("2026-11-30")) == [(date(2026, 11, 30), True, "Training Edge closed on 2026-11-30")]


def test_training_is_still_possible_on_the_last_day_of_its_window() -> None:
    found = trained("2026-12-01")
    assert said(found) == [(date(2026, 12, 2), False, "No retraining of Edge after 2026-12-01")]
    assert found.feasible


def test_a_newcomer_who_launches_on_the_last_day_is_in_time_and_a_day_later_is_not() -> None:
    assert trained("2026-12-01", NEWCOMERS).obstacles == ()
    assert not trained("2026-11-30", NEWCOMERS).feasible


def test_a_window_that_closes_later_to_newcomers_concerns_nobody_who_tunes_at_launch() -> None:
    assert trained("2027-01-06", NEWCOMERS).obstacles == ()


def test_the_end_of_retraining_is_said_up_to_the_last_day_of_the_plan() -> None:
    assert said(trained("2027-02-28")) == [
        (date(2027, 3, 1), False, "No retraining of Edge after 2027-02-28")
    ]
    assert trained("2027-03-01").obstacles == ()
