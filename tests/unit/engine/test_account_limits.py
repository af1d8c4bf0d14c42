"""Limits of accounts, by hand: which one breaks first, in which month, for whose calls, and what only waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.plans import book, computed, evaluated, problems, scenario, shop, sku

from planner.pipeline import Question, answer, with_draws
from planner.plan.event import Ending, Event, Weight
from planner.plan.latency.limits import LimitUse
from planner.results.evaluation import OptionResult

SHOP = shop(sku("small", input=0.10, output=0.40), sku("large", input=1.00, output=4.00))
PRICES = book(SHOP, shop(sku("tiny", input=0.10, output=0.40), provider="kiosk"))
PLAIN = "kind: prompted, model: shop/small, prompt: 400"
CASCADE = (
    "kind: cascade, first: {model: shop/small, prompt: 200},"
    " then: {model: shop/large, prompt: 800}, doubtful: 20%"
)


def limited(
    limits: str, option: str = PLAIN, requests: float = 1000, more: str = "", months: int = 12
) -> OptionResult:
    """An option under limits; a request reads 500 tokens and writes 10."""
    return computed(
        option,
        PRICES,
        workload=f"requests: {requests}, per: day, user_tokens: 100, output_tokens: 10{more}",
        horizon=f"start: 2026-12, months: {months}",
        more=f"limits: {{{limits}}}",
    )


def blocks(option: OptionResult) -> list[Event]:
    return [event for event in option.events if event.blocks]


def warns(option: OptionResult) -> list[Event]:
    return [event for event in option.events if event.weight is Weight.WARNS]


def use(option: OptionResult, account: str, name: str) -> LimitUse:
    return next(each for each in option.latency.limits if (each.account, each.name) == (account, name))


def in_first_month(each: LimitUse) -> tuple[float, float, float]:
    even, busy, peak = (float(number.value[0, 0]) for number in (each.even, each.busy, each.peak))
    return even, busy, peak


def test_growth_breaks_the_limit_of_a_day_in_its_month() -> None:
    """1,000 x 1.1^n reaches 1,464 after four months and 1,611 after five: 1,500 a day are enough until April."""
    option = limited("shop: {requests_per_day: 1500}", more=", growth: 10%")
    (event,) = blocks(option)
    assert str(event.on) == "2027-05-01"
    assert event.ends_by is Ending.CAPACITY
    assert not option.feasible
    assert event.what.startswith(
        "Beyond its limit from 2027-05: 1,611 requests a day at shop, 1,500 allowed; it takes a limit of "
    )


def test_the_limit_that_would_do_is_that_of_the_last_month() -> None:
    # 1,000 x 1.1^11 = 2,853 a day in the twelfth month.
    (event,) = blocks(limited("shop: {requests_per_day: 1500}", more=", growth: 10%"))
    assert event.what.endswith("it takes a limit of 2,860")
    assert limited("shop: {requests_per_day: 2860}", more=", growth: 10%").feasible


def test_a_limit_that_is_just_reached_holds() -> None:
    assert limited("shop: {requests_per_day: 1000, tokens_per_day: 510000}").feasible
    assert not limited("shop: {requests_per_day: 999}").feasible
    assert not limited("shop: {tokens_per_day: 509999}").feasible


def test_tokens_count_what_is_read_and_what_is_written() -> None:
    each = use(limited("shop: {tokens_per_day: 1M}"), "shop", "tokens_per_day")
    assert in_first_month(each) == pytest.approx((510_000, 510_000, 510_000))


def test_a_busy_day_asks_more_of_the_limit_of_a_day() -> None:
    assert limited("shop: {requests_per_day: 1200}", more=", busy_day: 1.2").feasible
    assert not limited("shop: {requests_per_day: 1199}", more=", busy_day: 1.2").feasible


def test_what_only_the_busy_hour_asks_beyond_the_limit_of_a_minute_waits() -> None:
    """50,000 a day are 35 a minute on average and 87.5 in the busy hour: at 62 a minute they wait and are answered."""
    option = limited("shop: {requests_per_minute: 62}", requests=50_000, more=", busy_hour: 10.5%", months=1)
    assert option.feasible
    assert blocks(option) == []
    (event,) = warns(option)
    assert event.what.startswith("Requests wait in the busy hour from 2026-12: 88 requests a minute at shop")
    # What came beyond the limit in the hour, 60 x (87.5 - 62), is answered at 62 a minute: 24.7 minutes.
    assert "after an hour of that they wait 25 min" in event.what
    assert "a limit of 88 would do" in event.what


def test_what_a_minute_of_an_even_day_asks_beyond_the_limit_is_answered_on_no_day() -> None:
    # 50,000 / 1,440 = 34.7 a minute.
    option = limited("shop: {requests_per_minute: 34}", requests=50_000, more=", busy_hour: 10.5%")
    assert [str(event.on) for event in blocks(option)] == ["2026-12-01"]
    assert limited("shop: {requests_per_minute: 35}", requests=50_000, more=", busy_hour: 10.5%").feasible


def test_a_burst_within_the_busy_hour_waits_too() -> None:
    work = ", busy_hour: 10.5%, minute_burst: 1.5"
    option = limited("shop: {requests_per_minute: 100}", requests=50_000, more=work, months=1)
    (event,) = warns(option)
    assert event.what.startswith("Requests wait in the busiest minute from 2026-12: 132 requests a minute")
    assert "they wait" not in event.what
    enough = limited("shop: {requests_per_minute: 132}", requests=50_000, more=work, months=1)
    assert warns(enough) == []


def test_requests_begin_to_wait_in_the_month_in_which_growth_takes_them_there() -> None:
    """87.5 x 1.1^n is 106 after two months: 100 a minute are too few from February on."""
    option = limited(
        "shop: {requests_per_minute: 100}", requests=50_000, more=", busy_hour: 10.5%, growth: 10%", months=4
    )
    (event,) = warns(option)
    assert str(event.on) == "2027-02-01"
    assert option.feasible


def test_without_a_busy_hour_minutes_are_even() -> None:
    each = use(limited("shop: {requests_per_minute: 35}", requests=50_000), "shop", "requests_per_minute")
    assert in_first_month(each) == pytest.approx((50_000 / 1440,) * 3)
    assert limited("shop: {requests_per_minute: 35}", requests=50_000).feasible


def test_a_providers_limit_is_for_all_its_calls_and_that_of_a_sku_for_its_own() -> None:
    """All requests call the small model and a fifth the large one: 310 and 910 tokens."""
    option = limited(
        "shop: {requests_per_day: 9999, tokens_per_day: 9M}, shop/large: {requests_per_day: 9999, tokens_per_day: 9M},"
        " shop/small: {requests_per_day: 9999}",
        CASCADE,
    )
    day = {(each.account, each.name): in_first_month(each)[0] for each in option.latency.limits}
    assert day == pytest.approx(
        {
            ("shop", "requests_per_day"): 1200,
            ("shop", "tokens_per_day"): 1000 * 310 + 200 * 910,
            ("shop/large", "requests_per_day"): 200,
            ("shop/large", "tokens_per_day"): 200 * 910,
            ("shop/small", "requests_per_day"): 1000,
        }
    )


def test_calls_made_again_count() -> None:
    each = use(limited("shop: {requests_per_day: 9999}", f"{PLAIN}, retries: 5%"), "shop", "requests_per_day")
    assert in_first_month(each)[0] == pytest.approx(1050)


def test_an_account_of_another_provider_limits_nothing() -> None:
    option = limited("kiosk: {requests_per_day: 1}")
    assert option.feasible
    assert option.latency.limits == ()


def test_an_own_model_comes_under_no_limit() -> None:
    own = (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 4,"
        " hosting: {operations: {role: engineer, hours_per_month: 0}}"
    )
    assert limited("shop: {requests_per_day: 1}", own).feasible


def test_another_option_can_take_over_what_is_beyond_a_limit() -> None:
    options = {"first": f"{PLAIN}, after_retirement: second", "second": PLAIN.replace("small", "large")}
    text = scenario(
        options,
        workload="requests: 1000, per: day, user_tokens: 100, output_tokens: 10, growth: 10%",
        horizon="start: 2026-12, months: 12",
        more="limits: {shop/small: {requests_per_day: 1500}}",
    )
    first = evaluated(text, PRICES).options["first"]
    assert first.serving is not None
    assert first.serving.value[0].tolist() == [1] * 5 + [0] * 7


@pytest.mark.parametrize(
    ("name", "hint"),
    [("shpo", " (did you mean 'shop'?)"), ("shop/smal", " (did you mean 'shop/small'?)"), ("xyz", "")],
)
def test_limits_of_nobody_are_refused(name: str, hint: str) -> None:
    text = scenario(PLAIN, more=f"limits:\n  {name}: {{requests_per_day: 5}}")
    (problem,) = problems(text, PRICES)
    assert problem == f"plan.yaml:9: limits.{name}: no provider and no SKU is called '{name}'{hint}"


def test_limits_that_limit_nothing_are_refused() -> None:
    (problem,) = problems(scenario(PLAIN, more="limits: {shop: {tier: tier 1}}"), PRICES)
    assert problem.endswith("limits.shop: is empty; give requests or tokens, per_minute or per_day")


def test_draws_in_which_a_limit_breaks_are_not_possible(tmp_path: Path) -> None:
    (tmp_path / "pricing").mkdir()
    (tmp_path / "pricing" / "shop.yaml").write_text(SHOP, "utf-8")
    work = "requests: 500 to 2000, per: day, user_tokens: 100, output_tokens: 10"
    text = scenario(PLAIN, workload=work, more="limits: {shop: {requests_per_day: 1500}}")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    made = with_draws(answer(Question(str(tmp_path / "plan.yaml"), draws=2000, seed=4))).drawn
    assert made is not None
    (block,) = made.draws.blocks()
    within = made.draws.block(block)["workload.requests"] <= 1500
    assert (made.outcomes.possible["plan"] == within).all()
    assert 0.6 < within.mean() < 0.95
