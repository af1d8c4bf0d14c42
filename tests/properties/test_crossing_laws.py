"""Laws of the search for crossings: lines and staircases whose crossings are known, or found one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from math import ceil, isclose

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.engine.crossings import crossings
from planner.results.solution import Crossings, Outcome, Side, Span

Cost = Callable[[float], float]
launches = st.floats(0, 1e6)
rates = st.floats(1e-3, 1e3)


def found(costs: Mapping[str, Cost], span: Span, most: int = 3000) -> Crossings:
    def at(value: float) -> Outcome:
        return Outcome({name: cost(value) for name, cost in costs.items()}, costs)

    return crossings(at, span, next(iter(costs)), most)


def line(launch: float, rate: float) -> Cost:
    return lambda value: launch + rate * value


def stairs(price: float, capacity: float, least: int = 1) -> Cost:
    return lambda value: price * max(least, ceil(value / capacity))


@given(launches, rates, rates, st.floats(1e-2, 1e8))
def test_two_lines_cross_where_algebra_says(launch: float, rate: float, less: float, at: float) -> None:
    dearer = rate + less
    assume(less * at > 1e-5 * (launch + dearer * at))
    answer = found(
        {"lines": line(launch, dearer), "other": line(launch + less * at, rate)}, Span(at / 90, at * 70)
    )
    (break_even,) = answer.pairs["other"].break_evens
    # The closer the two costs are to parallel, the less of the crossing is left in their rounded sums.
    lost = 1e-13 * (launch + dearer * at) / (less * at)
    assert break_even.value == pytest.approx(at, rel=1e-9 + lost)
    assert (break_even.above, break_even.jump) == (Side.CHEAPER, False)
    assert [segment.cheapest for segment in answer.segments] == ["lines", "other"]
    assert answer.segments[0].high == answer.segments[1].low == pytest.approx(at, rel=1e-9 + lost)


@given(launches, rates, st.floats(1, 100), st.floats(1e-3, 1e3))
def test_a_line_that_is_dearer_throughout_never_crosses(
    launch: float, rate: float, times: float, more: float
) -> None:
    answer = found({"base": line(launch, rate), "dear": line(launch + more, rate * times)}, Span(0, 1e6))
    assert answer.pairs["dear"].break_evens == ()
    assert [(part.low, part.high, part.cheapest) for part in answer.segments] == [(0, 1e6, "base")]


@given(st.lists(st.tuples(launches, rates), min_size=2, max_size=5), st.floats(1, 1e4))
def test_segments_cover_the_span_and_name_the_cheapest_inside(
    lines: list[tuple[float, float]], low: float
) -> None:
    costs = {f"option-{index}": line(*each) for index, each in enumerate(lines)}
    span = Span(low, low * 1e4)
    answer = found(costs, span)
    assert (answer.segments[0].low, answer.segments[-1].high) == (span.low, span.high)
    assert all(before.high == after.low for before, after in pairwise(answer.segments))
    for part in answer.segments:
        middle = (part.low + part.high) / 2
        least = min(cost(middle) for cost in costs.values())
        assert costs[part.cheapest or ""](middle) == pytest.approx(least, rel=1e-9)


def by_brute_force(line_rate: float, price: float, capacity: float, least: int, span: Span) -> list[float]:
    """Return where a line from nothing passes a staircase: inside a step, or at the jump behind it."""
    places = []
    for step in range(least, max(least, ceil(span.high / capacity)) + 1):
        start, end = (step - 1) * capacity if step > least else 0.0, step * capacity
        meet = price * step / line_rate
        if start < meet < end:
            places.append(meet)
        if meet < end and line_rate * end < price * (step + 1):
            places.append(end)
    return [place for place in places if span.low < place < span.high]


@settings(deadline=None)
@given(st.floats(0.3, 3), st.floats(1, 1e4), st.floats(1, 1e6), st.integers(1, 4), st.integers(2, 30))
def test_every_crossing_of_a_staircase_is_found(
    steepness: float, price: float, capacity: float, least: int, steps: int
) -> None:
    rate, span = steepness * price / capacity, Span(capacity / 50, capacity * steps * 1.01)
    wanted = by_brute_force(rate, price, capacity, least, span)
    edges = [span.low, *wanted, span.high]
    # What is narrower than a thousandth may be missed, as the module says.
    assume(all(high - low > 1e-3 * high for low, high in pairwise(edges)))
    # Whether a line that only touches the foot or the head of a step passes it is a matter of rounding.
    assume(not any(isclose(steepness * step, step + up) for step in range(1, steps + 2) for up in (0, 1)))
    answer = found({"line": line(0, rate), "stairs": stairs(price, capacity, least)}, span)
    assert answer.complete
    values = [each.value for each in answer.pairs["stairs"].break_evens]
    assert values == pytest.approx(wanted, rel=3e-9)


@given(st.integers(1, 400), st.integers(1, 5000), st.floats(0.01, 10))
def test_a_whole_number_moves_in_whole_steps(low: int, more: int, rate: float) -> None:
    span = Span(low, low + more, whole=True)
    launch = rate * (low + more / 3)
    answer = found({"line": line(0, rate), "flat": line(launch, 0)}, span)
    first = next((value for value in range(low, low + more + 1) if launch < rate * value * (1 - 1e-13)), None)
    assert [each.value for each in answer.pairs["flat"].break_evens][-1:] == [first]
    assert all(float(part.low).is_integer() and float(part.high).is_integer() for part in answer.segments)


@settings(deadline=None)
@given(st.floats(2, 1e4), st.floats(1e-4, 0.2))
def test_a_dip_between_two_samples_is_found(lowest: float, width: float) -> None:
    # A parabola that is below the flat cost only within `width` of its lowest point.
    dip: Cost = lambda value: 1000 + 1000 * ((value / lowest - 1) ** 2 - width**2)  # noqa: E731
    answer = found({"flat": line(1000, 0), "dip": dip}, Span(lowest / 50, lowest * 40))
    values = [each.value for each in answer.pairs["dip"].break_evens]
    assert values == pytest.approx([lowest * (1 - width), lowest * (1 + width)], rel=1e-7)


def test_values_without_a_plan_are_segments_with_a_reason() -> None:
    def at(value: float) -> Outcome:
        return (
            Outcome({}, (), "too small") if value < 10 else Outcome({"one": 5, "two": value}, {"one", "two"})
        )

    answer = crossings(at, Span(1, 100), "one")
    assert [(part.cheapest, part.problem) for part in answer.segments] == [(None, "too small"), ("one", "")]
    assert answer.segments[0].high == pytest.approx(10, rel=1e-9)
    assert answer.pairs["two"].start is Side.DEARER


def test_an_option_that_cannot_be_used_is_never_the_cheapest_but_breaks_even() -> None:
    def at(value: float) -> Outcome:
        return Outcome({"base": 50, "blocked": value}, {"base"})

    answer = crossings(at, Span(1, 100), "base")
    assert [part.cheapest for part in answer.segments] == ["base"]
    assert [each.value for each in answer.pairs["blocked"].break_evens] == pytest.approx([50])


def test_a_search_that_runs_out_says_so() -> None:
    answer = found({"line": line(0, 1.0), "stairs": stairs(1, 1)}, Span(0.5, 5000), most=200)
    assert not answer.complete
