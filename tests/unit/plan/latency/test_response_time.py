"""Percentiles of a request's time: one call in closed form, several against a simulation of a million requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from building.responses import percentile

from planner.plan.latency.call_profile import ONE_TOKEN, CallProfile, Evidence
from planner.plan.latency.queues import wait_tail
from planner.plan.latency.request_time import CallTime, CallTokens, RequestTime
from planner.plan.latency.response_time import Wait
from planner.plan.latency.ways import Call
from planner.quantities.quantity import FloatArray, constant

REQUESTS = 1_000_000
SHARES = {0.50: 0.005, 0.95: 0.005, 0.99: 0.01}
"""How far a percentile may be from the simulation, as a share of it."""

Simulated = Callable[[np.random.Generator], FloatArray]


def call(median: float, sigma: float, then: float = 0.0, chance: float | None = None) -> Call:
    """A call of which all is the same in every draw and month; times in ms."""
    first, spread, rest = (np.full((1, 1), float(each)) for each in (median, sigma, then))
    return Call(first, spread, rest, None if chance is None else np.full((1, 1), chance))


def drawn(one: Call, random: np.random.Generator) -> FloatArray:
    """How long a call took in each simulated request."""
    first = one.median.item() * np.exp(one.sigma.item() * random.standard_normal(REQUESTS))
    return first + one.then.item()


def often(share: float, random: np.random.Generator) -> FloatArray:
    """1 for each simulated request that makes a call which so many make."""
    return (random.random(REQUESTS) < share).astype(np.float64)


def assert_as_simulated(
    stages: Sequence[Sequence[Call]], simulate: Simulated, wait: Wait | None = None, slack: float = 1
) -> None:
    times = simulate(np.random.default_rng(7))
    for share, off in SHARES.items():
        found = percentile(share, stages, wait).item()
        assert found == pytest.approx(np.quantile(times, share), rel=off * slack)


def one_call(output: float = 1, reasoning: float | None = None) -> RequestTime:
    """A request of one call: median 450 ms, sigma 0.40, 10 ms an output token."""
    profile = CallProfile(
        name="made",
        title="Made for the test",
        evidence=Evidence.MEASURED,
        ttft=constant(450, "ms", "median"),
        prompt_tokens=constant(800, "tok/request", "prompt"),
        slope=constant(50, "ms/1k tok", "slope"),
        tpot=constant(10, "ms/tok", "TPOT"),
        sigma=constant(0.40, "", "sigma"),
        after_tokens=ONE_TOKEN,
    )
    thought = None if reasoning is None else constant(reasoning, "tok/request", "reasoning")
    prompt = constant(800, "tok/request", "prompt")
    generated = constant(output + (reasoning or 0), "tok/request", "answer and reasoning")
    return RequestTime(((CallTime.of("", profile, CallTokens(prompt, generated, thought)),),))


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.50, 450.0),
        (0.95, 450 * np.exp(0.4 * 1.6448536269514722)),
        (0.99, 450 * np.exp(0.4 * 2.3263478740408408)),
    ],
)
def test_the_time_to_first_token_of_one_call_is_lognormal(share: float, expected: float) -> None:
    assert one_call().ttft(share).value.item() == pytest.approx(expected, rel=1e-12)
    assert one_call().latency(share).value.item() == pytest.approx(expected, rel=1e-12)


def test_a_median_of_450_ms_and_a_sigma_of_0_40_make_a_p95_of_869_ms() -> None:
    assert one_call().latency(0.95).value.item() == pytest.approx(868.9, abs=0.05)
    assert one_call().latency(0.99).value.item() == pytest.approx(1141.1, abs=0.05)


def test_each_output_token_after_the_first_adds_its_time_to_the_whole_answer_only() -> None:
    longer = one_call(output=51)
    assert longer.latency(0.95).value.item() == pytest.approx(868.9 + 500, abs=0.05)
    assert longer.ttft(0.95).value.item() == pytest.approx(868.9, abs=0.05)


def test_what_is_thought_before_the_answer_comes_before_its_first_token() -> None:
    thinking = one_call(output=21, reasoning=30)
    assert thinking.ttft(0.5).value.item() == pytest.approx(450 + 300)
    assert thinking.latency(0.5).value.item() == pytest.approx(450 + 300 + 200)


def test_several_calls_of_which_there_is_but_one_are_that_one() -> None:
    alone = percentile(0.95, [[call(450, 0.40, 120)]]).item()
    assert alone == pytest.approx(450 * np.exp(0.4 * 1.6448536269514722) + 120, rel=1e-9)


def test_two_calls_one_after_the_other_are_as_simulated() -> None:
    first, second = call(450, 0.40, 100), call(700, 0.40, 300)
    assert_as_simulated([[first], [second]], lambda random: drawn(first, random) + drawn(second, random))


def test_two_calls_that_vary_differently_are_off_by_one_percent_at_most() -> None:
    first, second = call(450, 0.40), call(700, 0.60)
    assert_as_simulated(
        [[first], [second]], lambda random: drawn(first, random) + drawn(second, random), slack=2
    )


@pytest.mark.parametrize(
    ("one", "other", "slack"),
    [
        (call(450, 1.0), call(450, 1.0), 2),
        (call(450, 1.5), call(450, 1.5), 3),
        (call(450, 0.4, 100), call(225, 1.2), 4),
        (call(900, 0.05), call(300, 1.6), 4),
        (call(450, 2.0), call(450, 2.0), 4),
    ],
)
def test_unsteady_calls_one_after_the_other_are_as_simulated(one: Call, other: Call, slack: float) -> None:
    """Where moments tell of what happens once in a million, as where time-outs are among the calls."""

    def simulate(random: np.random.Generator) -> FloatArray:
        return drawn(one, random) + drawn(other, random)

    assert_as_simulated([[one], [other]], simulate, slack=slack)


def test_unsteady_calls_beside_one_another_before_a_step_are_as_simulated() -> None:
    one, other, then = call(450, 1.0), call(400, 1.2, 100), call(200, 0.4)

    def simulate(random: np.random.Generator) -> FloatArray:
        return np.maximum(drawn(one, random), drawn(other, random)) + drawn(then, random)

    assert_as_simulated([[one, other], [then]], simulate, slack=3)


def test_two_calls_beside_one_another_are_as_simulated() -> None:
    first, second = call(450, 0.40, 100), call(500, 0.50)
    assert_as_simulated(
        [[first, second]], lambda random: np.maximum(drawn(first, random), drawn(second, random))
    )


def test_a_cascade_of_which_a_fifth_goes_on_is_as_simulated() -> None:
    small, large = call(300, 0.40, 20), call(900, 0.40, 200, chance=0.2)
    assert_as_simulated(
        [[small], [large]],
        lambda random: drawn(small, random) + often(0.2, random) * drawn(large, random),
    )


def test_the_median_of_a_cascade_hardly_waits_for_the_fifth_that_goes_on_and_its_p95_does() -> None:
    small, large = call(300, 0.10), call(900, 0.10, chance=0.2)
    assert percentile(0.50, [[small], [large]]).item() < 330
    assert percentile(0.95, [[small], [large]]).item() > 1150


def test_five_calls_at_once_are_as_simulated() -> None:
    one = call(450, 0.40, 50, chance=5)
    assert_as_simulated([[one]], lambda random: np.max([drawn(one, random) for _ in range(5)], axis=0))


def test_a_call_that_some_requests_make_beside_another_is_as_simulated() -> None:
    always, some = call(450, 0.40), call(800, 0.50, 100, chance=0.3)

    def simulate(random: np.random.Generator) -> FloatArray:
        return np.maximum(drawn(always, random), often(0.3, random) * drawn(some, random))

    assert_as_simulated([[always, some]], simulate)


def test_a_stage_of_two_and_a_step_after_it_are_as_simulated() -> None:
    one, other, then = call(450, 0.40), call(300, 0.60, 40), call(600, 0.35, 250, chance=0.7)

    def simulate(random: np.random.Generator) -> FloatArray:
        together = np.maximum(drawn(one, random), drawn(other, random))
        return together + often(0.7, random) * drawn(then, random)

    assert_as_simulated([[one, other], [then]], simulate)


def test_a_steady_call_beside_one_that_varies_and_a_short_step_after_them_are_off_by_5_percent_at_most() -> (
    None
):
    """The longer of the two is the steady one in half of all requests: no lognormal time has that shape."""
    steady, varies, then = call(500, 0.10), call(500, 0.60), call(100, 0.40)

    def simulate(random: np.random.Generator) -> FloatArray:
        return np.maximum(drawn(steady, random), drawn(varies, random)) + drawn(then, random)

    assert_as_simulated([[steady, varies], [then]], simulate, slack=10)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.85])
def test_a_call_after_a_queue_is_as_simulated(load: float) -> None:
    """The queue is the M/M/1: a share of `load` waits, exponentially, with a mean of 40 ms / (1 - load)."""
    one, decay = call(120, 0.10, 300), (1 - load) / 40
    chance, tail = wait_tail(np.full(1, load / 40), np.full(1, 40.0), np.ones(1), np.ones(1))
    assert (chance.item(), tail.item()) == pytest.approx((load, decay))

    def simulate(random: np.random.Generator) -> FloatArray:
        return drawn(one, random) + often(load, random) * random.exponential(1 / decay, REQUESTS)

    wait = Wait(np.full((1, 1), load), np.full((1, 1), load), np.full((1, 1), decay))
    assert_as_simulated([[one]], simulate, wait)


@pytest.mark.parametrize(
    ("variation", "offs"),
    [
        (0.0, (0.02, 0.02, 0.03)),
        (0.25, (0.03, 0.03, 0.12)),
        (0.5, (0.03, 0.04, 0.16)),
        (1.0, (0.01, 0.01, 0.01)),
        (2.0, (0.06, 0.22, 0.41)),
    ],
)
@pytest.mark.parametrize("load", [0.02, 0.04, 0.13, 0.3, 0.6, 0.9])
def test_a_call_after_prompts_of_other_requests_is_as_simulated(
    load: float, variation: float, offs: Sequence[float]
) -> None:
    """One GPU, M/G/1: a prompt takes 33 ms on average, and a wait follows from the last one (Lindley's recursion).

    The tail is that of long waits. Where few wait, the p99 is one of short ones: a little long where prompts vary less
    than exponential ones, up to two fifths short where they vary more.
    """
    service = np.full((1, 1), 33.0)
    one = call(40, 0.10, 38)
    queue = service, np.full((1, 1), variation), np.ones((1, 1))
    coefficient, decay = wait_tail(load / service, *queue)
    wait = Wait(np.full((1, 1), load), coefficient, decay)

    def simulate(random: np.random.Generator) -> FloatArray:
        prompts = (
            random.gamma(1 / variation, variation * 33, REQUESTS) if variation else np.full(REQUESTS, 33.0)
        )
        walk = np.cumsum(prompts - random.exponential(33 / load, REQUESTS))
        return walk - np.minimum.accumulate(np.minimum(walk, 0)) + drawn(one, random)

    times = simulate(np.random.default_rng(7))
    noise = 0.05 if load > 0.8 else 0.003
    for share, off in zip(SHARES, offs, strict=True):
        found = percentile(share, [[one]], wait).item()
        assert found == pytest.approx(np.quantile(times, share), rel=off + noise)


def test_where_a_twenty_fifth_waits_the_p95_is_next_to_that_of_a_gpu_to_oneself() -> None:
    """Simulated 87.1 ms; with the tail's coefficient as the share that waits it would be 91.2 ms."""
    service, load = np.full((1, 1), 33.0), np.full((1, 1), 0.04)
    coefficient, decay = wait_tail(load / service, service, np.full((1, 1), 0.5), np.ones((1, 1)))
    assert coefficient > 2 * load
    found = percentile(0.95, [[call(40, 0.10, 38)]], Wait(load, coefficient, decay)).item()
    assert found == pytest.approx(88.4, abs=0.1)


def test_where_a_queue_has_no_end_neither_has_the_time() -> None:
    endless = Wait(np.ones((1, 1)), np.ones((1, 1)), np.zeros((1, 1)))
    assert np.isinf(percentile(0.5, [[call(120, 0.10)]], endless)).all()


def test_more_ways_than_are_told_apart_still_come_close() -> None:
    """Seven optional steps have 128 ways: some are taken into one time for all requests."""
    steps = [call(200 + 40 * place, 0.40, chance=0.5) for place in range(7)]

    def simulate(random: np.random.Generator) -> FloatArray:
        return sum((often(0.5, random) * drawn(step, random) for step in steps), np.zeros(REQUESTS))

    times = simulate(np.random.default_rng(7))
    for share, off in ((0.5, 0.02), (0.95, 0.02), (0.99, 0.03)):
        found = percentile(share, [[step] for step in steps]).item()
        assert found == pytest.approx(np.quantile(times, share), rel=off)


@pytest.mark.parametrize(
    ("sigma", "chance", "offs"),
    [(0.67, 0.3, (0.02, 0.01, 0.01)), (1.0, 0.5, (0.02, 0.02, 0.02)), (2.0, 0.5, (0.10, 0.05, 0.04))],
)
def test_twelve_unsteady_steps_that_some_requests_need_still_come_close(
    sigma: float, chance: float, offs: Sequence[float]
) -> None:
    """4,096 ways; the median of calls that are half time-outs is the one that is told the least well."""
    steps = [call(300, sigma, 20, chance=chance) for _ in range(12)]

    def simulate(random: np.random.Generator) -> FloatArray:
        return sum((often(chance, random) * drawn(step, random) for step in steps), np.zeros(REQUESTS))

    times = simulate(np.random.default_rng(7))
    for share, off in zip(SHARES, offs, strict=True):
        found = percentile(share, [[step] for step in steps]).item()
        assert found == pytest.approx(np.quantile(times, share), rel=off)


RARE = {
    "fallbacks of which each takes very long": [(1, 0.4, 1, None)] + [(20, 0.4, 5, 0.01)] * 6,
    "rare steps, steady and not": [
        (0.856, 0.3, 3, 0.1),
        (1.75, 0.7, 3, 0.1),
        (0.707, 1.0, 3, 0.02),
        (1.08, 1.0, 0, 0.02),
        (6.49, 1.0, 0, 0.05),
        (0.133, 1.5, 0.5, 0.1),
    ],
    "two long ones before eight short ones": [(1, 0.4, 1, None)]
    + [(20, 0.4, 5, 0.02)] * 2
    + [(1, 0.4, 1, 0.5)] * 8,
}


@pytest.mark.parametrize("name", RARE)
def test_steps_that_few_requests_make_and_that_take_long_come_close(name: str) -> None:
    """64 ways and more, a hundred times apart: none that takes long is fitted with those that do not."""
    steps = [call(median, sigma, then, chance) for median, sigma, then, chance in RARE[name]]
    random = np.random.default_rng(7)
    times = np.zeros(REQUESTS)
    for step in steps:
        made = 1.0 if step.chance is None else often(step.chance.item(), random)
        times += made * drawn(step, random)
    for share in (0.9, 0.95, 0.99):
        found = percentile(share, [[step] for step in steps]).item()
        assert found == pytest.approx(np.quantile(times, share), rel=0.035)


def test_fewer_ways_than_are_left_stay_as_they_are() -> None:
    """Five ways and then eight: the eight become fewer, not the five."""
    first = [call(100 * place, 0.4, chance=0.5) for place in (1, 2)]
    then = [call(100 * place, 0.4, chance=0.5) for place in (1, 2, 3, 4)]

    def simulate(random: np.random.Generator) -> FloatArray:
        begun = np.maximum(*(often(0.5, random) * drawn(step, random) for step in first))
        rest = [often(0.5, random) * drawn(step, random) for step in then]
        return begun + np.max(rest, axis=0)

    assert_as_simulated([first, then], simulate, slack=2)


def test_draws_and_months_are_worked_out_each_by_itself() -> None:
    medians = np.array([[300.0, 450.0], [600.0, 900.0]])
    shape = np.full((2, 2), 0.4), np.zeros((2, 2)), np.full((2, 2), 0.2)
    both = percentile(0.95, [[call(300, 0.4)], [Call(medians, *shape)]])
    for place in np.ndindex(2, 2):
        alone = percentile(0.95, [[call(300, 0.4)], [call(medians[place], 0.4, 0.0, 0.2)]])
        assert both[place] == pytest.approx(alone.item(), rel=1e-9)
