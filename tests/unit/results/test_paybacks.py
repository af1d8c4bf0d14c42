"""Paybacks of many draws follow the rule of the base case, one by one."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.quantities.quantity import FloatArray
from planner.results.comparison import payback
from planner.results.evaluation import OptionResult
from planner.results.paybacks import paybacks
from planner.results.percentiles import Percentiles


class Paid:
    """The part of an option's result that the payback looks at."""

    def __init__(self, launch: list[float], running: list[float]) -> None:
        self.upfront, self.launch = launch[0], sum(launch)
        self.monthly = np.array([running]) + np.array([launch])
        self.running = np.array([running])

    @property
    def result(self) -> OptionResult:
        return cast("OptionResult", self)


def in_draws(rows: list[tuple[Paid, Paid]]) -> FloatArray:
    """Work out all rows at once, as `engine/drawing.py` does."""
    more = np.array([option.upfront - base.upfront for option, base in rows])
    saved = np.array([base.monthly[0] - option.monthly[0] for option, base in rows]).T
    saved[0] += more
    return paybacks(more, saved)


def one_by_one(rows: list[tuple[Paid, Paid]]) -> list[float]:
    exact = [payback(option.result, base.result).exact for option, base in rows]
    return [np.inf if each is None else each for each in exact]


# Whole numbers: sums of them are exact, so that what is even is exactly even both ways.
amounts = st.integers(-3, 6).map(float)


@st.composite
def some_rows(draw: st.DrawFn) -> list[tuple[Paid, Paid]]:
    months = draw(st.integers(1, 7))
    costs = st.lists(amounts, min_size=months, max_size=months)
    options = st.builds(Paid, costs, costs)
    return draw(st.lists(st.tuples(options, options), min_size=1, max_size=9))


def plain(launch: float, *running: float) -> Paid:
    return Paid([launch, *[0.0] * (len(running) - 1)], list(running))


BASE = plain(0, 10, 10, 10, 10)
KNOWN = {
    "never": (plain(100, 9, 9, 9, 9), np.inf),
    "not even in the last month": (plain(4, 9, 9, 9, 9), np.inf),
    "at once": (plain(0, 9, 9, 9, 9), 0.0),
    "at once, cheaper to launch and dearer to run": (plain(-9, 11, 11, 11, 11), 0.0),
    "the same costs": (BASE, np.inf),
    "inside the first month": (plain(1, 8, 8, 8, 8), 0.5),
    "inside a month": (plain(5, 8, 8, 8, 8), 2.5),
    "at the end of a month": (plain(4, 8, 8, 8, 8), 2.0),
    "behind again in the end": (plain(1, 5, 5, 5, 30), np.inf),
    "twice, the second time for good": (plain(1, 8, 13, 8, 5), 3.0),
    "launch paid over two months": (Paid([2.0, 3.0, 0.0, 0.0], [8.0, 8.0, 8.0, 8.0]), 2.5),
    "at first the same": (plain(0, 10, 10, 9, 9), 2.0),
}


@pytest.mark.parametrize(("option", "months"), KNOWN.values(), ids=list(KNOWN))
def test_a_payback_is_the_one_that_is_worked_out_by_hand(option: Paid, months: float) -> None:
    assert in_draws([(option, BASE)]).tolist() == [months]
    assert one_by_one([(option, BASE)]) == [months]


@given(some_rows())
@example([(BASE, BASE)])
def test_every_draw_has_the_payback_of_the_rule_for_one_case(rows: list[tuple[Paid, Paid]]) -> None:
    assert in_draws(rows).tolist() == pytest.approx(one_by_one(rows), abs=1e-12)


def test_percentiles_of_paybacks_are_infinite_where_so_many_draws_never_pay_back() -> None:
    rows = [(option, BASE) for option, _ in KNOWN.values()]
    found = Percentiles.of(in_draws(rows))
    assert (found.p10, found.p50, found.p90) == (0.0, 2.5, np.inf)
