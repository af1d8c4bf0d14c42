"""How long answers take, in words: one place for every view, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.plan.objectives import is_at_most
from planner.plan.problems import printable
from planner.quantities.months import Month
from planner.views.number_format import duration, in_draws, money, share

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.quantities.quantity import Quantity
    from planner.results.evaluation import OptionResult
    from planner.results.latency import Judged

MEASURES = {
    "latency_p50": "latency p50",
    "latency_p95": "latency p95",
    "latency_p99": "latency p99",
    "ttft_p50": "TTFT p50",
    "ttft_p95": "TTFT p95",
    "ttft_p99": "TTFT p99",
    "accuracy": "accuracy",
    "budget": "budget",
}
"""Every measure that an objective can be of, as it is written."""
YES, NO, UNKNOWN = "✓", "✗", "?"


def percentile(option: OptionResult, measure: str) -> str:
    """Write one of an option's percentiles; a dash where it is not known."""
    found = option.latency.of(measure)
    return duration(None if found is None else _first(found), estimated=found is not None and found.estimated)


def latency_words(option: OptionResult) -> str:
    """Say an option's p95, or why there is none, in a word or two."""
    if option.latency.waits:
        window = next((part.window for part in option.latency.parts if part.window is not None), None)
        return "hours" if window is None else f"within {_first(window.hours):.0f} h"
    return percentile(option, "latency_p95") if option.latency.is_known else "not known"


def limit_words(answer: Answer, judged: Judged) -> str:
    """Write an objective, such as `latency p95 ≤ 500 ms`."""
    return f"{MEASURES[judged.measure]} {bound_words(answer, judged)}"


def bound_words(answer: Answer, judged: Judged) -> str:
    """Write an objective's limit, such as `≤ 500 ms`."""
    sign = "≤" if is_at_most(judged.measure) else "≥"
    return f"{sign} {amount(answer, judged.measure, judged.limit)}"


def amount(answer: Answer, measure: str, number: Quantity) -> str:
    """Write a number of a measure: a time, a share, money."""
    value = _first(number)
    if measure == "budget":
        return money(value, answer.evaluation.currency, estimated=number.estimated)
    return share(value, 1) if measure == "accuracy" else duration(value, estimated=number.estimated)


def found_words(answer: Answer, judged: Judged) -> str:
    """Say what an option comes to in an objective's measure."""
    if judged.anyway or judged.found is None:
        return judged.anyway or "not known"
    return amount(answer, judged.measure, judged.found)


def mark(judged: Judged) -> str:
    """Return the sign of an objective that is met, missed or not known."""
    return {True: YES, False: NO, None: UNKNOWN}[judged.holds]


def missed_words(answer: Answer, option: OptionResult, its: str = "") -> str:
    """Say which objectives an option misses, and by what: `latency p95 is 1.2 s, not ≤ 500 ms`.

    `its` stands before each measure.
    """
    return "; ".join(dict.fromkeys(_missed(answer, each, its) for each in option.missed))


def _missed(answer: Answer, judged: Judged, its: str) -> str:
    if judged.anyway or judged.found is None:
        return f"it {judged.anyway}{_why(judged)}"
    found, bound = found_words(answer, judged), bound_words(answer, judged)
    return f"{its}{MEASURES[judged.measure]} is {found}{_why(judged)}, not {bound}"


def _why(judged: Judged) -> str:
    return f" {printable(judged.why, 200)}" if judged.why else ""


def chance_words(answer: Answer, option: OptionResult, judged: Judged) -> str:
    """Say in how many draws an objective is met; nothing without draws."""
    chance = None if answer.drawn is None else answer.drawn.outcomes.chance_of(option.name, judged.measure)
    return "" if chance is None else f"in {in_draws(chance)}"


def headline_latency(answer: Answer) -> str | None:
    """Say the p95 of the baseline and of the cheapest option: `p95 1.2 s → 640 ms`; None where neither is known."""
    options, comparison = answer.evaluation.options, answer.comparison
    base, best = options[comparison.baseline], options[comparison.cheapest or comparison.baseline]
    if not (base.latency.is_known or best.latency.is_known):
        return None
    if base.name == best.name:
        return f"p95 {latency_words(base)}"
    return f"p95 {latency_words(base)} → {latency_words(best)}"


def latency_sentence(answer: Answer) -> str | None:
    """Say within which time the cheapest option answers 95 of 100 requests, and the baseline; None if not known."""
    options, comparison = answer.evaluation.options, answer.comparison
    base, best = options[comparison.baseline], options[comparison.cheapest or comparison.baseline]
    told = [
        f"{_title(option)} answers 95 of 100 requests within {_within(option)}"
        for option in (best, base)
        if option.latency.is_known
    ]
    if not told:
        return None
    if base.name == best.name or len(told) == 1:
        return told[0]
    return f"{told[0]} (p95), {_title(base)} within {_within(base)}"


def _within(option: OptionResult) -> str:
    """Write an option's p95, and that limits of its account make requests of the busy hour wait longer, if they do."""
    waits = " where no limit of its account makes them wait" if option.latency.held_up else ""
    return f"{percentile(option, 'latency_p95')}{waits}"


def until_words(answer: Answer, option: OptionResult) -> str | None:
    """Say how long requests take until an option launches; None where it serves from the start or no slower then."""
    until = answer.evaluation.options.get(option.until_launch or "")
    if until is None or option.launches_on is None or not option.latency.is_known:
        return None
    launch = Month.of(option.launches_on)
    held = any(
        (since := use.first_over(use.busy)) is not None and since <= launch for use in until.latency.held_up
    )
    if not held and not _is_slower(until, option):
        return None
    serves = f"until then {_title(until)} serves, p95 {latency_words(until)}"
    waits = ", and waits for a limit in the busy hour" if held else ""
    return f"{_title(option)} from {option.launches_on} on; {serves}{waits}"


def after_words(answer: Answer, option: OptionResult) -> str | None:
    """Say how long requests take once another option has taken over; None where none does, or it is no slower."""
    after = answer.evaluation.options.get(option.successor or "")
    if after is None or option.ends_on is None or not option.latency.is_known:
        return None
    if not _is_slower(after, option):
        return None
    then = f"from then on {_title(after)} serves, p95 {latency_words(after)}"
    return f"{_title(option)} until {option.ends_on}; {then}"


def _is_slower(one: OptionResult, than: OptionResult) -> bool:
    """Whether an option's p95 is longer than another's, or not known."""
    ours, theirs = one.latency.latency(0.95), than.latency.latency(0.95)
    return ours is None or theirs is None or _first(ours) > _first(theirs)


def unjudged_words(option: OptionResult) -> str:
    """Name the objectives of which nobody knows whether an option meets them: `its latency p95`."""
    return " and ".join(
        f"the {measures} of {whose}, which takes over" if whose else f"its {measures}"
        for whose, measures in unjudged_measures(option.unjudged).items()
    )


def unjudged_measures(unjudged: Sequence[Judged]) -> dict[str, str]:
    """Return the measures that nobody knows, in words, of the option itself under "" and of who takes over."""
    found: dict[str, list[str]] = {}
    for each in unjudged:
        found.setdefault(printable(each.whose, 60), []).append(MEASURES[each.measure])
    return {whose: " and ".join(measures) for whose, measures in found.items()}


def unknown_sentences(answer: Answer) -> Iterator[str]:
    """Say of which options an objective cannot be judged, why, and what to do about it."""
    for option in answer.evaluation.options.values():
        unknown = option.unjudged
        if unknown:
            why = "; ".join(dict.fromkeys(printable(each.why, 200) for each in unknown if each.why))
            yield (
                f"{_title(option)} is not recommended as long as nobody knows {unjudged_words(option)}"
                f"{f': {why}' if why else ''}"
            )


def reason_sentences(answer: Answer) -> Iterator[str]:
    """Say of which options an objective is missed for a reason that the option's own figures do not show."""
    for option in answer.evaluation.options.values():
        told = dict.fromkeys(_missed(answer, each, "") for each in option.missed if each.why)
        if told:
            yield f"{_title(option)} misses: {'; '.join(told)}"


def _title(option: OptionResult) -> str:
    return printable(option.title, 60)


def _first(number: Quantity) -> float:
    return float(number.value[0, 0])
