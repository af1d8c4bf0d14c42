"""The question as a person types it, so that a command a report names answers from the same numbers."""

from __future__ import annotations

import shlex

from planner.plan.problems import printable
from planner.plan.question import Question


def asked(question: Question, *more: str) -> str:
    """Return the scenario with everything that was changed, and further words behind it, for a shell."""
    words = [question.scenario]
    for setting in question.settings:
        words += ["--set", setting]
    if question.as_of is not None:
        words += ["--as-of", question.as_of.isoformat()]
    if question.pricing is not None:
        words += ["--pricing", str(question.pricing)]
    return _quoted(*words, *more)


def asked_in_draws(question: Question, *more: str) -> str:
    """Return the same with how many draws were asked for, and what they start from."""
    words = [] if question.draws is None else ["--draws", str(question.draws)]
    words += [] if question.seed is None else ["--seed", str(question.seed)]
    return asked(question, *words, *more)


def _quoted(*words: str) -> str:
    return " ".join(shlex.quote(printable(word, 200)) for word in words)
