"""What every JSON report begins with, and how plain data is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner import __version__

if TYPE_CHECKING:
    from planner.pipeline import Answer


def head(answer: Answer, version: int) -> dict[str, Any]:
    """Return which plan was asked what; `version` counts up when a key of the report changes its meaning or goes."""
    scenario = answer.plan.scenario
    return {
        "schema": version,
        "planner": __version__,
        "scenario": answer.plan.file.name,
        "title": scenario.title,
        "as_of": scenario.as_of.isoformat(),
        "settings": list(answer.plan.question.settings),
    }


def indented(data: dict[str, Any]) -> str:
    """Write plain data as every report does."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    # What a terminal hides or acts on, such as a change of writing direction, is written by its number.
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)
