"""Where exactly something changes between two values: at a meeting, at a jump, beside an option that is far dearer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from planner.engine.gaps import At, Gaps
from planner.engine.winners import Judged, Places
from planner.quantities.quantity import FloatArray

Cost = Callable[[FloatArray], FloatArray]


def costing(*costs: Cost) -> At:
    def at(values: FloatArray, which: Places) -> Judged:
        del which
        totals = np.array([cost(values) for cost in costs])
        return Judged(totals, np.ones(totals.shape, dtype=bool), np.argmin(totals, axis=0))

    return at


def flat(values: FloatArray) -> FloatArray:
    return np.full(len(values), 100.0)


def found(at: At, low: float, high: float, *, whole: bool) -> list[list[float]]:
    """Return where the first option passes the second, and where the cheapest of all changes."""
    values = np.array([float(low), float(high)])
    seen = at(values, np.zeros(2, dtype=np.intp))
    both = (Gaps.of_pair(seen, values, 0, 1), Gaps.of_winners(seen, values))
    return [gaps.found(at, whole=whole).tolist() for gaps in both]


def test_of_whole_numbers_it_is_the_first_behind_a_meeting() -> None:
    # A line meets the flat cost at 100, where both cost the same: from 101 on the flat one is below.
    assert found(costing(flat, lambda values: values), 1, 1000, whole=True)[0] == [101]


def test_a_jump_in_a_wide_span_of_whole_numbers_is_found_to_the_number() -> None:
    def jump(values: FloatArray) -> FloatArray:
        return np.where(values < 123_456_789, 1.0, 1e6)

    assert found(costing(flat, jump), 1, 1e9, whole=True) == [[123_456_789], [123_456_789]]
    pair, cheapest = found(costing(flat, jump), 1, 1e9, whole=False)
    assert (pair, cheapest) == ([pytest.approx(123_456_789)], [pytest.approx(123_456_789)])


def test_an_option_that_is_far_dearer_than_both_moves_no_meeting() -> None:
    def curve(values: FloatArray) -> FloatArray:
        return 99.5 + 1e-5 * values**2

    dear = costing(flat, curve, lambda values: np.full(len(values), 1e9))
    pair, cheapest = found(dear, 1, 1000, whole=False)
    assert (pair, cheapest) == ([pytest.approx(50_000**0.5)], [pytest.approx(50_000**0.5)])
