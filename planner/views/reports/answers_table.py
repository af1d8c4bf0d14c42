"""How right each option is, what its wrong answers cost, and where it would cost what the baseline does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from planner.views.headline_text import ranked, title
from planner.views.number_format import count, money, share
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

_RIGHT, _ERROR = "same cost if right", "same cost if error"
_COLUMNS = (
    Column("Answers", "left", least=16),
    Column("right"),
    Column("wrong a month", priority=3),
    Column("errors cost", priority=2),
    Column(_RIGHT, priority=1),
    Column(_ERROR, priority=1),
)


def answer_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the table where the plan says how right its options are; nothing where it does not."""
    options = [
        option
        for option in ranked(answer)
        if option.answers is not None and option.answers.accuracy is not None
    ]
    if not options:
        return
    table = Table(_COLUMNS, tuple(_row(answer, option) for option in options))
    heading, *body = table.lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield from _same_cost(answer, table, width)
    yield StyledLine()


def _same_cost(answer: Answer, table: Table, width: int) -> Iterator[StyledLine]:
    """Explain the last columns, those that are shown and say something."""
    said = {
        column.heading
        for place, column in enumerate(table.columns)
        if column.heading in table.shown(width) and any(row[place] for row in table.rows)
    }
    words = {
        _RIGHT: "where it is right in so many of its answers",
        _ERROR: "where a wrong answer costs so much",
    }
    told = " or ".join(each for heading, each in words.items() if heading in said)
    if told:
        base = title(answer.evaluation.options[answer.comparison.baseline])
        yield from wrapped(f"Same cost: an option costs what {base} does {told}.", width, "faint")


def _row(answer: Answer, option: OptionResult) -> tuple[str, ...]:
    currency, against = answer.evaluation.currency, answer.comparison.against[option.name]
    answers = option.answers
    if answers is None or answers.accuracy is None:
        raise AssertionError("only options with an accuracy have a row")
    wrong = "" if answers.wrong is None else count(round(float(np.mean(answers.wrong.plain[0]))))
    return (
        title(option),
        share(float(answers.accuracy.plain[0, 0]), 1),
        wrong,
        money(option.errors_cost, currency) if answers.cost_per_error is not None else "",
        "" if against.break_even_accuracy is None else share(against.break_even_accuracy, 2),
        "" if against.break_even_error_cost is None else money(against.break_even_error_cost, currency),
    )
