"""What a report starts with: the scenario, its horizon and prices, and what was changed for this run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.headline_text import span
from planner.views.spread_text import together_words
from planner.views.styled import StyledLine, wrapped

if TYPE_CHECKING:
    from planner.pipeline import Answer


def head_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the lines that say what is answered."""
    yield from wrapped(printable(answer.plan.scenario.title, 200), width, "strong")
    facts = (
        printable(answer.plan.file.name, 200),
        f"{span(answer)} from {answer.evaluation.calendar.months[0]}",
        f"prices known on {answer.evaluation.calendar.as_of}",
        answer.evaluation.currency,
    )
    yield from wrapped(" · ".join(facts), width, "faint")
    if answer.plan.question.settings:
        changed = ", ".join(printable(setting, 80) for setting in answer.plan.question.settings)
        yield from wrapped(f"Changed for this run: {changed}", width, "strong")


def draws_words(answer: Answer) -> str:
    """Say how many draws there are and where they start; nothing where there are none."""
    if answer.drawn is None:
        return ""
    inputs = len(answer.drawn.inputs)
    many = "1 uncertain input" if inputs == 1 else f"{inputs:,} uncertain inputs"
    return f"{answer.drawn.outcomes.count:,} draws of {many}, seed {answer.drawn.outcomes.seed}{together_words(answer)}"
