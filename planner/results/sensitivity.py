"""Which uncertain inputs matter for the choice between options, by how much, and what knowing them is worth."""

from __future__ import annotations

from dataclasses import dataclass

from planner.quantities.distribution import Distribution
from planner.quantities.quantity import Quantity
from planner.results.information import Learning


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
    """For a share that is counted on cases: how many more settle it, and what deciding after them is worth."""
    stretches: tuple[Stretch, ...]
    """Which option is cheapest on average along its values."""

    @property
    def swing(self) -> float:
        """By how much it moves the difference between its P10 and its P90."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The best two options by expected cost, and what their difference hangs on; money over the whole horizon."""

    best: str
    """Of the options that are possible in every draw: the one with the least expected cost."""
    second: str
    """The next by expected cost, where it is possible."""
    difference: float
    """What the second costs more in the base case, every input at its middle."""
    expected_difference: float
    """What the second costs more on average over the draws."""
    evpi: float
    """What knowing everything would save on average."""
    influences: tuple[Influence, ...]
    """Those worth knowing most first, then those that move the difference most."""
