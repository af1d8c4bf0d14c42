"""Looks at the totals along one input: a scan first, then closer wherever the samples cannot rule a crossing out.

Costs are straight lines, curves and staircases. Between two samples at which the same option is ahead another one may
still be ahead in between; the samples tell where that is possible. A difference that runs straight through its
neighbours cannot cross between them. One that leaves their chord by as much as it is away from zero may, and is
looked at more closely, the likeliest place first, until it runs straight or the place is as narrow as the precision.

What this cannot see: a notch or a pair of jumps that lies wholly between two samples and leaves no trace at any of
them. With 64 steps over four powers of ten a step is 15 %. Where too many places remain, `complete` turns false.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import TypeAlias

from planner.results.solution import NEAR_ZERO, Outcome, Span

Pair: TypeAlias = tuple[str, str]
Bends: TypeAlias = dict[Pair, float]
"""By how much the difference of two options leaves a straight line."""

PRECISION = 1e-9
"""Boundaries are found to this share of their value."""

_STEPS = 64
_STRAIGHT = 1e-9
"""A difference that leaves its chord by less, as a share of the totals, runs straight."""
_NARROWEST = 0.05
"""A chord touched nearer to one of its ends than this share shows too little of what lies along it."""
_REACH = 4.0
"""A difference may reach zero within so many times what it leaves its chord by."""
_AROUND = 8
"""So many neighbours on either side show how rough a difference is."""
_PROBE = 0.381966
"""Where a stretch is probed: never the middle, which two equal steps of a staircase hide from."""


class Survey:
    """All values of the input computed so far, each of them once."""

    def __init__(self, at: Callable[[float], Outcome], span: Span, against: str, most: int) -> None:
        self._at = at
        self._against = against
        self._most = most
        self._checked: set[tuple[float, float]] = set()
        self._known: dict[float, Outcome] = {}
        self.span = span
        self.values: list[float] = []
        self.complete = True

    def at(self, value: float) -> Outcome:
        """Return what the plan comes to at a value."""
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = self._at(value)
            insort(self.values, value)
        return found

    @property
    def spent(self) -> bool:
        """Whether as many values were computed as may be; whoever stops for it has not looked everywhere."""
        if len(self.values) >= self._most:
            self.complete = False
        return not self.complete

    def are_close(self, low: float, high: float, times: float = 1) -> bool:
        """Whether nothing is left to look at between two values: they are within so many times the precision."""
        if self.span.whole:
            return high - low <= 1
        reach = max(abs(low), abs(high), NEAR_ZERO * (self.span.high - self.span.low))
        return high - low <= times * PRECISION * reach

    def between(self, low: float, high: float, share: float = 0.5) -> float:
        """Return a value strictly between two that are not close, about this share of the way along."""
        if self.span.whole:
            return float(min(max(round(low + share * (high - low)), low + 1), high - 1))
        least = min(0.5, 0.25 * PRECISION * max(abs(low), abs(high)) / (high - low))
        return low + min(max(share, least), 1 - least) * (high - low)

    def scan(self) -> None:
        """Compute the span from end to end."""
        for value in self.span.values(_STEPS):
            self.at(value)

    def look_closer(self) -> None:
        """Compute more values wherever an unseen crossing is possible, the likeliest place first."""
        waiting: list[tuple[float, float, float, Bends]] = []
        values = list(self.values)
        bends = [self._bends(*values[start : start + 3]) for start in range(len(values) - 2)]
        for index, (low, high) in enumerate(pairwise(values)):
            if (low, high) not in self._checked:
                self._checked.add((low, high))
                self._wait(waiting, low, high, _roughness(bends, index))
        while waiting and not self.spent:
            _, low, high, rough = heappop(waiting)
            probe = self.between(low, high, _PROBE)
            self.at(probe)
            left = {
                pair: max(bend, rough.get(pair, 0.0) / 2)
                for pair, bend in self._bends(low, probe, high).items()
            }
            for part in ((low, probe), (probe, high)):
                self._checked.add(part)
                self._wait(waiting, *part, left)

    def _wait(
        self,
        waiting: list[tuple[float, float, float, Bends]],
        low: float,
        high: float,
        rough: Bends,
    ) -> None:
        """Put a stretch on the list if one of the differences may cross zero in it unseen."""
        if self.are_close(low, high):
            return
        chances = [self._away(pair, low, high) / bend for pair, bend in rough.items()]
        if chances and min(chances) < _REACH:
            heappush(waiting, (min(chances), low, high, rough))

    def _away(self, pair: Pair, low: float, high: float) -> float:
        """Return how far from zero a difference is at both ends; infinite where it has changed sides already."""
        first, second = self.at(low), self.at(high)
        if not (first.totals and second.totals) or first.side(*pair) is not second.side(*pair):
            return float("inf")
        if first.cheapest == second.cheapest and first.cheapest not in pair and self._against not in pair:
            return float("inf")
        return min(abs(_difference(first, pair)), abs(_difference(second, pair)))

    def _bends(self, low: float, middle: float, high: float) -> Bends:
        """Return by how much each difference leaves its chord at a value in between; straight ones are left out."""
        outcomes = [self.at(value) for value in (low, middle, high)]
        if not all(outcome.totals for outcome in outcomes):
            return {}
        share = (middle - low) / (high - low)
        bends = {}
        for pair in self._pairs(outcomes[1]):
            start, found, end = (_difference(outcome, pair) for outcome in outcomes)
            bend = abs(found - start - share * (end - start))
            if bend > _STRAIGHT * max(
                abs(total) for outcome in outcomes for total in outcome.totals.values()
            ):
                bends[pair] = bend * _PROBE / max(_NARROWEST, min(share, 1 - share))
        return bends

    def _pairs(self, outcome: Outcome) -> Iterator[Pair]:
        """Return the differences that matter: to the option compared with, and to the cheapest."""
        for reference in dict.fromkeys((self._against, outcome.cheapest)):
            if reference is not None:
                yield from ((name, reference) for name in outcome.totals if name != reference)


def _difference(outcome: Outcome, pair: Pair) -> float:
    return outcome.totals[pair[0]] - outcome.totals[pair[1]]


def _roughness(bends: list[Bends], index: int) -> Bends:
    """Return by how much each difference leaves the chords around the stretch that starts at a sample.

    Neighbours further off count too where it is not straight here: steps of a staircase as long as those of the
    scan hide from some chords, never from several in a row.
    """
    here = _largest_bends(bends, index, 1)
    return {pair: bend for pair, bend in _largest_bends(bends, index, _AROUND).items() if pair in here}


def _largest_bends(bends: list[Bends], index: int, around: int) -> Bends:
    largest: Bends = {}
    for middle in range(max(1, index - around), min(len(bends) + 1, index + around + 2)):
        for pair, bend in bends[middle - 1].items():
            largest[pair] = max(bend, largest.get(pair, 0.0))
    return largest
