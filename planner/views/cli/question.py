"""The arguments that ask a question: a scenario, values changed for once, the day of the prices, price tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planner.plan.question import Question


def day(text: str) -> date:
    """Read a calendar day, written as in 2026-11-20."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day such as 2026-11-20.") from None


def asks_a_question(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument SCENARIO and the options every question has."""
    decorators = [
        click.argument("scenario"),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="PATH=VALUE",
            help="Change one value of the scenario for this run, as workload.requests=60000. Repeatable.",
        ),
        click.option(
            "--as-of",
            type=day,
            metavar="DATE",
            help="Use the prices known on this day instead of the scenario's own.",
        ),
        click.option(
            "--pricing",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Lay this folder of price files over the shipped ones, SKU by SKU.",
        ),
    ]
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def question(scenario: str, settings: tuple[str, ...], as_of: date | None, pricing: Path | None) -> Question:
    """Make the question that the arguments ask."""
    from planner.plan.question import Question

    return Question(scenario, settings, as_of, pricing)
