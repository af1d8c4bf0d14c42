"""Where the ends of a range go when its middle is moved: all as exact decimals, in one unit.

In proportion where all is above 0; a share that cannot exceed 100 % by its odds; anything else by the same distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import Enum
from typing import TYPE_CHECKING

from planner.plan.number_text import factor_into
from planner.plan.one_number import rounded
from planner.quantities.units import unit

if TYPE_CHECKING:
    from planner.plan.file_model import Measure

_DIGITS = 4
P95 = Decimal("1.6448536269514722")
"""Standard deviations from the mean to P95: what is normally distributed has to be possible so far."""


def factor_to(own: str, name: str) -> Decimal:
    """Return what brings a number in a named unit into a field's own; `money` is whatever currency is named.

    Raises ValueError where the two measure different things.
    """
    named = own if not name else own.replace("money", unit(name).currency or "money")
    return Decimal(str(factor_into("", name or None, unit(named))))


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the largest value a field takes, and whether only whole ones; None is no limit that is known."""

    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False

    @classmethod
    def of(cls, measure: Measure | None, unit_name: str = "", *, percent: bool = False) -> Limits:
        """Return those of a field, in the unit that a number names; of an unknown field only what % says."""
        if measure is None:
            return cls(most=Decimal(1) if percent else None)
        least = measure.at_least if measure.above is None else measure.above
        if measure.whole and measure.above is not None:
            least = measure.above + 1
        try:
            factor = factor_to(measure.unit, unit_name)
        except ValueError:  # measures something else, and is refused: 0 is 0 in every unit
            return cls(Decimal(0) if least == 0 else None, None, measure.whole)
        ends = [None if end is None else Decimal(str(end)) / factor for end in (least, measure.at_most)]
        return cls(ends[0], ends[1], measure.whole)

    def kept(self, value: Decimal) -> Decimal:
        """Return the nearest value that the field takes."""
        if self.least is not None:
            value = max(value, self.least)
        return value if self.most is None else min(value, self.most)


class _Way(Enum):
    ODDS = " by its odds"
    PROPORTION = ""
    DISTANCE = " by the same distance"


@dataclass(frozen=True, slots=True)
class Move:
    """A middle that goes from one value to another; `least` is the smallest value that moves with it."""

    start: Decimal
    end: Decimal
    least: Decimal
    most: Decimal
    limits: Limits

    @property
    def how(self) -> str:
        """In which way, in words that may follow `moves along`; in proportion goes without saying."""
        return self._way.value

    @property
    def _way(self) -> _Way:
        if self.least < 0 or self.start <= 0 or self.end < 0:
            return _Way.DISTANCE
        if self.limits.most == 1 and self.most <= 1 and self.start < 1 and self.end <= 1:
            return _Way.ODDS
        return _Way.PROPORTION

    def exact(self, value: Decimal) -> Decimal:
        """Return where another value goes, within the limits."""
        match self._way:
            case _Way.ODDS:
                here, there = self.start * (1 - self.end), self.end * (1 - self.start)
                below = there * value + here * (1 - value)
                moved = there * value / below if below else value
            case _Way.PROPORTION:
                moved = value * self.end / self.start
            case _:
                moved = value + self.end - self.start
        return self.limits.kept(moved)

    def to(self, value: Decimal, *, whole: bool = False) -> Decimal:
        """Return where it goes in four digits, or as a whole number, on the same side of the middle as before."""
        exact = self.exact(value)
        near = exact.quantize(Decimal(1), ROUND_HALF_UP) if whole else rounded(exact, _DIGITS)
        near = self.limits.kept(near)
        return min(near, self.end) if value <= self.start else max(near, self.end)

    def spread(self, deviation: Decimal, *, clipped: tuple[bool, bool]) -> Decimal:
        """Return the standard deviation around the new middle; `clipped` says which ends a file clips itself."""
        start, end = self.start, self.end
        match self._way:
            case _Way.ODDS:
                moved = deviation * end * (1 - end) / (start * (1 - start))
            case _Way.PROPORTION:
                moved = deviation * end / start
            case _:
                moved = deviation
        moved = rounded(moved, _DIGITS)
        for limit, is_clipped in zip((self.limits.least, self.limits.most), clipped, strict=True):
            if limit is not None and not is_clipped and P95 * moved > abs(end - limit):
                moved = rounded(abs(end - limit) / P95, _DIGITS, ROUND_DOWN)
        return moved
