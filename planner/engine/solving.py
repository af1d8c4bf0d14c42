"""Where the cheapest option changes along one input, in every draw of all the others.

Each draw is looked at on the same values from end to end; every change between two neighbours is then halved in on.
What changes twice between two neighbours leaves no trace; the base case is surveyed more closely (`engine/survey.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.engine.moving import MovingPlan
from planner.engine.simulation import Simulation
from planner.engine.winners import AT_ONCE, Winners, judged
from planner.quantities.draws import Draws
from planner.quantities.quantity import FloatArray
from planner.results.percentiles import Percentiles
from planner.results.solution import (
    Change,
    CrossingsPerDraw,
    DrawnSolution,
    PairPerDraw,
    Span,
    WinnersAt,
)

_STEPS = 48
_HALVINGS = 20
"""A change is found to a millionth of the distance between two neighbouring values."""
_SHOWN = 7
"""So many values at which the winners are counted are told."""


def solved_in_draws(
    plan: MovingPlan,
    draws: Draws,
    path: str,
    span: Span,
    against: str,
    tell: Callable[[int], None] | None = None,
) -> DrawnSolution:
    """Return where the cheapest option changes in each draw; `tell` is told how many draws are done.

    Raises BadInput where a draw makes no plan at a value.
    """
    scale = plan.inputs[path].unit.scale
    ranges = {name: belief.reach for name, belief in draws.beliefs.items()}
    simulation = plan.simulation({**ranges, path: (span.low * scale, span.high * scale)}, by_month=False)
    values = np.array(span.values(_STEPS))
    found = _Found(tuple(plan.courses), values, np.zeros((len(values), len(plan.courses) + 1)))
    for block in draws.blocks():
        drawn, size = draws.block(block), block.stop - block.start
        each = max(1, AT_ONCE // len(values))
        for start in range(0, size, each):
            part = {name: luck[start : start + each] for name, luck in drawn.items()}
            _look(simulation, part, _Moved(path, scale, span, values), against, found)
            if tell is not None:
                tell(block.start + min(start + each, size))
    return found.solution(draws.count, against)


@dataclass(frozen=True, slots=True)
class _Moved:
    path: str
    scale: float
    span: Span
    values: FloatArray


@dataclass(slots=True)
class _Found:
    """What was seen so far, over all draws."""

    names: tuple[str, ...]
    values: FloatArray
    wins: FloatArray
    """How often each option is cheapest at each value; the last column is for none."""
    turns: Counter[int] = field(default_factory=Counter)
    """How many draws have so many changes of the cheapest option."""
    firsts: list[FloatArray] = field(default_factory=list)
    changes: dict[tuple[int, int], list[FloatArray]] = field(default_factory=dict)
    sides: dict[str, _Sides] = field(default_factory=dict)

    def solution(self, draws: int, against: str) -> DrawnSolution:
        """Sum it up."""
        changes = [
            Change(
                self._name(before),
                self._name(after),
                len(every := np.concatenate(at)) / draws,
                Percentiles.of(every),
            )
            for (before, after), at in self.changes.items()
        ]
        shown = np.unique(np.linspace(0, len(self.values) - 1, _SHOWN).round().astype(int))
        return DrawnSolution(
            draws=draws,
            cheapest=_per_draw(self.turns, self.firsts, draws),
            changes=tuple(sorted(changes, key=lambda each: -each.share)),
            pairs={
                name: PairPerDraw(
                    _per_draw(sides.turns, sides.firsts, draws), sides.cheaper / draws, sides.dearer / draws
                )
                for name, sides in self.sides.items()
                if name != against
            },
            winners=tuple(
                WinnersAt(
                    float(self.values[place]),
                    {name: float(self.wins[place, column]) / draws for column, name in enumerate(self.names)},
                )
                for place in shown
            ),
        )

    def _name(self, place: int) -> str | None:
        return self.names[place] if place >= 0 else None


@dataclass(slots=True)
class _Sides:
    turns: Counter[int] = field(default_factory=Counter)
    firsts: list[FloatArray] = field(default_factory=list)
    cheaper: int = 0
    dearer: int = 0


def _look(
    simulation: Simulation, drawn: Mapping[str, FloatArray], moved: _Moved, against: str, found: _Found
) -> None:
    """Look at some draws on all values, and halve in on each change."""
    size = len(next(iter(drawn.values()))) if drawn else 1

    def at(values: FloatArray, which: NDArray[np.intp]) -> tuple[Winners, dict[str, NDArray[np.bool_]]]:
        rows = {name: luck[which] for name, luck in drawn.items()}
        return judged(simulation, {**rows, moved.path: values * moved.scale}, against)

    count = len(moved.values)
    winners, cheaper = at(np.repeat(moved.values, size), np.tile(np.arange(size), count))
    grid = winners.reshape(count, size)
    for column in range(-1, len(found.names)):
        found.wins[:, column] += (grid == column).sum(axis=1)
    gaps = _Gaps.between(grid, moved.values)
    values = gaps.narrowed(moved.span, lambda values, which: at(values, which)[0])
    found.turns.update(np.bincount(gaps.draws, minlength=size).tolist())
    found.firsts.append(_firsts(gaps.draws, values))
    for kind in dict.fromkeys(zip(gaps.before.tolist(), gaps.after.tolist(), strict=True)):
        ours = (gaps.before == kind[0]) & (gaps.after == kind[1])
        found.changes.setdefault(kind, []).append(_firsts(gaps.draws[ours], values[ours]))
    for name, flat in cheaper.items():
        sides, side = found.sides.setdefault(name, _Sides()), flat.reshape(count, size).astype(np.intp)
        gaps = _Gaps.between(side, moved.values)

        def side_at(values: FloatArray, which: NDArray[np.intp], name: str = name) -> Winners:
            return at(values, which)[1][name].astype(np.intp)

        values = gaps.narrowed(moved.span, side_at)
        sides.turns.update(np.bincount(gaps.draws, minlength=size).tolist())
        sides.firsts.append(_firsts(gaps.draws, values))
        sides.cheaper += int(side.all(axis=0).sum())
        sides.dearer += int((side == 0).all(axis=0).sum())


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Neighbouring values between which something changes, in some draws; all of one length."""

    draws: NDArray[np.intp]
    low: FloatArray
    high: FloatArray
    before: Winners
    after: Winners

    @classmethod
    def between(cls, grid: Winners, values: FloatArray) -> _Gaps:
        """Find them in what was seen at each value, shape (values, draws)."""
        places, draws = np.nonzero(grid[1:] != grid[:-1])
        return cls(draws, values[places], values[places + 1], grid[places, draws], grid[places + 1, draws])

    def narrowed(self, span: Span, at: Callable[[FloatArray, NDArray[np.intp]], Winners]) -> FloatArray:
        """Return the value of each change: of whole numbers the first behind it."""
        low, high = self.low.copy(), self.high.copy()
        for _ in range(_HALVINGS if len(low) else 0):
            middle = np.floor((low + high) / 2) if span.whole else (low + high) / 2
            same = at(middle, self.draws) == self.before
            low, high = np.where(same, middle, low), np.where(same, high, middle)
            if span.whole and (high - low <= 1).all():
                break
        return high if span.whole else (low + high) / 2


def _firsts(draws: NDArray[np.intp], values: FloatArray) -> FloatArray:
    """Return the least value of each draw."""
    order = np.lexsort((values, draws))
    _, starts = np.unique(draws[order], return_index=True)
    return values[order][starts]


def _per_draw(turns: Counter[int], firsts: Sequence[FloatArray], draws: int) -> CrossingsPerDraw:
    every = np.concatenate(firsts) if firsts else np.zeros(0)
    more = sum(count for often, count in turns.items() if often > 1)
    return CrossingsPerDraw(
        never=turns[0] / draws,
        once=turns[1] / draws,
        more=more / draws,
        first=Percentiles.of(every) if len(every) else None,
    )
