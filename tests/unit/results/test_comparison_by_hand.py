"""Savings, payback and present value, computed by hand."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import OWN_GPUS, evaluated, scenario, shop, sku

from planner.plan.problems import BadInput
from planner.results.comparison import Against, Comparison, compare

PRICES = shop(
    sku("steady", input=1.00, output=1.00),
    sku(
        "swinging",
        input=[
            (day, price, "announced: 2026-01-01")
            for day, price in (("2026-12-01", 0.50), ("2027-01-01", 2.50), ("2027-02-01", 0.50))
        ],
        output=1.00,
    ),
    sku(
        "retired",
        "availability: {retired_on: 2027-01-15, ref: list}",
        input=0.10,
        output=0.10,
    ),
)


def people(launch: float = 0, monthly: float = 0) -> str:
    """Write an option that costs hours at $100 and nothing else."""
    return (
        f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS},"
        f" staff: {{work: {{role: engineer, hours: {launch}, hours_per_month: {monthly}}}}}"
    )


def compared(base: str, other: str, months: int = 12, more: str = "") -> Comparison:
    text = scenario(
        {"base": base, "other": other},
        horizon=f"start: 2026-12, months: {months}",
        workload="requests: 1M, per: month, user_tokens: 1000, output_tokens: 0",
        more=more,
    )
    return compare(evaluated(text, PRICES))


def against(base: str, other: str, months: int = 12) -> Against:
    return compared(base, other, months).against["other"]


def test_a_saving_is_what_the_baseline_costs_more() -> None:
    # $1,000 a month against $3,500 and $500 a month: 12,000 - 9,500.
    found = against(people(monthly=10), people(launch=35, monthly=5))
    assert found.saving == pytest.approx(2500)
    assert found.saving_share == pytest.approx(2500 / 12_000)
    assert found.return_on_launch == pytest.approx(2500 / 3500)


def test_payback_is_the_launch_cost_over_the_monthly_saving() -> None:
    found = against(people(monthly=10), people(launch=35, monthly=5)).payback
    assert found.exact == pytest.approx(7.0)
    assert found.months == 7


def test_payback_says_the_exact_month_and_rounds_up_apart_from_it() -> None:
    # 3,300 / 500 = 6.6 months, paid back in the seventh.
    found = against(people(monthly=10), people(launch=33, monthly=5)).payback
    assert found.exact == pytest.approx(6.6)
    assert found.months == 7


def test_an_option_that_costs_less_at_once_has_paid_back_at_once() -> None:
    assert against(people(launch=5, monthly=10), people(launch=5, monthly=5)).payback.exact == 0
    assert against(people(launch=5, monthly=10), people(launch=1, monthly=5)).payback.exact == 0


def test_less_to_launch_and_more_to_run_never_pays_back_once_it_is_overtaken() -> None:
    # $3,000 ahead, then $500 a month lost: behind after 6 months.
    found = against(people(launch=30, monthly=5), people(monthly=10)).payback
    assert found.exact is None
    assert found.reason == "no month costs less"


def test_less_to_launch_stays_ahead_where_the_horizon_is_short() -> None:
    assert against(people(launch=30, monthly=5), people(monthly=10), months=5).payback.exact == 0


def test_a_launch_that_the_horizon_does_not_earn_back_says_how_long_it_would_take() -> None:
    found = against(people(monthly=10), people(launch=35, monthly=5), months=3).payback
    assert found.exact is None
    assert found.months is None
    assert found.reason == "3 months save less than the launch costs; at this average it takes 7.0 months"


def test_earning_back_exactly_the_launch_costs_is_not_yet_a_payback() -> None:
    found = against(people(monthly=10), people(launch=15, monthly=5), months=3).payback
    assert found.exact is None
    assert "at this average it takes 3.0" in found.reason


def test_two_options_of_the_same_cost_never_pay_back_and_say_so() -> None:
    found = against(people(launch=1, monthly=10), people(launch=1, monthly=10))
    assert found.saving == 0
    assert found.payback.exact is None
    assert found.payback.reason == "costs the same"


def test_payback_is_when_the_cost_stays_below_after_crossing_more_than_once() -> None:
    # 1,000M tokens a month: $1,000 against $500, $2,500, $500, $500, $500. Saved so far: 500, -1,000, -500, 0, 500.
    steady, swinging = (f"kind: prompted, model: shop/{name}, prompt: 0" for name in ("steady", "swinging"))
    assert against(steady, swinging, months=5).payback.exact == pytest.approx(4.0)
    # One month more or less of it.
    assert against(steady, swinging, months=1).payback.exact == 0
    assert against(steady, swinging, months=3).payback.exact is None


def test_the_months_that_cost_less_may_not_make_up_for_those_that_cost_more() -> None:
    # $1,000 a month against $500, $2,500, $500: 1,000 saved in two months and 1,500 lost in the other.
    steady, swinging = (f"kind: prompted, model: shop/{name}, prompt: 0" for name in ("steady", "swinging"))
    found = against(steady, swinging, months=3)
    assert found.saving == pytest.approx(-500)
    assert found.payback.exact is None
    assert found.payback.reason == "over all months it costs more to run"


def test_a_saving_of_cents_never_pays_back_a_launch_that_takes_a_century() -> None:
    # $12,000 launch, $10 a month saved: 1,200 months are said, one cent more of launch is next to nothing.
    at, beyond = (against(people(monthly=0.1), people(launch=hours)) for hours in (120, 120.0001))
    assert at.payback.reason is not None
    assert at.payback.reason.endswith("at this average it takes 1200.0 months")
    assert beyond.payback.reason == "what a month saves is next to nothing"


def test_an_option_that_cannot_be_used_does_not_pay_back() -> None:
    steady, retired = (f"kind: prompted, model: shop/{name}, prompt: 0" for name in ("steady", "retired"))
    found = against(steady, retired).payback
    assert (found.exact, found.reason) == (
        None,
        "it is retired on 2027-01-15, though by then its saving made up for the launch",
    )
    assert against(steady, retired, months=1).payback.exact == 0


def test_the_baseline_saves_nothing_and_has_no_payback() -> None:
    found = compared(people(monthly=10), people(monthly=5)).against["base"]
    assert (found.saving, found.saving_share, found.inference_saving_share) == (0, 0, None)
    assert (found.payback.exact, found.payback.months) == (None, None)
    assert found.payback.reason == "it is the baseline"


def test_a_share_of_a_baseline_that_costs_nothing_is_unknown() -> None:
    found = against(people(), people(monthly=5))
    assert found.saving_share is None
    assert found.inference_saving_share is None


def test_inference_is_compared_apart_from_people() -> None:
    steady = "kind: prompted, model: shop/steady, prompt: 0, staff: {work: {role: engineer, hours: 99}}"
    swinging = "kind: prompted, model: shop/swinging, prompt: 0"
    assert against(steady, swinging, months=1).inference_saving_share == pytest.approx(0.5)


def test_an_option_that_is_retired_within_the_horizon_is_not_the_cheapest() -> None:
    steady, retired = (f"kind: prompted, model: shop/{name}, prompt: 0" for name in ("steady", "retired"))
    found = compared(steady, retired)
    assert found.cheapest == "base"
    assert found.cheapest_of_all == "other"
    assert compared(steady, retired, months=1).cheapest == "other"


def test_no_option_is_cheapest_where_none_can_be_done() -> None:
    retired = "kind: prompted, model: shop/retired, prompt: 0"
    assert compared(retired, retired).cheapest is None


def test_present_value_discounts_each_month_by_a_twelfth_of_the_year() -> None:
    text = scenario(
        people(launch=10, monthly=1), horizon="start: 2026-12, months: 13", more="discount_rate: 10%"
    )
    (found,) = evaluated(text, PRICES).options.values()
    # $1,100 now, then $100 after 1, 2, ... 12 months; the last one is worth 100 / 1.1.
    by_hand = 1100 + sum(100 * 1.1 ** (-month / 12) for month in range(1, 13))
    assert found.present_value == pytest.approx(by_hand)
    assert found.total == pytest.approx(1000 + 13 * 100)


def test_without_a_rate_the_present_value_is_the_total() -> None:
    (found,) = evaluated(
        scenario(people(launch=10, monthly=1), horizon="start: 2026-12, months: 13"), PRICES
    ).options.values()
    assert found.present_value == pytest.approx(found.total)


def test_a_retirement_before_the_start_is_a_mistake_in_the_file() -> None:
    text = scenario("kind: prompted, model: shop/retired, prompt: 0", horizon="start: 2027-02, months: 1")
    with pytest.raises(
        BadInput, match="shop/retired was retired on 2027-01-15 and the plan starts in 2027-02"
    ) as caught:
        evaluated(text, PRICES)
    (problem,) = caught.value.problems
    assert problem.where == "options.plan.model"


def test_a_retirement_within_the_horizon_is_an_obstacle_with_its_date() -> None:
    text = scenario("kind: prompted, model: shop/retired, prompt: 0", horizon="start: 2026-12, months: 3")
    (found,) = evaluated(text, PRICES).options.values()
    (obstacle,) = found.obstacles
    assert obstacle.on == date(2027, 1, 15)
    assert obstacle.blocks
    assert not found.feasible
    assert "is retired on 2027-01-15: not possible from 2027-01" in obstacle.what
    assert obstacle.reference is not None
