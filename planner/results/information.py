"""What knowing more is worth: EVPI, EVPPI for one input, EVSI for so many cases, and first-order Sobol indices.

All from the draws that are there. EVPI = least expected cost - expected least cost (Raiffa and Schlaifer 1961). EVPPI
of an input is the same with the expectation within slices of that input: what a choice that may depend on it saves. So
that chance alone is worth nothing, the choice in a slice is made on one half of the draws and paid on the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import FloatArray

_SLICES = 32
"""Slices of an input's draws in which a choice is made, each with equally many draws."""
_FINE = 256
"""Slices in which a figure's mean is taken, to see how much of its variance they explain."""
_FEWEST = 40
"""Draws that a slice has at least."""
STEADY = _SLICES * _FEWEST
"""From so many draws on an input has all its slices; with fewer, what knowing it is worth shows as too little."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Options in rows and draws in columns: what each costs, infinite where it is not possible."""

    names: tuple[str, ...]
    costs: FloatArray

    @property
    def best(self) -> int | None:
        """The row of the least expected cost among options that are possible in every draw; None without any."""
        if not self.names:
            return None
        means = self.costs.mean(axis=1)
        best = int(np.argmin(means))
        return best if np.isfinite(means[best]) else None

    @property
    def evpi(self) -> float | None:
        """The expected value of perfect information: what it would save on average to know each draw beforehand."""
        best = self.best
        if best is None:
            return None
        return float((self.costs[best] - self.costs.min(axis=0)).mean())


def slices(values: FloatArray, most: int = _SLICES) -> NDArray[np.intp]:
    """Return for each draw the slice of an input's values that it lies in, from 0 up in the order of the values.

    An input of few values has a slice for each.
    """
    different = np.unique(values[: 4 * _SLICES])
    if len(different) <= _SLICES and len(every := np.unique(values)) <= _SLICES:
        return np.searchsorted(every, values)
    count = max(2, min(most, len(values) // _FEWEST))
    places = np.empty(len(values), dtype=np.intp)
    places[np.argsort(values, kind="stable")] = np.arange(len(values)) * count // len(values)
    return places


def means(of: FloatArray, where: NDArray[np.intp], count: int) -> FloatArray:
    """Return the mean of each row in each slice, shape (rows, slices); infinite where one draw is, or none is there."""
    sizes = np.bincount(where, minlength=count)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.array([np.bincount(where, weights=row, minlength=count) for row in of]) / sizes
    return np.where(np.isnan(found), np.inf, found)


def evppi(choice: Choice, values: FloatArray) -> float | None:
    """Return what knowing one input exactly would save on average, never below 0; None where no option is sure."""
    best = choice.best
    if best is None:
        return None
    where = slices(values)
    count, saved = int(where.max()) + 1, 0.0
    for half in (0, 1):
        learnt, paid = (np.arange(len(values)) % 2 == side for side in (half, 1 - half))
        expected = means(choice.costs[:, learnt], where[learnt], count)
        # An option that is blocked in any draw of a slice is no choice there, whichever half the draw is in.
        blocked = np.isinf(means(choice.costs[:, paid], where[paid], count))
        known = np.where(blocked, np.inf, expected)
        # Where one half has no draw of a rare value, nothing is learnt: it stays with what is best without.
        chosen = np.where(np.isfinite(known).any(axis=0), np.argmin(known, axis=0), best)
        rows = chosen[where[paid]]
        costs = choice.costs[:, paid]
        saved += float((costs[best] - costs[rows, np.arange(len(rows))]).sum())
    return max(0.0, saved / len(values))


def first_order(of: FloatArray, values: FloatArray) -> float:
    """Return the first-order Sobol index of an input: the share of a figure's variance that its mean's moves explain.

    Var(E[Y | X]) / Var(Y), within slices of X and freed of what chance alone explains; from 0 to 1.
    """
    everywhere = float(of.var())
    if not everywhere:
        return 0.0
    where = slices(values, _FINE)
    sizes = np.bincount(where)
    centred = of - of.mean()
    mean = np.bincount(where, weights=centred) / np.maximum(sizes, 1)
    within = np.bincount(where, weights=(centred - mean[where]) ** 2) / np.maximum(sizes - 1, 1)
    explained = float((sizes * mean**2).sum() - within.sum()) / len(of)
    return float(np.clip(explained / everywhere, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Learning:
    """What a sample would tell about an input, and what that is worth."""

    cases: int
    """More cases to look at, or more values to observe."""
    worth: float
    """EVSI: what deciding after the sample saves on average, its own cost not counted."""


def evsi(choice: Choice, values: FloatArray, prior_cases: float, cases: int) -> float | None:
    """Return what a sample of so many cases would save on average, where the prior counts as `prior_cases`.

    The mean after a sample of n spreads as the prior's draws do, drawn together to sqrt(n / (n + prior cases)): moment
    matching (Heath, Manolopoulou and Baio 2018). What each option costs by then is read off its mean in slices.
    """
    best = choice.best
    if best is None:
        return None
    where = slices(values)
    count = int(where.max()) + 1
    centres = means(values[np.newaxis], where, count)[0]
    expected = means(choice.costs, where, count)
    kept = expected[np.isfinite(expected).all(axis=1)]
    shrunk = values.mean() + np.sqrt(cases / (cases + prior_cases)) * (values - values.mean())
    then = np.array([np.interp(shrunk, centres, row) for row in kept])
    return max(0.0, float(then.mean(axis=1).min() - then.min(axis=0).mean()))


def worthwhile_sample(choice: Choice, values: FloatArray, prior_cases: float, full: float) -> Learning | None:
    """Return the smallest usual sample that is worth most of what knowing everything is; None where nothing is.

    `full` is the EVPPI of the input.
    """
    for cases in _SAMPLES:
        worth = evsi(choice, values, prior_cases, cases)
        if worth is None or not full:
            return None
        if worth >= _MOST * full or cases == _SAMPLES[-1]:
            return Learning(cases, min(worth, full))
    return None


_SAMPLES = (50, 100, 200, 300, 500, 1000, 2000, 5000)
_MOST = 0.8


def by_slice(choice: Choice, values: FloatArray) -> list[tuple[float, float, str]]:
    """Return which option is cheapest on average between which values of an input: a list of (low, high, name)."""
    where = slices(values)
    count = int(where.max()) + 1
    expected = means(choice.costs, where, count)
    rows = np.argmin(expected, axis=0)
    lows, highs = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(lows, where, values)
    np.maximum.at(highs, where, values)
    found: list[tuple[float, float, str]] = []
    for low, high, row in zip(lows, highs, rows, strict=True):
        if found and found[-1][2] == choice.names[row]:
            found[-1] = (found[-1][0], float(high), choice.names[row])
        else:
            found.append((float(low), float(high), choice.names[row]))
    return found


def by_option(costs: Mapping[str, FloatArray]) -> Choice:
    """Return what options cost, in draws, as a choice between them."""
    return Choice(tuple(costs), np.array(list(costs.values())))
