"""What draws come to: who is cheapest how often, and what choosing each option costs above it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.quantities.quantity import FloatArray
from planner.results.outcomes import Outcomes

INF = np.inf


def outcomes(
    totals: dict[str, list[float]],
    possible: dict[str, list[bool]] | None = None,
    paybacks: dict[str, list[float]] | None = None,
) -> Outcomes:
    count = len(next(iter(totals.values())))
    arrays: dict[str, FloatArray] = {name: np.array(values) for name, values in totals.items()}
    able = {name: np.array((possible or {}).get(name, [True] * count)) for name in totals}
    months = {name: np.array(values) for name, values in (paybacks or {}).items()}
    return Outcomes(next(iter(totals)), 1, arrays, able, months)


@st.composite
def any_outcomes(draw: st.DrawFn) -> Outcomes:
    count = draw(st.integers(1, 12))
    names = ["one", "two", "three"][: draw(st.integers(1, 3))]
    amounts = st.lists(st.integers(0, 4).map(float), min_size=count, max_size=count)
    truths = st.lists(st.booleans(), min_size=count, max_size=count)
    return outcomes({name: draw(amounts) for name in names}, {name: draw(truths) for name in names})


@given(any_outcomes())
def test_the_shares_of_being_cheapest_come_to_that_of_draws_in_which_anything_is_possible(
    found: Outcomes,
) -> None:
    anything = np.any(list(found.possible.values()), axis=0).mean()
    assert sum(each.cheapest for each in found.spreads.values()) == pytest.approx(anything)
    for name, spread in found.spreads.items():
        assert spread.cheapest <= spread.possible == found.possible[name].mean()
        assert spread.cheapest_error == pytest.approx(
            sqrt(spread.cheapest * (1 - spread.cheapest) / found.count)
        )


@given(any_outcomes())
def test_no_regret_is_below_nothing_and_who_always_wins_has_none(found: Outcomes) -> None:
    for name, spread in found.spreads.items():
        able = found.possible[name]
        assert (spread.regret is None) == (not able.any())
        if spread.regret is not None:
            assert spread.regret >= 0
            known = np.isfinite(found.least)
            assert (spread.regret == 0) == bool((found.chosen(name) == found.least)[known].all())


def test_of_equals_the_first_in_the_file_is_the_cheapest() -> None:
    found = outcomes({"one": [2, 1, 3, 1], "two": [1, 1, 3, 2], "three": [9, 1, 2, 1]})
    assert [each.cheapest for each in found.spreads.values()] == [0.5, 0.25, 0.25]


def test_an_option_is_not_cheapest_where_it_is_not_possible() -> None:
    found = outcomes(
        {"one": [1, 1, 1, 1], "two": [2, 2, 2, 2]}, {"one": [True, False, False, True], "two": [True] * 4}
    )
    assert [each.cheapest for each in found.spreads.values()] == [0.5, 0.5]
    # Whoever chooses the first pays for the second as well in two draws of four: 1 + 2 - 2 in each.
    assert [each.regret for each in found.spreads.values()] == [0.5, 0.5]
    assert found.least.tolist() == [1, 2, 2, 1]
    none = outcomes({"one": [1, 1]}, {"one": [True, False]})
    assert (none.spreads["one"].cheapest, none.least.tolist()) == (0.5, [1, INF])


def test_a_spread_says_what_is_saved_and_when_it_pays_back() -> None:
    found = outcomes({"base": [10, 10, 10, 10], "other": [8, 6, 12, 9]}, paybacks={"other": [3, 2, INF, 5]})
    base, other = found.spreads["base"], found.spreads["other"]
    assert (base.saving, base.payback, base.never) == (None, None, None)
    assert other.saving is not None
    assert (other.saving.p10, other.saving.p50, other.saving.p90) == (-2, 1, 4)
    assert other.payback is not None
    assert (other.payback.p50, other.payback.p90, other.never) == (3, INF, 0.25)
    assert (other.mean, other.total.p50) == (8.75, 8)
    assert other.regret == pytest.approx(0.5)


def test_where_nothing_is_possible_no_choice_is_better_than_another() -> None:
    """The second draw blocks both: it says nothing for the cheap one, which alone would cost 10 there."""
    found = outcomes(
        {"cheap": [10.0, 10.0], "dear": [30.0, 50.0]}, {"cheap": [False, False], "dear": [True, False]}
    )
    assert found.chosen("cheap").tolist() == [40, 10]
    assert found.chosen("dear").tolist() == [30, 10]
