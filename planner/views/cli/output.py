"""Writes lines to stdout, in colour where the terminal takes it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from planner.views.styled import StyledLine

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.latency_report import LatencyReport
    from planner.results.sensitivity import Sensitivity
    from planner.results.solution import Solution
    from planner.results.winner_map import WinnerMap
    from planner.views.charts.grid import ChartLine

_STYLES: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "bad": {"fg": "red", "bold": True},
    "faint": {"dim": True},
    "good": {"fg": "green"},
}
_PIPED_WIDTH = 80
_WIDEST = 120
_PIPED_HEIGHT = 20
_HIGHEST = 40


def width() -> int:
    """Return how many cells a line may have: the terminal's, at most 120, and 80 when piped."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS", "").isdigit():
        return _PIPED_WIDTH
    return max(40, min(shutil.get_terminal_size().columns, _WIDEST))


def height() -> int:
    """Return how many lines a chart may have: the terminal's but for the prompt, at most 40, and 20 when piped."""
    if not sys.stdout.isatty() and not os.environ.get("LINES", "").isdigit():
        return _PIPED_HEIGHT
    return max(8, min(shutil.get_terminal_size().lines - 2, _HIGHEST))


def takes_colour(stream: Any) -> bool:
    """Tell whether a stream takes colour: a terminal, and NO_COLOR is not set."""
    if stream is None:  # closed by whoever started the command
        return False
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_lines(lines: Iterable[StyledLine], *, plain: bool = False) -> None:
    """Write styled lines, their signs in ASCII where they are to be `plain`."""
    from planner.views.charts.plain_text import ascii_signs

    colour = takes_colour(sys.stdout)
    for line in lines:
        style = _STYLES.get(line.style, {})
        text = ascii_signs(line.text) if plain else line.text
        if colour and line.spans and not plain:
            from planner.views.cli.chart_colours import painted

            click.echo(painted(line.spans))
        else:
            click.echo(click.style(text, **style) if colour and style and text else text)


def print_chart(lines: Sequence[ChartLine], *, plain: bool) -> None:
    """Write a chart; where no tint can be shown its ranges are dotted."""
    from planner.views.charts.grid import dotted
    from planner.views.styled import charted

    shown = lines if takes_colour(sys.stdout) or plain else dotted(lines)
    print_lines(charted(shown), plain=plain)


def print_answer(answer: Answer, form: str, *, plain: bool = False) -> None:
    """Write an answer in one of the formats of `planner run`."""
    if form == "text":
        from planner.views.reports.text import summary

        print_lines(summary(answer, width()), plain=plain)
    elif form == "json":
        from planner.views.reports.json_report import json_text

        click.echo(json_text(answer))
    elif form == "csv":
        from planner.views.reports.csv_ledger import csv_text

        click.echo(csv_text(answer.evaluation.ledger), nl=False)
    else:
        from planner.views.reports.markdown import markdown_text

        click.echo(markdown_text(answer), nl=False)


def print_solution(answer: Answer, solution: Solution, form: str, *, plain: bool = False) -> None:
    """Write where the cheapest option changes, in one of the formats of `planner solve`."""
    if form == "text":
        from planner.views.reports.solve_text import solution_lines

        print_lines(solution_lines(answer, solution, width()), plain=plain)
    else:
        from planner.views.reports.solve_json import solution_text

        click.echo(solution_text(answer, solution))


def print_map(answer: Answer, found: WinnerMap, form: str, *, plain: bool) -> None:
    """Write the cheapest option over two inputs, in one of the formats of `planner solve`; `plain` is ASCII."""
    if form == "text":
        from planner.views.reports.map_text import map_lines

        print_lines(map_lines(answer, found, width(), plain=plain), plain=plain)
    else:
        from planner.views.reports.map_json import map_text

        click.echo(map_text(answer, found))


def print_latency(answer: Answer, report: LatencyReport, form: str, *, plain: bool = False) -> None:
    """Write how long answers take, in one of the formats of `planner latency`."""
    if form == "text":
        from planner.views.reports.latency_report import latency_report_lines

        print_lines(latency_report_lines(answer, report, width(), plain=plain), plain=plain)
    else:
        from planner.views.reports.latency_json import latency_report_text

        click.echo(latency_report_text(answer, report))


def print_sensitivity(answer: Answer, found: Sensitivity | None, form: str, *, plain: bool = False) -> None:
    """Write what the choice hangs on, in one of the formats of `planner sensitivity`."""
    if form == "text":
        from planner.views.reports.sensitivity_text import sensitivity_lines

        print_lines(sensitivity_lines(answer, found, width(), plain=plain), plain=plain)
    else:
        from planner.views.reports.sensitivity_json import sensitivity_text

        click.echo(sensitivity_text(answer, found))
