"""Which uncertain inputs matter for the choice between options, by how much, and what knowing them is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.quantities.distribution import Distribution
from planner.quantities.quantity import Quantity
from planner.results.information import Learning

_NEXT_TO_NOTHING = 1e-3
"""What knowing something saves is next to nothing below this share of what the choice costs."""
_CLOSE = 0.6
"""A choice is close where it is the cheapest in fewer draws than these, as a share."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of an input over which one option is cheapest on average, in base units."""

    low: float
    high: float
    cheapest: str


@dataclass(frozen=True, slots=True)
class Influence:
    """What one uncertain input does to the choice."""

    path: str
    quantity: Quantity
    """The input itself, with its label, unit and origin."""
    belief: Distribution
    at_low: float
    """The difference of the best two where this input is at its P10, all others at their middle."""
    at_high: float
    """The same at its P90."""
    share: float
    """First-order Sobol index: the share of the difference's variance that this input explains by itself."""
    evppi: float
    """What knowing it exactly would save on average; 0 where no value of it changes the choice."""
    learning: Learning | None
    """For a share that is counted on cases: how many settle it, and what deciding after them is worth."""
    samples: tuple[Learning, ...]
    """For such a share: what each usual number of cases is worth."""
    stretches: tuple[Stretch, ...]
    """Which option is cheapest on average along its values."""

    @property
    def swing(self) -> float:
        """By how much it moves the difference between its P10 and its P90."""
        return abs(self.at_high - self.at_low)

    @property
    def moves(self) -> bool:
        """Whether it moves the difference of the best two, or is worth knowing for another reason."""
        return self.swing > 0 or self.evppi > 0

    @property
    def tenths(self) -> tuple[float, float]:
        """Its P10 and P90, in its own unit."""
        return self.own(self.belief.at(0.1)), self.own(self.belief.at(0.9))

    @property
    def is_guess(self) -> bool:
        """Whether nobody says where its range is from."""
        return self.quantity.origin is not None and self.quantity.origin.is_guess

    def own(self, value: float) -> float:
        """Return one of its values in its own unit instead of base units."""
        return value / self.quantity.unit.scale


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The best two options by expected cost, and what their difference hangs on; money over the whole horizon."""

    best: str
    """The option that costs least on average to choose: where it is blocked, the cheapest one is paid as well."""
    second: str
    """The next one."""
    difference: float
    """What the second costs more in the base case, every input at its middle."""
    expected_difference: float
    """What the second costs more on average over the draws."""
    expected: float
    """What the best costs on average."""
    chances: Mapping[str, float]
    """The share of draws in which each option is the cheapest that is possible."""
    possible: Mapping[str, float]
    """The share of draws in which nothing blocks each option."""
    evpi: float
    """What knowing everything would save on average."""
    influences: tuple[Influence, ...]
    """Those worth knowing most first, then those that move the difference most."""

    @property
    def settled(self) -> bool:
        """Whether knowing everything would save next to nothing."""
        return self.evpi <= self._nothing

    @property
    def worth_knowing(self) -> tuple[Influence, ...]:
        """The inputs that are worth more than next to nothing by themselves, the most worth first."""
        return tuple(each for each in self.influences if each.evppi > self._nothing)

    @property
    def hardly_matter(self) -> tuple[Influence, ...]:
        """Those that change the choice, but so seldom or by so little that knowing them is worth next to nothing."""
        rest = (each for each in self.influences if each not in self.worth_knowing)
        return tuple(each for each in rest if each.evppi > 0 or len(each.stretches) > 1)

    @property
    def cannot_matter(self) -> tuple[Influence, ...]:
        """Those of which no believed value changes which option is cheapest on average."""
        some = {each.path for each in (*self.worth_knowing, *self.hardly_matter)}
        return tuple(each for each in self.influences if each.path not in some)

    @property
    def close(self) -> bool:
        """Whether the best is hardly more often the cheapest than not."""
        return self.chances[self.best] < _CLOSE

    @property
    def likeliest(self) -> str:
        """The option that is the cheapest in the most draws; the best, where another is as often."""
        return max(self.chances, key=lambda name: (self.chances[name], name == self.best))

    @property
    def _nothing(self) -> float:
        return _NEXT_TO_NOTHING * abs(self.expected)
