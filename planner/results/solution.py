"""Where the cheapest option changes along one input: what was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

_SAME = 1e-14
"""Totals that differ by less, as a share of the larger, are the same: the rest is rounding of long sums."""


class Side(StrEnum):
    """On which side of another option's total an option's total is."""

    CHEAPER = "cheaper"
    SAME = "same"
    DEARER = "dearer"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan comes to at one value of the input; without totals, and with a problem, where there is no plan."""

    totals: Mapping[str, float]
    usable: Collection[str]
    """The options that nothing stands in the way of."""
    problem: str = ""
    """Why no plan can be made at this value."""

    @property
    def cheapest(self) -> str | None:
        """The cheapest usable option, of equals the first in the file; None where there is none."""
        usable = [name for name in self.totals if name in self.usable]
        if not usable:
            return None
        least = min(usable, key=self.totals.__getitem__)
        return next(name for name in usable if self.side(name, least) is not Side.DEARER)

    def side(self, option: str, against: str) -> Side | None:
        """Return the side of one option against another; None where there is no plan."""
        if not self.totals:
            return None
        ours, theirs = self.totals[option], self.totals[against]
        if abs(ours - theirs) <= _SAME * max(abs(ours), abs(theirs)):
            return Side.SAME
        return Side.CHEAPER if ours < theirs else Side.DEARER


@dataclass(frozen=True, slots=True)
class Span:
    """The values an input is moved over: from `low` to `high`, in whole steps or in any."""

    low: float
    high: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of values over which one option is the cheapest.

    Neighbours share a boundary; of an input that moves in whole steps a segment starts one above the end of the last.
    """

    low: float
    high: float
    cheapest: str | None
    """None where no option can be used, or no plan be made."""
    problem: str = ""
    """Why no plan can be made here."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """A value at which an option's total passes that of the option it is compared with."""

    value: float
    """Of an input that moves in whole steps: the first value behind it."""
    above: Side
    """Where the option is from this value on."""
    usable: bool
    """Whether nothing stands in its way from this value on; the total of one that cannot be used tells nothing."""
    jump: bool
    """Whether the totals are never equal there, because one jumps past the other; in whole steps they seldom are."""


@dataclass(frozen=True, slots=True)
class PairResult:
    """An option against the one it is compared with: where it starts at the low end, and each break-even."""

    start: Side | None
    """The side at the lowest value for which there is a plan."""
    break_evens: tuple[BreakEven, ...]


@dataclass(frozen=True, slots=True)
class Crossings:
    """Everything that was found over a span."""

    segments: tuple[Segment, ...]
    pairs: Mapping[str, PairResult]
    looked_at: int
    """How many values of the input were computed."""
    complete: bool
    """False when there were more places worth a closer look than were looked at."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The values of one input at which another option becomes the cheapest."""

    path: str
    unit: str
    span: Span
    value: float | None
    """What the plan itself says; None where it says nothing."""
    against: str
    crossings: Crossings
