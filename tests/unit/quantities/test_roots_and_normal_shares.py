"""Where rising functions pass 0, held against numpy's roots; shares of the normal distribution, against math.erfc."""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.quantities.normal import deviations_to, normal_quantile, normal_share
from planner.quantities.rising_root import rising_root

FloatArray = NDArray[np.float64]


def root_between(low: float, high: float, function: Callable[[FloatArray], FloatArray]) -> float:
    return float(rising_root(function, np.array([low]), np.array([high]))[0])


@pytest.mark.parametrize(
    ("coefficients", "low", "high"),
    [
        ([1, 0, 0, -8], 0, 5),  # x^3 = 8
        ([1, 0, 1, -1], -2, 2),
        ([3, 0, 0, 0, 2, -7], 0, 40),
        ([1, -3, 3, -1.001], 0, 9),  # almost flat around 1
        ([2, -1e-7], 0, 1e6),
    ],
)
def test_a_root_is_where_numpy_finds_it(coefficients: list[float], low: float, high: float) -> None:
    real = [
        root.real for root in np.roots(coefficients) if abs(root.imag) < 1e-9 and low <= root.real <= high
    ]
    assert len(real) == 1
    assert root_between(low, high, np.poly1d(coefficients)) == pytest.approx(real[0], rel=1e-8, abs=1e-9)


def test_many_functions_are_solved_at_once_each_as_alone() -> None:
    targets = np.array([[0.001, 0.5], [3.0, 1e4]])

    def function(at: FloatArray) -> FloatArray:
        return np.expm1(at) - targets

    found = rising_root(function, np.zeros((2, 2)), np.full((2, 2), 20.0))
    assert found == pytest.approx(np.log1p(targets), rel=1e-9, abs=2e-10)


@pytest.mark.parametrize("jump", [0.1, 1 / 3, 7.25, 9.999])
@pytest.mark.parametrize(
    ("below", "above", "off"), [(-0.95, 0.05, 1e-9), (-1e-3, 1, 1e-6), (-1e9, 1e-3, 2e-5), (-1e-9, 1e3, 2e-5)]
)
def test_a_function_that_jumps_over_0_has_its_root_at_the_jump(
    jump: float, below: float, above: float, off: float
) -> None:
    """To 1e-9 for a share of requests less the one that is asked for; to 20 halvings whatever the jump."""
    found = root_between(0, 10, lambda at: np.where(at < jump, below, above))
    assert found == pytest.approx(jump, abs=off)


def test_a_function_that_does_not_pass_0_ends_where_it_is_nearest() -> None:
    assert root_between(2, 5, lambda at: at - 9) == 5
    assert root_between(2, 5, lambda at: at + 9) == 2


def test_a_root_at_an_end_is_that_end() -> None:
    assert root_between(2, 5, lambda at: at - 2) == 2
    assert root_between(2, 5, lambda at: at - 5) == 5
    assert root_between(4, 4, lambda at: at - 4) == 4


def test_a_function_that_is_infinite_at_its_end_is_solved_all_the_same() -> None:
    def rising(at: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            return at / (1 - at) - 3

    assert root_between(0, 1, rising) == pytest.approx(0.75, rel=1e-8)


def test_a_function_is_not_asked_more_often_than_a_halving_would_ask() -> None:
    asked = []

    def function(at: FloatArray) -> FloatArray:
        asked.append(at)
        return at**3 - 8

    assert root_between(0, 5, function) == pytest.approx(2)
    assert len(asked) < 25


def test_the_share_below_a_value_is_that_of_the_complementary_error_function() -> None:
    at = np.concatenate([np.linspace(-38, 38, 4001), [-7.08, -7.07, 7.07, 7.08, 0.0, -1e-12]])
    by_hand = np.array([erfc(-each / sqrt(2)) / 2 for each in at])
    assert np.abs(normal_share(at) - by_hand).max() < 1e-14
    # Far out the shares are tiny, and right in proportion too.
    far = (at < -1) & (at > -36)
    assert normal_share(at)[far] == pytest.approx(by_hand[far], rel=1e-8, abs=0)


def test_the_share_below_a_value_is_the_inverse_of_the_quantile() -> None:
    shares = np.concatenate([np.linspace(0.001, 0.999, 999), [1e-12, 1e-6, 1 - 1e-6]])
    assert normal_share(normal_quantile(shares)) == pytest.approx(shares, rel=1e-9, abs=1e-15)


def test_shares_rise_from_none_to_all() -> None:
    at = np.linspace(-40, 40, 8001)
    shares = normal_share(at)
    assert (np.diff(shares) >= -1e-15).all()
    assert (shares[0], shares[4000], shares[-1]) == (pytest.approx(0, abs=1e-200), pytest.approx(0.5), 1)
    assert normal_share(np.array([-np.inf, np.inf])).tolist() == [pytest.approx(0, abs=1e-200), 1]


def test_p95_lies_1_6449_deviations_out() -> None:
    assert deviations_to(0.05) == pytest.approx(1.6448536269514722, rel=1e-12)
    assert normal_share(np.array([deviations_to(0.05)])) == pytest.approx(0.95, abs=1e-15)
