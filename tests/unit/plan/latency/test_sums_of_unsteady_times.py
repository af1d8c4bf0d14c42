"""Sums of two unsteady times: the polynomials against the quadrature they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from planner.plan.latency.percentiles_of_sums import times_of_sum
from planner.plan.latency.sum_polynomials import holds_for, read_off
from planner.plan.latency.ways import FITTED_AT, Way
from planner.plan.latency.ways_together import taken_together

SUMS = 2_000


def made(random: np.random.Generator, low: float, high: float) -> Way:
    shift, middle = random.uniform(0, 2, SUMS), random.normal(0, 3, SUMS)
    return Way(np.ones(SUMS), shift, middle, random.uniform(low, high, SUMS))


def test_the_polynomials_give_what_the_quadrature_does() -> None:
    random = np.random.default_rng(3)
    one, other = made(random, 0.1, 2.0), made(random, 0.6, 2.0)
    assert holds_for(one, other).all()
    off = np.abs(read_off(one, other) / times_of_sum(FITTED_AT, one, other, points=300) - 1)
    assert off.max() < 0.005
    assert np.median(off) < 1e-4


def test_it_is_all_the_same_which_of_two_comes_first() -> None:
    random = np.random.default_rng(4)
    one, other = made(random, 0.6, 2.0), made(random, 0.6, 2.0)
    assert read_off(one, other) == pytest.approx(read_off(other, one), rel=1e-12)


def test_a_sum_takes_longer_than_either_part() -> None:
    random = np.random.default_rng(5)
    one, other = made(random, 0.1, 2.0), made(random, 0.6, 2.0)
    times = read_off(one, other)
    for part in (one, other):
        assert (times > part.deeper(1).at(FITTED_AT)).all()


def test_what_is_steadier_or_less_steady_than_the_polynomials_know_is_worked_out() -> None:
    ways = [Way(*(np.full(1, each) for each in (1.0, 0.0, 0.0, sigma))) for sigma in (0.02, 0.5, 1.0, 2.5)]
    assert [bool(holds_for(way, ways[2]).all()) for way in ways] == [False, True, True, False]


def test_ways_taken_together_are_gone_by_as_many_requests_and_take_as_long() -> None:
    ways = [
        Way(*(np.full(1, each) for each in (weight, 0.0, middle, 0.7)))
        for weight, middle in (
            (0.1, 0.0),
            (0.1, 2.0),
            (0.3, 0.1),
            (0.4, 2.2),
            (0.0, 1.0),
            (0.06, 0.2),
            (0.04, 5.0),
        )
    ]
    fewer = taken_together(ways, 5)
    # The two that most go; then those of about 1 s, of 7 and of 148, and what nobody goes with its neighbour.
    assert [way.weight.item() for way in fewer] == pytest.approx([0.4, 0.3, 0.16, 0.1, 0.04])
    for time in (0.5, 1.0, 3.0, 9.0, 30.0):
        each, both = (
            sum((way.weight * way.share_within(np.full(1, time))).item() for way in some)
            for some in (ways, fewer)
        )
        assert both == pytest.approx(each, abs=0.004)
