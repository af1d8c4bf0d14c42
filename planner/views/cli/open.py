"""`planner SCENARIO`: the dashboard in a terminal, the text summary elsewhere."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from planner.views.cli.question import asks_a_question, drawn_answer, question


@click.command("open", short_help="The dashboard; a text summary when piped.")
@asks_a_question
@click.pass_context
def open_scenario(
    ctx: click.Context, scenario: str, settings: tuple[str, ...], as_of: date | None, pricing: Path | None
) -> None:
    """Open SCENARIO in the dashboard; print the text summary when stdout is not a terminal."""
    if has_screen():
        from planner.views.tui.app import open_dashboard

        ctx.exit(open_dashboard(question(scenario, settings, as_of, pricing)))
    from planner.views.cli.output import print_answer

    print_answer(drawn_answer(question(scenario, settings, as_of, pricing)), "text")


def has_screen() -> bool:
    """Tell whether a dashboard can be seen: in a terminal, or in the browser for which `planner serve` started this."""
    in_browser = os.environ.get("TEXTUAL_DRIVER") == "textual.drivers.web_driver:WebDriver"
    return in_browser or (sys.stdin.isatty() and sys.stdout.isatty())
