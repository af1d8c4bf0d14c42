"""What knowing more is worth: EVPI, EVPPI for one input, EVSI for so many cases, and first-order Sobol indices.

All from the draws that are there. EVPI = least expected cost - expected least cost (Raiffa and Schlaifer 1961). EVPPI
of an input is the same with what each option costs on average along that input (`results/curves.py`): what a choice
that may depend on it saves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.quantities.quantity import FloatArray
from planner.results.curves import Curves
from planner.results.percentiles import SAME, snapped

_SAMPLES = (50, 100, 200, 300, 500, 1000, 2000, 5000)
"""Usual numbers of cases to look at."""
_MOST = 0.8
"""A sample that is worth this share of what knowing everything is worth has settled most of it."""
_FEW_VALUES = 32
_AT_ONCE = 50_000
STEADY = 1_000
"""With fewer draws, what an input of little influence is worth drowns in chance and shows as 0."""


@dataclass(frozen=True)
class Choice:
    """Options in rows and draws in columns: what choosing each comes to in each draw."""

    names: tuple[str, ...]
    costs: FloatArray

    @cached_property
    def best(self) -> int:
        """The row of the least expected cost; of equals the first."""
        means = self.costs.mean(axis=1)
        return int(np.argmax(means <= means.min() + SAME * abs(means.min())))

    @cached_property
    def evpi(self) -> float:
        """The expected value of perfect information: what it would save on average to know each draw beforehand."""
        best = self.costs[self.best]
        return snapped(float((best - self.costs.min(axis=0)).mean()), float(best.mean()))

    def along(self, values: FloatArray) -> Curves:
        """Return what the options cost on average along an input, above the best."""
        return Curves.of(self.costs, values, self.best)


@dataclass(frozen=True, slots=True)
class Learning:
    """What a sample would tell about an input, and what that is worth."""

    cases: int
    """Cases to look at, besides those that were looked at already."""
    worth: float
    """EVSI: what deciding after the sample saves on average, its own cost not counted."""


def evppi(curves: Curves, values: FloatArray) -> float:
    """Return what knowing one input exactly would save on average, never below 0."""
    return _saved(curves, values, 1.0)


def evsi(curves: Curves, values: FloatArray, prior_cases: float, cases: int) -> float:
    """Return what a sample of so many cases would save on average, where the prior counts as `prior_cases`.

    What the options cost on average after a sample of n spreads as it does along the input, drawn together to
    sqrt(n / (n + prior cases)): moment matching (Heath, Manolopoulou and Baio 2018).
    """
    return _saved(curves, values, float(np.sqrt(cases / (cases + prior_cases))))


def _saved(curves: Curves, values: FloatArray, drawn_together: float) -> float:
    """Return what choosing along an input saves where the curves are drawn together to their means by a factor."""
    parts = [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
    means = np.sum([curves.at(part).sum(axis=1) for part in parts], axis=0)[:, np.newaxis] / len(values)
    least = sum(
        float((means + drawn_together * (curves.at(part) - means)).min(axis=0).sum()) for part in parts
    )
    return max(0.0, float(means.min()) - least / len(values))


def samples(curves: Curves, values: FloatArray, prior_cases: float) -> tuple[Learning, ...]:
    """Return what each usual number of cases is worth."""
    return tuple(Learning(cases, evsi(curves, values, prior_cases, cases)) for cases in _SAMPLES)


def worthwhile(learnings: tuple[Learning, ...], full: float) -> Learning | None:
    """Return the smallest usual sample that is worth most of what knowing everything is; None where none of them is.

    `full` is the EVPPI of the input.
    """
    if not full:
        return None
    return next((each for each in learnings if each.worth >= _MOST * full), None)


def first_order(of: FloatArray, values: FloatArray) -> float:
    """Return the first-order Sobol index of an input: the share of a figure's variance that its mean's moves explain.

    1 - noise / Var(Y), where the noise is what is left between each draw and the straight line through its neighbours
    along the input (Gasser, Sroka and Jennen-Steinmetz 1986), or within the draws of each value of an input of few.
    """
    everywhere = float(of.var())
    if not everywhere or len(of) < 3:
        return 0.0
    if len(np.unique(values[: 8 * _FEW_VALUES])) > _FEW_VALUES:
        return float(np.clip(1 - _noise(of, values) / everywhere, 0.0, 1.0))
    different, where = np.unique(values, return_inverse=True)
    if len(different) == 1:
        return 0.0
    if len(different) <= _FEW_VALUES:
        sizes = np.bincount(where)
        mean = np.bincount(where, weights=of) / sizes
        noise = float(((of - mean[where]) ** 2).sum()) / max(1, len(of) - len(different))
    else:
        noise = _noise(of, values)
    return float(np.clip(1 - noise / everywhere, 0.0, 1.0))


def _noise(of: FloatArray, values: FloatArray) -> float:
    """Return the variance of a figure around its mean along an input."""
    order = np.argsort(values, kind="stable")
    along, figure = values[order], of[order]
    gap = along[2:] - along[:-2]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(gap > 0, (along[1:-1] - along[:-2]) / gap, 0.5)
    left = figure[1:-1] - (1 - share) * figure[:-2] - share * figure[2:]
    return float((left**2 / (1 + share**2 + (1 - share) ** 2)).mean())
