"""A table never exceeds its width and never wraps, whatever is written in it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from planner.views.tables import Column, Table, aligned, shortened

# What reaches a table went through `printable`: no control characters, no joiners, no line ends.
texts = st.one_of(
    st.text(max_size=24),
    st.text("工单分类é\u0301ñ👩🚀🇩🇪☕\ufe0f…- ab", max_size=24),
    st.sampled_from(
        ["$1,234", "−8.1 %", "~$0.00094", "never", "客户支持工单", "👩🚀🇩🇪☕\ufe0f", "e\u0301" * 9, ""]
    ),
).filter(lambda text: text.isprintable() and (not text or cell_len(text) > 0))
columns = st.builds(
    Column,
    heading=texts,
    align=st.sampled_from(["left", "right"]),
    priority=st.integers(0, 3),
    least=st.one_of(st.none(), st.integers(1, 8)),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    heading = draw(st.lists(columns, min_size=1, max_size=6))
    rows = st.tuples(*[texts] * len(heading))
    return Table(tuple(heading), tuple(draw(st.lists(rows, max_size=5))))


@settings(deadline=None)
@given(tables(), st.integers(0, 120))
def test_no_line_is_wider_than_the_table_may_be(table: Table, width: int) -> None:
    lines = table.lines(width)
    assert len(lines) == 1 + len(table.rows)
    for line in lines:
        assert cell_len(line) <= width, repr(line)
        assert "\n" not in line


@settings(deadline=None)
@given(tables())
def test_with_room_enough_nothing_is_cut_or_left_out(table: Table) -> None:
    lines = table.lines(10_000)
    for line, row in zip(lines[1:], table.rows, strict=True):
        for text in row:
            assert text.strip() in line


@given(texts, st.integers(0, 40))
@example("工单", 1)
@example("工单", 3)
@example("☕\ufe0f☕\ufe0f", 3)
def test_an_aligned_text_fills_its_cells_exactly(text: str, width: int) -> None:
    assert cell_len(shortened(text, width)) <= width
    assert cell_len(aligned(text, width)) == width
    assert cell_len(aligned(text, width, "right")) == width


@given(texts, st.integers(0, 40))
def test_a_text_that_fits_is_not_touched(text: str, width: int) -> None:
    if cell_len(text) <= width:
        assert shortened(text, width) == text
    elif width:
        assert shortened(text, width).endswith("…")
