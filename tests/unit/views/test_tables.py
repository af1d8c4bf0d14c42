"""Tables that fit: what shrinks, what gives way, what is cut."""

from __future__ import annotations

from planner.views.tables import Column, Table, aligned, shortened

COLUMNS = (
    Column("Option", "left", least=6),
    Column("Cost"),
    Column("Payback", priority=1),
    Column("Note", "left", priority=2),
)
TABLE = Table(COLUMNS, (("Small model", "$1,234", "6.6 mo", "fast"), ("Large", "$5", "never", "")))


def test_a_table_with_room_shows_everything() -> None:
    assert TABLE.lines(80) == [
        "Option         Cost  Payback  Note",
        "Small model  $1,234   6.6 mo  fast",
        "Large            $5    never",
    ]


def test_text_shrinks_before_a_column_gives_way() -> None:
    assert TABLE.lines(30) == [
        "Option     Cost  Payback  Note",
        "Small…   $1,234   6.6 mo  fast",
        "Large        $5    never",
    ]


def test_the_column_of_the_highest_priority_gives_way_first() -> None:
    assert TABLE.lines(27) == [
        "Option        Cost  Payback",
        "Small mod…  $1,234   6.6 mo",
        "Large           $5    never",
    ]
    assert TABLE.lines(20)[0] == "Option         Cost"


def test_what_neither_shrinks_nor_gives_way_is_cut_from_the_right() -> None:
    assert TABLE.lines(11) == ["Option  Co…", "Small…  $1…", "Large    $5"]
    assert TABLE.lines(0) == ["", "", ""]


def test_a_table_without_rows_is_its_heading() -> None:
    assert Table(COLUMNS, ()).lines(80) == ["Option  Cost  Payback  Note"]


def test_wide_characters_take_two_cells() -> None:
    table = Table((Column("Name", "left"), Column("N")), (("工单分类", "1"), ("x", "22")))
    assert table.lines(80) == ["Name       N", "工单分类   1", "x         22"]


def test_a_wide_character_that_does_not_fit_is_left_out_whole() -> None:
    assert shortened("工单分类", 6) == "工单…"
    assert shortened("工单分类", 8) == "工单分类"
    assert aligned("工单分类", 6) == "工单… "


def test_texts_are_cut_with_an_ellipsis() -> None:
    assert shortened("ticket", 6) == "ticket"
    assert shortened("tickets", 6) == "ticke…"
    assert shortened("tickets", 1) == "…"
    assert shortened("tickets", 0) == ""
