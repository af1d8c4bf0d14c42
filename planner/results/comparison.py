"""Options against a baseline: what is saved, when it pays back, and which one is cheapest."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from planner.quantities.quantity import FloatArray
from planner.results.evaluation import Evaluation, OptionResult

_NEVER_MONTHS = 1200
"""A hundred years: what takes longer is said to save next to nothing."""


@dataclass(frozen=True, slots=True)
class Payback:
    """When an option has cost less than the baseline for good.

    `exact` is in months from the start and None when that never happens within the horizon; `reason` then says why.
    """

    exact: float | None
    reason: str = ""

    @property
    def months(self) -> int | None:
        """The exact payback rounded up to whole months."""
        return None if self.exact is None else ceil(round(self.exact, 9))


@dataclass(frozen=True, slots=True)
class Against:
    """One option compared with the baseline; money over the whole horizon."""

    option: str
    saving: float
    saving_share: float | None
    inference_saving_share: float | None
    payback: Payback
    return_on_launch: float | None
    """Saving divided by what is paid more to launch; None when nothing more is paid."""
    estimated: bool
    """Whether the difference rests on an estimate, of the option or of the baseline."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every option against the baseline, and the cheapest that can be done."""

    baseline: str
    against: dict[str, Against]
    cheapest: str | None
    """The cheapest feasible option; None when none is feasible."""
    cheapest_of_all: str
    """The cheapest option whether feasible or not."""


def compare(evaluation: Evaluation) -> Comparison:
    """Compare every option with the baseline."""
    base = evaluation.options[evaluation.baseline]
    ranked = sorted(evaluation.options.values(), key=lambda option: option.total)
    feasible = [option for option in ranked if option.feasible]
    return Comparison(
        baseline=base.name,
        against={name: _against(option, base) for name, option in evaluation.options.items()},
        cheapest=feasible[0].name if feasible else None,
        cheapest_of_all=ranked[0].name,
    )


def _against(option: OptionResult, base: OptionResult) -> Against:
    saving = base.total - option.total
    extra = option.launch - base.launch
    return Against(
        option=option.name,
        saving=saving,
        saving_share=saving / base.total if base.total else None,
        inference_saving_share=_share(option.inference, base.inference),
        payback=_payback(option, base),
        return_on_launch=saving / extra if extra > 0 else None,
        estimated=option.name != base.name and (option.estimated or base.estimated),
    )


def _payback(option: OptionResult, base: OptionResult) -> Payback:
    if option.name == base.name:
        return Payback(None, "it is the baseline")
    if not option.feasible:
        return Payback(None, "it cannot be used for the whole plan")
    return payback(option, base)


def _share(ours: float, theirs: float) -> float | None:
    return 1 - ours / theirs if theirs else None


def payback(option: OptionResult, base: OptionResult) -> Payback:
    """Find when the cumulative cost falls below the baseline's and stays there.

    Launch costs fall due at the start, running costs evenly over each month; the exact month is found between them.
    """
    gained = _gained(option, base)
    months = len(gained) - 1
    if not np.any(gained[1:] > 0) and not np.any(gained < 0):
        return Payback(None, "costs the same")
    if gained[-1] <= 0:
        running = base.running - option.running
        if running.max() <= 0:
            return Payback(None, "no month costs less")
        if running.sum() <= 0:
            return Payback(None, "the months that cost less do not make up for those that cost more")
        if -gained[0] > _NEVER_MONTHS * running.mean():
            return Payback(None, "what a month saves is next to nothing")
        needed = -gained[0] / running.mean()
        saved = "1 month saves" if months == 1 else f"{months} months save"
        return Payback(
            None, f"{saved} less than the launch costs; at this average it takes {needed:.1f} months"
        )
    behind = np.nonzero(gained <= 0)[0]
    last = int(behind[-1]) if len(behind) else -1
    if last < 0 or (last == 0 and gained[0] >= 0):
        return Payback(0.0)
    step = gained[last + 1] - gained[last]
    return Payback(last - float(gained[last] / step))


def _gained(option: OptionResult, base: OptionResult) -> FloatArray:
    """Return what has been saved so far at the start and after each month, shape (months + 1,)."""
    start = base.upfront - option.upfront
    every_month = base.monthly[0] - option.monthly[0]
    every_month[0] -= start
    return np.concatenate(([start], start + np.cumsum(every_month)))
