"""A panel as a file: text, SVG or CSV, all of it and not just what fits on the screen."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.problems import BadInput, Problem, printable
from planner.quantities.provenance import Location

if TYPE_CHECKING:
    from planner.views.tui.panels.panel import Panel

FORMS = (".txt", ".svg", ".csv")


def exported(panel: Panel, path: Path) -> str:
    """Return a panel in the form that the file's ending asks for; raises BadInput for another ending."""
    form = path.suffix.lower()
    if form == ".txt":
        return _text(panel)
    if form == ".svg":
        return _svg(panel)
    if form == ".csv":
        return _csv(panel.figures())
    known = ", ".join(FORMS)
    raise BadInput([Problem(Location(printable(path.name)), "", f"end the name with one of {known}")])


def _text(panel: Panel) -> str:
    lines = [panel.heading, "", *panel.rows.lines]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _svg(panel: Panel) -> str:
    """Draw every row in the colours of the theme."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    rows = panel.rows
    ground, ink = (colour.rgb for colour in rows.colors[2:])  # background, then text
    width = max(20, *(cell_len(line) for line in rows.lines), 20)
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for row in rows.shown:
        line = Text(no_wrap=True, end="\n")
        for text, tone in row.spans:
            line.append(text, rows.style_of(tone))
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    theme = TerminalTheme(ground, ink, [(0, 0, 0)] * 8)
    return console.export_svg(title=printable(panel.heading), theme=theme)


def _csv(rows: Iterable[Iterable[object]]) -> str:
    import csv

    from planner.views.reports.csv_ledger import harmless

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue()
