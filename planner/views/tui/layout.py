"""Which panels stand where, for a size of the terminal and for the panels that were used last.

Knows nothing of Textual. A place belongs to a few panels and shows the one of them that was used last, so whatever is
asked for comes on screen and everything else stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence

INPUTS, COMPARE, BREAK_EVEN, LATENCY, SENSITIVITY, WHY, SUMMARY = range(1, 8)
FIRST_USED = (COMPARE, SUMMARY, BREAK_EVEN, WHY, LATENCY, SENSITIVITY, INPUTS)
"""What counts as used last before anybody used anything."""

TWO_COLUMNS_FROM, THREE_COLUMNS_FROM = 100, 150
TWO_ROWS_FROM, THREE_ROWS_FROM = 27, 56

Columns = tuple[tuple[int, ...], ...]
"""Panels by number: columns from the left, each from top to bottom."""
Region = tuple[int, int, int, int]
"""Column, line, width and height in cells."""

_TABLES = (COMPARE, LATENCY, SENSITIVITY, SUMMARY)
_WIDTHS = {1: (1,), 2: (2, 3), 3: (4, 6, 5)}
"""How columns share the width: at 150 columns a panel is as wide as it is at 100."""
_HEIGHTS = {1: (1,), 2: (11, 9), 3: (1, 1, 1)}


def columns(width: int, height: int, active: int, used: Sequence[int], *, maximised: bool = False) -> Columns:
    """Return the panels that have room in a terminal of this size; `used` are all panels, the last used first."""

    def last(*among: int) -> int:
        return next(number for number in used if number in among)

    if maximised or width < TWO_COLUMNS_FROM:
        return ((active,),)
    if width < THREE_COLUMNS_FROM:
        if height < TWO_ROWS_FROM:
            return (INPUTS,), (last(*_TABLES, BREAK_EVEN, WHY),)
        if height < THREE_ROWS_FROM:
            return (INPUTS,), (last(*_TABLES), last(BREAK_EVEN, WHY))
        return (INPUTS,), (last(*_TABLES), BREAK_EVEN, WHY)
    if height < TWO_ROWS_FROM:
        return (INPUTS,), (last(COMPARE, BREAK_EVEN),), (last(LATENCY, SENSITIVITY, WHY, SUMMARY),)
    if height < THREE_ROWS_FROM:
        return (INPUTS,), (COMPARE, BREAK_EVEN), (last(LATENCY, SENSITIVITY, SUMMARY), WHY)
    return (INPUTS,), (COMPARE, BREAK_EVEN, LATENCY), (SUMMARY, SENSITIVITY, WHY)


def regions(shown: Columns, width: int, height: int) -> dict[int, Region]:
    """Return where each panel stands in so many cells; together they fill them, and none overlaps another."""
    found: dict[int, Region] = {}
    for panels, (left, cells) in zip(shown, _shared(width, _WIDTHS[len(shown)]), strict=True):
        for number, (top, lines) in zip(panels, _shared(height, _HEIGHTS[len(panels)]), strict=True):
            found[number] = (left, top, cells, lines)
    return found


def headline_lines(height: int, *, maximised: bool) -> int:
    """Return how many lines a terminal of this height has for the headline: the verdict alone where it is low."""
    if height < 3:
        return 0
    if maximised or height < 8:
        return 1
    return 2 if height < 14 else 4


def _shared(cells: int, weights: Sequence[int]) -> list[tuple[int, int]]:
    """Share cells by weight, as starts and sizes; no share shrinks when there are more cells.

    Each takes its part of what those before it left, rounded down, so one more cell goes to exactly one of them.
    """
    shares, start = [], 0
    for place, weight in enumerate(weights):
        part = (cells - start) * weight // sum(weights[place:])
        shares.append((start, part))
        start += part
    return shares
