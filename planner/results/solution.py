"""Where the cheapest option changes along one input: what was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.results.percentiles import Percentiles

_SAME = 1e-14
"""Totals that differ by less, as a share of the larger, are the same: the rest is rounding of long sums."""


_WIDE = 10.0
"""From this ratio of the bounds on, a span is looked at in equal ratios instead of equal steps."""
NEAR_ZERO = 1e-6
"""A span that starts at 0 is looked at from this share of its end on, in equal ratios too."""


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

    @property
    def is_wide(self) -> bool:
        """Whether it is looked at in equal ratios."""
        return self.low > 0 and self.high >= _WIDE * self.low

    def values(self, steps: int) -> list[float]:
        """Return values from end to end, rising: in equal ratios where it is wide, in equal steps otherwise."""
        low, high = self.low, self.high
        found = [low + (high - low) * index / steps for index in range(steps + 1)]
        if self.whole and high - low <= 2 * steps:
            found = [low + index for index in range(int(high - low) + 1)]
        elif self.is_wide:
            found = [low * (high / low) ** (index / steps) for index in range(steps + 1)]
        elif low == 0:
            found += [high * NEAR_ZERO ** (index / steps) for index in range(0, steps, 2)]
        return self._kept((low, *found[1:], high))

    def cells(self, count: int, own: float | None = None) -> list[float]:
        """Return so many values or fewer, rising, for the cells of a map: in equal ratios or equal steps.

        The plan's own value takes the place of the one nearest to it, where it lies within.
        """
        shares = [place / (count - 1) for place in range(count)]
        if self.is_wide:
            found = self._kept(self.low * (self.high / self.low) ** share for share in shares)
        else:
            found = self._kept(self.low + (self.high - self.low) * share for share in shares)
        if own is not None and self.low < own < self.high and len(found) > 2 and own not in found:
            place = min(range(1, len(found) - 1), key=lambda place: abs(found[place] - own))
            found[place] = own
        return found

    def _kept(self, values: Iterable[float]) -> list[float]:
        kept = (float(round(value)) if self.whole else value for value in values)
        return sorted({min(max(value, self.low), self.high) for value in kept})


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
    draws: DrawnSolution | None = None
    """The same over all draws; None where nothing else is uncertain, or draws cannot follow it over the whole span."""


@dataclass(frozen=True, slots=True)
class CrossingsPerDraw:
    """How often something changes along the span, over all draws; the three shares come to 1."""

    never: float
    once: float
    more: float
    first: Percentiles | None
    """Where it changes first, in draws in which it changes at all; None where it never does."""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change of the cheapest option."""

    before: str | None
    after: str | None
    """None where no option is possible."""
    share: float
    """The share of draws in which it happens."""
    value: Percentiles
    """Where it happens first."""


@dataclass(frozen=True, slots=True)
class PairPerDraw:
    """An option against the one it is compared with, over all draws."""

    crossings: CrossingsPerDraw
    cheaper: float
    """The share of draws in which it is cheaper all along."""
    dearer: float
    """The share of draws in which it is dearer, or the same, all along."""


@dataclass(frozen=True, slots=True)
class WinnersAt:
    """How often each option is the cheapest at one value of the input."""

    value: float
    shares: Mapping[str, float]

    @property
    def nobody(self) -> float:
        """The share of draws in which no option is possible there."""
        return max(0.0, round(1 - sum(self.shares.values()), 9))


@dataclass(frozen=True, slots=True)
class DrawnSolution:
    """Where the cheapest option changes along one input, in each draw of all the others."""

    draws: int
    cheapest: CrossingsPerDraw
    changes: tuple[Change, ...]
    """The kinds of changes, the most frequent first."""
    pairs: Mapping[str, PairPerDraw]
    winners: tuple[WinnersAt, ...]
