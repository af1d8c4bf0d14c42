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
from planner.results.curves import Curves
from planner.results.information import Choice, evppi, evsi, first_order, samples, worthwhile
from planner.results.outcomes import Outcomes
from planner.tokens.measured_texts import MeasuredTexts

BELL = NormalDist()


def drawn(count: int = 10_000, seed: int = 1, **beliefs: Distribution) -> list[FloatArray]:
    draws = Draws(beliefs, seed, count)
    return [draws.of(name) for name in beliefs]


def between(*costs: FloatArray) -> Choice:
    return Choice(tuple(f"option-{place}" for place in range(len(costs))), np.array(costs))


def worth_of(choice: Choice, values: FloatArray) -> float:
    return evppi(choice.along(values), values)


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
    assert worth_of(choice, difference) == pytest.approx(worth, rel=0.05, abs=0.01 * sd)
    assert worth_of(choice, aside) == 0


def test_an_input_that_is_a_part_of_the_difference_is_worth_its_part() -> None:
    one, two = drawn(one=Normal(0.5, 1.5), two=Normal(0.5, 2.0))
    choice = between(np.zeros(10_000), one + two)
    assert choice.evpi == pytest.approx(closed_form(1.0, 2.5), rel=0.03)
    # The mean of the difference once one of the two is known is normal with that one's own spread.
    assert worth_of(choice, one) == pytest.approx(closed_form(1.0, 1.5), rel=0.1)
    assert worth_of(choice, two) == pytest.approx(closed_form(1.0, 2.0), rel=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_no_single_input_is_worth_more_than_all_and_none_less_than_nothing(seed: int) -> None:
    one, two, rare = drawn(
        500, seed, one=Normal(0, 1), two=Quantiles(1, 9), rare=Choices((0, 1), (0.99, 0.01))
    )
    choice = between(one * two, np.full(500, 0.3), two - 3 + rare)
    for values in (one, two, rare):
        assert 0 <= worth_of(choice, values) <= 1.01 * choice.evpi


def chosen(possible: np.ndarray, blocked: float, sure: float) -> Choice:
    """Return the choice between an option that is possible in some draws and one that always is."""
    count = len(possible)
    totals = {"some": np.full(count, blocked), "sure": np.full(count, sure)}
    open_in = {"some": possible, "sure": np.ones(count, dtype=bool)}
    found = Outcomes("sure", 1, totals, open_in, {}).choice
    assert found is not None
    return found


def test_who_knows_whether_an_option_is_blocked_saves_what_it_saves_where_it_is_not() -> None:
    capacity, aside = drawn(4000, capacity=Quantiles(1, 4), aside=Normal(0, 1))
    choice = chosen(capacity > 2, 4.0, 5.0)
    # Chosen blindly it costs 4, and 5 more in each draw in which it is blocked: half of them.
    assert (choice.names[choice.best], choice.evpi) == ("sure", pytest.approx((capacity > 2).mean()))
    assert worth_of(choice, capacity) == pytest.approx((capacity > 2).mean(), rel=0.15)
    assert worth_of(choice, aside) == 0
    assert [row for *_, row in choice.along(aside).cheapest()] == [1]
    assert [row for *_, row in choice.along(capacity).cheapest()] == [1, 0]


@pytest.mark.parametrize("seed", range(4))
def test_a_draw_that_is_blocked_by_chance_makes_no_other_input_worth_knowing(seed: int) -> None:
    values, luck = drawn(10_000, seed, values=Normal(0, 1), luck=Normal(0, 1))
    choice = chosen(np.argsort(np.argsort(luck)) >= 10, 53.0, 140.0)
    assert choice.names[choice.best] == "some"
    assert worth_of(choice, values) == 0


@pytest.mark.parametrize("noise", [20_000, 30_000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_input_that_explains_a_hundredth_is_worth_what_it_is_and_asks_for_enough_cases(
    noise: float, seed: int
) -> None:
    belief = Counted.of(180, 200)
    share, aside = drawn(10_000, seed, share=belief, aside=Normal(0, noise))
    choice = between(np.zeros(10_000), (share - share.mean()) * 1e5 + aside)
    curves, true = choice.along(share), 1e5 * float(share.std()) / sqrt(2 * np.pi)
    assert evppi(curves, share) == pytest.approx(true, rel=0.3)
    learnings = samples(curves, share, belief.alpha + belief.beta)
    assert learnings[0].worth == pytest.approx(true * sqrt(50 / 252), rel=0.3)
    found = worthwhile(learnings, evppi(curves, share))
    assert found is not None
    assert found.cases == 500
    assert len(curves.cheapest()) == 2


@pytest.mark.parametrize("high", [40, 100, 1000])
def test_what_an_input_with_a_long_tail_explains_is_not_taken_for_noise(high: float) -> None:
    (values,) = drawn(2000, values=Quantiles(1, high))
    assert first_order(values, values) == pytest.approx(1)
    assert first_order(values**2, values) == pytest.approx(1, abs=0.01)


def test_a_rare_value_far_out_is_seen_to_change_the_choice() -> None:
    (values,) = drawn(values=Quantiles(20, 60))
    choice = between(np.full(10_000, 100.0), values)
    *_, (low, high, row) = choice.along(values).cheapest()
    assert (values > 100).sum() < 50
    assert (row, high) == (0, values.max())
    assert low == pytest.approx(100, rel=0.05)


def test_options_that_cost_the_same_but_for_rounding_are_worth_nothing() -> None:
    (values,) = drawn(1000, values=Normal(5, 1))
    choice = between(values * 0.3, values * 0.1 + values * 0.2)
    assert (choice.best, choice.evpi, worth_of(choice, values)) == (0, 0, 0)


def test_learning_from_more_cases_is_worth_more_and_never_as_much_as_knowing() -> None:
    belief = Counted.of(46, 50)
    (accuracy,) = drawn(accuracy=belief)
    choice = between(1000 * (1 - accuracy), np.full(10_000, 100.0))
    curves = choice.along(accuracy)
    full, prior = evppi(curves, accuracy), belief.alpha + belief.beta
    worth = [evsi(curves, accuracy, prior, cases) for cases in (1, 10, 50, 200, 1000, 100_000)]
    assert worth == sorted(worth)
    assert worth[0] < 0.3 * full
    assert worth[-1] == pytest.approx(full, rel=0.1)
    # Binomial samples of 50 more cases, decided by the mean that they lead to: the closed form of the beta.
    rng = np.random.default_rng(5)
    hits = rng.binomial(50, rng.beta(belief.alpha, belief.beta, 200_000))
    mean = (belief.alpha + hits) / (prior + 50)
    before = min(1000 * (1 - belief.alpha / prior), 100.0)
    assert worth[2] == pytest.approx(before - np.minimum(1000 * (1 - mean), 100.0).mean(), rel=0.15)
    learning = worthwhile(samples(curves, accuracy, prior), full)
    assert learning is not None
    assert 0.8 * full <= learning.worth <= full
    assert worthwhile(samples(curves, accuracy, 1e9), full) is None
    assert worthwhile(samples(curves, accuracy, prior), 0.0) is None


@pytest.mark.parametrize("count", [1, 2, 3, 40, 101, 1000])
def test_a_curve_has_pieces_as_there_are_draws_and_reaches_from_end_to_end(count: int) -> None:
    (values,) = drawn(count, values=Normal(0, 1))
    curves = Curves.of(np.array([np.zeros(count), 3 * values + 1]), values, 0)
    assert (curves.knots[0], curves.knots[-1]) == pytest.approx((values.min(), values.max()))
    if count >= 40:
        assert curves.at(values)[1] == pytest.approx(3 * values + 1)


def test_an_input_of_few_values_has_a_knot_at_each() -> None:
    (values,) = drawn(999, values=Choices((1.0, 2.0, 8.0), (0.5, 0.3, 0.2)))
    costs = np.array([np.zeros(999), np.where(values == 2, 7.0, -1.0)])
    curves = Curves.of(costs, values, 0)
    assert curves.knots.tolist() == [1, 2, 8]
    assert curves.costs[1] == pytest.approx([-1, 7, -1])
    alone = Curves.of(np.array([np.full(50, 2.0), np.full(50, 1.0)]), np.full(50, 7.0), 0)
    assert alone.cheapest() == [(7.0, 7.0, 1)]


def test_stretches_name_the_cheapest_from_the_least_value_to_the_largest() -> None:
    (values,) = drawn(values=Quantiles(10, 90))
    found = between(values, np.full(10_000, 30.0), np.full(10_000, 40.0)).along(values).cheapest()
    assert [row for *_, row in found] == [0, 1]
    assert (found[0][0], found[-1][1]) == (values.min(), values.max())
    assert found[0][1] == found[1][0] == pytest.approx(30, rel=0.01)


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
    outer, inner = 200, 200
    others = [Draws(beliefs, 100 + turn, inner).block(slice(0, inner)) for turn in range(outer)]
    nested = {path: np.concatenate([each[path] for each in others]) for path in beliefs}
    for path, belief in beliefs.items():
        known = belief.quantile((np.arange(outer) + 0.5) / outer)
        means = costs({**nested, path: np.repeat(known, inner)}).reshape(2, outer, inner).mean(axis=2)
        worth = float(means.mean(axis=1).min() - means.min(axis=0).mean())
        # Noise of the means within makes the nested worth a little too large, never too small.
        noise = 0.02 * choice.evpi + float(np.ptp(means, axis=0).std()) / sqrt(outer * inner)
        assert worth_of(choice, values[path]) == pytest.approx(worth, abs=3 * noise, rel=0.1), path
