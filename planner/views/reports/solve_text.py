"""Where the cheapest option changes, in words: a verdict, who is cheapest where, and each option's break-even."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.solution import PairResult, Segment, Side
from planner.views.headline_text import assumption_sentence, is_one, obstacle, title
from planner.views.number_format import measured
from planner.views.reports.head import head_lines
from planner.views.reports.solve_draws_text import draws_lines, table_lines
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult
    from planner.results.solution import Solution

_ALWAYS = {Side.CHEAPER: "always cheaper", Side.DEARER: "always dearer", Side.SAME: "always the same"}


def solution_lines(answer: Answer, solution: Solution, width: int) -> Iterator[StyledLine]:
    """Return the whole report as lines of at most `width` cells."""
    yield from _head(answer, solution, width)
    yield from wrapped(verdict(answer, solution) + ".", width, "strong")
    for sentence in _limits(solution):
        yield from wrapped(sentence + ".", width, "bad")
    yield StyledLine()
    yield from _segments(answer, solution, width)
    yield StyledLine()
    yield from _break_evens(answer, solution, width)
    yield from draws_lines(answer, solution, width)
    yield from wrapped(assumption_sentence(answer, solution.path) + ".", width, "faint")


def verdict(answer: Answer, solution: Solution) -> str:
    """Say in a sentence where the cheapest option changes."""
    planned = [segment for segment in solution.crossings.segments if not segment.problem]
    first, last = planned[0], planned[-1]
    low, high = _value(solution, first.low), _value(solution, last.high)
    if all(segment.cheapest == first.cheapest for segment in planned):
        if first.cheapest is None:
            return f"No option {is_one(answer)} from {low} to {high}"
        return f"{_title(answer, first)} stays cheapest from {low} to {high}: never another"
    if len(planned) == 2:
        turn = _value(solution, last.low)
        if last.cheapest is None:
            return f"From {turn} on no option {is_one(answer)}; below it {_title(answer, first)} is cheapest"
        below = f"no option {is_one(answer)}" if first.cheapest is None else f"it is {_title(answer, first)}"
        return f"{_title(answer, last)} is cheapest from {turn} on; below, {below}"
    changes = sum(before.cheapest != after.cheapest for before, after in pairwise(planned))
    return (
        f"The cheapest option changes {changes} times: {_title(answer, first)} up to"
        f" {_value(solution, first.high)}, {_title(answer, last)} from {_value(solution, last.low)} on"
    )


def _head(answer: Answer, solution: Solution, width: int) -> Iterator[StyledLine]:
    yield from head_lines(answer, width)
    low, high = (_value(solution, value) for value in (solution.span.low, solution.span.high))
    says = "" if solution.value is None else f"; the plan says {_value(solution, solution.value)}"
    yield from wrapped(f"{printable(solution.path, 200)} from {low} to {high}{says}", width, "faint")
    yield StyledLine()


def _limits(solution: Solution) -> Iterator[str]:
    """Say where there is no plan, and whether something may have been missed."""
    for segment in solution.crossings.segments:
        if segment.problem:
            low, high = _value(solution, segment.low), _value(solution, segment.high)
            yield f"No plan can be made from {low} to {high}: {printable(segment.problem, 300)}"
    if not solution.crossings.complete:
        yield (
            f"There is more than {solution.crossings.looked_at:,} values can tell: some crossings are missing or rough."
            " Look at a part of it with --between"
        )


def _segments(answer: Answer, solution: Solution, width: int) -> Iterator[StyledLine]:
    segments = [segment for segment in solution.crossings.segments if not segment.problem]
    columns = (Column("", "left"), Column("from"), Column("to"), Column("Cheapest", "left", least=16))
    rows = tuple(
        (
            "▸" if _holds(solution, segment) else "",
            _value(solution, segment.low),
            _value(solution, segment.high),
            _title(answer, segment),
        )
        for segment in segments
    )
    yield from table_lines(columns, rows, width)


def _break_evens(answer: Answer, solution: Solution, width: int) -> Iterator[StyledLine]:
    options = answer.evaluation.options
    columns = (
        Column(f"Against {title(options[solution.against])}", "left", least=16),
        Column("breaks even at"),
        Column("from there on", "left"),
        Column("", "left", priority=1),
    )
    pairs = solution.crossings.pairs
    if not pairs:
        return
    low, high = (_value(solution, value) for value in (solution.span.low, solution.span.high))
    if not any(pair.break_evens for pair in pairs.values()):
        against = title(options[solution.against])
        words = f"Against {against} no option breaks even between {low} and {high}"
        yield from wrapped(f"{words}: {_sides(answer, solution)}.", width)
        yield StyledLine()
        return
    rows = tuple(
        (_named(options[name]), *cells)
        for name, pair in pairs.items()
        for cells in _passings(answer, solution, pair)
    )
    yield from table_lines(columns, rows, width)
    if not all(pair.break_evens for pair in pairs.values()):
        yield from wrapped(f"Never: nowhere between {low} and {high}.", width)
    yield StyledLine()


def _named(option: OptionResult) -> str:
    """Return an option's title, with what stands in its way."""
    why = obstacle(option) if option.lasts else "cannot be used"
    return title(option) + (f" ({why})" if why else "")


def _sides(answer: Answer, solution: Solution) -> str:
    """Say of options that never break even on which side each stays: `A, B always dearer; C always cheaper`."""
    named: dict[str, list[str]] = {}
    for name, pair in solution.crossings.pairs.items():
        side = _ALWAYS[pair.start] if pair.start else "not known"
        named.setdefault(side, []).append(_named(answer.evaluation.options[name]))
    return "; ".join(f"{', '.join(names)} {side}" for side, names in named.items())


def _passings(answer: Answer, solution: Solution, pair: PairResult) -> list[tuple[str, str, str]]:
    """Return a row for each break-even, or one that says never."""
    if not pair.break_evens:
        return [("never", _ALWAYS[pair.start] if pair.start else "", "")]
    out = "misses an objective" if answer.plan.scenario.objectives is not None else "cannot be used"
    words = {Side.CHEAPER: "cheaper", Side.DEARER: "dearer", Side.SAME: "the same"}
    return [
        (
            _value(solution, each.value),
            words[each.above] if each.usable else f"{words[each.above]}, but {out}",
            "by a jump" if each.jump else "",
        )
        for each in pair.break_evens
    ]


def _holds(solution: Solution, segment: Segment) -> bool:
    return solution.value is not None and segment.low <= solution.value <= segment.high


def _title(answer: Answer, segment: Segment) -> str:
    return "no option" if segment.cheapest is None else title(answer.evaluation.options[segment.cheapest])


def _value(solution: Solution, value: float) -> str:
    return measured(value, unit(solution.unit))
