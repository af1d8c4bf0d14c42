"""The months below a chart, with the calendar's names of as many as have room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.views.charts.axis import month_ticks
from planner.views.charts.grid import Grid

if TYPE_CHECKING:
    from planner.plan.calendar import Calendar

MONTH_ROWS = 2


def draw_months(
    grid: Grid, left: int, y: int, cells: int, calendar: Calendar, column: Callable[[float], int]
) -> None:
    """Draw a line with ticks and their labels below it; `column` says in which of the cells a month stands."""
    corner, floor, tick = "+-+" if grid.plain else "└─┬"
    grid.put(left - 1, y, corner + floor * cells, "faint")
    free = 0
    for month, label in month_ticks(calendar.months[0], calendar.count, cells):
        x = left + column(month)
        start = min(max(0, x - len(label) // 2), grid.width - len(label))
        if start >= free:
            grid.put(x, y, tick, "faint")
            grid.put(start, y + 1, label, "faint")
            free = start + len(label) + 1
