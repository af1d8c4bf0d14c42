"""What the choice hangs on, for a terminal: a verdict, advice, and a tornado with what each input is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.results.sensitivity import Sensitivity
from planner.views.advice_text import (
    advice_sentences,
    choice_sentences,
    limit_sentences,
    nothing_sentence,
)
from planner.views.asked_text import asked_in_draws
from planner.views.headline_text import assumption_sentence
from planner.views.objective_advice import objective_sentences
from planner.views.reports.head import draws_words, head_lines
from planner.views.reports.influence_table import influence_lines
from planner.views.styled import StyledLine, wrapped

if TYPE_CHECKING:
    from planner.pipeline import Answer

_INDENT = "  "


def sensitivity_lines(
    answer: Answer, found: Sensitivity | None, width: int, *, plain: bool = False
) -> Iterator[StyledLine]:
    """Return the whole report as lines of at most `width` cells; None is found where there is no choice to judge.

    `plain` draws the tornado in ASCII.
    """
    yield from head_lines(answer, width)
    if answer.drawn is not None:
        yield from wrapped(draws_words(answer), width, "faint")
    yield StyledLine()
    if found is None:
        yield from wrapped(nothing_sentence(answer) + ".", width, "strong")
        for sentence in objective_sentences(answer, None):
            yield from wrapped(sentence + ".", width, indent=_INDENT)
        return
    first, *others = choice_sentences(answer, found)
    yield from wrapped(first + ".", width, "strong")
    for sentence in others:
        yield from wrapped(sentence + ".", width)
    yield StyledLine()
    for sentence in advice_sentences(answer, found):
        yield from wrapped(sentence + ".", width, "strong" if found.settled else "plain", _INDENT)
    for sentence in limit_sentences(answer, found):
        yield from wrapped(sentence + ".", width, indent=_INDENT)
    yield StyledLine()
    yield from influence_lines(answer, found, width, plain=plain)
    yield StyledLine()
    yield from wrapped(assumption_sentence(answer) + ".", width, "faint")
    if found.worth_knowing:
        yield from _where(answer, found, width)


def _where(answer: Answer, found: Sensitivity, width: int) -> Iterator[StyledLine]:
    """Return a command that asks the same question; whole on one line, so that it can be pasted."""
    yield from wrapped("Where exactly the cheapest option changes:", width, "faint")
    command = asked_in_draws(answer.plan.question, "--vary", found.worth_knowing[0].path)
    yield StyledLine(f"  planner solve {command}", "faint")
