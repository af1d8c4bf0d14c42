"""Volumes laid out over months of their real length, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from building.plans import computed, problems, scenario, shop, sku

from planner.files.checking import check
from planner.files.yaml_text import parse_yaml
from planner.plan.calendar import Calendar
from planner.plan.scenario import Scenario
from planner.plan.workload import Demand
from planner.quantities.quantity import FloatArray, Quantity

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


def demand(workload: str, horizon: str = "start: 2026-12, months: 1") -> Demand:
    text = scenario(
        "kind: prompted, model: shop/small, prompt: 1",
        workload=workload + ", user_tokens: 0, output_tokens: 0",
        horizon=horizon,
    )
    plan = check(parse_yaml(text, "plan.yaml"), Scenario)
    return plan.workload.demand(Calendar.of(plan.horizon, plan.as_of))


def first_month(quantity: Quantity | None) -> float:
    assert quantity is not None
    return float(quantity.value[0, 0])


def test_50_000_a_day_with_a_busy_hour_of_10_5_percent_are_87_5_a_minute() -> None:
    # 50,000 x 10.5 % = 5,250 in the hour: 1.458 a second.
    found = demand("requests: 50000, per: day, busy_hour: 10.5%")
    assert first_month(found.busy_rate) == pytest.approx(5250 / 3600)
    assert first_month(found.busy_rate) == pytest.approx(1.458, abs=0.0005)
    assert first_month(found.busy_minute) == pytest.approx(87.5)
    assert first_month(found.peak_minute) == pytest.approx(87.5)
    assert first_month(found.even_minute) == pytest.approx(50_000 / 1440)


def test_a_busy_day_and_a_burst_multiply() -> None:
    found = demand("requests: 50000, per: day, busy_hour: 10.5%, busy_day: 1.2, minute_burst: 1.5")
    assert first_month(found.busy_day) == pytest.approx(60_000)
    assert first_month(found.even_minute) == pytest.approx(60_000 / 1440)
    assert first_month(found.busy_minute) == pytest.approx(87.5 * 1.2)
    assert first_month(found.peak_minute) == pytest.approx(87.5 * 1.2 * 1.5)
    assert first_month(found.busy_rate) == pytest.approx(1.2 * 5250 / 3600)


def test_a_busy_day_asks_no_more_in_a_month() -> None:
    plain, busy = (demand(f"requests: 50000, per: day{more}") for more in ("", ", busy_day: 1.2"))
    assert first_month(busy.requests) == first_month(plain.requests) == 50_000 * 31
    assert first_month(busy.rate) == first_month(plain.rate)


def test_without_a_busy_hour_nobody_knows_the_busiest_minute() -> None:
    found = demand("requests: 50000, per: day, minute_burst: 1.5")
    assert (found.busy_rate, found.busy_minute, found.peak_minute) == (None, None, None)
    assert first_month(found.even_minute) == pytest.approx(50_000 / 1440)


@pytest.mark.parametrize(
    ("volume", "a_day"),
    [
        ("requests: 700, per: week", [100.0, 100.0]),
        ("requests: 3100, per: month", [100.0, 3100 / 28]),
        ("requests: 1200, per: year", [100 / 31, 100 / 28]),
    ],
)
def test_a_busy_day_is_counted_from_the_day_of_any_volume(volume: str, a_day: list[float]) -> None:
    found = demand(f"{volume}, busy_day: 2", "start: 2027-01, months: 2").busy_day
    assert np.broadcast_to(found.value, (1, 2))[0] == pytest.approx(2 * np.array(a_day))


def test_growth_and_season_are_in_the_busiest_minute_too() -> None:
    season = ", ".join(["1"] * 11 + ["3"])
    work = f"requests: 50000, per: day, busy_hour: 10.5%, growth: 10%, seasonality: [{season}]"
    found = demand(work, "start: 2026-11, months: 3").peak_minute
    assert found is not None
    assert found.value[0] == pytest.approx([87.5, 87.5 * 1.1 * 3, 87.5 * 1.21])


@pytest.mark.parametrize("wrong", ["busy_day: 0.9", "minute_burst: 0.5", "busy_hour: 3%"])
def test_what_is_busy_is_never_less_than_average(wrong: str) -> None:
    text = scenario(
        "kind: prompted, model: shop/small, prompt: 1",
        workload=f"requests: 10, per: day, user_tokens: 0, output_tokens: 0, {wrong}",
    )
    (problem,) = problems(text, PRICES)
    assert f"workload.{wrong.partition(':')[0]}: " in problem
    assert "is not at least" in problem
