"""Legends: marks with their words, as many on a line as have room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from planner.views.charts.grid import Grid
from planner.views.charts.plain_text import in_ascii
from planner.views.tables import shortened

Entry = tuple[str, str, str]
"""A mark, its tone, and what it means."""

_GAP = 3


def legend(entries: Sequence[Entry], width: int, *, plain: bool = False) -> list[list[Entry]]:
    """Return the entries line by line, none of them broken."""
    lines: list[list[Entry]] = []
    room = 0
    for mark, tone, words in entries:
        entry = (mark, tone, in_ascii(words) if plain else words)
        size = _size(entry)
        if not lines or size > room:
            lines.append([])
            room = width
        lines[-1].append(entry)
        room -= size + _GAP
    return lines


def draw_legend(grid: Grid, lines: Sequence[Sequence[Entry]], top: int) -> None:
    """Write the lines of a legend on a grid, from a row on."""
    for y, line in enumerate(lines, start=top):
        x = 0
        for mark, tone, words in line:
            grid.put(x, y, mark, tone)
            grid.put(
                x + cell_len(mark) + 1, y, shortened(words, grid.width - x - cell_len(mark) - 1), "faint"
            )
            x += _size((mark, tone, words)) + _GAP


def _size(entry: Entry) -> int:
    mark, _, words = entry
    return cell_len(mark) + 1 + cell_len(words)
