"""Counts, over all draws, where the cheapest option changes along one input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.engine.gaps import Gaps, is_below
from planner.engine.winners import Judged, Places
from planner.quantities.quantity import FloatArray
from planner.results.percentiles import Percentiles
from planner.results.solution import Change, CrossingsPerDraw, DrawnSolution, PairPerDraw, WinnersAt

_SHOWN = 7
"""So many values at which the winners are counted are told."""


@dataclass(slots=True)
class _Turns:
    """How often something changes in each draw, and where first."""

    often: Counter[int] = field(default_factory=Counter)
    firsts: list[FloatArray] = field(default_factory=list)
    always: int = 0
    """For a pair: the draws in which the option is below all along."""
    never: int = 0
    """For a pair: those in which it never is."""

    def count(self, draws: Places, values: FloatArray, size: int) -> None:
        """Count a block of so many draws."""
        self.often.update(np.bincount(draws, minlength=size).tolist())
        self.firsts.append(_firsts(draws, values))

    def per_draw(self, draws: int) -> CrossingsPerDraw:
        """Sum up."""
        every = np.concatenate(self.firsts)
        more = sum(count for often, count in self.often.items() if often > 1)
        return CrossingsPerDraw(
            never=self.often[0] / draws,
            once=self.often[1] / draws,
            more=more / draws,
            first=Percentiles.of(every) if len(every) else None,
        )


@dataclass(slots=True)
class Tally:
    """What was seen so far."""

    names: Sequence[str]
    against: int
    values: FloatArray
    draws: int
    _wins: dict[int, FloatArray] = field(default_factory=dict)
    _cheapest: _Turns = field(default_factory=_Turns)
    _changes: dict[tuple[int, int], list[FloatArray]] = field(default_factory=dict)
    _pairs: dict[int, _Turns] = field(default_factory=dict)

    def winners(self, seen: Judged, gaps: Gaps, values: FloatArray) -> None:
        """Count who is cheapest at each value of a block's draws, and each change of it."""
        grid = seen.winners.reshape(len(self.values), -1)
        for place in range(len(self.names)):
            counted = (grid == place).sum(axis=1)
            self._wins[place] = self._wins.get(place, np.zeros(len(self.values))) + counted
        self._cheapest.count(gaps.draws, values, grid.shape[1])
        for kind in dict.fromkeys(zip(gaps.one.tolist(), gaps.other.tolist(), strict=True)):
            ours = (gaps.one == kind[0]) & (gaps.other == kind[1])
            self._changes.setdefault(kind, []).append(_firsts(gaps.draws[ours], values[ours]))

    def pair(self, place: int, seen: Judged, gaps: Gaps, values: FloatArray) -> None:
        """Count where an option passes the one that all are compared with."""
        below = is_below(seen, place, self.against).reshape(len(self.values), -1)
        turns = self._pairs.setdefault(place, _Turns())
        turns.count(gaps.draws, values, below.shape[1])
        turns.always += int(below.all(axis=0).sum())
        turns.never += int((~below).all(axis=0).sum())

    def solution(self) -> DrawnSolution:
        """Sum it all up."""
        changes = []
        for (before, after), at in self._changes.items():
            every = np.concatenate(at)
            share = len(every) / self.draws
            changes.append(Change(self._name(before), self._name(after), share, Percentiles.of(every)))
        return DrawnSolution(
            draws=self.draws,
            cheapest=self._cheapest.per_draw(self.draws),
            changes=tuple(sorted(changes, key=lambda each: -each.share)),
            pairs={
                self.names[place]: PairPerDraw(
                    turns.per_draw(self.draws), turns.always / self.draws, turns.never / self.draws
                )
                for place, turns in self._pairs.items()
            },
            winners=tuple(self._winners_shown()),
        )

    def _winners_shown(self) -> list[WinnersAt]:
        """Return the ends, and the values between which the winners change most."""
        shares = np.array(list(self._wins.values())) / self.draws
        moved = np.concatenate(([0.0], np.abs(np.diff(shares, axis=1)).sum(axis=0).cumsum()))
        wanted = np.linspace(0, moved[-1], _SHOWN) if moved[-1] else np.zeros(1)
        shown = np.unique([0, *np.searchsorted(moved, wanted), len(self.values) - 1]).tolist()
        return [
            WinnersAt(
                float(self.values[row]),
                {self.names[place]: float(shares[at, row]) for at, place in enumerate(self._wins)},
            )
            for row in shown
        ]

    def _name(self, place: int) -> str | None:
        return self.names[place] if place >= 0 else None


def _firsts(draws: Places, values: FloatArray) -> FloatArray:
    """Return the least value of each draw."""
    order = np.lexsort((values, draws))
    _, starts = np.unique(draws[order], return_index=True)
    return values[order][starts]
