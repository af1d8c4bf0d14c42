"""`planner run`: the answer, written down."""

from __future__ import annotations

from typing import Any

import click

from planner.views.cli.question import asks_a_question, asks_for_draws, drawn_answer, in_plain_text, question


@click.command(short_help="The answer as text, JSON, CSV or Markdown.")
@asks_a_question
@asks_for_draws
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "md"]),
    default="text",
    show_default=True,
    help="json is stable and versioned; csv is the whole ledger, a line a charge and month, without draws.",
)
@in_plain_text
def run(form: str, plain: bool, **asked: Any) -> None:  # noqa: FBT001 - click passes flags like this
    """Cost every option of SCENARIO and compare them, in the base case and over draws of its uncertain numbers.

    \b
    planner run ticket-triage
    planner run ticket-triage --set workload.requests=5000 --format json
    planner run ticket-triage --set "people.engineer=75 to 180" --draws 100000
    """
    from planner.pipeline import answer
    from planner.views.cli.output import print_answer

    wanted = question(**asked)
    print_answer(answer(wanted) if form == "csv" else drawn_answer(wanted), form, plain=plain)
