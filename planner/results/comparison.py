"""Options against a baseline: what is saved, when it pays back, and which one is cheapest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np

from planner.plan.event import Ending
from planner.quantities.months import Month
from planner.quantities.quantity import FloatArray
from planner.results.break_even import break_even_accuracy, break_even_error_cost
from planner.results.evaluation import Evaluation, OptionResult
from planner.results.percentiles import SAME, snapped

_NEVER_MONTHS = 1200
"""A hundred years: what takes longer is said to save next to nothing."""


class Never(StrEnum):
    """Why an option never pays back within the plan."""

    BASELINE = "it is the baseline"
    SAME = "costs the same"
    NO_SAVING = "no saving"
    TOO_SMALL = "saving too small"
    RETIRED = "retired first"
    TRAINING_CLOSED = "training closed"
    CAPACITY = "beyond capacity"
    NEVER_READY = "never ready"


_ENDINGS = {
    Ending.RETIRED: Never.RETIRED,
    Ending.TRAINING_CLOSED: Never.TRAINING_CLOSED,
    Ending.CAPACITY: Never.CAPACITY,
    Ending.NEVER_READY: Never.NEVER_READY,
}


@dataclass(frozen=True, slots=True)
class Payback:
    """When an option has cost less than the baseline for good.

    `exact` is in months from the start and None when that never happens within the horizon; `reason` then says why.
    """

    exact: float | None
    reason: str = ""
    never: Never | None = None
    """For an option that never pays back: which kind of reason it is."""

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
    break_even_error_cost: float | None
    """What a wrong answer would have to cost for both to cost the same; None where no cost does that."""
    break_even_accuracy: float | None
    """The accuracy that the option needs to cost as much as the baseline; None where none does, or errors are free."""
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
    options = list(evaluation.options.values())
    feasible = [option for option in options if option.feasible]
    return Comparison(
        baseline=base.name,
        against={name: _against(option, base) for name, option in evaluation.options.items()},
        cheapest=_cheapest(feasible) if feasible else None,
        cheapest_of_all=_cheapest(options),
    )


def _cheapest(options: Sequence[OptionResult]) -> str:
    """Return the cheapest, of equals the first in the file."""
    least = min(option.total for option in options)
    return next(option.name for option in options if not snapped(option.total - least, least) > 0)


def _against(option: OptionResult, base: OptionResult) -> Against:
    saving = snapped(base.total - option.total, base.total)
    extra = option.launch - base.launch
    return Against(
        option=option.name,
        saving=saving,
        saving_share=saving / base.total if base.total else None,
        inference_saving_share=_share(option.inference_per_request, base.inference_per_request),
        payback=_payback(option, base),
        return_on_launch=saving / extra if extra > 0 else None,
        break_even_error_cost=break_even_error_cost(option, base),
        break_even_accuracy=break_even_accuracy(option, base),
        estimated=option.name != base.name and (option.estimated or base.estimated),
    )


def _payback(option: OptionResult, base: OptionResult) -> Payback:
    if option.name == base.name:
        return Payback(None, "it is the baseline", Never.BASELINE)
    if option.end is not None:
        return _ended_first(option, base)
    return payback(option, base)


def _ended_first(option: OptionResult, base: OptionResult) -> Payback:
    """Say why an option that ends within the plan does not count as paid back, and whether it was by then."""
    end, start = option.end, option.calendar.months[0].first_day
    if end is None or end.ends_by is None:
        raise AssertionError("only an option that ends is asked for")
    never, regained = _ENDINGS[end.ends_by], payback(option, base).exact
    who = f"{end.happens_to}, which stands in for it," if end.happens_to else "it"
    words = {
        Never.RETIRED: f"{who} is retired on {end.on}",
        Never.TRAINING_CLOSED: f"a training {who} needs cannot be started"
        + (f" on {end.on}" if end.on > start else ""),
        Never.CAPACITY: f"more is asked than {who} can serve from {Month.of(end.on)} on",
        Never.NEVER_READY: f"{who} would launch after the plan's last month",
    }[never]
    if never is Never.RETIRED and regained is not None:
        after = regained > Month.of(end.on).minus(option.calendar.months[0])
        words += (
            f", {'before its saving makes' if after else 'though by then its saving made'} up for the launch"
        )
    return Payback(None, words, never)


def _share(ours: float | None, theirs: float | None) -> float | None:
    return 1 - ours / theirs if theirs and ours is not None else None


def payback(option: OptionResult, base: OptionResult) -> Payback:
    """Find when the cumulative cost falls below the baseline's and stays there.

    Launch costs fall due at the start, running costs evenly over each month; the exact month is found between them.
    """
    gained = _gained(option, base)
    months = len(gained) - 1
    same = SAME * (np.abs(base.monthly).sum() + abs(base.upfront))
    if not np.any(gained[1:] > same) and not np.any(gained < -same):
        return Payback(None, "costs the same", Never.SAME)
    if gained[-1] <= 0:
        running = base.running - option.running
        if running.max() <= 0:
            return Payback(None, "no month costs less", Never.NO_SAVING)
        if running.sum() <= 0:
            return Payback(None, "over all months it costs more to run", Never.NO_SAVING)
        if -gained[0] > _NEVER_MONTHS * running.mean():
            return Payback(None, "what a month saves is next to nothing", Never.TOO_SMALL)
        needed = (option.launch - base.launch) / running.mean()
        saved = "1 month saves" if months == 1 else f"{months} months save"
        words = f"{saved} less than the launch costs; at this average it takes {needed:.1f} months"
        return Payback(None, words, Never.TOO_SMALL)
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
