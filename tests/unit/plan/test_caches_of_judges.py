"""A helping call outside the requests has a rate of its own, which nobody gives: it says how often its cache hits."""

from __future__ import annotations

from math import exp

import pytest
from building.plans import computed, part, problems, scenario, shop, sku

RULES = """
auto: {mode: automatic, minimum_tokens: 1024, read_multiplier: 0.5, lifetime: 300}
asked: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1.25, lifetime: 300}
kept: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1, lifetime: 3600, stored: true}
"""
CACHES = "caching: [{rule: auto}, {rule: asked}, {rule: kept}]"
PRICES = shop(sku("small", CACHES, input=2.00, output=10.00, training=3.00, cache_storage=1.00), rules=RULES)
PLAN = "kind: tuned, model: shop/small, prompt: 50, training: {examples: 900, rounds: 1, epochs: 1}, "
SIDE = "{model: shop/small, prompt: 2000, output_tokens: 5, caching: %s}"
WATCH = "monitoring: {cases_per_month: 300, judge: %s}"
PLACES = {
    "monitoring.judge": PLAN + WATCH,
    "evaluation.judge": PLAN + "evaluation: {cases: 200, runs: 3, judge: %s}",
    "data_curation.distillation.teacher": PLAN.replace("examples: 900, ", "")
    + "data_curation: {distillation: {examples: 900, teacher: %s}}",
}


def said(place: str, caching: str) -> str:
    option = PLACES[place] % (SIDE % caching)
    (problem,) = problems(scenario(option), PRICES)
    assert problem.startswith(f"plan.yaml:10: options.plan.{place}.caching")
    return problem


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("caching", ["asked", "auto", "{rule: asked}"])
def test_a_cache_outside_the_requests_says_how_often_it_hits(place: str, caching: str) -> None:
    assert "give hit_share, as measured" in said(place, caching)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("caching", ["kept", "{rule: kept, hit_share: 90%}"])
def test_a_cache_that_is_paid_by_the_hour_is_refused_outside_the_requests(place: str, caching: str) -> None:
    assert "this cache is paid by the hour" in said(place, caching)


def test_an_unknown_rule_is_told_first() -> None:
    assert "has no such caching rule" in said("monitoring.judge", "askd")


def watched(caching: str) -> float:
    found = computed(PLAN + WATCH % (SIDE % caching), PRICES)
    return part(found, "monitoring")["live cases judged"]


def test_a_measured_share_is_taken_and_no_cache_needs_none() -> None:
    # 2,000 of prompt at $2.00 a million: 75 % read at a tenth, 25 % written at 1.25; 110 besides; 5 out.
    prefix = 2000 * 2.00 * (0.75 * 0.1 + 0.25 * 1.25)
    rest = 110 * 2.00 + 5 * 10.00
    assert watched("{rule: asked, hit_share: 75%}") == pytest.approx(300 * (prefix + rest) / 1e6)
    assert watched('"off"') == pytest.approx(300 * (2000 * 2.00 + rest) / 1e6)


def test_a_verifier_is_asked_by_every_request_and_derives_its_share_from_them() -> None:
    option = (
        "kind: cascade, first: {model: shop/small, prompt: 50}, then: {model: shop/small, prompt: 50}, doubtful: 10%,"
        f" verifier: {SIDE % 'kept'}"
    )
    found = part(computed(option, PRICES), "token_usage")
    # 1,000 a day, 31 days; a lifetime of an hour.
    hit = 1 - exp(-1000 / 24)
    assert found["verifier: cache reads"] == pytest.approx(31_000 * 2000 * hit * 0.20 / 1e6)
    assert found["verifier: cache storage"] == pytest.approx(2000 * 31 * 24 * hit * 1.00 / 1e6)
