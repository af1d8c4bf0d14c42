"""The cheapest option over two inputs, as a map of cells: one shape for each option, in colour where that is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.winner_map import Axis, WinnerMap
from planner.views.charts.winner_map import here, map_entry, map_rows
from planner.views.headline_text import assumption_sentence, is_one, title
from planner.views.number_format import rounded, share
from planner.views.reports.head import head_lines
from planner.views.styled import StyledLine, charted, wrapped
from planner.views.tables import shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer

_ERRORS = "workload.cost_per_error"


def map_lines(answer: Answer, found: WinnerMap, width: int, *, plain: bool) -> Iterator[StyledLine]:
    """Return the whole report as lines of at most `width` cells; `plain` takes letters for shapes."""
    yield from head_lines(answer, width)
    yield StyledLine()
    yield from wrapped(verdict(answer, found) + ".", width, "strong")
    yield StyledLine()
    yield from charted(map_rows(answer, found, width, plain=plain))
    yield StyledLine()
    yield from _legend(answer, found, width, plain=plain)
    yield StyledLine()
    yield from wrapped("All other numbers stand at their middle, without draws.", width, "faint")
    varied = found.up.path if found.up.path == _ERRORS else found.across.path
    yield from wrapped(assumption_sentence(answer, varied) + ".", width, "faint")


def verdict(answer: Answer, found: WinnerMap) -> str:
    """Say which option is the cheapest on most of a map."""
    most, part = next(iter(found.shares.items()))
    if most is None:
        return f"No option {is_one(answer)} on {_all_or(part)} of this map"
    return f"{_title(answer, most)} is the cheapest on {_all_or(part)} of this map"


def _all_or(part: float) -> str:
    return "all" if part == 1 else share(part, 0)


def _legend(answer: Answer, found: WinnerMap, width: int, *, plain: bool) -> Iterator[StyledLine]:
    for name, part in found.shares.items():
        sign, tone, words = map_entry(answer, name, part, plain=plain)
        yield from charted([((sign, tone), (shortened(f" {words}", width - 1), "plain"))])
    if found.across.own is None or found.up.own is None:
        yield from wrapped("The plan itself lies outside of this map.", width)
        return
    winner = found.winners[found.up.own][found.across.own]
    values = " and ".join(_at(axis) for axis in (found.across, found.up))
    who = f"no option {is_one(answer)}" if winner is None else f"{_title(answer, winner)} is the cheapest"
    yield from wrapped(f"{here(plain=plain)} the plan itself, {values}: {who}.", width, indent="  ")


def _at(axis: Axis) -> str:
    return f"{printable(axis.path, 200)} {rounded(axis.value or 0.0, unit(axis.unit))}"


def _title(answer: Answer, name: str) -> str:
    return title(answer.evaluation.options[name])
