"""A panel as a file: text, SVG or CSV, all of it and not just what fits on the screen."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

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


def _title(panel: Panel) -> str:
    title = panel.border_title
    return str(getattr(title, "plain", title))


def _text(panel: Panel) -> str:
    lines = [_title(panel), "", *panel.rows.lines]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _svg(panel: Panel) -> str:
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

    rows = panel.rows
    plain = rows.background_colors[1].rgb
    text = rows.styles.color.rgb
    theme = TerminalTheme(plain, text, [(0, 0, 0)] * 8)
    console = Console(
        record=True,
        width=max(20, rows.size.width),
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    for strip in rows.strips():
        console.print(*(), end="")
        for segment in strip:
            console.print(
                segment.text, style=segment.style, end="", markup=False, highlight=False, soft_wrap=True
            )
        console.print()
    return console.export_svg(title=printable(_title(panel)), theme=theme)


def _csv(rows: Iterable[Iterable[object]]) -> str:
    import csv

    from planner.views.reports.csv_ledger import harmless

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue()
