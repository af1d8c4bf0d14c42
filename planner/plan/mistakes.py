"""Mistakes that a check finds inside what it was given, each at its own place."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from planner.quantities.located import Path


def misplaced(mistakes: Sequence[tuple[Path, str]]) -> PydanticCustomError:
    """Make the error of a check over several fields: for each mistake its path from the model, and what is wrong."""
    return PydanticCustomError(
        "misplaced", "{words}", {"words": "; ".join(what for _, what in mistakes), "mistakes": mistakes}
    )
