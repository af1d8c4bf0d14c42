"""Laws of compiled formulas: any formula compiled is the formula replayed, and lies between its ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.engine.compiler import Compiler
from planner.engine.forms import EVERY_MONTH, Form, Rows, added, is_certain, is_even
from planner.engine.intervals import Intervals
from planner.quantities.first_months import in_first_months
from planner.quantities.provenance import Origin
from planner.quantities.quantity import (
    CHOICE,
    ROUND_DOWN,
    ROUND_UP,
    FloatArray,
    Quantity,
    before,
    chance_within,
    constant,
    if_at_least,
    larger,
    over_months,
    power,
    rounded_down,
    rounded_up,
    smaller,
    total,
)
from planner.quantities.quantity import (
    given as written,
)
from planner.quantities.replay import Memo, replayed
from planner.quantities.units import PURE

DRAWS = 9
RANGES = {"wide": (0.1, 9.0), "narrow": (2.0, 2.3), "share": (0.0, 1.0), "around zero": (-1.5, 2.5)}
ONE, ZERO, MOST = constant(1, "", "1"), constant(0, "", "0"), constant(4, "", "4")
numbers = st.floats(-2, 3).map(lambda value: round(value, 4))


@dataclass(frozen=True)
class Formula:
    """A random formula, and random values of the inputs it stands on."""

    quantity: Quantity
    inputs: dict[str, FloatArray]


def positive(quantity: Quantity) -> Quantity:
    """Return a number from 1 to 5, however the other one moves."""
    return ONE + smaller(larger(quantity, ZERO), MOST)


MADE: Mapping[str, Callable[[Quantity, Quantity, Quantity, Quantity, Quantity], Quantity]] = {
    "sum": lambda one, other, _left, _right, _elapsed: one + other,
    "difference": lambda one, other, _left, _right, _elapsed: one - other,
    "product": lambda one, other, _left, _right, _elapsed: one * other,
    "quotient": lambda one, other, _left, _right, _elapsed: one / positive(other),
    "larger": lambda one, other, _left, _right, _elapsed: larger(one, other),
    "smaller": lambda one, other, _left, _right, _elapsed: smaller(one, other),
    "up": lambda one, _other, _left, _right, _elapsed: rounded_up(one),
    "down": lambda one, other, _left, _right, _elapsed: rounded_down(one, positive(other)),
    "chance": lambda one, _other, _left, _right, _elapsed: chance_within(smaller(larger(one, ZERO), MOST)),
    "power": lambda one, other, _left, _right, _elapsed: power(
        positive(one), smaller(larger(other, ZERO), MOST)
    ),
    "growth": lambda one, _other, _left, _right, elapsed: power(positive(one), elapsed),
    "choice": lambda one, other, left, right, _elapsed: if_at_least(left, right, one, other),
    "before": lambda one, _other, _left, _right, elapsed: before(one * (elapsed + ONE)),
    "over": lambda one, _other, _left, _right, _elapsed: over_months(one),
    "total": lambda one, other, left, _right, _elapsed: total([one, other, left]),
}


@st.composite
def formulas(draw: st.DrawFn) -> Formula:
    """Draw a formula whose parts share parts, over some months; perhaps cut to the first of them."""
    months = draw(st.integers(1, 4))
    rows = st.lists(numbers, min_size=months, max_size=months)
    elapsed = written(np.arange(months, dtype=float), PURE, Origin("elapsed"), "elapsed")
    parts = [written(sum(ends) / 2, PURE, Origin(name), name) for name, ends in RANGES.items()]
    parts += [
        constant(draw(numbers), "", "certain"),
        written(draw(rows), PURE, Origin("row"), "row"),
        elapsed,
    ]
    for kind in draw(st.lists(st.sampled_from(list(MADE)), min_size=1, max_size=9)):
        one, other, left, right = (parts[-1 - draw(st.integers(0, len(parts) - 1))] for _ in range(4))
        parts.append(MADE[kind](one, other, left, right, elapsed))
    quantity = in_first_months(parts[-1], draw(st.integers(1, months)))
    draws = st.lists(st.floats(0, 1), min_size=DRAWS, max_size=DRAWS)
    shares = {name: np.array(draw(draws)) for name in RANGES}
    return Formula(
        quantity, {name: low + (high - low) * shares[name] for name, (low, high) in RANGES.items()}
    )


def worked_out(formula: Formula) -> tuple[FloatArray, Memo]:
    """Return the formula replayed, shape (months, draws), and all its parts; no close calls."""
    memo: Memo = {}
    value = replayed(
        formula.quantity, {name: each[:, np.newaxis] for name, each in formula.inputs.items()}, memo
    )
    for part, _ in list(memo.values()):
        behind = [memo[id(operand)][1] for operand in part.operands]
        if part.operation is CHOICE:
            apart = np.abs(behind[0] - behind[1])
            assume(((apart == 0) | (apart > 1e-9 * (1 + np.abs(behind[0])))).all())
        if part.operation in {ROUND_UP, ROUND_DOWN}:
            beside = np.abs(behind[0] - np.round(behind[0]))
            assume((np.abs(behind[0]) < 1e5).all())
            assume(((beside < 1e-12) | (beside > 1e-8)).all())
    months = formula.quantity.value.shape[1]
    return np.broadcast_to(value, (DRAWS, months)).T, memo


def size_of(memo: Memo) -> float:
    """Return the largest number that occurs: what is lost of sums is a share of it."""
    largest = max(float(np.abs(value).max()) for _, value in memo.values())
    assume(largest < 1e9)
    return 1.0 + largest


@settings(max_examples=150, deadline=None)
@given(formulas())
def test_a_compiled_formula_is_the_formula_replayed(formula: Formula) -> None:
    expected, memo = worked_out(formula)
    least = 1e-10 * size_of(memo)
    months = len(expected)
    compiler = Compiler(Intervals(RANGES))
    form = compiler.form(formula.quantity)
    wanted = {
        ("monthly", ""): compiler.registers.of_months(form, tuple(range(months))),
        ("total", ""): compiler.registers.of_a_draw(compiler.summed(form, months)),
        ("first", ""): compiler.registers.of_a_draw(compiler.first(form, months)),
        ("padded", ""): compiler.registers.of_months(compiler.padded(form, months, 6), tuple(range(6))),
    }
    program = compiler.registers.program(wanted)
    given_inputs = {name: values.copy() for name, values in formula.inputs.items()}
    found, again = program.run(given_inputs), program.run(given_inputs)
    for name, values in formula.inputs.items():
        assert (given_inputs[name] == values).all()
    for what, values in found.items():
        assert again[what].tobytes() == values.tobytes()
    np.testing.assert_allclose(np.broadcast_to(found["monthly", ""], expected.shape), expected, atol=least)
    np.testing.assert_allclose(
        np.broadcast_to(found["total", ""], (DRAWS,)), expected.sum(axis=0), atol=4 * least
    )
    np.testing.assert_allclose(np.broadcast_to(found["first", ""], (DRAWS,)), expected[0], atol=least)
    padded = np.broadcast_to(found["padded", ""], (6, DRAWS))
    np.testing.assert_allclose(padded[:months], expected, atol=least)
    assert (padded[months:] == 0).all()


@settings(max_examples=100, deadline=None)
@given(formulas())
def test_a_formula_and_every_part_of_it_lie_between_their_ends(formula: Formula) -> None:
    _, memo = worked_out(formula)
    least = 1e-12 * size_of(memo)
    intervals = Intervals(RANGES)
    for part, value in list(memo.values()):
        low, high = intervals.ends(part)
        assert (value >= low - least).all(), part.operation.symbol
        assert (value <= high + least).all(), part.operation.symbol
        if not intervals.moves(part):
            assert (low == high).all()


@settings(max_examples=100, deadline=None)
@given(formulas())
def test_what_the_ends_decide_is_so_in_every_draw(formula: Formula) -> None:
    _, memo = worked_out(formula)
    intervals = Intervals(RANGES)
    for part, _ in list(memo.values()):
        if part.operation is CHOICE:
            left, right = (memo[id(operand)][1] for operand in part.operands[:2])
            first, second = intervals.decided(part)
            assert not (first & second).any()
            assert (np.where(first, left - right, 0) >= 0).all()
            assert (np.where(second, left - right, -1) < 0).all()


SOME_MONTHS = st.lists(st.sampled_from([-9.0, 2.1, 30.0]), min_size=4, max_size=4)


@settings(max_examples=60, deadline=None)
@given(SOME_MONTHS, SOME_MONTHS, SOME_MONTHS, st.integers(1, 4))
def test_what_is_decided_in_some_months_only_is_put_together_month_by_month(
    one: list[float], other: list[float], third: list[float], count: int
) -> None:
    names = ("wide", "narrow", "around zero")
    moving = [written(sum(RANGES[name]) / 2, PURE, Origin(name), name) for name in names]
    chosen = [
        if_at_least(number, written(row, PURE, Origin("row"), "row"), number * ONE, ONE + ONE)
        for number, row in zip(moving, (one, other, third), strict=True)
    ]
    every = [
        chosen[0] * chosen[1],
        chosen[0] * chosen[1] * chosen[2] + chosen[0],
        chosen[2] * before(chosen[0] * chosen[1]),
        rounded_up(chosen[0]) * chosen[1] / positive(chosen[2]),
        over_months(chosen[0] * chosen[1]) * larger(chosen[1], chosen[2]),
    ]
    inputs = {
        name: np.linspace(*RANGES[name], DRAWS)[::step] for name, step in zip(names, (1, 1, -1), strict=True)
    }
    for whole in every:
        quantity = in_first_months(whole, count)
        compiler = Compiler(Intervals(RANGES))
        register = compiler.registers.of_months(compiler.form(quantity), tuple(range(count)))
        found = compiler.registers.program({("it", ""): register}).run(inputs)["it", ""]
        expected = replayed(quantity, {name: values[:, np.newaxis] for name, values in inputs.items()})
        shape = (count, DRAWS)
        np.testing.assert_allclose(
            np.broadcast_to(found, shape), np.broadcast_to(expected.T, shape), rtol=1e-12, atol=1e-9
        )


REGISTERS = np.array([[1.5, -2.0], [0.25, 3.0], [7.0, 0.5]])
terms = st.lists(
    st.tuples(st.lists(st.integers(0, 2), max_size=2), st.lists(numbers, min_size=3, max_size=3), numbers),
    max_size=4,
)


def form_of(rows: Rows, parts: list[tuple[list[int], list[float], float]]) -> Form:
    form: Form = {}
    for registers, row, factor in parts:
        place, scale = rows.place(np.array(row))
        if scale * factor:
            form = added(form, {(tuple(sorted(registers)), (), place): scale * factor})
    return form


def value_of(rows: Rows, form: Form) -> FloatArray:
    """Return what a form comes to in three months and two draws."""
    result = np.zeros((3, 2))
    for (draws, _, row), factor in form.items():
        values = np.broadcast_to(rows.rows[row], 3)[:, np.newaxis]
        result = result + factor * values * np.prod([REGISTERS[register] for register in draws], axis=0)
    return result


@given(terms, terms, terms)
def test_forms_add_up_and_multiply_as_what_they_stand_for(
    one: list[tuple[list[int], list[float], float]],
    other: list[tuple[list[int], list[float], float]],
    third: list[tuple[list[int], list[float], float]],
) -> None:
    rows = Rows()
    first, second, last = (form_of(rows, each) for each in (one, other, third))
    ours, theirs = value_of(rows, first), value_of(rows, second)
    close = {"rtol": 1e-9, "atol": 1e-6}
    np.testing.assert_allclose(value_of(rows, added(first, second)), ours + theirs, **close)
    np.testing.assert_allclose(value_of(rows, added(first, second, -1.0)), ours - theirs, **close)
    np.testing.assert_allclose(value_of(rows, rows.multiplied(first, second)), ours * theirs, **close)
    apart = added(rows.multiplied(first, last), rows.multiplied(second, last))
    together = rows.multiplied(added(first, second), last)
    np.testing.assert_allclose(value_of(rows, together), value_of(rows, apart), **close)
    assert added(first, first, -1.0) == {}
    assert rows.multiplied(first, {}) == {}
    assert is_certain(first) == all(not draws for draws, _, _ in first)
    if is_even(first):
        assert np.ptp(ours, axis=0).max() < 1e-6


@given(st.lists(numbers, min_size=1, max_size=5))
def test_a_row_is_kept_once_however_it_is_scaled(row: list[float]) -> None:
    rows = Rows()
    place, scale = rows.place(np.array(row))
    kept = len(rows.rows)
    np.testing.assert_allclose(np.broadcast_to(rows.rows[place], len(row)) * scale, row, atol=1e-12)
    assert rows.place(np.array(row) * 4.0) == (place, scale * 4.0)
    assert len(rows.rows) == kept
    assert rows.product(place, EVERY_MONTH) == (place, 1.0)


def test_a_number_that_all_draws_share_is_added_to_numbers_of_their_own() -> None:
    moving = written(2.0, PURE, Origin("wide"), "wide")
    nothing = chance_within(moving * ZERO)
    for quantity in (
        nothing * ONE + moving,
        total([nothing, nothing, moving]),
        larger(nothing + moving, ONE),
    ):
        compiler = Compiler(Intervals(RANGES))
        register = compiler.registers.of_a_draw(compiler.form(quantity))
        values = np.array([1.5, 2.5])
        found = compiler.registers.program({("it", ""): register}).run({"wide": values})
        assert found["it", ""].tolist() == values.tolist()
