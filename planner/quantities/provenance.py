"""Where a number comes from: a line of a file, and the page somebody read it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.quantities.distribution import Distribution


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1, and line 0 means the place has no line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Confidence(StrEnum):
    """How far a published fact can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Reference:
    """The page a fact was read on: its title, its address and the day of reading."""

    title: str
    address: str
    read: date
    via: str | None = None
    confidence: Confidence = Confidence.HIGH

    def __str__(self) -> str:
        via = f" via {self.via}" if self.via else ""
        doubt = "" if self.confidence is Confidence.HIGH else f", confidence {self.confidence}"
        return f"{self.title}, {self.address}{via}, read {self.read.isoformat()}{doubt}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything known about where an input was written.

    `path` names the input's place in the plan and stays the same when a file is reordered. `spread` is there for an
    input that was given as a range: its low and its high end (P5 and P95), in the unit of the input.
    """

    path: str
    location: Location | None = None
    reference: Reference | None = None
    source: str | None = None
    note: str | None = None
    estimated: bool = False
    spread: tuple[float, float] | None = None
    belief: Distribution | None = None
