"""Payback where a plan has one month, nothing to gain, or no more than nothing, computed by hand."""

from __future__ import annotations

import pytest
from building.plans import OWN_GPUS, evaluated, scenario, shop, sku

from planner.results.comparison import Against, Payback, compare

# 1,000M tokens a month: $1,000, and with the other two $500 in some months.
ANNOUNCED = "announced: 2026-01-01"
PRICES = shop(
    sku("steady", input=1.00, output=1.00),
    sku(
        "pausing",
        input=[
            ("2026-12-01", 0.50, ANNOUNCED),
            ("2027-01-01", 1.00, ANNOUNCED),
            ("2027-02-01", 0.50, ANNOUNCED),
        ],
        output=1.00,
    ),
    sku(
        "swinging",
        input=[
            ("2026-12-01", 0.50, ANNOUNCED),
            ("2027-01-01", 2.50, ANNOUNCED),
            ("2027-02-01", 0.50, ANNOUNCED),
        ],
        output=1.00,
    ),
)


def people(launch: float = 0, monthly: float = 0) -> str:
    """Write an option that costs hours at $100 and nothing else."""
    return f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS}, {work(launch, monthly)}"


def bought(name: str, launch: float = 0) -> str:
    """Write an option that pays for its tokens, and for hours at $100 to launch."""
    return f"kind: prompted, model: shop/{name}, prompt: 0, {work(launch)}"


def work(launch: float, monthly: float = 0) -> str:
    return f"staff: {{work: {{role: engineer, hours: {launch}, hours_per_month: {monthly}}}}}"


def against(base: str, other: str, months: int) -> Against:
    text = scenario(
        {"base": base, "other": other},
        horizon=f"start: 2026-12, months: {months}",
        workload="requests: 1M, per: month, user_tokens: 1000, output_tokens: 0",
    )
    return compare(evaluated(text, PRICES)).against["other"]


def test_one_month_may_pay_back_within_itself() -> None:
    # $200 to launch against $500 saved in the month.
    found = against(people(monthly=10), people(launch=2, monthly=5), months=1).payback
    assert found.exact == pytest.approx(0.4)
    assert found.months == 1


def test_one_month_that_saves_too_little_is_said_in_the_singular() -> None:
    found = against(people(monthly=10), people(launch=35, monthly=5), months=1).payback
    assert found.exact is None
    assert found.reason == "1 month saves less than the launch costs; at this average it takes 7.0 months"


def test_one_month_that_earns_the_launch_back_to_the_cent_has_not_paid_back() -> None:
    found = against(people(monthly=10), people(launch=5, monthly=5), months=1)
    assert found.saving == 0
    assert found.payback.exact is None
    assert found.payback.reason.endswith("at this average it takes 1.0 months")


def test_what_is_saved_at_launch_and_spent_to_the_cent_costs_the_same() -> None:
    found = against(people(launch=5), people(monthly=5), months=1)
    assert found.saving == 0
    assert (found.payback.exact, found.payback.reason) == (None, "costs the same")


def test_a_launch_before_months_of_the_same_cost_is_never_earned_back() -> None:
    found = against(people(monthly=10), people(launch=5, monthly=10), months=2)
    assert found.saving == pytest.approx(-500)
    assert (found.payback.exact, found.payback.reason) == (None, "no month costs less")


def test_months_that_cost_less_and_more_by_the_same_do_not_make_up_for_one_another() -> None:
    # $500 saved, $1,500 lost, twice $500 saved.
    found = against(bought("steady"), bought("swinging"), months=4)
    assert found.saving == pytest.approx(0)
    assert found.payback.exact is None
    assert found.payback.reason == "over all months it costs more to run"


def test_having_cost_the_same_is_not_yet_having_cost_less() -> None:
    # $500 to launch, earned back after December; January costs the same; February saves $500 more.
    found = against(bought("steady"), bought("pausing", launch=5), months=3).payback
    assert found.exact == pytest.approx(2.0)


def test_a_return_on_the_launch_needs_a_dearer_launch() -> None:
    assert (
        against(people(launch=5, monthly=10), people(launch=5, monthly=5), months=1).return_on_launch is None
    )
    assert (
        against(people(launch=5, monthly=10), people(launch=1, monthly=5), months=1).return_on_launch is None
    )


@pytest.mark.parametrize(("exact", "months"), [(0.0, 0), (0.2, 1), (7.0, 7), (7 + 1e-12, 7), (7.001, 8)])
def test_whole_months_are_rounded_up_but_not_by_what_a_computer_adds(exact: float, months: int) -> None:
    assert Payback(exact).months == months
