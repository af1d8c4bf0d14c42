"""Volumes laid out over months of their real length, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from building.plans import computed, problems, scenario, shop, sku

from planner.quantities.quantity import FloatArray

PRICES = shop(sku("small", input=1.00, output=1.00))


def requests(workload: str, horizon: str) -> FloatArray:
    """Return the requests of each month."""
    found = computed(
        "kind: prompted, model: shop/small, prompt: 1",
        PRICES,
        workload=workload + ", user_tokens: 0, output_tokens: 0",
        horizon=horizon,
        as_of="2030-01-01",
    )
    return np.broadcast_to(found.requests.plain, (1, len(found.calendar.months)))[0]


def test_a_daily_volume_follows_the_days_of_each_month() -> None:
    leap = requests("requests: 10, per: day", "start: 2028-01, months: 3")
    assert leap.tolist() == [310, 290, 310]
    common = requests("requests: 10, per: day", "start: 2027-02, months: 1")
    assert common.tolist() == [280]


def test_a_century_is_no_leap_year() -> None:
    assert requests("requests: 1, per: day", "start: 2100-02, months: 1").tolist() == [28]
    assert requests("requests: 1, per: day", "start: 2096-02, months: 1").tolist() == [29]


def test_a_plan_runs_over_the_end_of_a_year() -> None:
    found = computed(
        "kind: prompted, model: shop/small, prompt: 1", PRICES, horizon="start: 2026-11, months: 4"
    )
    assert [str(month) for month in found.calendar.months] == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert found.calendar.days.plain[0].tolist() == [30, 31, 31, 28]


def test_a_weekly_volume_is_a_seventh_for_each_day() -> None:
    # 700 a week is 100 a day.
    assert requests("requests: 700, per: week", "start: 2026-12, months: 2").tolist() == [3100, 3100]
    assert requests("requests: 700, per: week", "start: 2027-02, months: 1").tolist() == [2800]


def test_a_monthly_volume_is_the_same_in_short_months() -> None:
    assert requests("requests: 700, per: month", "start: 2027-01, months: 2").tolist() == [700, 700]


def test_a_yearly_volume_is_a_twelfth_for_each_month() -> None:
    assert requests("requests: 1200, per: year", "start: 2027-01, months: 2").tolist() == [100, 100]


def test_a_month_can_be_30_days_to_reproduce_a_published_example() -> None:
    horizon = "start: 2027-01, months: 2, month: 30 days"
    assert requests("requests: 10, per: day", horizon).tolist() == [300, 300]


def test_growth_compounds_from_the_first_month_on() -> None:
    # 100, 110, 121, 133.1
    found = requests("requests: 100, per: month, growth: 10%", "start: 2027-01, months: 4")
    assert found == pytest.approx([100, 110, 121, 133.1])


def test_volume_can_shrink() -> None:
    assert requests("requests: 100, per: month, growth: -50%", "start: 2027-01, months: 3").tolist() == [
        100,
        50,
        25,
    ]


def test_seasons_belong_to_calendar_months_wherever_the_plan_starts() -> None:
    seasons = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]"
    found = requests(f"requests: 100, per: month, seasonality: {seasons}", "start: 2026-11, months: 3")
    assert found.tolist() == [1100, 1200, 100]


def test_seasons_need_twelve_numbers() -> None:
    workload = "requests: 1, per: day, user_tokens: 1, output_tokens: 1, seasonality: [1, 2]"
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 1", workload=workload), PRICES)
    assert "workload.seasonality" in problem


@pytest.mark.parametrize(
    ("horizon", "where"),
    [
        ("start: 2026-13, months: 1", "horizon.start"),
        ("start: 2026-12-01, months: 1", "horizon.start"),
        ("start: 2026-12, months: 0", "horizon.months"),
        ("start: 2026-12, months: 121", "horizon.months"),
        ("start: 2026-12, months: 1.5", "horizon.months"),
        ("start: 2026-12, months: 1, month: 30", "horizon.month"),
        ("start: 2026-12, months: 1, month: -3 days", "horizon.month"),
        ("start: 2026-12, months: 1, month: 0 days", "horizon.month"),
    ],
)
def test_a_horizon_that_is_none_is_refused_at_its_line(horizon: str, where: str) -> None:
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 1", horizon=horizon), PRICES)
    assert problem.startswith(f"plan.yaml:4: {where}: ")


def test_the_busy_hour_is_a_share_of_the_day() -> None:
    # 86,400 a day, 10 % of them in one hour: 8,640 / 3,600 s = 2.4 a second.
    # A replica answers 1 at full load, 0.8 as planned.
    replicas = "{sku: shop/gpu, capacity: 1, target_load: 80%, minimum: 0}"
    option = f"kind: self_hosted, tokenizer: o200k_base, prompt: 1, hosting: {{replicas: {replicas}}}"
    prices = shop(sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00))
    found = computed(
        option, prices, workload="requests: 86400, per: day, user_tokens: 0, output_tokens: 0, busy_hour: 10%"
    )
    # 2.4 / 0.8 = 3 replicas exactly, 31 days, $2.00 an hour.
    assert found.total == pytest.approx(3 * 31 * 24 * 2.00)
