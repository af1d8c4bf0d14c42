"""`planner latency`: how long answers take, what they are held against, and what capacity that needs."""

from __future__ import annotations

from typing import Any

import click

from planner.views.cli.question import (
    asks_a_question,
    asks_for_draws,
    drawn_answer,
    in_plain_text,
    question,
    text_or_json,
)


@click.command(short_help="Percentiles, objectives, account limits, GPUs.")
@asks_a_question
@asks_for_draws
@in_plain_text
@text_or_json
def latency(form: str, plain: bool, **asked: Any) -> None:  # noqa: FBT001 - click passes flags like this
    """Say how long each option of SCENARIO takes to answer, how sure that is, and what it rests on.

    \b
    planner latency ticket-triage-2024
    planner latency ticket-triage --set 'objectives=[latency p95 <= 500 ms]'
    """
    from planner.pipeline import how_long
    from planner.views.cli.output import print_latency

    found = drawn_answer(question(**asked))
    print_latency(found, how_long(found), form, plain=plain)
