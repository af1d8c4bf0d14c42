"""Laws of how long requests take, whatever calls they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from building.responses import percentile, share_within
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.plan.latency.response_time import Wait
from planner.plan.latency.ways import Call

LAW = settings(max_examples=40, deadline=None)
SHARES = st.sampled_from([0.5, 0.9, 0.95, 0.99])
# What numbers of a fit may lose: the time of several calls one after the other is a fitted one.
ROUNDING = 1e-6
FITTED = 0.03
"""How much of a time the fit to its moments may give or take, where calls come one after the other."""

MEDIANS = st.floats(50, 5_000)
SIGMAS = st.floats(0.02, 0.6)
REST = st.floats(0, 5_000)
CHANCES = st.floats(0.05, 0.95)


def made(median: float, sigma: float, then: float, chance: float | None = None) -> Call:
    first, spread, rest = (np.full((1, 1), float(each)) for each in (median, sigma, then))
    return Call(first, spread, rest, None if chance is None else np.full((1, 1), chance))


def waiting(load: float, coefficient: float, mean: float) -> Wait:
    return Wait(*(np.full((1, 1), each) for each in (load, coefficient, 1 / mean)))


WIDE_SIGMAS = st.floats(0.02, 3)
"""What a log of calls with time-outs in it may show as well."""

always = st.builds(made, MEDIANS, SIGMAS, REST)
wide = st.builds(made, MEDIANS, WIDE_SIGMAS, REST)
sometimes = st.builds(made, MEDIANS, SIGMAS, REST, CHANCES)
calls = st.one_of(always, sometimes)
stages = st.lists(st.lists(calls, min_size=1, max_size=2), min_size=1, max_size=3)
# Calls beside one another are exact alone; before and after others their fit is the roughest.
told_exactly = st.one_of(
    st.lists(calls, min_size=1, max_size=3).map(lambda some: [some]),
    st.lists(calls, min_size=1, max_size=3).map(lambda some: [[call] for call in some]),
)
waits = st.none() | st.builds(
    waiting,
    st.floats(0, 0.95),
    st.floats(0, 1),
    st.floats(5, 2_000),
)

Stages = Sequence[Sequence[Call]]


def time(share: float, of: Stages, wait: Wait | None = None) -> float:
    return percentile(share, of, wait).item()


def changed(of: Stages, place: int, **numbers: np.ndarray) -> list[list[Call]]:
    """The same stages with other numbers in one call, counted around."""
    calls = [call for stage in of for call in stage]
    chosen = calls[place % len(calls)]
    return [[replace(call, **numbers) if call is chosen else call for call in stage] for stage in of]


def at(of: Stages, place: int) -> Call:
    calls = [call for stage in of for call in stage]
    return calls[place % len(calls)]


@LAW
@given(stages, waits, SHARES, SHARES)
def test_more_requests_take_as_long_or_longer(
    of: Stages, wait: Wait | None, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert time(low, of, wait) <= time(high, of, wait)


@LAW
@given(told_exactly, waits, SHARES, st.integers(0, 5), st.floats(1, 3))
def test_a_slower_first_token_never_makes_an_answer_come_sooner(
    of: Stages, wait: Wait | None, share: float, place: int, factor: float
) -> None:
    slower = changed(of, place, median=at(of, place).median * factor)
    assert time(share, slower, wait) >= time(share, of, wait) * (1 - FITTED)


@LAW
@given(told_exactly, waits, SHARES, st.integers(0, 5), st.floats(0, 3_000))
def test_more_output_never_makes_an_answer_come_sooner(
    of: Stages, wait: Wait | None, share: float, place: int, more: float
) -> None:
    slower = changed(of, place, then=at(of, place).then + more)
    assert time(share, slower, wait) >= time(share, of, wait) * (1 - FITTED)


@LAW
@given(always, always, sometimes, SHARES, CHANCES)
def test_a_step_that_more_requests_need_never_makes_them_sooner(
    one: Call, other: Call, some: Call, share: float, chance: float
) -> None:
    low, high = sorted((chance, float(some.chance.item() if some.chance is not None else 1)))
    rare, common = (replace(some, chance=np.full((1, 1), each)) for each in (low, high))
    for before, after in (
        ([[one], [rare]], [[one], [common]]),
        ([[one, rare], [other]], [[one, common], [other]]),
    ):
        assert time(share, before) <= time(share, after) * (1 + FITTED)


@LAW
@given(st.lists(st.lists(always, min_size=1, max_size=3), min_size=1, max_size=3), SHARES)
def test_a_chain_is_never_faster_than_its_slowest_step(of: Stages, share: float) -> None:
    slowest = max(time(share, [[call]]) for stage in of for call in stage)
    assert time(share, of) >= slowest * (1 - FITTED)


@LAW
@given(st.lists(wide, min_size=2, max_size=4), SHARES)
def test_a_further_step_never_makes_a_chain_sooner_however_unsteady_it_is(
    calls: list[Call], share: float
) -> None:
    steps = [[call] for call in calls]
    assert time(share, steps) >= time(share, steps[:-1]) * (1 - ROUNDING)
    assert time(share, steps) >= max(time(share, [step]) for step in steps) * (1 - FITTED)


@LAW
@given(st.lists(st.lists(wide, min_size=1, max_size=2), min_size=1, max_size=3), waits, SHARES)
def test_as_many_are_done_within_a_percentile_as_it_says(of: Stages, wait: Wait | None, share: float) -> None:
    done = share_within(percentile(share, of, wait), of, wait)
    assert done.item() == pytest.approx(share, abs=1e-6)


@LAW
@given(st.lists(st.lists(wide, min_size=1, max_size=2), min_size=2, max_size=3), SHARES, st.integers(0, 2))
def test_what_one_draw_comes_to_does_not_hang_on_the_others(of: Stages, share: float, kind: int) -> None:
    """A steady draw and an unsteady one together are what each is alone, though they are added up differently."""
    other = [[replace(call, sigma=np.full((1, 1), (0.1, 0.5, 1.4)[kind])) for call in stage] for stage in of]

    def both(one: Call, two: Call) -> Call:
        return Call(
            *(
                np.vstack(pair)
                for pair in ((one.median, two.median), (one.sigma, two.sigma), (one.then, two.then))
            )
        )

    together = [[both(*pair) for pair in zip(*stages, strict=True)] for stages in zip(of, other, strict=True)]
    expected = [time(share, of), time(share, other)]
    assert percentile(share, together)[:, 0].tolist() == pytest.approx(expected, rel=1e-9)


@LAW
@given(st.lists(always, min_size=2, max_size=3), SHARES)
def test_beside_one_another_is_never_slower_than_one_after_the_other(calls: list[Call], share: float) -> None:
    assert time(share, [calls]) <= time(share, [[call] for call in calls]) * (1 + FITTED)


@LAW
@given(always, sometimes, SHARES)
def test_a_step_that_no_request_needs_takes_no_time(one: Call, some: Call, share: float) -> None:
    never = replace(some, chance=np.zeros((1, 1)))
    alone = time(share, [[one]])
    assert time(share, [[one], [never]]) == pytest.approx(alone, rel=ROUNDING)
    assert time(share, [[one, never]]) == pytest.approx(alone, rel=ROUNDING)


@LAW
@given(always, sometimes, SHARES)
def test_a_step_that_every_request_needs_is_one_of_the_chain(one: Call, some: Call, share: float) -> None:
    every, plain = replace(some, chance=np.ones((1, 1))), replace(some, chance=None)
    for with_every, with_plain in (([[one], [every]], [[one], [plain]]), ([[one, every]], [[one, plain]])):
        assert time(share, with_every) == pytest.approx(time(share, with_plain), rel=ROUNDING)


@LAW
@given(always, st.integers(2, 20), SHARES)
def test_several_at_once_take_as_long_as_their_slowest(one: Call, many: int, share: float) -> None:
    """All of n are done within a time with the share p of one to the power of n."""
    at_once = replace(one, chance=np.full((1, 1), float(many)))
    assert time(share, [[at_once]]) == pytest.approx(time(share ** (1 / many), [[one]]), rel=1e-4)


@LAW
@given(always, SHARES, st.floats(0.05, 0.95), st.floats(0.05, 1), st.floats(5, 2_000))
def test_a_queue_never_makes_an_answer_come_sooner_nor_later_than_its_own_wait_allows(
    one: Call, share: float, load: float, coefficient: float, mean: float
) -> None:
    wait = waiting(load, coefficient, mean)
    # With half of what may fail left to each, both stay within their share at once.
    half = 1 - (1 - share) / 2
    longest_wait = max(0.0, mean * np.log(coefficient / (1 - half))) if load > 1 - half else 0.0
    alone = time(share, [[one]])
    assert (
        alone * (1 - ROUNDING) <= time(share, [[one]], wait) <= (time(half, [[one]]) + longest_wait) * 1.001
    )


@LAW
@given(st.lists(sometimes, min_size=6, max_size=8), SHARES)
def test_with_more_ways_than_are_told_apart_no_step_is_lost(of: list[Call], share: float) -> None:
    """At the least all requests wait for what nearly all of them need, at the most for everything."""
    steps = [replace(call, chance=np.full((1, 1), 0.999)) for call in of]
    every = [[replace(call, chance=None)] for call in of]
    assert time(share, [[step] for step in steps]) == pytest.approx(time(share, every), rel=FITTED)
