"""Which panels stand where: rules over every size of the terminal and every order in which panels were used."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.views.tui.layout import FIRST_USED, columns, headline_lines, regions

SIZES = st.tuples(st.integers(1, 320), st.integers(1, 120))
ORDERS = st.permutations(range(1, 8))


def after(used: list[int], number: int) -> list[int]:
    """The order after somebody goes to a panel."""
    return [number, *(each for each in used if each != number)]


@given(SIZES, ORDERS, st.booleans())
def test_the_active_panel_is_always_on_screen_and_none_is_there_twice(
    size: tuple[int, int], used: list[int], maximised: bool
) -> None:
    shown = [number for column in columns(*size, used[0], used, maximised=maximised) for number in column]
    assert used[0] in shown
    assert len(shown) == len(set(shown))


@given(SIZES, ORDERS, st.integers(1, 7))
def test_what_is_on_screen_stays_where_it_is_when_it_is_asked_for(
    size: tuple[int, int], used: list[int], number: int
) -> None:
    before = columns(*size, used[0], used)
    now = columns(*size, number, after(used, number))
    if any(number in column for column in before) and size[0] >= 100:
        assert now == before


@given(st.tuples(st.integers(100, 320), st.integers(1, 120)), ORDERS, st.integers(1, 7))
def test_what_is_asked_for_takes_one_place_and_moves_nothing_else(
    size: tuple[int, int], used: list[int], number: int
) -> None:
    before = columns(*size, used[0], used)
    now = columns(*size, number, after(used, number))
    flat = [(old, new) for a, b in zip(before, now, strict=True) for old, new in zip(a, b, strict=True)]
    assert sum(old != new for old, new in flat) <= 1
    assert all(new == number for old, new in flat if old != new)


@given(SIZES, ORDERS)
def test_panels_fill_their_space_and_never_overlap(size: tuple[int, int], used: list[int]) -> None:
    width, height = size
    found = regions(columns(width, height, used[0], used), width, height)
    cells = [
        (x, y)
        for left, top, wide, high in found.values()
        for x in range(left, left + wide)
        for y in range(top, top + high)
    ]
    assert len(cells) == len(set(cells)) == width * height


@pytest.mark.parametrize("height", [20, 40, 60])
def test_no_panel_narrows_as_a_layout_widens_nor_below_what_it_was_when_it_first_stood_there(
    height: int,
) -> None:
    widths = {
        width: {
            number: region[2]
            for number, region in regions(columns(width, height, 2, FIRST_USED), width, height).items()
        }
        for width in range(100, 330)
    }
    for narrow, wide in pairwise(widths):
        if wide != 150:
            assert all(widths[wide][number] >= cells for number, cells in widths[narrow].items()), wide
    for number in (1, 2):
        assert widths[150][number] >= widths[100][number]


def test_what_stands_there_at_first() -> None:
    assert columns(80, 24, 2, FIRST_USED) == ((2,),)
    assert columns(120, 24, 2, FIRST_USED) == ((1,), (2,))
    assert columns(120, 40, 2, FIRST_USED) == ((1,), (2, 3))
    assert columns(160, 24, 2, FIRST_USED) == ((1,), (2,), (7,))
    assert columns(160, 40, 2, FIRST_USED) == ((1,), (2, 3), (7, 6))
    assert sorted(sum(columns(200, 60, 2, FIRST_USED), ())) == [1, 2, 3, 4, 5, 6, 7]


def test_the_verdict_has_a_line_wherever_a_terminal_has_three() -> None:
    assert [headline_lines(height, maximised=False) for height in (2, 3, 8, 14)] == [0, 1, 2, 4]
    assert headline_lines(50, maximised=True) == 1
