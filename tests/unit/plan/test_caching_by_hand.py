"""Prompt caching, computed by hand: which tokens are read, written and paid in full, and at what price."""

from __future__ import annotations

from math import exp

import pytest
from building.plans import amounts, computed, line_of, problems, quantity_of, scenario, shop, sku

from planner.plan.problems import BadInput
from planner.results.evaluation import OptionResult

RULES = """
automatic: {mode: automatic, minimum_tokens: 1024, increment_tokens: 128, read_multiplier: 0.5, lifetime: 300}
every-token: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1.25, lifetime: 300}
short: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1.25, lifetime: 3600}
odd: {mode: explicit, minimum_tokens: 1000, increment_tokens: 128, read_multiplier: 0.1, lifetime: 300}
no-prices: {mode: explicit, minimum_tokens: 10, lifetime: 60}
kept: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1, lifetime: 3600, stored: true}
"""
ALL = (
    "caching: [{rule: automatic}, {rule: every-token}, {rule: short, minimum_tokens: 500}, {rule: no-prices},"
    " {rule: odd}, {rule: kept}]"
)
PRICES = shop(
    sku("plain", ALL, input=2.00, output=10.00, cache_storage=1.00),
    sku("listed", ALL, input=2.00, output=10.00, cache_read=0.30, cache_write=2.60),
    sku(
        "batched",
        ALL + "\nvariants: {batch: {multipliers: {input: 0.5, output: 0.5}, ref: list}}",
        input=2.00,
        output=10.00,
        cache_read=0.30,
    ),
    rules=RULES,
)
# 1,000 requests a day, 31 days: 31,000 requests; 100 tokens of user, 10 of output.
MONTH = 31_000
# 1,000 a day is 1,000 / 86,400 a second; within 300 s that is 3.4722 requests, within an hour 41.667.
HIT = 1 - exp(-1000 / 86_400 * 300)


def usage(prompt: int, caching: str = "", model: str = "plain", **parts: str) -> OptionResult:
    option = f"kind: prompted, model: shop/{model}, prompt: {prompt}" + (
        f", caching: {{{caching}}}" if caching else ""
    )
    return computed(option, PRICES, **parts)


def test_only_whole_increments_of_a_long_prompt_are_cached() -> None:
    # 1,500 tokens are 11.7 increments of 128: 11 x 128 = 1,408 can be cached, 92 never are.
    found = usage(1500)
    assert quantity_of(found, "cache reads") == pytest.approx(MONTH * 1408 * HIT)
    # The write costs what input costs: 1,408 x (1 - hit) + 92 + 100 of user are paid as input.
    assert quantity_of(found, "uncached input tokens") == pytest.approx(MONTH * (1408 * (1 - HIT) + 92 + 100))


def test_without_increments_every_token_of_the_prompt_is_cached() -> None:
    found = usage(1500, "rule: every-token, hit_share: 80%")
    assert quantity_of(found, "cache reads") == pytest.approx(MONTH * 1500 * 0.8)
    assert quantity_of(found, "cache writes") == pytest.approx(MONTH * 1500 * 0.2)
    assert quantity_of(found, "uncached input tokens") == pytest.approx(MONTH * 100)


def test_a_prompt_at_the_minimum_is_cached_and_one_below_is_not() -> None:
    assert quantity_of(usage(1024), "cache reads") == pytest.approx(MONTH * 1024 * HIT)
    assert "cache reads" not in amounts(usage(1023))
    assert quantity_of(usage(1023), "input tokens") == MONTH * (1023 + 100)


def test_the_minimum_is_compared_with_the_whole_prompt_and_not_with_its_increments() -> None:
    # 1,000 tokens reach the minimum of 1,000; of them 7 x 128 = 896 are whole increments.
    found = usage(1000, "rule: odd, hit_share: 80%")
    assert quantity_of(found, "cache reads") == pytest.approx(MONTH * 896 * 0.8)
    assert "cache reads" not in amounts(usage(999, "rule: odd, hit_share: 80%"))


@pytest.mark.parametrize(
    ("prompt", "cached"), [(1024, 1024), (1025, 1024), (1151, 1024), (1152, 1152), (1153, 1152)]
)
def test_what_is_cached_grows_by_whole_increments_from_the_minimum_on(prompt: int, cached: int) -> None:
    found = usage(prompt, "rule: automatic, hit_share: 100%")
    assert quantity_of(found, "cache reads") == MONTH * cached
    assert quantity_of(found, "uncached input tokens") == MONTH * (prompt - cached + 100)


def test_the_hit_share_is_the_poisson_chance_that_another_request_came_within_the_lifetime() -> None:
    # One request an hour and a lifetime of 300 s: 1 - exp(-300 / 3,600) = 8.0 %.
    found = usage(2048, workload="requests: 24, per: day, user_tokens: 0, output_tokens: 0")
    share = quantity_of(found, "cache reads") / (24 * 31 * 2048)
    assert share == pytest.approx(1 - exp(-1 / 12))
    assert share == pytest.approx(0.0800, abs=5e-5)


def test_the_hit_share_follows_growth_from_month_to_month() -> None:
    found = usage(
        1024,
        workload="requests: 24, per: day, user_tokens: 0, output_tokens: 0, growth: 50%",
        horizon="start: 2026-12, months: 2, month: 30 days",
    )
    reads = next(line for line in found.lines if line.charge.item == "cache reads").charge.quantity.plain[0]
    # 24 a day, then 36: means of 1/12 and 1/8 within the lifetime.
    assert reads[0] == pytest.approx(24 * 30 * 1024 * (1 - exp(-1 / 12)))
    assert reads[1] == pytest.approx(36 * 30 * 1024 * (1 - exp(-1 / 8)))


def test_the_hit_share_goes_by_the_mean_rate_and_not_by_that_of_the_busy_hour() -> None:
    # Half of a day in one hour would be 500 / 3,600 a second: a hit nearly always.
    workload = "requests: 1000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 50%"
    assert quantity_of(usage(1024, workload=workload), "cache reads") == pytest.approx(MONTH * 1024 * HIT)


def test_reads_and_writes_cost_their_multiple_of_the_input_price() -> None:
    found = amounts(usage(1500, "rule: every-token, hit_share: 80%"))
    # $2.00 a million x 0.1 and x 1.25.
    assert found["cache reads"] == pytest.approx(MONTH * 1500 * 0.8 * 0.20 / 1e6)
    assert found["cache writes"] == pytest.approx(MONTH * 1500 * 0.2 * 2.50 / 1e6)


def test_reads_and_writes_follow_the_input_price_from_its_day_on() -> None:
    steps = [("2020-01-01", 2.00), ("2026-12-17", 1.00, "announced: 2026-11-01")]
    prices = shop(sku("cut", ALL, input=steps, output=10.00), rules=RULES)
    option = "kind: prompted, model: shop/cut, prompt: 1500, caching: {rule: every-token, hit_share: 80%}"
    found = computed(option, prices, horizon="start: 2026-12, months: 2")
    # 16 days at $2.00 and 15 at $1.00 in December, then $1.00 for all 31 days.
    for item, share, multiplier in (("cache reads", 0.8, 0.1), ("cache writes", 0.2, 1.25)):
        by_hand = [MONTH * 1500 * share * price * multiplier / 1e6 for price in (47 / 31, 1.00)]
        assert line_of(found, item).amounts[0].tolist() == pytest.approx(by_hand)


def test_a_models_own_multipliers_override_those_of_the_rule() -> None:
    own = "caching: [{rule: every-token, read_multiplier: 0.25, write_multiplier: 2}]"
    option = "kind: prompted, model: shop/own, prompt: 1500, caching: {rule: every-token, hit_share: 80%}"
    found = amounts(computed(option, shop(sku("own", own, input=2.00, output=10.00), rules=RULES)))
    # $2.00 a million x 0.25 and x 2.
    assert found["cache reads"] == pytest.approx(MONTH * 1500 * 0.8 * 0.50 / 1e6)
    assert found["cache writes"] == pytest.approx(MONTH * 1500 * 0.2 * 4.00 / 1e6)


def test_a_listed_cache_price_wins_over_the_multiplier() -> None:
    found = amounts(usage(1500, "rule: every-token, hit_share: 80%", "listed"))
    assert found["cache reads"] == pytest.approx(MONTH * 1500 * 0.8 * 0.30 / 1e6)
    assert found["cache writes"] == pytest.approx(MONTH * 1500 * 0.2 * 2.60 / 1e6)


def test_a_listed_write_price_is_charged_even_by_a_rule_without_a_write_multiplier() -> None:
    found = usage(1500, model="listed")
    assert quantity_of(found, "cache writes") == pytest.approx(MONTH * 1408 * (1 - HIT))
    assert quantity_of(found, "uncached input tokens") == MONTH * (92 + 100)


def test_a_models_own_minimum_overrides_that_of_the_rule() -> None:
    assert "cache reads" in amounts(usage(500, "rule: short"))
    assert "cache reads" not in amounts(usage(499, "rule: short"))


def test_a_variant_leaves_the_price_of_a_meter_it_does_not_name() -> None:
    option = "kind: prompted, model: shop/batched, variant: batch, prompt: 1280"
    found = amounts(computed(f"{option}, caching: {{rule: automatic, hit_share: 100%}}", PRICES))
    # Every request finds all 1,280 tokens, at the standard $0.30.
    # The 100 of user cost half of $2.00 a million, output half of $10.00.
    assert found == pytest.approx(
        {
            "uncached input tokens": MONTH * 100 * 1.00 / 1e6,
            "cache reads": MONTH * 1280 * 0.30 / 1e6,
            "output tokens": MONTH * 10 * 5.00 / 1e6,
        }
    )


@pytest.mark.parametrize(
    ("multipliers", "read", "written"),
    [
        # Standard: $2.00 a million x 0.5 to read, x 1.25 to write. What the variant does to input never matters.
        ("input: 0.5, output: 0.5", 1.00, 2.50),
        ("input: 0.5, cache_read: 0.1", 0.10, 2.50),
        ("input: 0.5, cache_read: 0.5, cache_write: 0.5", 0.50, 1.25),
        ("cache_write: 2", 1.00, 5.00),
    ],
)
def test_a_variant_changes_a_cache_price_that_follows_from_a_rule_only_where_it_names_the_meter(
    multipliers: str, read: float, written: float
) -> None:
    prices = shop(
        sku(
            "small",
            f"caching: [{{rule: halved}}]\nvariants: {{batch: {{multipliers: {{{multipliers}}}, ref: list}}}}",
            input=2.00,
            output=10.00,
        ),
        rules=RULES
        + "halved: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.5, write_multiplier: 1.25, lifetime: 60}",
    )
    option = "kind: prompted, model: shop/small, variant: batch, prompt: 1280"
    found = amounts(computed(f"{option}, caching: {{rule: halved, hit_share: 75%}}", prices))
    assert found["cache reads"] == pytest.approx(MONTH * 1280 * 0.75 * read / 1e6)
    assert found["cache writes"] == pytest.approx(MONTH * 1280 * 0.25 * written / 1e6)


def test_an_unknown_variant_is_refused_where_only_cached_tokens_would_be_paid() -> None:
    option = "kind: prompted, model: shop/batched, variant: bach, prompt: 1280, caching: {rule: every-token}"
    (problem,) = problems(scenario(option), PRICES)
    assert "shop/batched has no bach price" in problem
    assert "did you mean 'batch'?" in problem


def test_a_guessed_lifetime_makes_what_the_cache_serves_an_estimate_and_nothing_else() -> None:
    rule = "halved: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.5, lifetime: 300, lifetime_ref: hunch}"
    hunch = (
        '  hunch: {title: Nobody says, address: "https://example.com", read: 2026-11-20, confidence: guess}\n'
    )
    listed = shop(sku("small", "caching: [{rule: halved}]", input=2.00, output=10.00), rules=rule)
    prices = listed.replace("caching_rules:\n", hunch + "caching_rules:\n")
    option = "kind: prompted, model: shop/small, prompt: 1500"
    derived = computed(f"{option}, caching: halved", prices)
    assert {line.charge.item for line in derived.lines if line.charge.amount.estimated} == {
        "uncached input tokens",
        "cache reads",
    }
    assert not computed(f"{option}, caching: {{rule: halved, hit_share: 50%}}", prices).estimated
    with pytest.raises(BadInput, match=r"caching_rules\.halved\.lifetime_ref: references has no 'hunch'"):
        computed(option, listed)


def test_caching_can_be_switched_off() -> None:
    assert quantity_of(usage(1500, 'rule: "off"'), "input tokens") == MONTH * 1600


def test_a_cache_that_is_kept_is_paid_by_the_token_and_hour() -> None:
    found = usage(2000, "rule: kept, hit_share: 100%")
    # 2,000 tokens x 31 days x 24 h at $1.00 a million token hours.
    assert amounts(found)["cache storage"] == pytest.approx(2000 * 31 * 24 * 1.00 / 1e6)
    assert "cache storage" not in amounts(usage(1000, "rule: kept"))


def test_a_cache_that_lapses_between_requests_is_paid_for_the_time_it_is_kept() -> None:
    found = usage(2000, "rule: kept, hit_share: 25%")
    # A request finds the prefix a quarter of the time, so a quarter of the time it is kept.
    assert amounts(found)["cache storage"] == pytest.approx(2000 * 31 * 24 * 0.25 * 1.00 / 1e6)


def test_output_and_user_tokens_are_never_cached() -> None:
    workload = "requests: 1000, per: day, user_tokens: 5000, output_tokens: 7"
    found = usage(1023, workload=workload)
    assert quantity_of(found, "input tokens") == MONTH * 6023
    assert quantity_of(found, "output tokens") == MONTH * 7


def test_an_unknown_caching_rule_is_an_error_that_names_the_known_ones() -> None:
    option = "kind: prompted, model: shop/plain, prompt: 1500, caching: {rule: evry-token}"
    (problem,) = problems(scenario(option), PRICES)
    assert "options.plan.caching.rule: shop/plain has no such caching rule; it has automatic," in problem
    assert "did you mean 'every-token'?" in problem


def test_a_cache_without_any_price_of_reading_is_an_error() -> None:
    option = "kind: prompted, model: shop/plain, prompt: 1500, caching: {rule: no-prices}"
    (problem,) = problems(scenario(option), PRICES)
    assert "shop/plain has neither a cache_read price nor a multiplier in its caching rule" in problem
