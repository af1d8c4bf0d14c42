"""`planner explain`: every number back to its lines and references."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.views.cli.question import asks_a_question, question

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.views.explanation import Explanation


@click.command(short_help="Every number back to its lines and references.")
@asks_a_question
@click.argument("option")
@click.argument("component", required=False)
@click.argument("month", required=False)
def explain(
    scenario: str,
    settings: tuple[str, ...],
    as_of: date | None,
    pricing: Path | None,
    option: str,
    component: str | None,
    month: str | None,
) -> None:
    """Show how OPTION's total is made, or one COMPONENT's, or what that costs in one MONTH.

    `latency` as COMPONENT shows where its percentiles come from.

    \b
    planner explain ticket-triage small-tuned
    planner explain ticket-triage small-tuned token_usage 2027-03
    planner explain ticket-triage small-prompt latency
    """
    from planner.pipeline import answer
    from planner.views.cli.output import print_lines, width
    from planner.views.reports.explanation_text import explanation_lines

    found = answer(question(scenario, settings, as_of, pricing))
    print_lines(explanation_lines(_explanation(found, option, component, month), width()))


def _explanation(answer: Answer, option: str, component: str | None, month: str | None) -> Explanation:
    from planner.plan.problems import BadInput, Problem, printable, suggest
    from planner.quantities.provenance import Location
    from planner.views.explanation import explain_component, explain_option
    from planner.views.latency_explanation import explain_latency

    def wrong(name: str, kind: str, known: list[str]) -> BadInput:
        hint = suggest(name, known) or f"; there are {', '.join(known)}"
        return BadInput(
            [Problem(Location(kind.upper()), "", f"'{printable(name)}' is no {kind} of this plan{hint}")]
        )

    evaluation = answer.evaluation
    component = component.replace(" ", "_") if component else component  # as screens spell it
    months = [str(each) for each in evaluation.calendar.months]
    if component in months and month is None:
        component, month = None, component
    if option in answer.plan.scenario.switched_off:
        what = f"'{printable(option)}' is switched off (enabled: false), so there is nothing to explain"
        raise BadInput([Problem(Location("OPTION"), "", what)])
    if option not in evaluation.options:
        raise wrong(option, "option", list(evaluation.options))
    result = evaluation.options[option]
    if component == "latency":
        if month is not None:
            raise wrong(month, "month", ["none: a latency is that of the slowest month"])
        return explain_latency(result)
    if component is not None and component not in result.components:
        raise wrong(component, "component", [*result.components, "latency"])
    if month is not None and month not in months:
        raise wrong(month, "month", [f"{months[0]} to {months[-1]}"])
    index = None if month is None else months.index(month)
    if component is None:
        return explain_option(evaluation, result, index)
    return explain_component(evaluation, result, component, index)
