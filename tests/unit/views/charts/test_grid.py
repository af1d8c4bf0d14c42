"""Laws of the grid: what is put on it stays inside, wide characters keep their cells, runs are merged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from planner.views.charts.grid import Grid, dotted, text_of

TEXTS = st.text(st.sampled_from("ab é漢字■\u0301·"), max_size=8)
PUTS = st.lists(
    st.tuples(st.integers(-9, 12), st.integers(-2, 5), TEXTS, st.sampled_from(["plain", "faint"]))
)


@given(st.integers(0, 10), st.integers(0, 4), PUTS)
def test_nothing_leaves_the_grid(width: int, height: int, puts: list[tuple[int, int, str, str]]) -> None:
    grid = Grid(width, height)
    for x, y, text, tone in puts:
        grid.put(x, y, text, tone)
        grid.tint(x, x + 3, y, "band-1")
    lines = grid.lines()
    assert len(lines) <= height
    assert all(cell_len(text_of(line)) <= width for line in lines)


def test_runs_of_one_tone_are_one_span() -> None:
    grid = Grid(10, 2)
    grid.put(0, 0, "one ", "plain")
    grid.put(4, 0, "two", "plain")
    grid.put(7, 0, "three", "faint")
    assert grid.lines() == ((("one two", "plain"), ("thr", "faint")),)


def test_what_half_covers_a_wide_character_leaves_a_blank() -> None:
    grid = Grid(6, 1)
    grid.put(0, 0, "漢字", "plain")
    grid.put(1, 0, "a", "plain")
    assert text_of(grid.lines()[0]) == " a字"
    grid.put(2, 0, "b", "plain")
    assert text_of(grid.lines()[0]) == " ab"
    grid.put(5, 0, "漢", "plain")
    assert text_of(grid.lines()[0]) == " ab"


def test_an_accent_stays_with_its_letter() -> None:
    grid = Grid(4, 1)
    grid.put(0, 0, "e\u0301x", "plain")
    assert text_of(grid.lines()[0]) == "e\u0301x"


def test_a_tint_lies_under_what_is_put_and_under_blanks() -> None:
    grid = Grid(8, 1)
    grid.put(2, 0, "a b", "series-1")
    grid.tint(1, 7, 0, "band-2")
    assert grid.lines() == (
        ((" ", "plain"), (" ", "plain on band-2"), ("a b", "series-1 on band-2"), ("  ", "plain on band-2")),
    )


def test_where_no_tint_can_be_shown_its_blanks_are_dotted() -> None:
    grid = Grid(8, 1)
    grid.put(2, 0, "a b", "series-1")
    grid.tint(1, 7, 0, "band-2")
    (line,) = dotted(grid.lines())
    assert text_of(line) == " ·a b··"
    assert text_of(dotted(grid.lines(), plain=True)[0]) == " .a b.."
    assert {tone for _, tone in line} == {"plain", "faint", "series-1"}


def test_a_plain_grid_is_ascii() -> None:
    grid = Grid(20, 1, plain=True)
    grid.put(0, 0, "€5 – 7 · ✗ …", "plain")
    assert text_of(grid.lines()[0]) == "EUR 5 - 7 - x ~"
