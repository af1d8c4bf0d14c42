"""Laws of units, of numbers as people write them, and of numbers as they are printed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.plan.number_text import number_of
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity
from planner.quantities.quantity import given as quantity_given
from planner.quantities.units import unit
from planner.views.number_format import count, exact_money, measured, money, months, share

UNITS = [
    "",
    "share",
    "USD",
    "tok/request",
    "request/month",
    "USD/1M tok",
    "h/1k example",
    "TFLOP/GPU·s",
    "GPU·h",
    "USD/1M tok·h",
]
units = st.sampled_from(UNITS)
sizes = st.floats(1e-6, 1e9)
amounts = st.floats(-1e14, 1e14, allow_nan=False)


def number(value: float, measure: str) -> Quantity:
    return quantity_given(value, unit(measure), Origin("here"), "number")


@given(sizes, units, sizes, units)
def test_multiplying_and_dividing_by_the_same_number_gives_the_number_back(
    a: float, in_a: str, b: float, in_b: str
) -> None:
    left, right = number(a, in_a), number(b, in_b)
    back = left * right / right
    assert back.unit.dimensions == left.unit.dimensions
    assert back.plain.item() == pytest.approx(left.plain.item(), rel=1e-12)


@given(sizes, units, sizes, units)
def test_a_product_does_not_depend_on_the_order(a: float, in_a: str, b: float, in_b: str) -> None:
    left, right = number(a, in_a), number(b, in_b)
    assert (left * right).unit.dimensions == (right * left).unit.dimensions
    assert (left * right).plain.item() == (right * left).plain.item()


@given(units, units)
def test_adding_needs_one_and_the_same_unit(in_a: str, in_b: str) -> None:
    left, right = number(1, in_a), number(2, in_b)
    if left.unit.dimensions == right.unit.dimensions:
        assert (left + right).plain.item() == pytest.approx(left.plain.item() + right.plain.item())
        assert (left - left).is_zero_at_middle
    else:
        for operation in (Quantity.__add__, Quantity.__sub__):
            with pytest.raises(TypeError, match="mixes"):
                operation(left, right)


@given(
    sizes,
    st.sampled_from(
        [("USD/tok", "USD/1M tok"), ("h/example", "h/1k example"), ("FLOP/GPU·s", "TFLOP/GPU·s")]
    ),
)
def test_another_spelling_of_a_unit_is_the_same_amount(value: float, spellings: tuple[str, str]) -> None:
    one, other = spellings
    shown = number(value, one).measured_in(other)
    assert shown.plain.item() == pytest.approx(number(value, one).plain.item(), rel=1e-12)
    assert shown.measured_in(one).value.item() == pytest.approx(value, rel=1e-12)


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_read_with_any_separator(value: int) -> None:
    for text in (str(value), f"{value:,}", f"{value:_}", f"{value:,}".replace(",", " ")):
        assert number_of(text) == value


@given(st.integers(0, 10**7), st.sampled_from([("k", 1e3), ("M", 1e6), ("B", 1e9), ("%", 0.01), ("", 1)]))
def test_a_number_is_read_with_its_multiple(hundredths: int, multiple: tuple[str, float]) -> None:
    suffix, factor = multiple
    for text in (
        f"{hundredths / 100}{suffix}",
        f"{hundredths / 100:.2f} {suffix}",
        f"{hundredths / 100:,.2f}{suffix}",
    ):
        assert number_of(text) == pytest.approx(hundredths / 100 * factor, rel=1e-12)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_python_writes_it(value: float) -> None:
    assert number_of(repr(value)) == value


@given(st.text(max_size=12))
def test_a_text_is_a_number_or_refused(text: str) -> None:
    try:
        value = number_of(text)
    except ValueError:
        return
    assert re.search(r"\d", text)
    assert isinstance(value, float)


@given(amounts)
@example(-0.0)
@example(-1e-300)
@example(-1e-16)
@example(5e-324)
@example(0.9999999)
@example(99.999)
@example(999_999.95)
def test_no_figure_is_ever_printed_with_an_exponent_or_as_minus_nothing(value: float) -> None:
    figures = [
        money(value),
        money(value, "CHF"),
        exact_money(value),
        share(value),
        count(value),
        months(abs(value)),
        *(measured(value, unit(text)) for text in UNITS),
    ]
    for figure in figures:
        assert not re.search(r"\d[eE]|nan|inf", figure), figure
        assert "-" not in figure, "the minus is typographic"
        negative = re.match(r"−[^\d]*([\d.,]+)", figure)
        assert negative is None or re.search("[1-9]", negative[1]), f"{figure} is minus nothing"


@given(st.floats(0.01, 1e12))
def test_printed_money_is_within_a_cent_or_its_last_digit(value: float) -> None:
    printed = float(re.sub(r"[^\d.]", "", exact_money(value)))
    assert printed == pytest.approx(value, rel=1e-5, abs=0.005)


@given(st.floats(1e-9, 1e14))
def test_a_printed_count_has_six_digits_or_all(value: float) -> None:
    assert float(count(value).replace(",", "")) == pytest.approx(value, rel=1e-5)


@given(amounts)
def test_a_negative_figure_is_the_positive_one_with_a_minus(value: float) -> None:
    for written in (money, exact_money, share, count):
        positive, negative = written(abs(value)), written(-abs(value))
        assert negative in {positive, "−" + positive}
