"""Where the cheapest option changes in the draws of everything else that is uncertain, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.percentiles import Percentiles
from planner.results.solution import DrawnSolution, PairPerDraw, Side
from planner.views.headline_text import title
from planner.views.number_format import in_draws, of_draws, rounded_and_unit, unit_name
from planner.views.reports.winners_table import winner_lines
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution

_MOST_ROWS = 12
_FIGURES = 40
"""Cells that the figures of a row take at most; two titles share the rest."""


def draws_lines(answer: Answer, solution: Solution, width: int) -> Iterator[StyledLine]:
    """Return the tables over all draws; nothing where the answer has none, and why where this number has none."""
    if answer.drawn is None:
        return
    if solution.draws is None:
        yield from wrapped(_not_known(answer, solution) + ".", width)
        yield StyledLine()
        return
    found, draws = solution.draws, answer.drawn.outcomes
    others = len(answer.drawn.inputs.keys() - {solution.path})
    many = "the other uncertain number" if others == 1 else f"the {others} other uncertain numbers"
    whose = many if solution.path in answer.drawn.inputs else many.replace(" other", "")
    yield from wrapped(f"In {found.draws:,} draws of {whose}, seed {draws.seed}", width, "strong")
    unit_words = f" Values in {measure}." if (measure := unit_name(unit(solution.unit))) else ""
    yield from wrapped(f"{_overall(found)}.{unit_words}", width)
    if found.changes:
        yield from _changes(answer, solution, found, width)
    if found.pairs:
        yield from _pairs(answer, solution, found, width)
    yield StyledLine()
    yield from winner_lines(answer, solution, found, width)
    yield StyledLine()


def _not_known(answer: Answer, solution: Solution) -> str:
    path = printable(solution.path, 200)
    if answer.drawn is not None and not answer.drawn.inputs.keys() - {solution.path}:
        return f"Nothing but {path} is uncertain here, so this is the same in every draw"
    return (
        f"All this is the base case: the draws cannot follow {path}, because it stands in no formula (the plan is made"
        " anew for each value), or some of these values make no plan"
    )


def _overall(found: DrawnSolution) -> str:
    per_draw = found.cheapest
    if per_draw.never == 1:
        return "The cheapest option never changes between these values, in no draw"
    if per_draw.once == 1:
        return "The cheapest option changes once in every draw"
    shares = {"once": per_draw.once, "more than once": per_draw.more, "never": per_draw.never}
    told = [f"{words} in {in_draws(share)}" for words, share in shares.items() if share > 0]
    return f"The cheapest option changes {', '.join(told)}"


def _changes(answer: Answer, solution: Solution, found: DrawnSolution, width: int) -> Iterator[StyledLine]:
    most = max(12, (width - _FIGURES) // 2)
    columns = (
        Column("Cheapest below", "left", least=most),
        Column("from there on", "left", least=most),
        Column("draws"),
        Column("P10", priority=1),
        Column("P50"),
        Column("P90", priority=1),
    )
    rows = tuple(
        (
            _title(answer, change.before),
            _title(answer, change.after),
            of_draws(change.share),
            *_percentiles(solution, change.value),
        )
        for change in found.changes
    )
    yield StyledLine()
    yield from table_lines(columns, rows, width)


def _pairs(answer: Answer, solution: Solution, found: DrawnSolution, width: int) -> Iterator[StyledLine]:
    against = title(answer.evaluation.options[solution.against])
    yield StyledLine()
    if all(pair.crossings.never == 1 for pair in found.pairs.values()):
        sides = "; ".join(f"{_title(answer, name)} is {_stays(pair)}" for name, pair in found.pairs.items())
        yield from wrapped(f"Against {against} no option breaks even in any draw: {sides}.", width)
        return
    columns = (
        Column(f"Against {against}", "left", least=16),
        Column("breaks even", "left"),
        Column("P10", priority=2),
        Column("P50"),
        Column("P90", priority=2),
        Column("then", "left", priority=1),
    )
    rows = tuple(
        (
            _title(answer, name),
            _how_often(pair),
            *_percentiles(solution, pair.crossings.first),
            _then(solution, name, pair),
        )
        for name, pair in found.pairs.items()
    )
    yield from table_lines(columns, rows, width)
    if any(pair.crossings.more > 0 for pair in found.pairs.values()):
        yield from wrapped(
            "Where it breaks even more than once in a draw, the first place counts.", width, "faint"
        )


def _how_often(pair: PairPerDraw) -> str:
    """Say in how many draws an option breaks even, and on which side it stays in the others."""
    never, stays = pair.crossings.never, _sides(pair)
    if never == 0:
        return "in every draw"
    both = ", ".join(f"{of_draws(share).removesuffix(' of 100')} {side}" for share, side in stays)
    mixed = len(stays) > 1
    if never == 1:
        return f"never: {both if mixed else f'{stays[0][1]} in {of_draws(stays[0][0])}'}"
    often = f"in {of_draws(1 - never)}"
    if not stays:
        return often
    return f"{often.removesuffix(' of 100')}, else {both}" if mixed else f"{often}, else {stays[0][1]}"


def _sides(pair: PairPerDraw) -> list[tuple[float, str]]:
    """Return in which share of the draws an option stays on which side, the larger first."""
    sides = {"dearer": pair.dearer, "cheaper": pair.cheaper}
    return sorted(((share, side) for side, share in sides.items() if share > 0), reverse=True)


def _stays(pair: PairPerDraw) -> str:
    """Say the same of one that never breaks even, in a sentence."""
    return ", ".join(f"{side} in {of_draws(share)}" for share, side in _sides(pair))


def _then(solution: Solution, name: str, pair: PairPerDraw) -> str:
    """Say on which side an option is from where it breaks even on, where the base case tells."""
    base = solution.crossings.pairs.get(name)
    if pair.crossings.first is None or base is None or not base.break_evens:
        return ""
    return {Side.CHEAPER: "cheaper", Side.DEARER: "dearer"}.get(base.break_evens[0].above, "")


def _percentiles(solution: Solution, value: Percentiles | None) -> tuple[str, str, str]:
    if value is None:
        return "", "", ""
    p10, p50, p90 = (
        rounded_and_unit(each, unit(solution.unit))[0] for each in (value.p10, value.p50, value.p90)
    )
    return p10, p50, p90


def table_lines(
    columns: Sequence[Column], rows: tuple[tuple[str, ...], ...], width: int
) -> Iterator[StyledLine]:
    """Return a table with its first rows, and how many more there are."""
    heading, *body = Table(tuple(columns), rows[:_MOST_ROWS]).lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    if len(rows) > _MOST_ROWS:
        yield StyledLine(f"and {len(rows) - _MOST_ROWS:,} more; --format json has all", "faint")


def _title(answer: Answer, name: str | None) -> str:
    return "no option" if name is None else title(answer.evaluation.options[name])
