"""What is believed of latencies: over the draws, the beliefs of what they were made from and nothing else."""

from __future__ import annotations

import pytest

from planner.engine.latency_ranges import ranges
from planner.quantities.distribution import Quantiles
from planner.quantities.draws import BLOCK, Correlation
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant, given
from planner.quantities.units import unit

COUNT = 4000
BELIEF = Quantiles(0.3, 0.9)


def time(path: str, belief: Quantiles | None = BELIEF) -> Quantity:
    """A time in ms that a plan gives, with a lognormal belief in seconds."""
    middle = 0.5 if belief is None else belief.middle
    return given(middle * 1000, unit("ms"), Origin(path, belief=belief), path)


def test_an_uncertain_input_alone_has_its_own_quantiles() -> None:
    found = ranges({"one": time("one")}, COUNT, 1, ())["one"]
    for share, value in ((0.1, found.p10), (0.5, found.p50), (0.9, found.p90)):
        assert value == pytest.approx(BELIEF.at(share) * 1000, rel=0.02)


def test_a_number_has_what_is_believed_of_it_in_its_own_unit() -> None:
    found = ranges({"s": (time("one") + constant(0, "ms", "no")).measured_in("s")}, COUNT, 1, ())["s"]
    assert found.p90 == pytest.approx(BELIEF.at(0.9), rel=0.02)


def test_where_nothing_is_uncertain_nothing_is_believed() -> None:
    assert ranges({"one": time("one", None), "two": constant(3, "ms", "3")}, COUNT, 1, ()) == {}
    assert ranges({"one": time("one")}, 0, 1, ()) == {}
    assert ranges({}, COUNT, 1, ()) == {}


def test_a_certain_number_beside_an_uncertain_one_is_itself() -> None:
    found = ranges({"sure": constant(3, "ms", "3"), "one": time("one")}, COUNT, 1, ())["sure"]
    assert (found.p10, found.p50, found.p90) == (3, 3, 3)


def test_the_same_input_in_two_numbers_is_drawn_once() -> None:
    one = time("one")
    found = ranges({"nothing": one - one, "twice": one + one, "one": one}, COUNT, 1, ())
    assert found["nothing"].p10 == found["nothing"].p90 == 0
    assert found["twice"].p10 == pytest.approx(2 * found["one"].p10)


@pytest.mark.parametrize(("rank", "wider"), [(0.9, True), (-0.9, False)])
def test_inputs_that_move_together_widen_their_sum_and_against_each_other_narrow_it(
    rank: float, wider: bool
) -> None:
    total = time("one") + time("two")
    apart = ranges({"sum": total}, COUNT, 1, ())["sum"]
    moved = ranges({"sum": total}, COUNT, 1, [Correlation("one", "two", rank)])["sum"]
    widths = [each.p90 - each.p10 for each in (apart, moved)]
    assert (widths[1] > widths[0] * 1.15) == wider
    assert (widths[1] < widths[0] * 0.6) == (not wider)


def test_correlations_of_what_no_latency_rests_on_are_passed_over() -> None:
    one = {"one": time("one")}
    assert ranges(one, COUNT, 1, [Correlation("one", "workload.requests", 0.9)]) == ranges(one, COUNT, 1, ())


def test_the_order_of_options_changes_nothing() -> None:
    numbers = {name: time(name) + time("shared") for name in ("c", "a", "b")}
    turned = dict(reversed(numbers.items()))
    assert ranges(numbers, COUNT, 1, ()) == ranges(turned, COUNT, 1, ())


def test_another_option_changes_nothing_of_what_is_believed_of_the_first() -> None:
    alone = ranges({"m": time("m")}, COUNT, 1, ())["m"]
    beside = ranges({"a": time("a"), "m": time("m"), "z": time("z")}, COUNT, 1, ())["m"]
    assert alone == beside


def test_a_seed_gives_the_same_figures_and_another_one_others() -> None:
    one = {"one": time("one")}
    assert ranges(one, COUNT, 1, ()) == ranges(one, COUNT, 1, ())
    assert ranges(one, COUNT, 1, ()) != ranges(one, COUNT, 2, ())


def test_more_draws_than_a_block_are_those_of_the_first() -> None:
    one = {"one": time("one")}
    assert ranges(one, BLOCK, 1, ()) == ranges(one, 10 * BLOCK, 1, ())
