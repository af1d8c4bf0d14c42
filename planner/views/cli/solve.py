"""`planner solve`: the values of one input at which another option becomes the cheapest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.views.cli.progress import Progress
from planner.views.cli.question import asks_a_question, question


@click.command(short_help="Break-evens: where another option becomes the cheapest.")
@asks_a_question
@click.option("--vary", metavar="PATH", required=True, help="The number to move, as workload.requests.")
@click.option(
    "--between",
    nargs=2,
    metavar="A B",
    help="From A to B; left out, 0 to 1 for a share, otherwise a hundredth to 100 times the plan's value.",
)
@click.option("--against", metavar="OPTION", help="Break even with this option instead of the baseline.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is stable and versioned.",
)
def solve(
    scenario: str,
    settings: tuple[str, ...],
    as_of: date | None,
    pricing: Path | None,
    vary: str,
    between: tuple[str, str] | None,
    against: str | None,
    form: str,
) -> None:
    """Find every value of one number of SCENARIO at which another option becomes the cheapest. None is an answer.

    \b
    planner solve ticket-triage-2024 --vary workload.requests
    planner solve ticket-triage --vary workload.busy_hour --between 5% 60%
    """
    from planner.pipeline import answer
    from planner.views.cli.output import print_solution
    from planner.what_if import solve as solved

    found = answer(question(scenario, settings, as_of, pricing))
    with Progress("values computed") as tell:
        solution = solved(found, vary, between, against, tell)
    print_solution(found, solution, form)
