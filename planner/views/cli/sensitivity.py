"""`planner sensitivity`: what the choice hangs on, and what is worth measuring before it is made."""

from __future__ import annotations

from typing import Any

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


@click.command(short_help="What the choice hangs on, and what is worth measuring first.")
@asks_a_question
@asks_for_draws
@in_plain_text
@text_or_json
def sensitivity(form: str, plain: bool, **asked: Any) -> None:  # noqa: FBT001 - click passes flags like this
    """Say which uncertain numbers of SCENARIO decide between its options, and what finding each out is worth.

    \b
    planner sensitivity product-facts
    planner sensitivity ticket-triage --set 'people.engineer=75 to 180'
    """
    from planner.pipeline import what_matters
    from planner.views.cli.output import print_sensitivity

    found = drawn_answer(question(**asked))
    with Progress("inputs weighed") as tell:
        matters = what_matters(found, tell)
    print_sensitivity(found, matters, form, plain=plain)
