"""`planner solve`: the values of one input at which another option becomes the cheapest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.views.cli.progress import Progress
from planner.views.cli.question import (
    asks_a_question,
    asks_for_draws,
    drawn_answer,
    in_plain_text,
    question,
    text_or_json,
)

if TYPE_CHECKING:
    from planner.plan.question import Question

Between = tuple[tuple[str, str], ...]


@click.command(short_help="Break-evens: where another option becomes the cheapest.")
@asks_a_question
@click.option(
    "--vary",
    metavar="PATH",
    required=True,
    multiple=True,
    help="The number to move, as workload.requests. Given twice: a map of the cheapest option over both.",
)
@click.option(
    "--between",
    nargs=2,
    multiple=True,
    metavar="A B",
    help="From A to B; left out, 0 to 1 for a share (on a map what is believed of it), otherwise a hundredth to"
    " 100 times the plan's value."
    " A second one belongs to the second --vary.",
)
@click.option("--against", metavar="OPTION", help="Break even with this option instead of the baseline.")
@asks_for_draws
@in_plain_text
@text_or_json
def solve(
    vary: tuple[str, ...],
    between: Between,
    against: str | None,
    plain: bool,  # noqa: FBT001 - click passes flags like this
    form: str,
    **asked: Any,
) -> None:
    """Find every value of one number of SCENARIO at which another option becomes the cheapest. None is an answer.

    \b
    planner solve ticket-triage-2024 --vary workload.requests
    planner solve ticket-triage --vary workload.busy_hour --between 5% 60%
    planner solve ticket-triage --vary workload.requests --vary people.engineer
    """
    _check(vary, between, against)
    if len(vary) == 1:
        _break_evens(question(**asked), vary[0], between[0] if between else None, against, form, plain=plain)
    else:
        _map(question(**asked), vary, between, form, plain=plain)


def _check(vary: tuple[str, ...], between: Between, against: str | None) -> None:
    if len(vary) > 2:
        raise click.UsageError(
            "--vary moves one number, or two for a map; it is given more often than twice."
        )
    if len(between) > len(vary):
        raise click.UsageError("there is a --between more than there are numbers to --vary.")
    if against is not None and len(vary) == 2:
        raise click.UsageError("--against goes with one --vary: a map shows the cheapest of all options.")


def _break_evens(
    asked: Question,
    vary: str,
    between: tuple[str, str] | None,
    against: str | None,
    form: str,
    *,
    plain: bool,
) -> None:
    from planner.views.cli.output import print_solution
    from planner.what_if import solve as solved

    found = drawn_answer(asked)
    with Progress("values computed") as tell:
        solution = solved(found, vary, between, against, tell)
    print_solution(found, solution, form, plain=plain)


def _map(asked: Question, vary: tuple[str, ...], between: Between, form: str, *, plain: bool) -> None:
    from planner.pipeline import answer
    from planner.views.cli.output import print_map
    from planner.what_if import winner_map

    found = answer(asked)
    across, up, *_ = (*between, None, None)
    print_map(found, winner_map(found, vary[0], vary[1], across, up), form, plain=plain)
