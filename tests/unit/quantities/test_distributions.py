"""Every distribution: its quantiles are as written, and what is drawn from it can be."""

from __future__ import annotations

from itertools import pairwise
from math import comb
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.quantities.distribution import (
    Beta,
    Choices,
    Counted,
    Distribution,
    Limited,
    Normal,
    Pert,
    Quantiles,
)
from planner.quantities.normal import normal_quantile

SHARES = np.array([1e-9, 0.001, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.999, 1 - 1e-9])


def share_below(belief: Distribution, value: float) -> float:
    """Return the share of cases below a value, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if belief.at(middle) < value else (low, middle)
    return low


def binomial_at_least(hits: int, tries: int, chance: float) -> float:
    return sum(comb(tries, n) * chance**n * (1 - chance) ** (tries - n) for n in range(hits, tries + 1))


def test_the_normal_quantile_is_that_of_the_standard_library() -> None:
    shares = np.concatenate([np.geomspace(1e-300, 0.5, 400), 1 - np.geomspace(1e-15, 0.5, 400)])
    expected = [NormalDist().inv_cdf(share) for share in shares.tolist()]
    assert normal_quantile(shares) == pytest.approx(expected, rel=1e-13, abs=1e-15)
    assert normal_quantile(np.array([0.5])).item() == 0


@pytest.mark.parametrize(("alpha", "beta"), [(1, 1), (2, 1), (1, 51), (47, 5), (49, 3), (12, 12), (300, 200)])
def test_a_beta_distribution_is_the_chance_of_hits(alpha: int, beta: int) -> None:
    # The share below x of Beta(a, b) is the chance of a or more hits in a + b - 1 tries of chance x.
    for share in (0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999):
        place = Beta(alpha, beta).at(share)
        assert binomial_at_least(alpha, alpha + beta - 1, place) == pytest.approx(share, abs=1e-5)


@pytest.mark.parametrize(("hits", "chance"), [(46, 0.59), (48, 0.90)])
def test_a_count_says_how_likely_a_share_above_ninety_percent_is(hits: int, chance: float) -> None:
    assert 1 - share_below(Counted.of(hits, 50), 0.9) == pytest.approx(chance, abs=0.005)


def test_a_count_is_as_sure_as_it_is_long() -> None:
    for hits, cases in ((0, 1), (1, 1), (920, 1000), (92_000_000, 100_000_000)):
        found = Counted.of(hits, cases)
        assert 0 < found.reach[0] < found.middle < found.reach[1] < 1
    assert Counted.of(46, 50).middle == pytest.approx(0.9090, abs=1e-4)
    assert Counted.of(92_000_000, 100_000_000).middle == pytest.approx(0.92, abs=1e-6)


@pytest.mark.parametrize(
    ("belief", "quantiles"),
    [
        (Quantiles(30, 120), {0.05: 30, 0.5: 60, 0.95: 120}),
        (Quantiles(30, 60, 40), {0.05: 30, 0.5: 40, 0.95: 60}),
        (Quantiles(30, 60, 30), {0.05: 30, 0.5: 30, 0.95: 60}),
        (Quantiles(0, 6), {0.05: 0, 0.5: 3, 0.95: 6}),
        (Quantiles(-5, 7, 0), {0.05: -5, 0.5: 0, 0.95: 7}),
        (Quantiles(3, 9, 4, tail=0.1), {0.1: 3, 0.5: 4, 0.9: 9}),
        (Normal(3, 2), {0.5: 3, NormalDist().cdf(1): 5, NormalDist().cdf(-2): -1}),
        (Pert.of(1, 3, 5), {0.5: 3, 1 - 1e-12: 5, 1e-12: 1}),
        (Choices.of((4, 1, 2), (1, 2, 1)), {0.01: 1, 0.5: 1, 0.51: 2, 0.75: 2, 0.76: 4, 1 - 1e-9: 4}),
        (Limited(Normal(3, 2), 0, 4.5), {0.001: 0, 0.5: 3, 0.999: 4.5}),
        (Limited(Quantiles(1, 4), step=1), {0.05: 1, 0.5: 2, 0.7: 2, 0.95: 4}),
    ],
)
def test_quantiles_are_as_written(belief: Distribution, quantiles: dict[float, float]) -> None:
    for share, value in quantiles.items():
        assert belief.at(share) == pytest.approx(value, rel=1e-5, abs=1e-12)
    assert belief.middle == pytest.approx(belief.at(0.5), rel=1e-12, abs=1e-12)


def test_the_mean_of_a_pert_is_a_sixth_of_its_ends_and_four_of_its_mode() -> None:
    draws = Pert.of(1, 2, 7).quantile((np.arange(20_000) + 0.5) / 20_000)
    assert draws.mean() == pytest.approx((1 + 4 * 2 + 7) / 6, rel=1e-4)


def test_a_number_is_surely_above_a_limit_where_one_draw_in_a_thousand_may_not_be() -> None:
    assert Normal(10, 3).sure_above(0) == Normal(10, 3).at(0.001)
    assert Normal(10, 4).sure_above(0) is None


numbers = st.floats(0.001, 1e6)
three = st.lists(numbers, min_size=3, max_size=3, unique=True).map(sorted)
beliefs = st.one_of(
    three.map(lambda found: Quantiles(found[0], found[2])),
    three.map(lambda found: Quantiles(found[0], found[2], found[1], tail=0.1)),
    three.map(lambda found: Quantiles(-found[0], found[2])),
    st.builds(Normal, numbers, numbers),
    three.filter(lambda found: found[2] > 1.001 * found[0]).map(lambda found: Pert.of(*found)),
    st.sampled_from([Counted.of(46, 50), Counted.of(0, 3), Counted.of(999, 1000)]),
    st.lists(numbers, min_size=1, max_size=4).map(
        lambda found: Choices.of(tuple(found), tuple(range(1, len(found) + 1)))
    ),
)
limited = st.builds(Limited, beliefs, st.floats(-10, 10), st.floats(11, 1e5), st.sampled_from([None, 1.0]))


@given(beliefs | limited)
def test_quantiles_never_fall(belief: Distribution) -> None:
    found = belief.quantile(SHARES).tolist()
    assert all(one <= other * (1 + 1e-12) + 1e-12 or one <= other for one, other in pairwise(found))


@given(beliefs | limited, st.sampled_from([1e-6, 1e-3, 0.01, 1000.0]))
def test_another_unit_moves_every_quantile_alike(belief: Distribution, factor: float) -> None:
    moved = belief.times(factor)
    assert moved.quantile(SHARES) == pytest.approx(
        belief.quantile(SHARES) * factor, rel=1e-6, abs=1e-9 * factor
    )
    assert moved.ends == pytest.approx([end * factor for end in belief.ends], rel=1e-6, abs=1e-9 * factor)
    assert moved.middle == pytest.approx(belief.middle * factor, rel=1e-6, abs=1e-9 * factor)


@given(limited, st.integers(0, 2**32 - 1))
def test_draws_stay_within_the_limits(belief: Limited, seed: int) -> None:
    draws = belief.quantile(np.random.default_rng(seed).random(200).clip(1e-9, 1 - 1e-9))
    assert belief.least <= draws.min()
    assert draws.max() <= belief.most
    assert belief.least <= belief.middle <= belief.most
