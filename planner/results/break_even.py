"""At which cost of an error, or at which accuracy, an option and the baseline come to the same.

Both are exact, because a wrong answer enters every total linearly:
error cost = (baseline's total - option's total, errors aside) / (option's wrong answers - baseline's wrong answers);
accuracy = accuracy - (baseline's total - option's total) / (cost of an error x the option's own answers).
"""

from __future__ import annotations

import numpy as np

from planner.quantities.quantity import Quantity
from planner.results.evaluation import OptionResult


def break_even_error_cost(option: OptionResult, base: OptionResult) -> float | None:
    """Return what one wrong answer would have to cost; None where no cost of 0 or more makes both the same."""
    ours, theirs = option.answers, base.answers
    if ours is None or theirs is None or ours.wrong is None or theirs.wrong is None:
        return None
    more = _summed(ours.wrong, option) - _summed(theirs.wrong, base)
    if not more:
        return None
    aside = [each.total - each.errors_cost for each in (base, option)]
    cost = (aside[0] - aside[1]) / more
    return cost if cost >= 0 else None


def break_even_accuracy(option: OptionResult, base: OptionResult) -> float | None:
    """Return the accuracy the option needs to cost as much as the baseline; None where none from 0 to 1 does."""
    ours = option.answers
    if ours is None or ours.accuracy is None or ours.cost_per_error is None:
        return None
    if option.name == base.name or option.name in base.helped_by:  # its accuracy moves both totals
        return None
    lost = float(ours.cost_per_error.plain[0, 0]) * _summed(ours.own, option)
    if not lost:
        return None
    needed = float(ours.accuracy.plain[0, 0]) - (base.total - option.total) / lost
    return needed if 0 <= needed <= 1 else None


def _summed(a_month: Quantity, option: OptionResult) -> float:
    return float(np.broadcast_to(a_month.plain[:1], (1, option.calendar.count)).sum())
