"""Numbers with units: what formulas may do, and what they remember."""

from __future__ import annotations

import numpy as np
import pytest

from planner.quantities.first_months import in_first_months
from planner.quantities.provenance import Origin
from planner.quantities.quantity import (
    Quantity,
    chance_within,
    constant,
    given,
    if_at_least,
    larger,
    power,
    rounded_down,
    rounded_up,
    smaller,
    total,
)
from planner.quantities.units import is_currency, plural, unit


def number(
    value: float | list[float], measure: str, path: str = "somewhere", *, estimated: bool = False
) -> Quantity:
    return given(value, unit(measure), Origin(path, estimated=estimated), path)


def test_a_price_for_a_million_tokens_carries_its_million() -> None:
    cost = number(2_000_000, "tok") * number(0.15, "USD/1M tok")
    assert cost.value.item() == pytest.approx(0.30)
    assert str(cost.unit) == "USD"


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        ("request/month", "tok/request", "tok/month"),
        ("GPU", "h/month", "GPU·h/month"),
        ("h/1k example", "example", "h"),
        ("TFLOP/GPU·s", "s/h", "FLOP/GPU·h"),
        ("USD/GPU·h", "GPU·h/month", "USD/month"),
        ("share", "tok", "tok"),
    ],
)
def test_units_multiply_and_cancel(left: str, right: str, product: str) -> None:
    assert (number(1, left) * number(1, right)).unit.dimensions == unit(product).dimensions


def test_scales_multiply_too() -> None:
    hours = number(40, "h/1k example") * number(2000, "example")
    assert hours.value.item() == pytest.approx(80)


@pytest.mark.parametrize("operation", [lambda a, b: a + b, lambda a, b: a - b, larger, smaller])
def test_mixing_units_is_an_error(operation) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match="mixes"):
        operation(number(1, "tok"), number(1, "USD"))
    with pytest.raises(TypeError, match="mixes"):
        operation(number(1, "USD"), number(1, "EUR"))
    with pytest.raises(TypeError, match="mixes"):
        operation(number(1, "h"), number(1, "s"))


def test_a_choice_must_not_mix_units() -> None:
    one = number(1, "tok")
    with pytest.raises(TypeError, match="a choice mixes"):
        if_at_least(one, number(1, "USD"), one, one)
    with pytest.raises(TypeError, match="a choice mixes"):
        if_at_least(one, one, one, number(1, "USD"))


def test_chances_and_powers_need_pure_numbers() -> None:
    with pytest.raises(TypeError):
        chance_within(number(1, "request"))
    with pytest.raises(TypeError):
        power(number(1, "tok"), number(2, ""))


def test_adding_a_price_per_million_to_one_per_token_keeps_both_right() -> None:
    assert (number(1, "USD/1M tok") + number(1e-6, "USD/tok")).plain.item() == pytest.approx(2e-6)
    assert larger(number(1, "USD/1M tok"), number(1e-7, "USD/tok")).plain.item() == pytest.approx(1e-6)


def test_a_number_can_be_shown_in_another_spelling_of_its_unit_only() -> None:
    assert number(0.15e-6, "USD/tok").measured_in("USD/1M tok").value.item() == pytest.approx(0.15)
    with pytest.raises(TypeError):
        number(1, "USD/tok").measured_in("USD/1M request")


def test_rounding_is_to_whole_units_or_whole_steps() -> None:
    assert rounded_up(number(2.1, "GPU")).value.item() == 3
    assert rounded_up(number(3 * 0.1 / 0.1, "GPU")).value.item() == 3
    assert rounded_down(number(1500, "tok"), number(128, "tok")).value.item() == 1408
    assert rounded_up(number(1500, "tok"), number(128, "tok")).value.item() == 1536
    assert rounded_down(number(1408, "tok"), number(128, "tok")).value.item() == 1408


def test_months_are_an_axis_that_single_numbers_join() -> None:
    monthly = number([28, 31], "day/month") * number(24, "h/day")
    assert monthly.value.tolist() == [[672, 744]]


def test_the_first_months_can_be_cut_out_with_everything_they_were_made_from() -> None:
    growing = number([1, 2, 3], "tok") * number(3, "USD/tok") + number([0, 10, 20], "USD")
    first = in_first_months(growing, 2)
    assert first.value.tolist() == [[3, 16]]
    assert [operand.value.tolist() for operand in first.operands] == [[[3, 6]], [[0, 10]]]


def test_an_estimate_anywhere_below_marks_the_result() -> None:
    exact, estimate = number(1, "tok"), number(1, "tok", estimated=True)
    assert (exact + (exact + estimate)).estimated
    assert not (exact + exact).estimated


def test_a_total_adds_up_one_or_more() -> None:
    assert total([number(1, "tok")]).value.item() == 1
    assert total([number(n, "tok") for n in (1, 2, 3)]).value.item() == 6


def test_poisson_chance_of_small_and_large_means() -> None:
    assert chance_within(number(1e-12, "")).value.item() == pytest.approx(1e-12)
    assert chance_within(number(1000, "")).value.item() == 1.0
    assert chance_within(number(0, "")).value.item() == 0.0


def test_a_constant_has_a_label_and_no_origin() -> None:
    hours = constant(24, "h/day", "hours in a day")
    assert hours.origin is None
    assert hours.label == "hours in a day"
    assert np.array_equal(hours.value, [[24.0]])


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a unit"):
        unit("$/tok")


def test_currencies_are_told_from_other_capitals() -> None:
    assert unit("USD/GPU·h").currency == "USD"
    assert unit("EUR/1M tok").currency == "EUR"
    assert unit("GPU").currency is None
    assert unit("tok/request").currency is None


def test_units_are_spelled_for_their_amount() -> None:
    assert plural("request/day", 1) == "request/day"
    assert plural("request/day", 2) == "requests/day"
    assert plural("tok", 2) == "tok"
    assert plural("call/month", 5000) == "calls/month"


@pytest.mark.parametrize("code", ["USD", "EUR", "CHF"])
def test_money_is_counted_in_three_capitals(code: str) -> None:
    assert is_currency(code)
    assert unit(f"{code}/1M tok").currency == code


@pytest.mark.parametrize("text", ["GPU", "usd", "US", "USDT", "€", "U D", ""])
def test_what_is_no_currency_is_none(text: str) -> None:
    assert not is_currency(text)


def test_a_thing_that_is_counted_in_capitals_is_no_money() -> None:
    assert unit("GPU/h").currency is None
    assert unit("EUR/GPU·h").currency == "EUR"
