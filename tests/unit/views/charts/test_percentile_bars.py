"""Laws of percentile bars: they fit, keep their order, and have the objective in the same column everywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from planner.views.charts.percentile_bars import LIMIT, PercentileBars

P50, P95, P99 = "●▸▹"
TIMES = st.floats(0.01, 1e8)
TRIPLES = st.lists(TIMES, min_size=3, max_size=3).map(sorted)
ROWS = st.lists(TRIPLES, min_size=1, max_size=6)
WIDTHS = st.integers(1, 120)
LIMITS = st.none() | TIMES


def scale(rows: list[list[float]], width: int, limit: float | None) -> PercentileBars:
    return PercentileBars.of([time for row in rows for time in row], width, limit)


@given(ROWS, WIDTHS, LIMITS)
def test_a_bar_is_never_wider_than_its_room(rows: list[list[float]], width: int, limit: float | None) -> None:
    bars = scale(rows, width, limit)
    for text in (*(bars.bar(*row) for row in rows), bars.empty(), bars.axis()):
        assert cell_len(text) <= width


@given(ROWS, WIDTHS, LIMITS)
def test_percentiles_stand_in_their_order(rows: list[list[float]], width: int, limit: float | None) -> None:
    bars = scale(rows, width, limit)
    for row in rows:
        found = [bars.bar(*row).find(mark) for mark in (P50, P95, P99)]
        shown = [place for place in found if place >= 0]
        assert found[0] >= 0
        assert shown == sorted(shown)


@given(ROWS, WIDTHS, TIMES)
def test_the_objective_is_in_the_same_column_of_every_row(
    rows: list[list[float]], width: int, limit: float
) -> None:
    bars = scale(rows, width, limit)
    column = bars.empty().find(LIMIT)
    assert (column >= 0) == (limit <= 3 * max(map(max, rows)))
    for row in rows:
        text = bars.bar(*row)
        assert text.count(LIMIT) <= 1
        if column >= 0:
            assert text.ljust(width)[column] in {LIMIT, P50, P95, P99}
        else:
            assert LIMIT not in text


@given(ROWS, st.integers(2, 120))
def test_the_longest_time_reaches_the_end_of_its_room(rows: list[list[float]], width: int) -> None:
    bars = scale(rows, width, None)
    longest = max(rows, key=lambda row: row[2])
    assert cell_len(bars.bar(*longest)) == width


@given(TRIPLES, LIMITS)
def test_one_cell_is_enough_for_the_p50(row: list[float], limit: float | None) -> None:
    assert scale([row], 1, limit).bar(*row) == P50
    assert scale([row], 0, limit).bar(*row) == P50  # there is always one


@given(TRIPLES, st.integers(20, 120))
def test_a_line_leads_from_nothing_to_the_p99_without_a_gap(row: list[float], width: int) -> None:
    assert " " not in scale([row], width, None).bar(*row)


def test_a_bar_is_drawn_to_scale() -> None:
    bars = PercentileBars.of([250, 500, 1000], 41, 750)
    assert bars.bar(250, 500, 1000) == "─" * 10 + P50 + "━" * 9 + P95 + "┈" * 9 + LIMIT + "┈" * 9 + P99
    assert bars.axis() == "0                   500 ms    ┃       1 s"


def test_the_labels_of_the_axis_are_round_and_two_cells_apart() -> None:
    for largest in (3, 47, 880, 1999, 12_345, 700_000, 9e7):
        for width in range(12, 121):
            labels = PercentileBars(largest, width).axis().split("  ")
            told = [label.strip() for label in labels if label.strip()]
            assert told[0] == "0"
            assert all(len(label.split()) == 2 for label in told[1:]), told
            assert len(told) > 1, (largest, width)


def test_the_objective_and_its_words_stand_on_the_axis() -> None:
    bars = PercentileBars.of([500, 750, 1000], 41, 500, "p95 ≤ 500 ms")
    assert bars.bar(500, 750, 1000)[20] == P50
    assert bars.axis() == "0" + " " * 19 + LIMIT + " p95 ≤ 500 ms" + " " * 4 + "1 s"
    assert PercentileBars.of([1000], 41, 1000, "p95 ≤ 1 s").axis().endswith("  p95 ≤ 1 s ┃")
    narrow = PercentileBars.of([1000], 8, 500, "p95 ≤ 500 ms")
    assert narrow.axis() == "0   ┃"
    assert narrow.legend.endswith("; ┃ p95 ≤ 500 ms")
    assert PercentileBars.of([100], 41, 301, "p95 ≤ 301 ms").axis().endswith("  p95 ≤ 301 ms is beyond")


@given(ROWS, WIDTHS, TIMES)
def test_the_objective_is_seen_on_the_axis(rows: list[list[float]], width: int, limit: float) -> None:
    bars = PercentileBars.of([time for row in rows for time in row], width, limit, "p95 ≤ 500 ms")
    assert cell_len(bars.axis()) <= width
    if bars.limit_cell is not None:
        assert bars.axis().find(LIMIT) == bars.limit_cell


def test_plain_bars_are_ascii() -> None:
    bars = PercentileBars.of([250, 500, 1000], 41, 750, "p95 ≤ 750 ms", plain=True)
    assert bars.bar(250, 500, 1000) == "-" * 10 + "o" + "=" * 9 + ">" + "." * 9 + "|" + "." * 9 + "+"
    assert (bars.axis() + bars.legend).isascii()


def test_what_has_no_end_ends_at_the_right() -> None:
    bars = PercentileBars.of([100, float("inf"), 400], 20)
    assert (bars.largest, bars.bar(100, 400, float("inf"))[-1]) == (400, P95)
    assert bars.bar(float("inf"), float("inf"), float("inf")) == "─" * 19 + P50


def test_an_objective_far_beyond_every_time_does_not_press_them_together() -> None:
    assert PercentileBars.of([100], 40, 301).largest == 100
    assert PercentileBars.of([100], 40, 300).largest == 300
