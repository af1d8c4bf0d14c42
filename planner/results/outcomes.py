"""What the draws came to: each option's spread, how often it is cheapest, and what choosing it may cost.

An option counts in a draw only where nothing blocks it in that draw. Every figure is compared on the same draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import FloatArray
from planner.results.information import Choice
from planner.results.percentiles import SAME, Percentiles, snapped, told


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
    """The share of draws in which it is possible and never pays back; None for the baseline."""
    possible: float
    """The share of draws in which nothing blocks it."""
    cheapest: float
    """The share of draws in which it is the cheapest that is possible."""
    cheapest_error: float
    """The standard error of that share: sqrt(p (1 - p) / draws), or less where the draws are spread evenly."""
    regret: float | None
    """What choosing it costs on average above the cheapest of each draw; None where it is never possible.

    In draws in which it is blocked, the cheapest one has to be paid as well.
    """


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
    met: Mapping[str, Mapping[str, NDArray[np.bool_]]] = field(default_factory=dict)
    """For each option and objective that can be judged, whether it is met."""

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
    def choice(self) -> Choice | None:
        """The choice between the options that are possible in any draw; None without any."""
        names = tuple(name for name in self.totals if self.possible[name].any())
        return Choice(names, np.array([self.chosen(name) for name in names])) if names else None

    def chance_of(self, name: str, measure: str) -> float | None:
        """Return the share of draws in which an option meets an objective; None where it cannot be judged."""
        met = self.met.get(name, {}).get(measure)
        return None if met is None else float(met.mean())

    def meets_all(self, name: str) -> NDArray[np.bool_]:
        """Return in which draws an option meets every objective that is judged, whether it can be used or not."""
        met: NDArray[np.bool_] = np.ones(self.count, dtype=bool)
        for each in self.met.get(name, {}).values():
            met = met & each
        return met

    def chosen(self, name: str) -> FloatArray:
        """Return what choosing an option comes to in each draw.

        In draws in which it turns out to be blocked, the cheapest possible one has to be paid as well. Where none is
        possible no choice is better than another: each comes to what the cheapest would.
        """
        if self.possible[name].all():
            return self.totals[name]
        nobody = np.isinf(self.least)
        chosen = self.totals[name] + np.where(self.possible[name] | nobody, 0.0, self.least)
        if not nobody.any():
            return chosen
        return np.where(nobody, np.min(list(self.totals.values()), axis=0), chosen)

    @property
    def least_expected(self) -> str | None:
        """The option with the least expected cost of choosing it; None where none is possible in any draw."""
        return None if self.choice is None else self.choice.names[self.choice.best]

    @property
    def evpi(self) -> float | None:
        """What it would save on average to know each draw beforehand; None where no option is possible in any."""
        return None if self.choice is None else told(self.choice.evpi)

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
            equal = self.totals[name] <= self.least + SAME * np.abs(self.least)
            wins = equal & self.possible[name] & ~taken
            taken |= wins
            found[name] = self._spread(name, float(wins.mean()))
        return found

    def _spread(self, name: str, cheapest: float) -> Spread:
        total, possible, is_base = self.totals[name], self.possible[name], name == self.baseline
        payback = self.paybacks.get(name)
        known = np.isfinite(self.least)
        regret = (self.chosen(name) - self.least)[known]
        return Spread(
            total=Percentiles.of(total),
            mean=told(float(total.mean())),
            saving=None if is_base else Percentiles.of(self.totals[self.baseline] - total),
            payback=None if is_base or payback is None else Percentiles.of(payback),
            never=None if is_base or payback is None else float((np.isinf(payback) & possible).mean()),
            possible=float(possible.mean()),
            cheapest=cheapest,
            cheapest_error=sqrt(cheapest * (1 - cheapest) / self.count),
            regret=told(snapped(float(regret.mean()), float(total.mean()))) if possible.any() else None,
        )
