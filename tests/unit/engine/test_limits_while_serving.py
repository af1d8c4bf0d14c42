"""Account limits count in the months in which an option serves itself, by hand; one rule for event, table and JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from building.plans import book, evaluated, scenario, shop, sku

from planner.plan.event import Event, Weight
from planner.plan.latency.limits import AccountLimits, LimitUse
from planner.quantities.quantity import constant
from planner.results.evaluation import OptionResult
from planner.views.reports.latency_data import limits_data
from planner.views.reports.limit_lines import accounts_read, asked_and_allowed

LEAVES = "availability: {retired_on: 2027-06-16, announced: 2026-01-01, successor: shop/large, ref: list}"
PRICES = book(
    shop(
        sku("small", input=0.10, output=0.40),
        sku("large", input=1.00, output=4.00),
        sku("leaving", LEAVES, input=0.10, output=0.40),
    )
)
SMALL = "kind: prompted, model: shop/small, prompt: 400"
LARGE = SMALL.replace("small", "large")
LEAVING = SMALL.replace("small", "leaving")
GROWING = "growth: 10%"
PEAK_BEFORE = "seasonality: [9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"
"""Nine times the requests in January."""


def plan(
    options: dict[str, str], limits: str, more: str = GROWING, requests: float = 1000
) -> dict[str, OptionResult]:
    text = scenario(
        options,
        workload=f"requests: {requests}, per: day, user_tokens: 100, output_tokens: 10, {more}",
        horizon="start: 2026-12, months: 12",
        more=f"limits: {{{limits}}}",
    )
    return dict(evaluated(text, PRICES).options)


def built(limits: str, more: str = PEAK_BEFORE, requests: float = 10_000, weeks: int = 13) -> OptionResult:
    """An option that launches on 2027-03-02, and until then another one serves."""
    options = {"old": LARGE, "new": f"{SMALL}, build_weeks: {weeks}, until_launch: old"}
    return plan(options, limits, more, requests)["new"]


def use(option: OptionResult, name: str = "requests_per_day") -> LimitUse:
    return next(each for each in option.latency.limits if each.name == name)


def data(option: OptionResult, name: str = "requests_per_day") -> dict[str, Any]:
    return next(each for each in limits_data(option) if each["limit"] == name)


def told(option: OptionResult, weight: Weight = Weight.BLOCKS) -> list[Event]:
    return [event for event in option.events if event.weight is weight]


def months(each: LimitUse) -> tuple[str | None, str | None]:
    waits, broken = each.waits_from, each.broken_from
    return waits and str(waits), broken and str(broken)


def test_what_is_asked_before_the_launch_breaks_no_limit() -> None:
    option = built("shop/small: {requests_per_day: 8k}")
    assert months(use(option)) == (None, "2027-03")
    assert data(option)["broken_from"] == "2027-03"
    (event,) = told(option)
    assert str(event.on) == "2027-03-01"


def test_a_limit_that_would_do_is_that_of_the_months_in_which_the_option_serves() -> None:
    """The 90,000 of January come before the launch."""
    option = built("shop/small: {requests_per_day: 8k}")
    assert use(option).would_do == data(option)["would_do"] == 10_000
    assert told(option)[0].what.endswith("it takes a limit of 10,000")
    assert told(built("shop/small: {requests_per_day: 10k}")) == []


def test_a_minute_waits_from_the_launch_on() -> None:
    option = built("shop/small: {requests_per_minute: 30}", f"{PEAK_BEFORE}, busy_hour: 20%")
    each = use(option, "requests_per_minute")
    assert months(each) == ("2027-03", None)
    (event,) = told(option, Weight.WARNS)
    assert event.what.startswith(
        "Requests wait in the busy hour from 2027-03: 34 requests a minute at shop/small"
    )
    assert "; a limit of 34 would do, or" in event.what


def test_months_without_the_option_ask_nothing_of_its_account() -> None:
    option = built("shop/small: {requests_per_day: 20k}", "growth: 0%")
    assert data(option)["needed"] == [0.0] * 3 + [10_000.0] * 9
    assert asked_and_allowed(use(option)) == ("20,000", "10,000", "10,000")


def test_an_option_that_launches_too_late_asks_for_nothing() -> None:
    option = built("shop/small: {requests_per_day: 8k}", weeks=90)
    assert months(use(option)) == (None, None)
    assert asked_and_allowed(use(option)) == ("8,000", "–", "–")
    assert data(option)["would_do"] == 0


def test_whoever_stands_in_is_held_against_its_limits_until_the_launch_only() -> None:
    """1,000 x 1.1^2 = 1,210 in February, the last month but the first of March; 2,853 in the twelfth month."""
    blocked = built("shop/large: {requests_per_day: 1200}", GROWING, 1000)
    (event,) = told(blocked)
    assert event.what == (
        "Old, until the launch on 2027-03-02: Beyond its limit from 2027-02: 1,210 requests a day at shop/large,"
        " 1,200 allowed; it takes a limit of 1,340"
    )
    assert told(built("shop/large: {requests_per_day: 1340}", GROWING, 1000)) == []


def test_an_option_that_hands_over_asks_until_then_and_its_limit_breaks_then() -> None:
    """1,000 x 1.1^n: 1,464 in April, 1,611 in May, when another one takes over."""
    options = {"first": f"{SMALL}, after_retirement: second", "second": LARGE}
    first = plan(options, "shop/small: {requests_per_day: 1500, tokens_per_day: 1M}")["first"]
    assert months(use(first)) == (None, "2027-05")
    assert asked_and_allowed(use(first)) == ("1,500", "1,000", "1,464")
    assert data(first)["needed"][4:] == [1464.1] + [0.0] * 7
    # 1,000,000 tokens, at 510 a request, would be broken in July; by then another one serves.
    assert months(use(first, "tokens_per_day")) == (None, None)


def test_after_its_model_has_retired_and_another_serves_nothing_is_asked() -> None:
    """June is the last month: 1,000 x 1.1^6 = 1,772."""
    options = {"first": f"{LEAVING}, after_retirement: second", "second": LARGE}
    first = plan(options, "shop/leaving: {requests_per_day: 1700}")["first"]
    assert months(use(first)) == (None, "2027-06")
    assert use(first).would_do == 1_780
    assert "it takes a limit of 1,780; Second takes over" in told(first, Weight.WARNS)[0].what
    later = plan(options, "shop/leaving: {requests_per_day: 1800}")["first"]
    assert months(use(later)) == (None, None)
    assert asked_and_allowed(use(later)) == ("1,800", "1,000", "1,772")


def test_whoever_takes_over_has_to_keep_to_its_own_limits_from_then_on() -> None:
    options = {"first": f"{SMALL}, after_retirement: second", "second": LARGE}
    both = "shop/small: {requests_per_day: 1500}, shop/large: {requests_per_day: %d}"
    first = plan(options, both % 2800)["first"]
    (event,) = told(first)
    assert event.what == (
        "Second: Beyond its limit from 2027-11: 2,854 requests a day at shop/large, 2,800 allowed;"
        " it takes a limit of 2,860"
    )
    assert told(plan(options, both % 2860)["first"]) == []


def test_whoever_takes_over_is_not_held_against_its_limits_before() -> None:
    options = {"first": f"{LEAVING}, after_retirement: second", "second": LARGE}
    first = plan(options, "shop/large: {requests_per_day: 8k}", PEAK_BEFORE)["first"]
    assert told(first) == []


def test_the_busiest_minute_waits_before_the_whole_busy_hour_does() -> None:
    """33.3 a minute in the busy hour, half as much again in its busiest minute; 33.3 x 1.1^2 is the first above 38."""
    options = {"plan": SMALL}
    found = plan(
        options, "shop: {requests_per_minute: 38}", f"{GROWING}, busy_hour: 20%, minute_burst: 1.5", 10_000
    )
    (event,) = told(found["plan"], Weight.WARNS)
    assert event.what.startswith(
        "Requests wait in the busiest minute from 2026-12, in all of the busy hour from 2027-02"
        " (after an hour of that they wait 4 min, 90 min in 2027-11): 50 requests a minute at shop, 38 allowed"
    )
    assert event.on == date(2026, 12, 1)
    assert months(use(found["plan"], "requests_per_minute"))[0] == "2026-12"


READ = "tier: tier 2, read: 2026-05-01, source: limits page, note: raised on demand"


def test_the_tier_that_is_too_small_is_named() -> None:
    option = built(f"shop/small: {{requests_per_day: 8k, {READ}}}")
    assert told(option)[0].what.endswith("it takes a limit of 10,000, more than tier 2 allows")
    waits = built(f"shop/small: {{requests_per_minute: 30, {READ}}}", "growth: 0%, busy_hour: 20%")
    assert (
        "a limit of 34 would do, more than tier 2 allows, or spreading" in told(waits, Weight.WARNS)[0].what
    )


def test_where_limits_were_read_is_told_and_that_they_may_be_old() -> None:
    option = built(f"shop/small: {{requests_per_day: 20k, tokens_per_day: 999M, {READ}}}")
    (said,) = accounts_read(option.latency.limits)
    assert said == (
        "shop/small: tier 2; read 2026-05-01; limits page; raised on demand."
        " These limits may be old: they were read 203 days before 2026-11-20."
    )
    found = data(option)
    assert (found["tier"], found["read"], found["source"]) == ("tier 2", "2026-05-01", "limits page")
    assert (found["note"], found["may_be_old"]) == ("raised on demand", True)


def test_nothing_is_told_of_limits_that_nobody_says_anything_about() -> None:
    option = built("shop/small: {requests_per_day: 20k}")
    assert list(accounts_read(option.latency.limits)) == []
    assert data(option)["may_be_old"] is None


@pytest.mark.parametrize(("read", "is_old"), [(date(2026, 5, 24), False), (date(2026, 5, 23), True)])
def test_limits_may_be_old_after_180_days(read: date, is_old: bool) -> None:
    limits = AccountLimits(requests_per_day=constant(5, "request/day", "limit"), read=read)
    assert limits.may_be_old(date(2026, 11, 20)) is is_old


def test_json_has_no_noise_of_the_last_bits() -> None:
    # 10,000 x 1.1^2 is 12100.000000000002 to a computer.
    option = plan({"plan": SMALL}, "shop: {requests_per_day: 90k}", requests=10_000)["plan"]
    assert float(use(option).peak.value[0, 2]) == 12100.000000000002
    assert data(option)["needed"][2] == 12100.0
