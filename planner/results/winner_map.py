"""The cheapest option over two inputs at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """One input of a map, and the values it was moved to, rising."""

    path: str
    unit: str
    value: float | None
    """What the plan itself says."""
    values: tuple[float, ...]

    @property
    def own(self) -> int | None:
        """The place of what the plan says; None where that lies outside."""
        return self.values.index(self.value) if self.value in self.values else None


@dataclass(frozen=True, slots=True)
class WinnerMap:
    """The cheapest option over two inputs, all others at their middle."""

    across: Axis
    up: Axis
    winners: tuple[tuple[str | None, ...], ...]
    """For each value of `up`, from the lowest on: the cheapest option at each value of `across`, None for none."""

    @property
    def shares(self) -> dict[str | None, float]:
        """How much of the map each option has, the most first; None is where no option is possible."""
        cells = Counter(winner for row in self.winners for winner in row)
        return {winner: count / cells.total() for winner, count in cells.most_common()}
