"""Arithmetic in an edit line is worked out exactly; what is none, or can be read in two ways, is left alone."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.plan.arithmetic import decimal_text, worked_out


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("30*24", "720"),
        ("(2+3)*1k", "5000"),
        ("(2+3)k", "5000"),
        ("50k*1.1", "55000"),
        ("0.1+0.2", "0.3"),
        ("3 k * 2", "6000"),
        ("1,000*2", "2000"),
        ("50 000 / 4", "12500"),
        ("1e3*2", "2000"),
        ("2.5e-3 + 1", "1.0025"),
        ("-(2+3)*-2", "10"),
        ("3--2", "5"),
        ("60-30", "30"),
        ("2-3+0", "-1"),
        ("2×3÷4", "1.5"),
        ("10/4/5", "0.5"),
        ("10-4-5", "1"),
        ("2+3*4", "14"),
        ("10/3", "3.33333333333333"),
        ("((((1))))", "1"),
        ("0*5", "0"),
        ("5%/2%", "2.5"),
        ("10/5%", "200"),
    ],
)
def test_it_is_worked_out_exactly(typed: str, result: str) -> None:
    found = worked_out(typed)
    assert found is not None
    assert (decimal_text(found.value), found.percent) == (result, False)


@pytest.mark.parametrize(
    ("typed", "value", "percent"),
    [
        ("5%+2%", "0.07", True),
        ("(2+3)%", "0.05", True),
        ("2*3%+1%", "0.07", True),
        ("200*5%", "10", None),
        ("5%*2", "0.1", None),
        ("5%*3%", "0.0015", None),
        ("200*5% + 1", "11", False),
    ],
)
def test_percentages_are_hundredths_and_are_only_added_to_their_like(
    typed: str, value: str, *, percent: bool | None
) -> None:
    found = worked_out(typed)
    assert found is not None
    assert (decimal_text(found.value), found.percent) == (value, percent)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("30*24 h", "h"), ("(2+3)*4 USD/1M tok", "USD/1M tok"), ("2*3 h/1k example", "h/1k example")],
)
def test_a_unit_written_behind_stays(typed: str, unit: str) -> None:
    found = worked_out(typed)
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            " ",
            "5",
            "-5",
            "1.2M",
            "5%",
            "300 ms",
            "50 000",
            "40 (30 to 60)",
            "30 to 60",
            "46 of 50",
            "two",
        ),
        *("2026-12", "2026-11-20", "30-60", "30 - 60", "110+10%", "10%-5", "(1+2%)*3"),
        *("3/0", "3/(2-2)", "2**3", "2x3", "2*(3", "2)*3", "1 2 3*", "*3", "2*", "()", "1,50*2", "1,0000*2"),
        *("1+2 to 5", "1*2 of 5", "300 ms * 2", "(2%)%", "2^3", "1e9999*2", "1e-9999*2", "1e40*1", "1e-40*1"),
        *("__import__('os')", "(" * 100 + "1" + ")" * 100, "9" * 200 + "*2", "1*" * 60),
    ],
)
def test_what_is_no_arithmetic_is_left_alone(typed: str) -> None:
    assert worked_out(typed) is None


numbers = st.decimals(0, 10_000, places=3).map(lambda number: f"{number.normalize():f}")
expressions = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("".join),
        st.tuples(st.sampled_from("+-"), inner).map(lambda parts: f"({parts[0]}({parts[1]}))"),
        inner.map("({})".format),
    ),
    max_leaves=6,
)


def by_python(expression: str) -> Fraction:
    """Work an expression out with Python's own parser and its exact fractions."""
    exact = re.sub(r"[0-9.]+", lambda match: f"Fraction('{match[0]}')", expression)
    return Fraction(eval(exact, {"Fraction": Fraction}))  # noqa: S307 - made here, of digits and operators


@settings(max_examples=150)
@given(expressions)
def test_it_is_what_exact_fractions_come_to(expression: str) -> None:
    found = worked_out(expression)
    try:
        expected = by_python(expression)
    except ZeroDivisionError:
        assert found is None
        return
    if found is None:  # a single number, what could be a range, or too large or small for any plan
        single = not any(sign in expression.lstrip("+-") for sign in "+-*/(")
        size = abs(expected)
        assert single or expected < 0 or len(expression) > 120 or not Fraction(1, 10**30) <= size < 10**30
        return
    assert found.value == expected
    written = Fraction(Decimal(decimal_text(found.value)))
    assert abs(written - expected) <= abs(expected) * Fraction(1, 10**14)
