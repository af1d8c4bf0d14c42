"""Dates that come before an option is ready or after somebody else took over, by hand."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import by_month, evaluated, only, scenario, shop, sku

from planner.plan.event import Ending
from planner.results.comparison import compare
from planner.results.evaluation import Evaluation, OptionResult

WINDOW = "training_windows: [{{closes: {}, announced: 2026-01-01}}]"


def sold(name: str, more: str = "", retired: str = "") -> str:
    gone = f"retired_on: {retired}, announced: 2026-01-01, successor: shop/next, " if retired else ""
    closes = WINDOW.format(more) + ", " if more else ""
    return sku(
        name,
        f"availability: {{{gone}{closes}trainable: true, ref: list}}",
        input=1.00,
        output=0,
        training=2.00,
    )


PRICES = shop(
    sold("closing", "2026-12-15"),
    sold("shut", "2026-01-31"),
    sold("leaving", retired="2027-02-15"),
    sold("next"),
    sold("trained-elsewhere", retired="2026-12-20"),
)
SHUT = shop(sold("leaving", retired="2027-02-15"), sold("next", "2026-01-31"))
NOW = "kind: prompted, model: shop/next, prompt: 0"
DAILY = "requests: 1000, per: day, user_tokens: 1000, output_tokens: 0, busy_hour: 10%"
TRAINING = "training: {rounds: 1, epochs: 1, examples: 1000}"
MONTHS = "start: 2026-12, months: 6"


def plan(later: str, prices: str = PRICES, more: str = NOW, horizon: str = MONTHS) -> Evaluation:
    return evaluated(scenario({"now": more, "later": later}, workload=DAILY, horizon=horizon), prices)


def built(model: str, weeks: float, training: str = TRAINING) -> OptionResult:
    option = (
        f"kind: tuned, model: shop/{model}, prompt: 0, {training}, build_weeks: {weeks}, until_launch: now"
    )
    return plan(option).options["later"]


@pytest.mark.parametrize(("weeks", "blocked"), [(2, False), (3, True)])
def test_a_window_that_closes_while_an_option_is_built_blocks_it(weeks: float, blocked: bool) -> None:
    end = built("closing", weeks).end
    assert (end is not None) == blocked
    if end is not None:
        assert end.what == "Training Closing closes on 2026-12-15, before it is built on 2026-12-22"
        assert (end.on, end.ends_by) == (date(2026, 12, 16), Ending.TRAINING_CLOSED)


def test_what_is_trained_has_to_be_there_until_the_launch() -> None:
    elsewhere = "training: {rounds: 1, epochs: 1, examples: 1000, sku: shop/trained-elsewhere}"
    end = built("next", 4, elsewhere).end
    assert end is not None
    assert end.what == "Trained-elsewhere is retired on 2026-12-20, before it is built on 2026-12-29"
    assert built("next", 2, elsewhere).feasible


def test_a_successor_that_nobody_can_train_any_more_blocks_a_tuned_option() -> None:
    tuned = f"kind: tuned, model: shop/leaving, prompt: 0, {TRAINING}, lock_in: {{rounds: 2}}"
    end = only(evaluated(scenario(tuned, workload=DAILY, horizon=MONTHS), SHUT)).end
    assert end is not None
    assert end.what == "A training falls due in 2027-02, but training Next closes on 2026-01-31"


def test_a_judge_on_the_model_that_retires_does_not_move_with_the_calls() -> None:
    judge = "monitoring: {cases_per_month: 10, judge: {model: shop/leaving, prompt: 5}}"
    option = f"kind: prompted, model: shop/leaving, prompt: 0, lock_in: {{}}, {judge}"
    end = only(evaluated(scenario(option, workload=DAILY, horizon=MONTHS), PRICES)).end
    assert end is not None
    assert end.on == date(2027, 2, 15)


def test_retrainings_of_who_takes_over_count_from_that_day() -> None:
    tuned = (
        f"kind: tuned, model: shop/next, prompt: 0, {TRAINING}, retraining: {{every_months: 2, rounds: 1}}"
    )
    ending = "kind: prompted, model: shop/leaving, prompt: 0, after_retirement: now"
    found = plan(ending, more=tuned).options["later"]
    # It takes over in the middle of February: trained then, and again two months later, in April.
    again = by_month(found, "Now: training tokens, retraining")
    assert [place for place, money in enumerate(again) if money] == [4]


def test_an_accuracy_that_moves_both_totals_has_no_break_even() -> None:
    workload = f"{DAILY}, cost_per_error: 1"
    base = "kind: prompted, model: shop/leaving, prompt: 0, accuracy: 90%, after_retirement: later"
    other = "kind: prompted, model: shop/next, prompt: 0, accuracy: 95%"
    found = compare(
        evaluated(scenario({"now": base, "later": other}, workload=workload, horizon=MONTHS), PRICES)
    )
    assert found.against["later"].break_even_accuracy is None


def test_dates_of_who_takes_over_are_those_of_its_charges() -> None:
    tuned = (
        f"kind: tuned, model: shop/next, prompt: 0, {TRAINING}, retraining: {{every_months: 3, rounds: 1}}"
    )
    ending = "kind: prompted, model: shop/leaving, prompt: 0, after_retirement: now"
    told = [event for event in plan(ending, more=tuned).options["later"].events if "Retraining" in event.what]
    assert [(event.on, event.what) for event in told] == [(date(2027, 5, 1), "Now: Retraining")]
