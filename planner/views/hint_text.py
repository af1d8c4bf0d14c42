"""Advice in words: one place for every view, so that they cannot disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.number_format import money

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.hint import Hint
    from planner.results.evaluation import OptionResult


def hint_label(hint: Hint) -> str:
    """Say what kind of advice it is."""
    return "Watch out" if hint.topic.warns else "Hint"


def hint_sentence(answer: Answer, option: OptionResult, hint: Hint) -> str:
    """Say what would make an option cheaper or possible and, where that is known, what it saves or costs."""
    what, saving = printable(hint.what, 300), option.hint_saving(hint)
    if saving is None or hint.saving is None:
        return what
    if saving < 0:
        return (
            f"{what}, for {money(-saving, answer.evaluation.currency, estimated=hint.saving.estimated)} more"
        )
    return f"{what}, saving {money(saving, answer.evaluation.currency, estimated=hint.saving.estimated)}"
