"""Where the cheapest option changes, as JSON: stable, versioned, bare numbers; see `planner solve --format json`.

`schema` counts up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.views.reports.json_report import indented

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
        "schema": SCHEMA_VERSION,
        "planner": __version__,
        "scenario": answer.plan.file.name,
        "title": answer.plan.scenario.title,
        "as_of": answer.plan.scenario.as_of.isoformat(),
        "settings": list(answer.plan.question.settings),
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
    }
