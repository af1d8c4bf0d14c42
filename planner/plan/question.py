"""What is asked of the planner: light to import, so that a view can hold it before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

FEWEST_DRAWS, MOST_DRAWS = 100, 10_000_000
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Question:
    """Which scenario, with which values changed, as of which day, over which price tables, in how many draws."""

    scenario: str
    settings: tuple[str, ...] = ()
    as_of: date | None = None
    pricing: Path | None = None
    draws: int | None = None
    """How many draws; those of the scenario where it is None, and no draws at all for 0."""
    seed: int | None = None
    """What the draws start from; the scenario's own where it is None."""
