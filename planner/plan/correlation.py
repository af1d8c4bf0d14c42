"""Inputs that move together: `[people.engineer, people.labeller, 0.6]`, two paths and their rank correlation."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from planner.plan.mistakes import misplaced
from planner.plan.number_text import plain_number, shown_value
from planner.plan.problems import printable
from planner.quantities.draws import Correlation
from planner.quantities.located import Path


def _correlation(raw: Any) -> Correlation:
    """Read one entry; its paths keep their place in the file, so that a later error can point there."""
    if isinstance(raw, Correlation):
        return raw
    if not isinstance(raw, list) or len(raw) != 3:
        what = "expected two paths and a number, such as [people.engineer, people.labeller, 0.6], got {got}"
        got = f"a list of {len(raw)}" if isinstance(raw, list) else shown_value(raw)
        raise PydanticCustomError("correlation", what, {"got": got})
    *paths, rank = raw
    mistakes: list[tuple[Path, str]] = [
        ((place,), f"expected the path of a number, such as people.engineer, got {shown_value(path)}")
        for place, path in enumerate(paths)
        if not isinstance(path, str) or not path.strip()
    ]
    if not mistakes and paths[0] == paths[1]:
        mistakes.append(((1,), f"'{printable(paths[1])}' always moves with itself; name another path"))
    try:
        found = plain_number(rank)
    except (TypeError, OverflowError):
        found = float("nan")
    if not -1 < found < 1:
        mistakes.append(((2,), f"expected a rank correlation above -1 and below 1, got {shown_value(rank)}"))
    if mistakes:
        raise misplaced(mistakes)
    return Correlation(paths[0], paths[1], found)


def _each_pair_once(entries: tuple[Correlation, ...]) -> tuple[Correlation, ...]:
    seen: set[frozenset[str]] = set()
    mistakes: list[tuple[Path, str]] = []
    for place, entry in enumerate(entries):
        pair = frozenset((entry.first, entry.second))
        if pair in seen:
            both = f"{printable(entry.first)} and {printable(entry.second)}"
            mistakes.append(((place,), f"{both} are named together above; name each pair once"))
        seen.add(pair)
    if mistakes:
        raise misplaced(mistakes)
    return entries


_PATH = {"type": "string", "minLength": 1}
_RANK = {"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1}
_ENTRY = {"type": "array", "prefixItems": [_PATH, _PATH, _RANK], "minItems": 3, "maxItems": 3}

Correlations: TypeAlias = Annotated[
    tuple[Annotated[Correlation, PlainValidator(_correlation), WithJsonSchema(_ENTRY)], ...],
    AfterValidator(_each_pair_once),
]
"""Each pair of inputs that move together, once; the paths are located texts."""
