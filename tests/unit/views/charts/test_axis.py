"""Laws of axes: round ticks within their ends, labels as short as can be, rows of their own for labels."""

from __future__ import annotations

from datetime import date
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.quantities.months import Month
from planner.views.charts.axis import (
    Scale,
    money_labels,
    month_ticks,
    months_to,
    round_step,
    ticks,
    time_labels,
    time_step,
)
from planner.views.charts.labels import spread

ENDS = st.tuples(st.floats(-1e6, 1e6), st.floats(1, 1e12))
ROWS = st.integers(1, 40)
WANTED = ROWS.flatmap(
    lambda rows: st.tuples(st.just(rows), st.lists(st.integers(0, rows - 1), max_size=rows))
)


@given(ENDS, st.integers(1, 30))
def test_ticks_are_round_and_lie_between_the_ends(ends: tuple[float, float], most: int) -> None:
    low, high = ends[0], ends[0] + ends[1]
    found = ticks(low, high, most)
    assert len(found) <= most
    slack = 1e-6 * (abs(low) + abs(high))
    assert all(low - slack <= tick <= high + slack for tick in found)
    if len(found) > 1:
        step = found[1] - found[0]
        size = step / 10 ** round(log10(step) - 0.5)
        assert any(abs(size - nice) < 1e-3 for nice in (1, 2, 2.5, 5, 10)), step


@given(st.floats(1e-9, 1e15))
def test_a_round_step_is_the_smallest_that_is_enough(least: float) -> None:
    assert least * (1 - 1e-8) <= round_step(least) <= least * 2.0001


@pytest.mark.parametrize(
    ("amounts", "labels"),
    [
        ([0, 2_500, 5_000, 7_500, 10_000], ["$0", "$2.5k", "$5k", "$7.5k", "$10k"]),
        ([0, 500, 1_000], ["$0", "$500", "$1,000"]),
        ([0, 0.05, 0.1], ["$0", "$0.05", "$0.10"]),
        ([0, 20, 40], ["$0", "$20", "$40"]),
        ([-5e5, 0, 5e5, 1e6], ["−$500k", "$0", "$500k", "$1M"]),
        ([], []),
    ],
)
def test_money_along_an_axis_is_written_alike(amounts: list[float], labels: list[str]) -> None:
    assert money_labels(amounts, "USD") == labels


def test_times_have_the_steps_of_a_clock() -> None:
    assert time_labels(ticks(0, 95_000, 5, time_step)) == ["0", "30 s", "1 min", "1.5 min"]
    assert time_labels(ticks(0, 4_000, 5, time_step)) == ["0", "1 s", "2 s", "3 s", "4 s"]
    assert time_labels(ticks(0, 9e6, 4, time_step)) == ["0", "1 h", "2 h"]


def test_months_have_the_names_of_the_calendar() -> None:
    assert month_ticks(Month(2026, 12), 24, 50) == [
        (0, "2026-12"), (6, "2027-06"), (12, "2027-12"), (18, "2028-06"), (24, "2028-12")
    ]  # fmt: skip
    assert month_ticks(Month(2026, 12), 1, 50) == [(0, "2026-12"), (1, "2027-01")]
    assert len(month_ticks(Month(2026, 12), 120, 8)) <= 2


def test_a_day_lies_so_many_months_from_the_start() -> None:
    months = [Month(2026, 12), Month(2027, 1), Month(2027, 2)]
    assert [months_to(months, date(*day)) for day in ((2026, 5, 1), (2026, 12, 1), (2027, 2, 15), (2028, 1, 1))] == [
        0, 0, 2.5, 3
    ]  # fmt: skip


@given(st.floats(-1e6, 1e6), st.integers(1, 200))
def test_every_value_has_a_cell(value: float, cells: int) -> None:
    scale = Scale(0, 1000, cells)
    assert 0 <= scale.cell(value) < cells
    assert (scale.cell(0), scale.cell(1000)) == (0, cells - 1)
    assert Scale(5, 5, cells).cell(value) == 0
    assert scale.cell(float("inf")) == cells - 1


@given(WANTED)
def test_each_label_has_a_row_of_its_own_in_the_same_order(asked: tuple[int, list[int]]) -> None:
    rows, wanted = asked
    found = spread(wanted, rows)
    assert len(set(found)) == len(found)
    assert all(0 <= row < rows for row in found)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    assert [found[place] for place in order] == sorted(found)


def test_labels_that_push_one_another_stand_around_where_they_are_wanted() -> None:
    assert spread([5, 5, 5], 20) == [4, 5, 6]
    assert spread([0, 0, 9], 10) == [0, 1, 9]
    assert spread([9, 9], 10) == [8, 9]
    assert spread([3, 7], 10) == [3, 7]
