"""The verdict in words: one place for every view, so that they cannot disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.number_format import money, quantity, share

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

_LONGEST_TITLE = 60


def title(option: OptionResult) -> str:
    """Return an option's title as every view may show it."""
    return printable(option.title, _LONGEST_TITLE)


def about(option: OptionResult) -> str:
    """Return the sign in front of a figure that rests on an estimate."""
    return "~" if option.estimated else ""


def ranked(answer: Answer) -> list[OptionResult]:
    """Return the options as every view lists them: those that can be used first, the cheapest on top."""
    return sorted(answer.evaluation.options.values(), key=lambda option: (not option.feasible, option.total))


def span(answer: Answer) -> str:
    """Return the horizon's length in words."""
    months = answer.evaluation.calendar.count
    return f"{months} month" + ("" if months == 1 else "s")


def verdict(answer: Answer) -> str:
    """Say which option is cheapest and what it saves against the baseline."""
    options, comparison = answer.evaluation.options, answer.comparison
    base = options[comparison.baseline]
    if comparison.cheapest is None:
        return f"No option can be used for all {span(answer)}"
    best = options[comparison.cheapest]
    if best.name != base.name:
        return f"{title(best)} is cheapest: {_saves(answer, best)}"
    others = [option for option in options.values() if option.feasible and option.name != base.name]
    if not others:
        return f"{title(base)} costs {_money(answer, base.total, base.estimated)} in {span(answer)}"
    second = min(others, key=lambda option: option.total)
    more = second.total - base.total
    if round(more, 2) == 0:
        return f"{title(base)} and {title(second)} cost the same in {span(answer)}"
    percent = f" ({share(more / base.total, 0)})" if base.total else ""
    amount = _money(answer, more, second.estimated or base.estimated)
    return f"{title(base)} stays cheapest: {title(second)} costs {amount}{percent} more in {span(answer)}"


def infeasible_sentence(answer: Answer) -> str | None:
    """Say what the cheapest option would save if it could be done; None when it can."""
    options, comparison = answer.evaluation.options, answer.comparison
    if comparison.cheapest in {None, comparison.cheapest_of_all}:
        return None
    option, best = options[comparison.cheapest_of_all], options[comparison.cheapest or ""]
    less = _money(answer, best.total - option.total, option.estimated or best.estimated)
    return f"{title(option)} would cost {less} less, but cannot be used for all {span(answer)}"


def runner_up_sentence(answer: Answer) -> str | None:
    """Say which option comes next and what it costs more; None where there is no other, or the verdict says so."""
    comparison = answer.comparison
    ranked = sorted(
        (o for o in answer.evaluation.options.values() if o.feasible), key=lambda option: option.total
    )
    if comparison.cheapest in {None, comparison.baseline} or len(ranked) < 2:
        return None
    best, second = ranked[:2]
    more = _money(answer, second.total - best.total, best.estimated or second.estimated)
    return f"Next is {title(second)}, {more} more"


def present_values_sentence(answer: Answer) -> str | None:
    """Say what each option's total is worth today; None where the scenario does not discount."""
    rate = answer.plan.scenario.discount_rate
    if rate is None:
        return None
    values = "; ".join(
        f"{title(option)} {_money(answer, option.present_value, option.estimated)}"
        for option in ranked(answer)
    )
    return f"Net present value of the total at {quantity(rate)} a year: {values}"


def payback_sentence(answer: Answer, name: str) -> str:
    """Say when an option has paid back against the baseline, or why it never does."""
    option = answer.evaluation.options[name]
    payback = answer.comparison.against[name].payback
    if name == answer.comparison.baseline:
        return f"{title(option)} is what the others are compared with"
    if payback.exact is not None and 0 < payback.exact < 0.05:
        return f"{title(option)} pays back within days"
    if payback.exact is None:
        return f"{title(option)} never pays back: {payback.reason}"
    if payback.exact == 0:
        return f"{title(option)} pays back at once"
    return f"{title(option)} pays back after {payback.exact:.1f} months"


def _saves(answer: Answer, best: OptionResult) -> str:
    against = answer.comparison.against[best.name]
    base = answer.evaluation.options[answer.comparison.baseline]
    amount = _money(answer, against.saving, best.estimated or base.estimated)
    percent = f" ({share(against.saving_share, 0)})" if against.saving_share is not None else ""
    if against.saving <= 0:
        costs = _money(answer, best.total, best.estimated)
        return f"it costs {costs} in {span(answer)}; {title(base)} cannot be used"
    return f"saves {amount}{percent} against {title(base)} in {span(answer)}"


def _money(answer: Answer, amount: float, estimated: bool) -> str:  # noqa: FBT001 - one flag, one mark
    return ("~" if estimated else "") + money(amount, answer.evaluation.currency)
