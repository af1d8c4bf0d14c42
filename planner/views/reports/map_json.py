"""The cheapest option over two inputs, as JSON; see `planner solve --vary A --vary B --format json`.

`schema` counts up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.results.winner_map import Axis, WinnerMap
from planner.views.reports.json_head import head, indented

if TYPE_CHECKING:
    from planner.pipeline import Answer

SCHEMA_VERSION = 1


def map_text(answer: Answer, found: WinnerMap) -> str:
    """Return the map as indented JSON."""
    return indented(map_data(answer, found))


def map_data(answer: Answer, found: WinnerMap) -> dict[str, Any]:
    """Return the map as plain data: a list of names for each value of `up`, null where no option is possible."""
    return {
        **head(answer, SCHEMA_VERSION),
        "across": _axis(found.across),
        "up": _axis(found.up),
        "cheapest": [list(row) for row in found.winners],
        "shares": {name: part for name, part in found.shares.items() if name is not None},
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "path": axis.path,
        "unit": axis.unit,
        "value": axis.value,
        "own": axis.own,
        "values": list(axis.values),
    }
