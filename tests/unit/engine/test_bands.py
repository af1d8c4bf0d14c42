"""Bands over the months: percentiles of cumulative costs over the plan's own draws."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from planner.engine.bands import ENOUGH
from planner.pipeline import Answer, Question, answer, with_bands, with_draws
from planner.results.bands import Bands, cumulative_cost
from planner.results.percentiles import told

PLANS = ["ticket-triage", "cascade"]


@cache
def drawn(plan: str, draws: int, *settings: str) -> tuple[Answer, Bands]:
    found = with_bands(with_draws(answer(Question(plan, settings, draws=draws))))
    assert found.bands is not None
    return found, found.bands


@pytest.mark.parametrize("plan", PLANS)
def test_percentiles_stand_in_their_order_in_every_month(plan: str) -> None:
    found, bands = drawn(plan, 300)
    assert bands.names == tuple(found.evaluation.options)
    assert bands.p10.shape == (len(bands.names), found.evaluation.calendar.count + 1)
    assert (bands.p10 <= bands.p50).all()
    assert (bands.p50 <= bands.p90).all()


@pytest.mark.parametrize("plan", PLANS)
def test_the_last_month_is_the_total_of_the_same_draws(plan: str) -> None:
    found, bands = drawn(plan, 300)
    assert found.drawn is not None
    for name in bands.names:
        total = found.drawn.outcomes.spreads[name].total
        ends = [told(float(values[-1])) for values in bands.of(name)]
        assert ends == [total.p10, total.p50, total.p90]


def test_more_draws_than_enough_give_nearly_the_same_end() -> None:
    found, bands = drawn("ticket-triage", 5 * ENOUGH)
    assert found.drawn is not None
    for name in bands.names:
        total = found.drawn.outcomes.spreads[name].total
        ends = [float(values[-1]) for values in bands.of(name)]
        assert ends == pytest.approx([total.p10, total.p50, total.p90], rel=0.02)


def test_an_option_without_anything_uncertain_has_no_width() -> None:
    found, bands = drawn("distil", 200)
    p10, p50, p90 = bands.of(found.comparison.baseline)
    assert (p10 == p90).all()
    base = cumulative_cost(found.evaluation.options[found.comparison.baseline])
    assert p50 == pytest.approx(base, rel=1e-12)


def test_the_base_case_begins_with_what_is_paid_to_launch_and_ends_with_the_total() -> None:
    found, _ = drawn("ticket-triage", 300)
    for option in found.evaluation.options.values():
        costs = cumulative_cost(option)
        assert (costs[0], costs[-1]) == pytest.approx((option.upfront, option.total))
        assert (np.diff(costs) >= -1e-9).all()


def test_without_draws_there_are_no_bands() -> None:
    found = with_draws(answer(Question("ticket-triage-2024")))
    assert with_bands(found) is found


def test_whoever_waits_is_told() -> None:
    seen: list[int] = []
    with_bands(drawn("ticket-triage", 300)[0], seen.append)
    assert seen == [300]
