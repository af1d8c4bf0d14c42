"""`planner run`: the answer, written down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.views.cli.question import asks_a_question, question


@click.command(short_help="The answer as text, JSON, CSV or Markdown.")
@asks_a_question
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "md"]),
    default="text",
    show_default=True,
    help="json is stable and versioned; csv is the whole ledger, a line a charge and month.",
)
def run(
    scenario: str, settings: tuple[str, ...], as_of: date | None, pricing: Path | None, form: str
) -> None:
    """Cost every option of SCENARIO and compare them.

    \b
    planner run ticket-triage
    planner run ticket-triage --set workload.requests=5000 --format json
    """
    from planner.pipeline import answer
    from planner.views.cli.output import print_answer

    print_answer(answer(question(scenario, settings, as_of, pricing)), form)
