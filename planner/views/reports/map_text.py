"""The cheapest option over two inputs, as a map of cells: one shape for each option, in colour where that is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.winner_map import Axis, WinnerMap
from planner.views.headline_text import assumption_sentence, is_one, title
from planner.views.number_format import rounded, rounded_and_unit, share, unit_name
from planner.views.reports.head import head_lines
from planner.views.styled import StyledLine, Tint, wrapped
from planner.views.tables import aligned, shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer

_SHAPES = "■▲●◆□△○◇"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NOBODY, _HERE, _PLAIN_HERE = "·", "╋", "+"
_TICKS = 4
_ERRORS = "workload.cost_per_error"
_EDGE = 2


def map_lines(answer: Answer, found: WinnerMap, width: int, *, plain: bool) -> Iterator[StyledLine]:
    """Return the whole report as lines of at most `width` cells; `plain` takes letters for shapes."""
    glyphs = _glyphs(answer, plain=plain)
    yield from head_lines(answer, width)
    yield StyledLine()
    yield from wrapped(verdict(answer, found) + ".", width, "strong")
    yield StyledLine()
    yield StyledLine(shortened(_axis_name(found.up), width), "faint")
    yield from _grid(answer, found, glyphs, width, here=_PLAIN_HERE if plain else _HERE)
    yield StyledLine()
    yield from _legend(answer, found, glyphs, width, here=_PLAIN_HERE if plain else _HERE)
    yield StyledLine()
    yield from wrapped("All other numbers stand at their middle, without draws.", width, "faint")
    varied = found.up.path if found.up.path == _ERRORS else found.across.path
    yield from wrapped(assumption_sentence(answer, varied) + ".", width, "faint")


def _glyphs(answer: Answer, *, plain: bool) -> dict[str, str]:
    """Return a glyph for each option, by its place in the file: the same one on every map of a plan."""
    every = _LETTERS if plain else _SHAPES + _LETTERS
    return {name: every[place % len(every)] for place, name in enumerate(answer.evaluation.options)}


def verdict(answer: Answer, found: WinnerMap) -> str:
    """Say which option is the cheapest on most of a map."""
    most, part = next(iter(found.shares.items()))
    if most is None:
        return f"No option {is_one(answer)} on {_all_or(part)} of this map"
    return f"{_title(answer, most)} is the cheapest on {_all_or(part)} of this map"


def _all_or(part: float) -> str:
    return "all" if part == 1 else share(part, 0)


def _grid(
    answer: Answer, found: WinnerMap, glyphs: Mapping[str, str], width: int, here: str
) -> Iterator[StyledLine]:
    labels = [_value(found.up, value) for value in found.up.values]
    margin = max(map(cell_len, labels))
    step = max(1, -(-len(found.across.values) // max(1, width - margin - _EDGE)))
    own = (found.up.own, found.across.own)
    names = list(answer.evaluation.options)
    for place in reversed(range(len(labels))):
        winners = found.winners[place][::step]
        cells = [glyphs[winner] if winner is not None else _NOBODY for winner in winners]
        if place == own[0] and own[1] is not None:
            cells[own[1] // step] = here
        start = f"{aligned(labels[place], margin, 'right')} │"
        yield StyledLine(start + "".join(cells), tints=tuple(_tints(winners, names, len(start))))
    yield from _ticks(found.across, step, margin)
    yield StyledLine(shortened(" " * (margin + _EDGE) + _axis_name(found.across), width), "faint")


def _tints(winners: Sequence[str | None], names: list[str], start: int) -> Iterator[Tint]:
    for winner, cells in groupby(winners):
        end = start + len(list(cells))
        if winner is not None:
            yield Tint(start, end, names.index(winner))
        start = end


def _ticks(axis: Axis, step: int, margin: int) -> Iterator[StyledLine]:
    """Return the line below the map and the values at its ticks; one that has no room is left out."""
    columns = axis.values[::step]
    line, values = ["─"] * len(columns), " " * (margin + _EDGE)
    for tick in range(_TICKS + 1):
        place = round(tick * (len(columns) - 1) / _TICKS)
        text = _value(axis, columns[place])
        # The first value starts at its tick, the last ends there, the others lie around theirs.
        begin = margin + _EDGE + place - round(cell_len(text) * tick / _TICKS) + (tick == _TICKS)
        if tick and begin < cell_len(values) + 1:
            continue
        line[place] = "┴"
        values += " " * (begin - cell_len(values)) + text
    yield StyledLine(" " * (margin + 1) + "└" + "".join(line))
    yield StyledLine(values)


def _legend(
    answer: Answer, found: WinnerMap, glyphs: Mapping[str, str], width: int, here: str
) -> Iterator[StyledLine]:
    names = list(answer.evaluation.options)
    for winner, part in found.shares.items():
        glyph = _NOBODY if winner is None else glyphs[winner]
        words = f"no option {is_one(answer)}" if winner is None else _title(answer, winner)
        tints = () if winner is None else (Tint(0, 1, names.index(winner)),)
        yield StyledLine(shortened(f"{glyph} {words}, {share(part, 0)}", width), tints=tints)
    if found.across.own is None or found.up.own is None:
        yield from wrapped("The plan itself lies outside of this map.", width)
        return
    winner = found.winners[found.up.own][found.across.own]
    values = " and ".join(_at(axis) for axis in (found.across, found.up))
    who = f"no option {is_one(answer)}" if winner is None else f"{_title(answer, winner)} is the cheapest"
    yield from wrapped(f"{here} the plan itself, {values}: {who}.", width, indent="  ")


def _at(axis: Axis) -> str:
    return f"{printable(axis.path, 200)} {rounded(axis.value or 0.0, unit(axis.unit))}"


def _axis_name(axis: Axis) -> str:
    measure = unit_name(unit(axis.unit))
    return printable(axis.path, 200) + (f", {measure}" if measure else "")


def _value(axis: Axis, value: float) -> str:
    return rounded_and_unit(value, unit(axis.unit))[0]


def _title(answer: Answer, name: str) -> str:
    return title(answer.evaluation.options[name])
