"""Checks what a scenario says moves together: uncertain numbers of the plan, in a way that is possible at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from planner.plan.problems import BadInput, Problem, printable, problem_at, suggest
from planner.quantities.draws import ContradictionError, Correlation, moving_together
from planner.quantities.quantity import Quantity

_SET = "--set "
_SHOWN = 5
"""So many uncertain numbers are named where none is near to the one that was asked for."""


def counting(correlations: Sequence[Correlation], inputs: Mapping[str, Quantity]) -> tuple[Correlation, ...]:
    """Return those that count: a number that `--set` made certain moves with nothing any more."""
    return tuple(
        each
        for each in correlations
        if not any(_is_set(inputs.get(path)) for path in (each.first, each.second))
    )


def refuse_strangers(
    correlations: Sequence[Correlation], uncertain: Collection[str], inputs: Mapping[str, Quantity]
) -> None:
    """Raise BadInput for every path that is no uncertain number on which a cost depends."""
    problems: list[Problem] = []
    for path in (path for each in correlations for path in (each.first, each.second)):
        if path in uncertain:
            continue
        if path in inputs:
            what = f"'{printable(path)}' is certain; give it a range, or leave this out"
        else:
            hint = suggest(path, uncertain) or _listed(uncertain)
            what = f"no cost depends on an uncertain number called '{printable(path)}'{hint}"
        problems += problem_at(path, what).problems
    if problems:
        raise BadInput(problems)


def refuse_contradictions(correlations: Sequence[Correlation]) -> None:
    """Raise BadInput where not all can hold at once, at the last entry of those that hang together."""
    try:
        moving_together(correlations)
    except ContradictionError as contradiction:
        names = contradiction.names
        entries = [each for each in correlations if each.first in names]
        said = {frozenset((each.first, each.second)) for each in entries}
        unsaid = [
            f"{printable(one)} and {printable(other)}"
            for one, other in combinations(names, 2)
            if frozenset((one, other)) not in said
        ]
        what = f"{', '.join(map(printable, names))} cannot all move together like this"
        more = f"; pairs that are not named do not move together: {', '.join(unsaid)}" if unsaid else ""
        raise problem_at(entries[-1].first, what + more) from None


def _is_set(number: Quantity | None) -> bool:
    origin = None if number is None else number.origin
    return (
        origin is not None
        and origin.belief is None
        and origin.location is not None
        and origin.location.file.startswith(_SET)
    )


def _listed(uncertain: Collection[str]) -> str:
    if not uncertain:
        return "; nothing is uncertain in this plan"
    some = [printable(name) for name in sorted(uncertain)[:_SHOWN]]
    return f"; there are {', '.join(some)}{' and others' if len(uncertain) > _SHOWN else ''}"
