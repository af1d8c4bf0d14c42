"""The verdict in words: one place for every view, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.results.unmeasured import unmeasured
from planner.views.latency_text import missed_words, unjudged_words
from planner.views.number_format import money, quantity, rough_money, share

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.quantities.quantity import Quantity
    from planner.results.evaluation import OptionResult

_LONGEST_TITLE = 60


def title(option: OptionResult) -> str:
    """Return an option's title as every view may show it."""
    return printable(option.title, _LONGEST_TITLE)


def ranked(answer: Answer) -> list[OptionResult]:
    """Return the options as every view lists them: those that can be used first, the cheapest on top."""
    return sorted(answer.evaluation.options.values(), key=lambda option: (not option.feasible, option.total))


def span(answer: Answer) -> str:
    """Return the horizon's length in words."""
    months = answer.evaluation.calendar.count
    return f"{months} month" + ("" if months == 1 else "s")


def verdict(answer: Answer) -> str:
    """Say which option is cheapest and what it saves against the baseline."""
    options, comparison, currency = answer.evaluation.options, answer.comparison, answer.evaluation.currency
    base = options[comparison.baseline]
    if comparison.cheapest is None:
        return f"No option {_lacking(options.values(), f'for all {span(answer)}', f' in {span(answer)}')}"
    best = options[comparison.cheapest]
    if best.name != base.name:
        asked = "the cheapest that meets every objective" if best.objectives else "cheapest"
        return f"{title(best)} is {asked}: {_saves(answer, best)}"
    others = [option for option in options.values() if option.feasible and option.name != base.name]
    if not others:
        costs = f"costs {money(base.total, currency, estimated=base.estimated)} in {span(answer)}"
        if len(options) == 1:
            return f"{title(base)} {costs}"
        rest = [option for option in options.values() if option.name != base.name]
        return f"{title(base)} {costs}; no other option {_lacking(rest, 'that long')}"
    second = min(others, key=lambda option: option.total)
    more = second.total - base.total
    if round(more, 2) == 0:
        return f"{title(base)} and {title(second)} cost the same in {span(answer)}"
    percent = f" ({share(more / base.total, 0)})" if base.total else ""
    amount = money(more, currency, estimated=second.estimated or base.estimated)
    return f"{title(base)} stays cheapest: {title(second)} costs {amount}{percent} more in {span(answer)}"


def _lacking(options: Collection[OptionResult], how_long: str, within: str = "") -> str:
    """Say as a verb what none of some options is or does: all that stands in the way of any."""
    lasting = [option for option in options if option.lasts]
    words = [] if len(lasting) == len(options) else [f"can be used {how_long}"]
    if any(option.unjudged and not option.missed for option in lasting):
        words.append("is known to meet every objective")
    elif lasting:
        words.append("meets every objective")
    return " and ".join(words) + (within if len(lasting) == len(options) else "")


def infeasible_sentence(answer: Answer) -> str | None:
    """Say what the cheapest option would save if it could be done; None when it can."""
    options, comparison, currency = answer.evaluation.options, answer.comparison, answer.evaluation.currency
    if comparison.cheapest in {None, comparison.cheapest_of_all}:
        return None
    option, best = options[comparison.cheapest_of_all], options[comparison.cheapest or ""]
    if round(best.total - option.total, 2) == 0:
        return None
    less = money(best.total - option.total, currency, estimated=option.estimated or best.estimated)
    words = f"{title(option)} would cost {less} less, but {_in_the_way(answer, option)}"
    lacks = next(iter(unmeasured(answer.evaluation, best.name)), None)
    if lacks is None or lacks.option == option.name:
        return words
    unknown = options[lacks.option]
    less = money(lacks.less, currency, estimated=lacks.estimated)
    return f"{words}; {title(unknown)} {less} less, but {_in_the_way(answer, unknown)}"


def _in_the_way(answer: Answer, option: OptionResult) -> str:
    """Say why an option is none: it cannot be used to the end, or which objectives it misses."""
    if not option.lasts:
        return f"cannot be used for all {span(answer)}"
    if option.missed:
        return missed_words(answer, option, "its ")
    return f"nobody knows {unjudged_words(option)}"


def obstacle(option: OptionResult) -> str:
    """Say in a word or two why an option is none; nothing where it is one."""
    if not option.lasts:
        return "not possible"
    words = {"accuracy": "too inexact", "budget": "over budget"}
    missed = next((words.get(each.measure, "too slow") for each in option.missed), "")
    return missed or ("not known" if option.unjudged else "")


def is_one(answer: Answer) -> str:
    """Say what an option does that can be chosen, as a verb."""
    return (
        "can be used" if answer.plan.scenario.objectives is None else "can be used and meets every objective"
    )


def runner_up_sentence(answer: Answer) -> str | None:
    """Say which option comes next and what it costs more; None where there is no other, or the verdict says so."""
    comparison, currency = answer.comparison, answer.evaluation.currency
    ranked = sorted(
        (o for o in answer.evaluation.options.values() if o.feasible), key=lambda option: option.total
    )
    if comparison.cheapest in {None, comparison.baseline} or len(ranked) < 2:
        return None
    best, second = ranked[:2]
    more = money(second.total - best.total, currency, estimated=best.estimated or second.estimated)
    return f"Next is {title(second)}, {more} more"


def assumption_sentence(answer: Answer, varied: str = "") -> str:
    """Say what every figure takes for granted; `varied` is the path of an input that is moved, if one is."""
    silent = [title(option) for option in ranked(answer) if option.reasoning_forgotten]
    words = f"All this assumes {_about_wrong_answers(answer, varied)}"
    if not silent:
        return words
    listed = ", ".join(silent[:-1]) + " and " + silent[-1] if len(silent) > 1 else silent[0]
    return f"{words}, and that {listed} {'does' if len(silent) == 1 else 'do'} not reason"


def _about_wrong_answers(answer: Answer, varied: str) -> str:
    scenario = answer.plan.scenario
    cost = scenario.workload.cost_per_error
    if varied == "workload.cost_per_error":
        return "that a wrong answer costs the same, whichever option gives it"
    if cost is not None:
        return f"that a wrong answer costs {_each(answer, cost)}, whichever option gives it"
    known = [option.accuracy for option in scenario.options.values() if option.accuracy is not None]
    right = sorted({float(accuracy.plain[0, 0]) for accuracy in known})
    if len(right) > 1:
        least, most = share(right[0], 2), share(right[-1], 2)
        return f"that a wrong answer costs nothing, though options are right in {least} to {most} of their answers"
    handed = any(
        each.escalated is not None and not each.escalated.is_zero_at_middle
        for each in scenario.options.values()
    )
    return (
        f"that{', apart from what is handed to people,' if handed else ''} every option answers equally well"
    )


def _each(answer: Answer, cost: Quantity) -> str:
    """Say what one wrong answer costs, with its range where every draw has another cost."""
    belief, currency = cost.origin.belief if cost.origin is not None else None, answer.evaluation.currency
    if answer.drawn is None or belief is None:
        return money(float(cost.plain[0, 0]), currency)
    middle, low, high = (
        rough_money(each, currency) for each in (belief.middle, belief.at(0.1), belief.at(0.9))
    )
    return f"about {middle} ({low} to {high}, P10 to P90)"


def break_even_sentences(answer: Answer, name: str) -> Iterator[str]:
    """Say which cost of an error, and which accuracy, would make an option cost what the baseline does."""
    against, currency = answer.comparison.against[name], answer.evaluation.currency
    option = answer.evaluation.options[name]
    base = title(answer.evaluation.options[answer.comparison.baseline])
    if against.break_even_error_cost is not None:
        each = money(against.break_even_error_cost, currency)
        yield f"{title(option)} and {base} cost the same where a wrong answer costs {each}"
    if against.break_even_accuracy is not None:
        needed = share(against.break_even_accuracy, 2)
        yield f"{title(option)} has to be right in {needed} of its answers to cost what {base} does"


def sunk_sentences(answer: Answer, option: OptionResult) -> Iterator[str]:
    """Say what is already spent on an option; it stands in no figure."""
    for name, amount in option.sunk.items():
        spent = money(float(amount.plain[0, 0]), answer.evaluation.currency)
        yield f"Already spent on {title(option)}, and in no figure: {printable(name)}, {spent}"


def switched_off_sentence(answer: Answer) -> str | None:
    """Say which options are switched off; None where every option takes part."""
    names = answer.plan.scenario.switched_off
    return f"Switched off and in no figure: {printable(', '.join(names), 400)}" if names else None


def present_values_sentence(answer: Answer) -> str | None:
    """Say what each option's total is worth today; None where the scenario does not discount."""
    rate, currency = answer.plan.scenario.discount_rate, answer.evaluation.currency
    if rate is None:
        return None
    values = "; ".join(
        f"{title(option)} {money(option.present_value, currency, estimated=option.estimated)}"
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
    base, currency = answer.evaluation.options[answer.comparison.baseline], answer.evaluation.currency
    amount = money(against.saving, currency, estimated=against.estimated)
    percent = f" ({share(against.saving_share, 0)})" if against.saving_share is not None else ""
    if against.saving <= 0:
        costs = money(best.total, currency, estimated=best.estimated)
        less = ", though it costs less" if base.total < best.total and base.lasts else ""
        return f"it costs {costs} in {span(answer)}; {title(base)} {_is_none(base)}{less}"
    if not base.feasible:
        return f"saves {amount}{percent} in {span(answer)} against {title(base)}, which {_is_none(base)}"
    return f"saves {amount}{percent} against {title(base)} in {span(answer)}"


def _is_none(option: OptionResult) -> str:
    if not option.lasts:
        return "cannot be used that long"
    return "misses an objective" if option.missed else "cannot be judged yet"
