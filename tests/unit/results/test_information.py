"""What knowing more is worth: published indices, closed forms, and nested simulation of a real plan."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from building.plans import book, scenario, shop, sku

from planner.engine.evaluate import evaluate
from planner.engine.moving import MovingPlan, beliefs_in
from planner.files.checking import check
from planner.files.yaml_text import parse_yaml
from planner.plan.scenario import Scenario
from planner.quantities.distribution import Choices, Counted, Distribution, FloatArray, Normal, Quantiles
from planner.quantities.draws import Draws
from planner.results.information import (
    Choice,
    by_slice,
    evppi,
    evsi,
    first_order,
    slices,
    worthwhile_sample,
)
from planner.tokens.measured_texts import MeasuredTexts

BELL = NormalDist()
INF = np.inf


def drawn(count: int = 10_000, seed: int = 1, **beliefs: Distribution) -> list[FloatArray]:
    draws = Draws(beliefs, seed, count)
    return [draws.of(name) for name in beliefs]


def between(*costs: FloatArray) -> Choice:
    return Choice(tuple(f"option-{place}" for place in range(len(costs))), np.array(costs))


def closed_form(mean: float, sd: float) -> float:
    """Return what it is worth to know a difference that is normal: s phi(m/s) - m Phi(-m/s)."""
    return sd * BELL.pdf(mean / sd) - mean * BELL.cdf(-mean / sd)


def test_the_indices_of_the_ishigami_function_are_the_published_ones() -> None:
    # Ishigami & Homma 1990, a = 7, b = 0.1: first-order indices 0.3139, 0.4424 and 0.
    even = {name: Quantiles(0, 1) for name in ("one", "two", "three")}
    shares = [(np.argsort(np.argsort(values)) + 0.5) / len(values) for values in drawn(20_000, **even)]
    one, two, three = (np.pi * (2 * each - 1) for each in shares)
    figure = np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)
    found = [first_order(figure, each) for each in (one, two, three)]
    assert found == pytest.approx([0.3139, 0.4424, 0], abs=0.02)


def test_shares_of_a_sum_are_those_of_its_variance_and_of_nothing_else() -> None:
    one, two, aside = drawn(one=Normal(0, 3), two=Normal(0, 4), aside=Normal(0, 9))
    assert [first_order(one + two, each) for each in (one, two, aside)] == pytest.approx(
        [0.36, 0.64, 0], abs=0.02
    )
    assert first_order(np.full(10_000, 3.0), one) == 0
    assert first_order(one, np.full(10_000, 3.0)) == 0
    assert first_order(one, one) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.0), (1.0, 1.0), (1.0, 2.5), (3.0, 2.0)])
def test_two_options_whose_difference_is_normal_are_worth_the_closed_form(mean: float, sd: float) -> None:
    difference, aside = drawn(difference=Normal(mean, sd), aside=Normal(0, 5))
    choice = between(10 + aside, 10 + aside + difference)
    worth = closed_form(mean, sd)
    assert choice.best == 0 if mean else choice.best is not None
    assert choice.evpi == pytest.approx(worth, rel=0.02, abs=0.01 * sd)
    assert evppi(choice, difference) == pytest.approx(worth, rel=0.05, abs=0.01 * sd)
    assert evppi(choice, aside) == pytest.approx(0, abs=0.02 * sd)


def test_an_input_that_is_a_part_of_the_difference_is_worth_its_part() -> None:
    one, two = drawn(one=Normal(0.5, 1.5), two=Normal(0.5, 2.0))
    choice = between(np.zeros(10_000), one + two)
    assert choice.evpi == pytest.approx(closed_form(1.0, 2.5), rel=0.03)
    # The mean of the difference once one of the two is known is normal with that one's own spread.
    assert evppi(choice, one) == pytest.approx(closed_form(1.0, 1.5), rel=0.1)
    assert evppi(choice, two) == pytest.approx(closed_form(1.0, 2.0), rel=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_no_single_input_is_worth_more_than_all_and_none_less_than_nothing(seed: int) -> None:
    one, two, rare = drawn(
        500, seed, one=Normal(0, 1), two=Quantiles(1, 9), rare=Choices((0, 1), (0.99, 0.01))
    )
    choice = between(one * two, np.full(500, 0.3), two - 3 + rare)
    evpi = choice.evpi
    assert evpi is not None
    for values in (one, two, rare):
        assert 0 <= (evppi(choice, values) or 0) <= evpi + 1e-12


def test_an_option_that_is_blocked_in_some_draws_is_never_chosen_blindly() -> None:
    count = 4000
    capacity, aside = drawn(count, capacity=Quantiles(1, 4), aside=Normal(0, 1))
    blocked = np.where(capacity > 2, 1.0, INF)
    choice = between(blocked, np.full(count, 5.0))
    assert choice.best == 1
    assert choice.evpi == pytest.approx(4 * (capacity > 2).mean())
    # Whoever knows the capacity chooses it where it is surely enough; who knows something else never can.
    assert evppi(choice, capacity) == pytest.approx(4 * (capacity > 2).mean(), rel=0.1)
    assert evppi(choice, aside) == 0
    assert [name for *_, name in by_slice(choice, aside)] == ["option-1"]
    assert [name for *_, name in by_slice(choice, capacity)] == ["option-1", "option-0"]


@pytest.mark.parametrize("place", [100, 101])
def test_one_blocked_draw_in_a_slice_costs_that_slice_and_no_other(place: int) -> None:
    (values,) = drawn(4000, values=Normal(0, 1))
    often = np.full(4000, 1.0)
    often[place] = INF
    choice = between(often, np.full(4000, 5.0))
    assert evppi(choice, values) == pytest.approx(4 * 31 / 32)


def test_where_no_option_is_sure_nothing_is_said_of_what_knowing_is_worth() -> None:
    values, _ = drawn(400, values=Normal(0, 1), other=Normal(0, 1))
    low, high = np.where(values < 0, 1.0, INF), np.where(values < 0, INF, 1.0)
    choice = between(low, high)
    assert (choice.best, choice.evpi, evppi(choice, values), evsi(choice, values, 50, 10)) == (None,) * 4
    assert worthwhile_sample(choice, values, 50, 1.0) is None


@pytest.mark.parametrize("place", [0, 1])
def test_a_value_that_one_half_of_the_draws_never_had_changes_no_choice(place: int) -> None:
    values = np.zeros(200)
    values[place] = 1.0
    blocked = np.where(values == 1.0, INF, 0.9)
    dear, cheap = np.full(200, 50.0), np.where(np.arange(200) % 3 == 0, 1.0, 2.0)
    for first in (blocked, dear):
        # Nothing is learnt of the rare value: there it stays with the best option, not with the first one.
        choice = between(first, cheap, np.full(200, 3.0))
        without = between(first, cheap, np.full(200, 3.0)).evpi
        assert without is not None
        saved = (cheap - 0.9)[values == 0].sum() / 200 if first is blocked else 0.0
        assert evppi(choice, values) == pytest.approx(saved)


def test_learning_from_more_cases_is_worth_more_and_never_as_much_as_knowing() -> None:
    belief = Counted.of(46, 50)
    (accuracy,) = drawn(accuracy=belief)
    choice = between(1000 * (1 - accuracy), np.full(10_000, 100.0))
    full = evppi(choice, accuracy)
    assert full
    prior = belief.alpha + belief.beta
    worth = [evsi(choice, accuracy, prior, cases) or 0 for cases in (1, 10, 50, 200, 1000, 100_000)]
    assert worth == sorted(worth)
    assert worth[0] < 0.3 * full
    assert worth[-1] == pytest.approx(full, rel=0.1)
    # Binomial samples of 50 more cases, decided by the mean that they lead to: the closed form of the beta.
    rng = np.random.default_rng(5)
    hits = rng.binomial(50, rng.beta(belief.alpha, belief.beta, 200_000))
    mean = (belief.alpha + hits) / (prior + 50)
    before = min(1000 * (1 - belief.alpha / prior), 100.0)
    assert worth[2] == pytest.approx(before - np.minimum(1000 * (1 - mean), 100.0).mean(), rel=0.15)
    learning = worthwhile_sample(choice, accuracy, prior, full)
    assert learning is not None
    assert 0.8 * full <= learning.worth <= full
    assert worthwhile_sample(choice, accuracy, prior, 0.0) is None


@pytest.mark.parametrize("count", [1, 2, 3, 40, 79, 80, 81, 1000])
def test_slices_are_even_and_rise_with_the_values(count: int) -> None:
    (values,) = drawn(count, values=Normal(0, 1))
    places = slices(values)
    if count > 32:
        sizes = np.bincount(places)
        assert sizes.max() - sizes.min() <= 1
        assert len(sizes) == max(2, min(32, count // 40))
    assert (np.diff(places[np.argsort(values)]) >= 0).all()


def test_an_input_of_few_values_has_a_slice_for_each() -> None:
    (values,) = drawn(999, values=Choices((1.0, 2.0, 8.0), (0.5, 0.3, 0.2)))
    assert [set(values[slices(values) == place]) for place in range(3)] == [{1.0}, {2.0}, {8.0}]
    assert set(slices(np.full(50, 7.0))) == {0}
    late = np.concatenate([np.zeros(500), np.ones(1)])
    assert slices(late).tolist() == [0] * 500 + [1]


def test_stretches_name_the_cheapest_from_the_least_value_to_the_largest() -> None:
    (values,) = drawn(values=Quantiles(10, 90))
    found = by_slice(between(values, np.full(10_000, 30.0), np.full(10_000, 40.0)), values)
    assert [name for *_, name in found] == ["option-0", "option-1"]
    assert (found[0][0], found[-1][1]) == (values.min(), values.max())
    assert found[0][1] == pytest.approx(30, rel=0.05)
    assert found[0][1] <= found[1][0]
    constant = by_slice(between(np.full(50, 2.0), np.full(50, 1.0)), np.full(50, 7.0))
    assert constant == [(7.0, 7.0, "option-1")]


def test_what_an_input_of_a_plan_is_worth_is_what_nested_simulation_finds() -> None:
    prices = book(
        shop(sku("small", input=1.00, output=4.00), sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00))
    )
    text = scenario(
        {
            "api": "kind: prompted, model: shop/small, prompt: 300 to 1200",
            "gpus": (
                "kind: self_hosted, tokenizer: o200k_base, prompt: 50, hosting: {replicas:"
                " {sku: shop/gpu, capacity: 2 to 6, target_load: 60%, minimum: 1}},"
                " staff: {care: {role: engineer, hours_per_month: 2 to 20}}"
            ),
        },
        workload="requests: 20000 to 200000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%",
        horizon="start: 2026-12, months: 3",
    )
    plan = check(parse_yaml(text, "plan.yaml"), Scenario)
    texts = MeasuredTexts(Path.cwd(), prices)
    moving = MovingPlan.of(evaluate(plan, prices, texts), plan, prices, texts)
    beliefs = beliefs_in(moving.inputs)
    simulation = moving.simulation({path: belief.reach for path, belief in beliefs.items()}, by_month=False)

    def costs(values: dict[str, FloatArray]) -> FloatArray:
        return np.array([each.total for each in simulation.run(values).values()])

    draws = Draws(beliefs, 1, 10_000)
    values = draws.block(slice(0, 10_000))
    choice = between(*costs(values))
    assert choice.evpi is not None
    outer, inner = 200, 200
    others = [Draws(beliefs, 100 + turn, inner).block(slice(0, inner)) for turn in range(outer)]
    nested = {path: np.concatenate([each[path] for each in others]) for path in beliefs}
    for path, belief in beliefs.items():
        known = belief.quantile((np.arange(outer) + 0.5) / outer)
        means = costs({**nested, path: np.repeat(known, inner)}).reshape(2, outer, inner).mean(axis=2)
        worth = float(means.mean(axis=1).min() - means.min(axis=0).mean())
        # Noise of the means within makes the nested worth a little too large, never too small.
        noise = 0.02 * choice.evpi + float(np.ptp(means, axis=0).std()) / sqrt(outer * inner)
        assert evppi(choice, values[path]) == pytest.approx(worth, abs=3 * noise, rel=0.1), path
