"""An option that waits for its launch while the one that stands in moves to another model, by hand."""

from __future__ import annotations

import pytest
from building.plans import by_month, evaluated, scenario, shop, sku

from planner.results.evaluation import OptionResult

PRICES = shop(
    sku(
        "leaving",
        "availability: {retired_on: 2027-01-15, announced: 2026-06-01, successor: shop/staying, ref: list}",
        input=1.00,
        output=0,
    ),
    sku("staying", input=2.00, output=0),
)
STAND_IN = "kind: prompted, model: shop/leaving, prompt: 0, lock_in: {hours: 20, role: engineer}"


def built_in(weeks: float) -> OptionResult:
    """Return an option built from December 1st on; a million tokens a day, the move on January 15th."""
    built = f"kind: prompted, model: shop/staying, prompt: 0, build_weeks: {weeks}, until_launch: now"
    text = scenario(
        {"now": STAND_IN, "later": built},
        workload="requests: 1000, per: day, user_tokens: 1000, output_tokens: 0",
        horizon="start: 2026-12, months: 3",
    )
    return evaluated(text, PRICES).options["later"]


MOVE = "Now: work, move from shop/leaving to shop/staying"
BEFORE, AFTER = "Now: to 2027-01-15: input tokens", "Now: from 2027-01-15: input tokens"


def items(option: OptionResult) -> set[str]:
    return {line.charge.item for line in option.lines}


def test_a_move_during_the_wait_is_paid_whole_and_each_model_for_its_days() -> None:
    found = built_in(8)  # December 1st and 56 days: launched on January 26th
    assert by_month(found, MOVE) == pytest.approx([0, 20 * 100, 0])
    assert by_month(found, BEFORE) == pytest.approx([31, 14, 0])
    assert by_month(found, AFTER) == pytest.approx([0, 11 * 2, 0])
    assert by_month(found, "input tokens") == pytest.approx([0, 6 * 2, 28 * 2])


def test_a_move_after_the_launch_in_the_same_month_is_none_of_its_business() -> None:
    found = built_in(6)  # 42 days: launched on January 12th
    assert by_month(found, BEFORE) == pytest.approx([31, 11, 0])
    assert {MOVE, AFTER}.isdisjoint(items(found))
    assert by_month(found, "input tokens") == pytest.approx([0, 20 * 2, 28 * 2])


def test_a_move_during_the_wait_is_told_among_the_dates() -> None:
    told = [event.what for event in built_in(8).events]
    assert "Now: Move from shop/leaving to shop/staying" in told
    assert not any("Move" in event.what for event in built_in(6).events)
