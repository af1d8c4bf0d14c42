"""What the draws came to: each option's spread, how often it is cheapest, and what choosing it may cost.

An option counts in a draw only where nothing blocks it in that draw. Every figure is compared on the same draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import FloatArray
from planner.results.information import Choice, by_option
from planner.results.percentiles import Percentiles, told


@dataclass(frozen=True, slots=True)
class Spread:
    """One option over all draws; money over the whole horizon."""

    total: Percentiles
    mean: float
    """The expected total."""
    saving: Percentiles | None
    """Against the baseline; None for the baseline itself."""
    payback: Percentiles | None
    """Months, infinite for never; None for the baseline."""
    never: float | None
    """The share of draws in which it never pays back; None for the baseline."""
    possible: float
    """The share of draws in which nothing blocks it."""
    cheapest: float
    """The share of draws in which it is the cheapest that is possible."""
    cheapest_error: float
    """The standard error of that share: sqrt(p (1 - p) / draws), or less where the draws are spread evenly."""
    regret: float | None
    """What it costs on average above the cheapest of each draw, where it is possible; None where it never is."""


@dataclass(frozen=True)
class Outcomes:
    """Every option in every draw; arrays have shape (draws,), in the order in which draws were made."""

    baseline: str
    seed: int
    totals: Mapping[str, FloatArray]
    possible: Mapping[str, NDArray[np.bool_]]
    """Whether nothing blocks the option."""
    paybacks: Mapping[str, FloatArray]
    """Months to the payback against the baseline, infinite for never."""

    @property
    def count(self) -> int:
        """The number of draws."""
        return len(next(iter(self.totals.values())))

    @cached_property
    def least(self) -> FloatArray:
        """The total of the cheapest possible option in each draw; infinite where none is possible."""
        least = np.full(self.count, np.inf)
        for name in self.totals:
            np.minimum(least, self.paid(name), out=least)
        return least

    @cached_property
    def choice(self) -> Choice:
        """The choice between the options that are possible in any draw."""
        return by_option({name: self.paid(name) for name in self.totals if self.possible[name].any()})

    @property
    def least_expected(self) -> str | None:
        """The option with the least expected cost among those possible in every draw; None without any."""
        best = self.choice.best
        return None if best is None else self.choice.names[best]

    @property
    def evpi(self) -> float | None:
        """What it would save on average to know each draw beforehand; None where no option is possible in all."""
        evpi = self.choice.evpi
        return None if evpi is None else told(evpi)

    @property
    def most_often(self) -> str | None:
        """The option that is the cheapest in most draws; None where none is possible in any."""
        name = max(self.spreads, key=lambda each: self.spreads[each].cheapest)
        return name if self.spreads[name].cheapest else None

    def more_often_than(self, name: str) -> str | None:
        """Return the option that is the cheapest most often, if it is so more often than another, and not by chance.

        By chance two shares p and q of n draws differ by two standard errors at most: 2 sqrt((p + q - (p - q)^2) / n).
        """
        other = self.most_often
        if other is None:
            return None
        more, less = self.spreads[other].cheapest, self.spreads[name].cheapest
        by_chance = 2 * sqrt((more + less - (more - less) ** 2) / self.count)
        return other if more - less > by_chance else None

    def paid(self, name: str) -> FloatArray:
        """Return an option's totals, infinite in the draws in which it is not possible."""
        if self.possible[name].all():
            return self.totals[name]
        return np.where(self.possible[name], self.totals[name], np.inf)

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """Each option over all draws; of equals the first in the file is the cheapest."""
        found, taken = {}, np.zeros(self.count, dtype=bool)
        for name in self.totals:
            wins = (self.paid(name) == self.least) & self.possible[name] & ~taken
            taken |= wins
            found[name] = self._spread(name, float(wins.mean()))
        return found

    def _spread(self, name: str, cheapest: float) -> Spread:
        total, possible, is_base = self.totals[name], self.possible[name], name == self.baseline
        payback = self.paybacks.get(name)
        regret = (total - self.least)[possible]
        return Spread(
            total=Percentiles.of(total),
            mean=told(float(total.mean())),
            saving=None if is_base else Percentiles.of(self.totals[self.baseline] - total),
            payback=None if is_base or payback is None else Percentiles.of(payback),
            never=None if is_base or payback is None else float(np.isinf(payback).mean()),
            possible=float(possible.mean()),
            cheapest=cheapest,
            cheapest_error=sqrt(cheapest * (1 - cheapest) / self.count),
            regret=told(float(regret.mean())) if len(regret) else None,
        )
