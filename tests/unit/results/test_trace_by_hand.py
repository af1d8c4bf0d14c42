"""What a trace names, on the smallest formulas there are."""

from __future__ import annotations

import pytest

from planner.quantities.provenance import Origin
from planner.quantities.quantity import (
    Quantity,
    chance_within,
    constant,
    given,
    if_at_least,
    larger,
    power,
    rounded_up,
    smaller,
)
from planner.quantities.units import unit
from planner.results.trace import Effect, flattened, inputs

MOVES, STEPS = Effect.MOVES, Effect.STEPS


def number(name: str, *values: float) -> Quantity:
    return given(list(values), unit(""), Origin(name), name)


def named(quantity: Quantity) -> dict[str, Effect]:
    return {path: traced.effect for path, traced in inputs(quantity).items()}


A, B, ZERO, NAUGHT = number("a", 2), number("b", 3), number("zero", 0), number("naught", 0)


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (A, {"a": MOVES}),
        (A + B, {"a": MOVES, "b": MOVES}),
        (A - B, {"a": MOVES, "b": MOVES}),
        (A * B, {"a": MOVES, "b": MOVES}),
        (A * ZERO, {"zero": MOVES}),
        (NAUGHT * ZERO, {"naught": STEPS, "zero": STEPS}),
        (A * number("some", 0, 1), {"a": MOVES, "some": MOVES}),
        (ZERO / A, {"zero": MOVES}),
        (A / B, {"a": MOVES, "b": MOVES}),
        (power(A, ZERO), {"zero": MOVES}),
        (power(A, B), {"a": MOVES, "b": MOVES}),
        (larger(A, B), {"a": STEPS, "b": MOVES}),
        (smaller(A, B), {"a": MOVES, "b": STEPS}),
        (larger(A, number("also two", 2)), {"a": STEPS, "also two": STEPS}),
        (larger(A, number("by month", 1, 5)), {"a": MOVES, "by month": MOVES}),
        (rounded_up(A * B), {"a": STEPS, "b": STEPS}),
        (rounded_up(A, B), {"a": STEPS, "b": MOVES}),
        (if_at_least(B, A, number("then", 7), number("other", 8)), {"then": MOVES, "a": STEPS, "b": STEPS}),
        (if_at_least(A, B, number("then", 7), number("other", 8)), {"other": MOVES, "a": STEPS, "b": STEPS}),
        (if_at_least(A, A, A, B), {"a": MOVES}),
        (chance_within(A), {"a": MOVES}),
        (chance_within(A * number("many", 1000)), {"a": STEPS, "many": STEPS}),
        (constant(5, "", "five") * A, {"a": MOVES}),
        (A + rounded_up(A), {"a": MOVES}),
    ],
)
def test_a_trace_names_what_decides_and_how(quantity: Quantity, expected: dict[str, Effect]) -> None:
    assert named(quantity) == expected


def test_both_branches_are_named_where_months_differ() -> None:
    choice = if_at_least(number("left", 1, 5), number("right", 3), number("then", 7), number("other", 8))
    assert named(choice) == {"left": STEPS, "right": STEPS, "then": MOVES, "other": MOVES}


def test_a_formula_opens_its_unnamed_parts_only() -> None:
    flat = flattened(A * B * (A * B).named("pair"))
    assert [part.label for part, _ in flat] == ["a", "b", "pair"]


def test_several_quantities_are_traced_together() -> None:
    assert set(inputs(A, B)) == {"a", "b"}
