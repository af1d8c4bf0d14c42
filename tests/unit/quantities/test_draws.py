"""Draws: streams that depend on seed and name alone, blocks that can be made alone, and inputs that move together."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from planner.quantities.distribution import (
    Choices,
    Counted,
    Distribution,
    FloatArray,
    Normal,
    Pert,
    Quantiles,
)
from planner.quantities.draws import BLOCK, ContradictionError, Correlation, Draws
from planner.results.percentiles import Percentiles

BELIEFS: dict[str, Distribution] = {
    "requests": Quantiles(1000, 9000),
    "rate": Normal(110, 12),
    "accuracy": Counted.of(46, 50),
    "weeks": Pert.of(2, 4, 12),
    "replicas": Choices.of((1.0, 2.0, 4.0), (0.5, 0.25, 0.25)),
}


def ranks(values: FloatArray) -> FloatArray:
    found = np.empty(len(values))
    found[np.argsort(values, kind="stable")] = np.arange(len(values))
    return found


def spearman(one: FloatArray, other: FloatArray) -> float:
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_draws() -> None:
    first, again, other = (Draws(BELIEFS, seed, 500) for seed in (7, 7, 8))
    for name in BELIEFS:
        assert first.of(name).tobytes() == again.of(name).tobytes()
        assert first.of(name).tobytes() != other.of(name).tobytes()


def test_an_edited_or_added_input_and_another_order_leave_all_others_as_they_are() -> None:
    base = Draws(BELIEFS, 1, 500)
    edited = Draws({**BELIEFS, "rate": Quantiles(3, 4)}, 1, 500)
    more = Draws({"another": Normal(0, 1), **dict(reversed(BELIEFS.items()))}, 1, 500)
    for name in BELIEFS:
        assert more.of(name).tobytes() == base.of(name).tobytes()
        assert (edited.of(name).tobytes() == base.of(name).tobytes()) == (name != "rate")


def test_a_block_made_alone_is_the_block_among_others() -> None:
    correlations = [Correlation("requests", "rate", 0.5)]
    draws = Draws(BELIEFS, 1, 2 * BLOCK + 300, correlations)
    blocks = list(draws.blocks())
    assert [(each.start, each.stop) for each in blocks] == [
        (0, BLOCK),
        (BLOCK, 2 * BLOCK),
        (2 * BLOCK, 2 * BLOCK + 300),
    ]
    alone = Draws(BELIEFS, 1, 2 * BLOCK + 300, correlations).block(blocks[1])
    for name in ("requests", "rate", "replicas"):
        every = draws.of(name)
        assert every[blocks[1]].tobytes() == alone[name].tobytes()
        assert every[blocks[0]].tobytes() != alone[name].tobytes()


@pytest.mark.parametrize("count", [100, 2500, BLOCK])
def test_each_part_of_a_distribution_is_drawn_once(count: int) -> None:
    draws = Draws({"rate": Quantiles(-1, 1)}, 3, count).of("rate")
    edges = Quantiles(-1, 1).quantile(np.clip(np.arange(count + 1) / count, 1e-9, 1 - 1e-9))
    assert (np.histogram(draws, edges)[0] == 1).all()


def test_inputs_move_together_as_asked_and_keep_their_own_distributions() -> None:
    wanted = {("requests", "rate"): 0.8, ("rate", "weeks"): -0.5, ("requests", "weeks"): -0.3}
    correlations = [Correlation(*pair, rank) for pair, rank in wanted.items()]
    together, apart = Draws(BELIEFS, 1, BLOCK, correlations), Draws(BELIEFS, 1, BLOCK)
    for (one, other), rank in wanted.items():
        assert spearman(together.of(one), together.of(other)) == pytest.approx(rank, abs=0.01)
        assert spearman(apart.of(one), apart.of(other)) == pytest.approx(0, abs=0.03)
    for name in BELIEFS:
        assert np.sort(together.of(name)).tobytes() == np.sort(apart.of(name)).tobytes()
    assert together.of("accuracy").tobytes() == apart.of("accuracy").tobytes()
    assert spearman(together.of("accuracy"), together.of("requests")) == pytest.approx(0, abs=0.03)


@pytest.mark.parametrize("count", [100, 300])
def test_few_draws_move_together_as_many_do(count: int) -> None:
    for seed in range(5):
        draws = Draws(BELIEFS, seed, count, [Correlation("requests", "rate", 0.7)])
        assert spearman(draws.of("requests"), draws.of("rate")) == pytest.approx(0.7, abs=0.08)


def test_the_order_of_correlations_does_not_matter() -> None:
    both = [Correlation("requests", "rate", 0.8), Correlation("rate", "weeks", -0.5)]
    turned = [Correlation("weeks", "rate", -0.5), Correlation("rate", "requests", 0.8)]
    for name in BELIEFS:
        one, other = (Draws(BELIEFS, 1, 1000, each).of(name) for each in (both, turned))
        assert one.tobytes() == other.tobytes()


def test_what_cannot_all_move_together_is_refused() -> None:
    ring = [Correlation("requests", "rate", 0.9), Correlation("rate", "weeks", 0.9)]
    Draws(BELIEFS, 1, 100, [*ring, Correlation("requests", "weeks", 0.8)]).of("rate")
    for correlations in (ring, [*ring, Correlation("requests", "weeks", -0.9)]):
        with pytest.raises(
            ContradictionError, match="rate, requests, weeks cannot all move together"
        ) as raised:
            Draws(BELIEFS, 1, 100, correlations).of("rate")
        assert raised.value.names == ("rate", "requests", "weeks")


@pytest.mark.parametrize(("hits", "chance"), [(46, 0.59), (48, 0.90)])
def test_draws_of_a_count_are_above_ninety_percent_as_often_as_it_says(hits: int, chance: float) -> None:
    draws = Draws({"accuracy": Counted.of(hits, 50)}, 1, BLOCK).of("accuracy")
    assert float((draws > 0.9).mean()) == pytest.approx(chance, abs=0.005)


# 1,000,000 draws, rng = numpy.random.default_rng(20261120): total = sum(exp(s * rng.standard_normal(1_000_000)) for the
# five sigmas s), then np.percentile(total, [10, 50, 90]).
SIGMAS = (0.1, 0.25, 0.5, 0.75, 1.0)
REFERENCE = (3.9747, 5.5571, 8.8355)


def test_percentiles_of_a_sum_of_lognormals_are_those_of_a_million_plain_draws() -> None:
    deviations = 1.6448536269514722
    beliefs = {
        f"part {place}": Quantiles(float(np.exp(-deviations * sigma)), float(np.exp(deviations * sigma)))
        for place, sigma in enumerate(SIGMAS)
    }
    for seed in range(3):
        draws = Draws(beliefs, seed, BLOCK)
        total = np.sum([draws.of(name) for name in beliefs], axis=0)
        found = Percentiles.of(total)
        assert (found.p10, found.p50, found.p90) == pytest.approx(REFERENCE, rel=0.01)


def test_percentiles_are_draws_and_count_what_never_happens_as_infinite() -> None:
    values = np.array([3.0, np.inf, 1.0, 2.0, np.inf, 5.0, 4.0, np.inf, np.inf, np.inf])
    assert Percentiles.of(values) == Percentiles(1.0, 5.0, np.inf)
    assert Percentiles.of(np.full(7, np.inf)) == Percentiles(np.inf, np.inf, np.inf)
    assert Percentiles.of(np.array([2.5])) == Percentiles(2.5, 2.5, 2.5)
    for order in itertools.islice(itertools.permutations(range(1, 6)), 0, 120, 17):
        assert Percentiles.of(np.array(order, dtype=float)) == Percentiles(1, 3, 5)
