"""Where the cheapest option changes, as JSON: stable, versioned, bare numbers; see `planner solve --format json`.

`schema` counts up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.results.percentiles import Percentiles
from planner.results.solution import CrossingsPerDraw, DrawnSolution
from planner.views.reports.json_head import head, indented

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution

SCHEMA_VERSION = 1


def solution_text(answer: Answer, solution: Solution) -> str:
    """Return the solution as indented JSON."""
    return indented(solution_data(answer, solution))


def solution_data(answer: Answer, solution: Solution) -> dict[str, Any]:
    """Return the solution as plain data; an empty list of break-evens is never."""
    found, span = solution.crossings, solution.span
    return {
        **head(answer, SCHEMA_VERSION),
        "vary": {
            "path": solution.path,
            "unit": solution.unit,
            "value": solution.value,
            "from": span.low,
            "to": span.high,
            "whole": span.whole,
        },
        "segments": [
            {
                "from": segment.low,
                "to": segment.high,
                "cheapest": segment.cheapest,
                "problem": segment.problem or None,
            }
            for segment in found.segments
        ],
        "against": solution.against,
        "break_even": {
            name: {
                "starts": pair.start,
                "at": [
                    {"value": each.value, "above": each.above, "usable": each.usable, "jump": each.jump}
                    for each in pair.break_evens
                ],
            }
            for name, pair in found.pairs.items()
        },
        "looked_at": found.looked_at,
        "complete": found.complete,
        "draws": None if solution.draws is None else _drawn(solution.draws),
    }


def _drawn(found: DrawnSolution) -> dict[str, Any]:
    """Return what the draws say: shares of them, and the first value at which something happens."""
    return {
        "count": found.draws,
        "cheapest_changes": _per_draw(found.cheapest),
        "changes": [
            {"from": each.before, "to": each.after, "share": each.share, "at": _percentiles(each.value)}
            for each in found.changes
        ],
        "break_even": {
            name: {
                **_per_draw(pair.crossings),
                "always_cheaper": pair.cheaper,
                "always_dearer": pair.dearer,
            }
            for name, pair in found.pairs.items()
        },
        "cheapest": [
            {"value": at.value, "shares": dict(at.shares), "none_possible": at.nobody} for at in found.winners
        ],
    }


def _per_draw(crossings: CrossingsPerDraw) -> dict[str, Any]:
    first = crossings.first
    return {
        "never": crossings.never,
        "once": crossings.once,
        "more": crossings.more,
        "at": None if first is None else _percentiles(first),
    }


def _percentiles(found: Percentiles) -> dict[str, float]:
    return {"p10": found.p10, "p50": found.p50, "p90": found.p90}
