"""The arguments that ask a question: a scenario, values changed for once, day and tables of the prices, draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.question import Question


text_or_json = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is stable and versioned.",
)
"""Lets a command be asked for text or for JSON."""


in_plain_text = click.option(
    "--plain", is_flag=True, help="ASCII only, no shapes and lines: for screen readers and old terminals."
)
"""Lets a command be asked for text without signs beyond ASCII."""


def day(text: str) -> date:
    """Read a calendar day, written as in 2026-11-20."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day such as 2026-11-20.") from None


def number_of_draws(text: str) -> int:
    """Read how many draws to make, 0 for none."""
    from planner.plan.question import FEWEST_DRAWS, MOST_DRAWS

    number = _whole(text)
    if number and not FEWEST_DRAWS <= number <= MOST_DRAWS:
        limits = f"{FEWEST_DRAWS:,} to {MOST_DRAWS:,}"
        raise click.BadParameter(f"expected a whole number from {limits}, or 0 for no draws, got {text!r}.")
    return number


def seed_of_draws(text: str) -> int:
    """Read what the draws start from."""
    from planner.plan.question import LARGEST_SEED

    number = _whole(text)
    if not 0 <= number <= LARGEST_SEED:
        raise click.BadParameter(f"expected a whole number from 0 to {LARGEST_SEED:,}, got {text!r}.")
    return number


def asks_a_question(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument SCENARIO and the options every question has."""
    return click.argument("scenario")(asks_with_options(command))


def asks_with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options every question has, without the argument SCENARIO."""
    decorators = [
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
    return _decorated(command, decorators)


def asks_for_draws(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of those that draw the uncertain numbers: --draws and --seed."""
    decorators = [
        click.option(
            "--draws",
            type=number_of_draws,
            metavar="N",
            help="Draw the uncertain numbers so often, 100 to 10,000,000; 0 shows the base case alone."
            "  [default: what the scenario says, or 10,000]",
        ),
        click.option(
            "--seed",
            type=seed_of_draws,
            metavar="N",
            help="Start the draws from this number: the same one gives the same figures."
            "  [default: what the scenario says, or 1]",
        ),
    ]
    return _decorated(command, decorators)


def question(
    scenario: str,
    settings: tuple[str, ...],
    as_of: date | None,
    pricing: Path | None,
    draws: int | None = None,
    seed: int | None = None,
) -> Question:
    """Make the question that the arguments ask."""
    from planner.plan.question import Question

    return Question(scenario, settings, as_of, pricing, draws, seed)


def drawn_answer(asked: Question) -> Answer:
    """Answer a question with its draws, and show how far they are."""
    from planner.pipeline import answer, with_draws
    from planner.views.cli.progress import Progress

    found = answer(asked)
    with Progress(f"of {found.plan.draws:,} draws") as tell:
        return with_draws(found, tell)


def _whole(text: str) -> int:
    """Return a whole number, and -1 for what is none."""
    try:
        return int(text)
    except ValueError:
        return -1


def _decorated(
    command: Callable[..., Any], decorators: Sequence[Callable[[Callable[..., Any]], Callable[..., Any]]]
) -> Callable[..., Any]:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command
