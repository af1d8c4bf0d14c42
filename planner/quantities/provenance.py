"""Where a number comes from: a line of a file, and the page somebody read it on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy is not there yet when the dashboard shows its frame
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
        return f"{self.title}, {self.address}{via}, {self.when_read}"

    @property
    def when_read(self) -> str:
        """The day on which it was read, and how far it can be trusted."""
        doubt = "" if self.confidence is Confidence.HIGH else f", confidence {self.confidence}"
        return f"read {self.read.isoformat()}{doubt}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything known about where an input was written.

    `path` names the input's place in the plan and stays the same when a file is reordered. `belief` is there for an
    uncertain input, in base units: 30 to 60 USD/1M tok are 30e-6 to 60e-6.
    """

    path: str
    location: Location | None = None
    reference: Reference | None = None
    source: str | None = None
    note: str | None = None
    estimated: bool = False
    belief: Distribution | None = None
    counted: bool = False
    """Whether it is a share of cases, such as an accuracy: looking at more cases tells what it is."""

    @property
    def is_guess(self) -> bool:
        """Whether an uncertain number stands there without a page or a word on where it is from."""
        return self.belief is not None and not self.source and self.reference is None


def cited(origin: Origin | None, path: str, page: Reference) -> Origin:
    """Return the origin of a number with its place in the tables and its page; a guess is an estimate."""
    known = origin or Origin("")
    guessed = known.estimated or page.confidence is Confidence.GUESS
    return replace(known, path=path, reference=page, estimated=guessed)
