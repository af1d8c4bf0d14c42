"""The inputs as rows: in groups as they were written, or the guesses among them from the dearest on.

A label may use the cells that a short value leaves free, so that a long value elsewhere does not cut it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from planner.views.number_format import money
from planner.views.tables import Column, Table, aligned, shortened
from planner.views.tui.panels.input_rows import InputRow
from planner.views.tui.row import Row, Span

_GAP = "  "
_UNSHORTENED = 5
"""With fewer columns than this, places are written in few cells so that all the more fit."""
_SHORT_UNIT = 12
_LABEL, _VALUE, _MARK = 0, 1, 3
_TONES = ("plain", "strong", "faint", "worse", "faint", "faint", "faint")


def grouped(found: Sequence[InputRow], width: int) -> Iterator[Row]:
    """Lay inputs out in their groups."""
    columns = (
        Column("", "left", least=max(10, width // 3)),
        Column("value"),
        Column("unit", "left", priority=1, least=_SHORT_UNIT),
        Column("", "left"),
        Column("from", "left", priority=2),
        Column("source", "left", priority=4, least=20),
    )

    def table(places: Sequence[str]) -> list[dict[int, str]]:
        cells = [
            (row.label, row.value, row.unit, row.mark or " ", place, row.source)
            for row, place in zip(found, places, strict=True)
        ]
        return _fitted(columns, cells, width)

    lines = table([row.place for row in found])
    if len(lines[0]) < _UNSHORTENED:
        lines = table([row.line for row in found])
    heading, *body = lines
    headings: list[Span] = [(text + _GAP, "faint") for index, text in heading.items() if index]
    group = ""
    for row, line in zip(found, body, strict=True):
        if row.group != group:
            if group:
                yield Row()
            group = row.group
            name = aligned(group, cell_len(heading[_LABEL])) + _GAP if headings else group
            yield Row(((name, "heading"), *headings))
            headings = []
        yield _row(row, line)


def ranked(found: Sequence[InputRow], currency: str, width: int) -> Iterator[Row]:
    """Lay inputs out in the order given, each with the money it acts on and what it belongs to."""
    columns = (
        Column("", "left", least=max(10, width // 4)),
        Column("value"),
        Column("unit", "left", priority=3, least=_SHORT_UNIT),
        Column("", "left"),
        Column("acts on", priority=1),
        Column("of", "left", priority=2, least=8),
        Column("from", "left", priority=4),
    )
    cells = [
        (row.label, row.value, row.unit, row.mark, _acts_on(row, currency), row.group, row.line)
        for row in found
    ]
    heading, *body = _fitted(columns, cells, width)
    yield Row(tuple((text + _GAP, "faint") for text in heading.values()))
    for row, line in zip(found, body, strict=True):
        yield _row(row, line)


def _acts_on(row: InputRow, currency: str) -> str:
    return money(row.acts_on, currency, estimated=row.acts_on_estimates)


def _fitted(
    columns: tuple[Column, ...], cells: Sequence[tuple[str, ...]], width: int
) -> list[dict[int, str]]:
    """Fit a table; units give way before labels do."""
    _, *body = whole = Table(columns, tuple(cells)).fitted(width)
    if all(cell_len(row[_LABEL]) <= _room(line, row[_VALUE]) for row, line in zip(cells, body, strict=True)):
        return whole
    short = [(*row[:2], shortened(row[2], _SHORT_UNIT), *row[3:]) for row in cells]
    return Table(columns, tuple(short)).fitted(width)


def _room(line: dict[int, str], value: str) -> int:
    """Return the cells for a label: its own, and what the value leaves free of its column."""
    return cell_len(line[_LABEL]) + max(0, cell_len(line[_VALUE]) - cell_len(value))


def _row(row: InputRow, line: dict[int, str]) -> Row:
    value = line[_VALUE].strip()
    spans: list[Span] = [
        (aligned(row.label, _room(line, value)) + _GAP, _TONES[_LABEL]),
        (value + _GAP, _TONES[_VALUE]),
    ]
    for index, text in line.items():
        if index > _VALUE:
            quiet = index == _MARK and row.noted
            spans.append((text + _GAP, "faint" if quiet else _TONES[index]))
    return Row(tuple(spans), key=row.key)
