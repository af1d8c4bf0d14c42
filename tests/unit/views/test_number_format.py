"""Numbers as people read them."""

from __future__ import annotations

import pytest

from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, given
from planner.quantities.units import unit
from planner.views.number_format import (
    count,
    duration,
    duration_range,
    exact_money,
    in_draws,
    measured,
    money,
    money_range,
    months,
    of_draws,
    quantity,
    rough_count,
    rough_money,
    share,
    short_number,
)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "–"),
        (0, "$0"),
        (1234.5, "$1,234"),
        (100, "$100"),
        (99.996, "$100"),
        (99.99, "$99.99"),
        (1, "$1.00"),
        (0.999, "$1.00"),
        (0.99, "$0.99"),
        (0.5, "$0.50"),
        (0.00094, "$0.00094"),
        (1.5e-7, "$0.00000015"),
        (-1234.5, "−$1,234"),
        (-0.5, "−$0.50"),
        (-1e-20, "$0.00"),
        (1e12, "$1,000,000,000,000"),
        (2.75e27, "$2.75e27"),
    ],
)
def test_money_is_as_exact_as_its_size(amount: float | None, text: str) -> None:
    assert money(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (4949, "$4,900"),
        (4951, "$5,000"),
        (24.9, "$25"),
        (9.96, "$10"),
        (1.29, "$1.30"),
        (0.283, "$0.28"),
        (0.00094, "$0.00094"),
        (-135, "−$140"),
        (1.26e6, "$1,300,000"),
    ],
)
def test_money_from_draws_has_two_digits(amount: float, text: str) -> None:
    assert rough_money(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "$0.00"),
        (1234.567, "$1,234.57"),
        (0.15, "$0.15"),
        (0.0123456789, "$0.0123457"),
        (-3.7, "−$3.70"),
        (-1e-20, "$0.00"),
    ],
)
def test_exact_money_keeps_the_cents(amount: float, text: str) -> None:
    assert exact_money(amount) == text


@pytest.mark.parametrize(
    ("amount", "shown", "exact"),
    [
        (99.994, "$99.99", "$99.99"),
        (99.995, "$100", "$100.00"),
        (100.4, "$100", "$100.40"),
        (-99.996, "−$100", "−$100.00"),
        (0.995, "$0.995", "$0.995"),
        (0.996, "$1.00", "$1.00"),
        (-0.996, "−$1.00", "−$1.00"),
        (-0.001, "−$0.001", "−$0.001"),
    ],
)
def test_both_ways_to_write_money_change_their_places_where_the_rounded_amount_does(
    amount: float, shown: str, exact: str
) -> None:
    assert (money(amount), exact_money(amount)) == (shown, exact)


@pytest.mark.parametrize(
    ("amount", "shown", "exact"),
    [
        (1234.5, "~$1,234", "~$1,234.50"),
        (-1234.5, "~−$1,234", "~−$1,234.50"),
        (-0.001, "~−$0.001", "~−$0.001"),
        (-1e-20, "~$0.00", "~$0.00"),
        (0, "~$0", "~$0.00"),
    ],
)
def test_the_mark_of_an_estimate_stands_before_the_minus(amount: float, shown: str, exact: str) -> None:
    assert (money(amount, estimated=True), exact_money(amount, estimated=True)) == (shown, exact)


def test_an_estimated_quantity_has_its_mark_before_the_minus_too() -> None:
    def number(value: float, *, estimated: bool) -> Quantity:
        return given(value, unit("tok/request"), Origin("here", estimated=estimated), "tokens")

    assert quantity(number(-800, estimated=True)) == "~−800 tok/request"
    assert quantity(number(800, estimated=False)) == "800 tok/request"


@pytest.mark.parametrize(("currency", "text"), [("EUR", "€12.00"), ("GBP", "£12.00"), ("CHF", "CHF 12.00")])
def test_money_has_its_currency(currency: str, text: str) -> None:
    assert money(12, currency) == text


def test_a_negative_amount_in_a_currency_without_a_sign_has_its_minus_in_front() -> None:
    assert money(-12, "CHF") == "−CHF 12.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.596, "59.6 %"), (-0.081, "−8.1 %"), (-0.0004, "0.0 %"), (0, "0.0 %"), (1, "100.0 %")],
)
def test_shares_are_percentages(value: float | None, text: str) -> None:
    assert share(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1_550_000, "1,550,000"),
        (1234.5678, "1,234.57"),
        (0.5787037, "0.578704"),
        (123_456.78, "123,456.8"),
        (1e-7, "0.0000001"),
        (-2, "−2"),
        (-2.5, "−2.5"),
        (-1e-20, "0"),
        (1e14, "100,000,000,000,000"),
    ],
)
def test_counts_keep_six_digits(value: float, text: str) -> None:
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (0.15, "USD/1M tok", "$0.15 / 1M tok"),
        (110, "USD/h", "$110.00 / h"),
        (12, "USD", "$12.00"),
        (0.105, "share", "10.5 %"),
        (0, "share", "0 %"),
        (-0.005, "share", "−0.5 %"),
        (-0.5, "share", "−50 %"),
        (50_000, "request/day", "50,000 requests/day"),
        (1, "request/day", "1 request/day"),
        (800, "tok/request", "800 tok/request"),
        (3, "", "3"),
    ],
)
def test_a_number_in_its_unit(value: float, measure: str, text: str) -> None:
    assert measured(value, unit(measure)) == text


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        (None, "never"),
        (0, "at once"),
        (0.049, "in days"),
        (0.05, "0.1 mo"),
        (6.61, "6.6 mo"),
        (12, "12.0 mo"),
    ],
)
def test_a_payback_in_words(exact: float | None, text: str) -> None:
    assert months(exact) == text


@pytest.mark.parametrize(
    ("value", "short", "words"),
    [
        (0.0, "0 of 100", "no draw"),
        (1e-7, "<1 of 100", "fewer than 1 of 100 draws"),
        (0.0099, "<1 of 100", "fewer than 1 of 100 draws"),
        (0.01, "1 of 100", "1 of 100 draws"),
        (0.924, "92 of 100", "92 of 100 draws"),
        (0.99, "99 of 100", "99 of 100 draws"),
        (0.9901, ">99 of 100", "more than 99 of 100 draws"),
        (1.0, "100 of 100", "every draw"),
    ],
)
def test_a_share_of_draws_is_rounded_to_all_or_none_only_where_it_is(
    value: float, short: str, words: str
) -> None:
    assert (of_draws(value), in_draws(value)) == (short, words)


def test_a_range_of_money_has_both_ends_unless_they_read_alike() -> None:
    assert money_range(-1234.4, 66_300) == "−$1,234 – $66,300"
    assert money_range(500.1, 500.4, "EUR") == "€500"
    assert money_range(1, 2, estimated=True) == "~$1.00 – ~$2.00"


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (500, "request/day", "500"),
        (9994, "request/day", "9,990"),
        (9999, "request/day", "10k"),
        (34_123, "request/day", "34.1k"),
        (999_999, "", "1M"),
        (5e6, "", "5M"),
        (4e9, "", "4B"),
        (float("inf"), "", "∞"),
        (-25_000, "", "−25k"),
        (1.204, "USD/h", "$1.20"),
        (34_123, "USD", "$34.1k"),
        (0.956, "share", "95.6 %"),
        (0, "", "0"),
    ],
)
def test_a_number_over_a_column_is_short(value: float, measure: str, text: str) -> None:
    assert short_number(value, unit(measure)) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (None, "–"),
        (0, "0 ms"),
        (0.4, "0.4 ms"),
        (0.456, "0.46 ms"),
        (1, "1 ms"),
        (45, "45 ms"),
        (9.96, "10 ms"),
        (45.67, "45.7 ms"),
        (999.4, "999 ms"),
        (999.6, "1 s"),
        (1000, "1 s"),
        (1234, "1.23 s"),
        (59_900, "59.9 s"),
        (59_960, "1 min"),
        (60_000, "1 min"),
        (61_000, "1.02 min"),
        (3_597_000, "1 h"),
        (86_400_000, "24 h"),
        (1e12, "278,000 h"),
        (-45, "−45 ms"),
        (-61_000, "−1.02 min"),
        (-1e-20, "0 ms"),
        (float("inf"), "no end"),
        (float("nan"), "no end"),
    ],
)
def test_a_time_has_three_digits_and_the_unit_that_fits(milliseconds: float | None, text: str) -> None:
    assert duration(milliseconds) == text


def test_an_estimated_time_has_its_mark_before_the_minus() -> None:
    assert duration(828, estimated=True) == "~828 ms"
    assert duration(-1500, estimated=True) == "~−1.5 s"
    assert duration(float("inf"), estimated=True) == "no end"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (19, 77.2, "19 – 77.2 ms"),
        (942, 1190, "942 ms – 1.19 s"),
        (-148, 181, "−148 – 181 ms"),
        (45, 45.001, "45 ms"),
        (59_000, 61_000, "59 s – 1.02 min"),
        (100, float("inf"), "100 ms – no end"),
        (float("inf"), float("inf"), "no end"),
    ],
)
def test_a_range_of_times_has_its_unit_once(low: float, high: float, text: str) -> None:
    assert duration_range(low, high) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.69444, "0.694"), (94.51, "94.5"), (999.4, "999"), (999.65, "1,000"), (1245.5, "1,246")],
)
def test_a_rough_count_has_three_digits_and_is_whole_from_a_thousand_on(value: float, text: str) -> None:
    assert rough_count(value) == text
