"""A move to a model with the same prices, cache and tokenizer changes no token cost in any month."""

from __future__ import annotations

import pytest
from building.plans import by_month, computed, evaluated, line_of, scenario, shop, sku

from planner.results.evaluation import OptionResult

RULES = """
automatic: {mode: automatic, minimum_tokens: 1024, increment_tokens: 128, read_multiplier: 0.5, lifetime: 300}
written: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1.25, lifetime: 300}
kept: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1, lifetime: 3600, stored: true}
"""
CACHES = "caching: [{rule: automatic}, {rule: written}, {rule: kept}]"
GONE = "availability: {{retired_on: {}, announced: 2026-06-01, successor: shop/twin, ref: list}}"
MONTHS = "start: 2026-12, months: 3"
# About 3 requests an hour: a rate at which every change of it shows in the hit share.
WORKLOAD = "requests: 75, per: day, user_tokens: 100, output_tokens: 10"
ASKED = "prompt: 2048, lock_in: {}"


def prices(retires: str = "2027-01-11") -> str:
    price = {"input": 2.00, "output": 10.00, "cache_storage": 1.00}
    gone = f"{GONE.format(retires)}\n{CACHES}"
    return shop(
        sku("gone", gone, **price), sku("stays", CACHES, **price), sku("twin", CACHES, **price), rules=RULES
    )


def tokens_a_month(found: OptionResult) -> list[float]:
    lines = [line.amounts[0] for line in found.of("token_usage")]
    return [float(sum(month)) for month in zip(*lines, strict=True)]


@pytest.mark.parametrize("retires", ["2027-01-02", "2027-01-11", "2027-01-31", "2027-02-01", "2027-02-28"])
@pytest.mark.parametrize(
    "caching",
    [
        '"off"',
        "automatic",
        "written",
        "kept",
        "{rule: written, hit_share: 40%}",
        "{rule: kept, hit_share: 40%}",
    ],
)
@pytest.mark.parametrize("often", ["", "retries: 50%, "])
def test_a_move_to_a_twin_changes_no_token_cost(retires: str, caching: str, often: str) -> None:
    def on(model: str) -> list[float]:
        option = f"kind: prompted, model: shop/{model}, caching: {caching}, {often}{ASKED}"
        return tokens_a_month(computed(option, prices(retires), horizon=MONTHS, workload=WORKLOAD))

    assert on("gone") == pytest.approx(on("stays"))


def test_a_move_of_a_call_that_only_some_requests_need_changes_no_token_cost() -> None:
    def on(model: str) -> list[float]:
        doubt = f"then: {{model: shop/{model}, prompt: 2048, caching: kept}}, doubtful: 20%"
        option = (
            f"kind: cascade, first: {{model: shop/stays, prompt: 50}}, {doubt}, {ASKED.partition(', ')[2]}"
        )
        return tokens_a_month(computed(option, prices(), horizon=MONTHS, workload=WORKLOAD))

    assert on("gone") == pytest.approx(on("stays"))


def test_a_stored_cache_is_paid_by_each_model_for_its_days() -> None:
    option = f"kind: prompted, model: shop/gone, caching: {{rule: kept, hit_share: 100%}}, {ASKED}"
    found = computed(option, prices(), horizon=MONTHS, workload=WORKLOAD)
    # 2,048 tokens x 24 h at $1.00 a million token hours: 31 and 10 days on the old model, 21 and 28 on the new.
    a_day = 2048 * 24 / 1e6
    assert by_month(found, "to 2027-01-11: cache storage") == pytest.approx([31 * a_day, 10 * a_day, 0])
    assert by_month(found, "from 2027-01-11: cache storage") == pytest.approx([0, 21 * a_day, 28 * a_day])
    assert line_of(found, "to 2027-01-11: cache storage").charge.window is not None


def test_a_stand_in_that_moves_pays_its_stored_cache_for_the_days_it_stands_in() -> None:
    def on(model: str) -> list[float]:
        stand_in = f"kind: prompted, model: shop/{model}, caching: kept, {ASKED}"
        # Launched on 22 January: the stand-in moves on the 11th.
        built = "kind: prompted, model: shop/twin, caching: kept, prompt: 50, build_weeks: 7.43, until_launch: now"
        text = scenario({"now": stand_in, "built": built}, horizon=MONTHS, workload=WORKLOAD)
        found = evaluated(text, prices()).options["built"]
        return [float(month) for month in sum(line.amounts[0] for line in found.lines)]

    assert on("gone") == pytest.approx(on("stays"))
