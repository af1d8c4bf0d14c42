"""Tables that fit: columns give way by priority, text is cut, nothing ever wraps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, set_cell_size

from planner.views.styled import StyledLine, wrapped

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how it is aligned, and how soon it gives way (the highest number first).

    Text columns shrink to `least` cells before any column is dropped.
    """

    heading: str
    align: Literal["left", "right"] = "right"
    priority: int = 0
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of cells, as many cells in each row as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def lines(self, width: int) -> list[str]:
        """Return the table as lines of at most `width` cells, the heading first."""
        return [_GAP.join(row.values()).rstrip() for row in self.fitted(width)]

    def fits(self, width: int) -> bool:
        """Tell whether all columns stand whole within `width`, text columns shrunk to their least."""
        widths = self._widths(range(len(self.columns)))
        over = sum(widths.values()) + len(_GAP) * (len(widths) - 1) - width
        return _shrink(self.columns, widths, over) <= 0

    def fitted(self, width: int) -> list[dict[int, str]]:
        """Return the heading and the rows as aligned cells by column, without the columns that gave way.

        With two cells between any two of them they take at most `width` cells.
        """
        kept = list(range(len(self.columns)))
        while True:
            widths = self._widths(kept)
            over = sum(widths.values()) + len(_GAP) * (len(kept) - 1) - width
            over = _shrink(self.columns, widths, over)
            droppable = [index for index in kept if self.columns[index].priority > 0]
            if over <= 0 or not droppable:
                break
            kept.remove(max(droppable, key=lambda index: self.columns[index].priority))
        for index in reversed(kept):  # what neither shrinks nor gives way is cut, from the right
            taken = min(widths[index], max(0, over))
            widths[index] -= taken
            over -= taken
        heading = tuple(column.heading for column in self.columns)
        return [
            {index: aligned(row[index], widths[index], self.columns[index].align) for index in kept}
            for row in (heading, *self.rows)
        ]

    def too_narrow(self, width: int) -> str:
        """Name the columns that give way within `width`: `Too narrow for: p50, p99`; nothing where none does."""
        shown = self.shown(width)
        gone = [column.heading for column in self.columns if column.heading not in shown]
        return f"Too narrow for: {', '.join(gone)}" if gone else ""

    def shown(self, width: int) -> list[str]:
        """Return the headings of the columns that stand within `width`."""
        return [self.columns[place].heading for place in self.fitted(width)[0]]

    def _widths(self, kept: Sequence[int]) -> dict[int, int]:
        return {
            index: max([cell_len(self.columns[index].heading), *(cell_len(row[index]) for row in self.rows)])
            for index in kept
        }


def left_out(table: Table, width: int) -> Iterator[StyledLine]:
    """Name the columns that a page is too narrow for, below their table."""
    hidden = table.too_narrow(width)
    if hidden:
        yield from wrapped(f"{hidden}; --format json has all.", width, "faint")


def _shrink(columns: Sequence[Column], widths: dict[int, int], over: int) -> int:
    for index, cells in widths.items():
        least = columns[index].least
        if least is not None and over > 0:
            taken = min(max(0, cells - least), over)
            widths[index] = cells - taken
            over -= taken
    return over


def aligned(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """Return the text in exactly `width` cells, cut with an ellipsis where it is longer."""
    text = shortened(text, width)
    space = " " * (width - cell_len(text))
    return text + space if align == "left" else space + text


def shortened(text: str, width: int) -> str:
    """Return the text in at most `width` cells, cut with an ellipsis where it is longer."""
    if width <= 0:
        return ""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"
