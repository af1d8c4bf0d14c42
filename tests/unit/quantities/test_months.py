"""Calendar months: reading, counting, and how long they are."""

from __future__ import annotations

from datetime import date

import pytest

from planner.quantities.months import Month


def test_a_month_is_read_and_written_alike() -> None:
    assert str(Month.parse("2026-12")) == "2026-12"
    assert Month.parse("2026-01") == Month(2026, 1) == Month.of(date(2026, 1, 31))


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "26-01", "1999-12", "2200-01", "9999-12", "2026-12-01", "", "2026/12"],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month such as 2026-12"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-12", 1, "2027-01"),
        ("2026-12", 13, "2028-01"),
        ("2026-01", -1, "2025-12"),
        ("2026-07", 0, "2026-07"),
    ],
)
def test_months_are_counted_over_the_end_of_a_year(start: str, months: int, end: str) -> None:
    assert str(Month.parse(start).plus(months)) == end
    assert Month.parse(end).minus(Month.parse(start)) == months


@pytest.mark.parametrize(
    ("text", "days"), [("2027-02", 28), ("2028-02", 29), ("2100-02", 28), ("2026-12", 31), ("2026-04", 30)]
)
def test_a_month_has_its_real_days(text: str, days: int) -> None:
    month = Month.parse(text)
    assert month.days == days
    assert (month.last_day - month.first_day).days == days - 1


def test_the_longest_plan_that_starts_in_the_last_month_has_a_last_day() -> None:
    assert str(Month.parse("2199-12").plus(119).last_day) == "2209-11-30"
