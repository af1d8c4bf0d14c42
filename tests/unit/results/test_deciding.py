"""Which input decides whether objectives are met is read off draws, and only where it is no chance."""

from __future__ import annotations

import numpy as np
import pytest

from planner.quantities.provenance import Origin
from planner.quantities.quantity import FloatArray, Quantity
from planner.quantities.units import unit
from planner.results.deciding import Decider, decider

COUNT = 10_000
DRAWS = np.random.default_rng(3)


def named(name: str, values: FloatArray, measure: str = "USD/h") -> tuple[str, Quantity, FloatArray]:
    return name, Quantity(np.array([[1.0]]), unit(measure), name, origin=Origin(name)), values


def spread() -> FloatArray:
    return DRAWS.permutation(np.arange(COUNT) / COUNT)


def found(met: FloatArray, *inputs: tuple[str, Quantity, FloatArray]) -> Decider:
    decides = decider(met > 0, inputs)
    assert decides is not None
    return decides


def test_the_input_whose_halves_differ_most_decides() -> None:
    """Met above 0.4 of one input in all draws, and above 0.1 of the other: 20 of 100 and 100 of 100 of the first."""
    strong, weak = spread(), spread()
    met = (strong > 0.4) & (weak > 0.1)
    decides = found(met, named("weak", weak), named("strong", strong), named("none", spread()))
    assert decides.path == "strong"
    assert decides.split == pytest.approx(0.5, abs=1e-3)
    assert decides.below == pytest.approx(0.2 * 0.9, abs=0.01)
    assert decides.above == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_no_draw_changes_has_no_decider(share: float) -> None:
    assert decider(np.full(COUNT, share > 0.5), [named("any", spread())]) is None


def test_chance_is_no_decider() -> None:
    met = spread() > 0.5
    assert decider(met, [named(str(place), spread()) for place in range(40)]) is None


def test_an_input_of_two_values_is_split_between_them() -> None:
    values = np.where(spread() < 0.3, 1.0, 2.0)
    decides = found(values > 1.5, named("two", values))
    assert (decides.split, decides.below, decides.above) == (1.0, 0.0, 1.0)


def test_an_input_of_one_value_is_passed_over() -> None:
    values = spread()
    decides = found(values > 0.5, named("one", np.ones(COUNT)), named("many", values))
    assert decides.path == "many"


def test_the_split_is_told_in_the_inputs_own_unit() -> None:
    (_, quantity, _) = named("price", spread(), "USD/1M tok")
    assert Decider("price", quantity, 2e-6, 0.0, 1.0).own_split == pytest.approx(2.0)
