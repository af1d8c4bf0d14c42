"""Finds where the cheapest option changes along one input, and where each option breaks even with another.

Whole replicas make costs a staircase: options may change places never, once, or many times, and at a jump their totals
are never equal. So nothing is solved for; the span is surveyed, and every change that is seen is narrowed down.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import pairwise

from planner.engine.survey import Survey
from planner.results.solution import BreakEven, Crossings, Outcome, PairResult, Segment, Side, Span

MOST_VALUES = 3000
"""So many values are computed at most; a plan with five options takes about 20 ms for each."""

_ROUNDS = 4
_BLURRED = 100
"""Where nearly parallel costs meet, rounding makes them the same over so many times the precision."""
_EQUAL = 1e-6
"""Totals this close on both sides of a boundary meet there; others jump past each other."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring samples that are told the same."""

    first: float
    last: float
    told: Hashable


def crossings(at: Callable[[float], Outcome], span: Span, against: str, most: int = MOST_VALUES) -> Crossings:
    """Find every change of the cheapest option over a span, and every break-even with the option `against`.

    `at` says what the plan comes to at a value. Each boundary is found to a billionth of its value, or to the jump.
    """
    survey = Survey(at, span, against, most)
    survey.scan()
    names = list(dict.fromkeys(name for value in survey.values for name in survey.at(value).totals))
    others = [name for name in names if name != against]
    tellers = [_winner, *(_side_of(name, against) for name in others)]
    for _ in range(_ROUNDS):
        before = len(survey.values)
        survey.look_closer()
        for tell in tellers:
            _narrow(survey, tell)
        if len(survey.values) == before:
            break
    return Crossings(
        segments=tuple(_segments(survey)),
        pairs={name: _pair(survey, name, against) for name in others},
        looked_at=len(survey.values),
        complete=survey.complete,
    )


def _winner(outcome: Outcome) -> Hashable:
    return (outcome.cheapest, bool(outcome.problem))


def _side_of(option: str, against: str) -> Callable[[Outcome], Hashable]:
    return lambda outcome: outcome.side(option, against)


def _narrow(survey: Survey, tell: Callable[[Outcome], Hashable]) -> None:
    """Compute values between any two neighbours that are told apart, until they are close."""
    waiting = list(pairwise(survey.values))
    while waiting:
        low, high = waiting.pop()
        if tell(survey.at(low)) == tell(survey.at(high)) or survey.are_close(low, high):
            continue
        if survey.spent:
            return
        waiting += _halved(survey, tell, low, high)


def _halved(
    survey: Survey, tell: Callable[[Outcome], Hashable], low: float, high: float
) -> list[tuple[float, float]]:
    """Split a stretch where its ends' totals would be equal if they ran straight, and once more if that was no help."""
    guess = survey.between(low, high, _zero(survey.at(low), survey.at(high)))
    same_as_low = tell(survey.at(guess)) == tell(survey.at(low))
    inner = (guess, high) if same_as_low else (low, guess)
    outer = (low, guess) if same_as_low else (guess, high)
    if survey.are_close(*inner) or inner[1] - inner[0] < 0.5 * (high - low):
        return [inner, outer]
    middle = survey.between(*inner)
    survey.at(middle)
    return [outer, (inner[0], middle), (middle, inner[1])]


def _zero(low: Outcome, high: Outcome) -> float:
    """Return the share of the way at which the two winners would cost the same on straight lines."""
    one, other = low.cheapest, high.cheapest
    if one is None or other is None or one == other:
        return 0.5
    start = low.totals[one] - low.totals[other]
    end = high.totals[one] - high.totals[other]
    return start / (start - end) if start * end < 0 else 0.5


def _stretches(survey: Survey, tell: Callable[[Outcome], Hashable]) -> list[_Stretch]:
    """Put neighbouring samples that are told the same together; a touch at one point is none of its own."""
    found: list[_Stretch] = []
    for value in survey.values:
        told = tell(survey.at(value))
        if found and found[-1].told == told:
            found[-1] = _Stretch(found[-1].first, value, told)
        else:
            found.append(_Stretch(value, value, told))
    kept: list[_Stretch] = []
    for index, stretch in enumerate(found):
        low = found[index - 1].last if index else stretch.first
        high = found[index + 1].first if index + 1 < len(found) else stretch.last
        if len(found) > 1 and _is_a_touch(survey, stretch, low, high):
            continue
        if kept and kept[-1].told == stretch.told:
            kept[-1] = _Stretch(kept[-1].first, stretch.last, stretch.told)
        else:
            kept.append(stretch)
    return kept


def _is_a_touch(survey: Survey, stretch: _Stretch, low: float, high: float) -> bool:
    """Whether a stretch is only the point at which two options meet, or both cost nothing."""
    if survey.span.whole or not survey.at(stretch.first).totals:
        return False
    return survey.are_close(low, high, times=_BLURRED if stretch.told is Side.SAME else 3)


def _segments(survey: Survey) -> list[Segment]:
    stretches = _stretches(survey, _winner)
    segments = []
    low = survey.span.low
    for index, stretch in enumerate(stretches):
        following = stretches[index + 1] if index + 1 < len(stretches) else None
        high = survey.span.high
        if following is not None:
            high = stretch.last if survey.span.whole else (stretch.last + following.first) / 2
        # The reason that counts is the one at the edge to where a plan can be made.
        edge = survey.at(stretch.first if index else stretch.last)
        segments.append(Segment(low, high, edge.cheapest, edge.problem))
        low = following.first if survey.span.whole and following is not None else high
    return segments


def _pair(survey: Survey, option: str, against: str) -> PairResult:
    stretches = _stretches(survey, _side_of(option, against))
    known = [stretch for stretch in stretches if isinstance(stretch.told, Side)]
    found = []
    for before, after in pairwise(stretches):
        if not isinstance(before.told, Side) or not isinstance(after.told, Side):
            continue
        meets = [_meet(survey.at(value), option, against) for value in (before.last, after.first)]
        value = after.first if survey.span.whole else (before.last + after.first) / 2
        usable = option in survey.at(after.first).usable
        found.append(BreakEven(value, after.told, usable, jump=not (survey.span.whole or any(meets))))
    start = known[0].told if known else None
    return PairResult(start if isinstance(start, Side) else None, tuple(found))


def _meet(outcome: Outcome, option: str, against: str) -> bool:
    ours, theirs = outcome.totals[option], outcome.totals[against]
    return abs(ours - theirs) <= _EQUAL * max(abs(ours), abs(theirs))
