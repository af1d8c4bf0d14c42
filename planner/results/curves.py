"""What options cost on average along one input: a curve through the draws, made of straight pieces.

E[cost | input] is fitted by least squares, each option's difference to one of them, between knots at quantiles of the
input (Strong, Oakley and Brennan 2014 fit a spline). A curve that explains no more than chance does is flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import FloatArray
from planner.results.percentiles import SAME

_KNOTS = np.array([0.0, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.0])
_FEW_VALUES = 16
"""An input with no more different values than this has a knot at each of them."""
_FEWEST = 10
"""Draws that there are for each knot, at least."""
_DEVIATIONS = 4.0
"""With k degrees of freedom chance explains k of n draws, with standard deviation sqrt(2 k): so many are allowed."""


@dataclass(frozen=True, slots=True)
class Curves:
    """Expected costs along an input: a value in each row and knot, straight in between."""

    knots: FloatArray
    costs: FloatArray
    """Shape (options, knots)."""

    @classmethod
    def of(cls, costs: FloatArray, values: FloatArray, against: int) -> Curves:
        """Fit the costs of options, shape (options, draws), along the values of an input; one row stays at 0."""
        knots = _knots(values)
        means = costs.mean(axis=1)
        fitted = np.repeat((means - means[against])[:, np.newaxis], len(knots), axis=1)
        if len(knots) > 1:
            fit = _Fit.of(values, knots)
            for row in range(len(costs)):
                if row != against:
                    fitted[row] += fit.moves(costs[row] - costs[against], float(costs[against].mean()))
        return cls(knots, fitted)

    def at(self, values: FloatArray) -> FloatArray:
        """Return the expected costs at some values, shape (options, values)."""
        return np.array([np.interp(values, self.knots, row) for row in self.costs])

    def cheapest(self) -> list[tuple[float, float, int]]:
        """Return between which values which row is the cheapest: (low, high, row), one stretch after the other."""
        edges = [float(self.knots[0])]
        for low, high in pairwise(self.knots.tolist()):
            edges += [*_crossings(low, high, self.at(np.array([low, high]))), float(high)]
        found: list[tuple[float, float, int]] = []
        for low, high in pairwise(edges) if len(edges) > 1 else [(edges[0], edges[0])]:
            row = int(np.argmin(self.at(np.array([(low + high) / 2]))[:, 0]))
            if found and found[-1][2] == row:
                found[-1] = (found[-1][0], high, row)
            else:
                found.append((low, high, row))
        return found


def _crossings(low: float, high: float, ends: FloatArray) -> list[float]:
    """Return where any two rows meet between two knots, rising."""
    found = set()
    for one in range(len(ends)):
        for other in range(one):
            before, after = ends[one] - ends[other]
            if before * after < 0:
                found.add(float(low + (high - low) * before / (before - after)))
    return sorted(found)


def _knots(values: FloatArray) -> FloatArray:
    different = np.unique(values[: 64 * _FEW_VALUES])
    if len(different) <= _FEW_VALUES and len(every := np.unique(values)) <= _FEW_VALUES:
        return every
    few = max(2, min(len(_KNOTS), len(values) // _FEWEST))
    shares = _KNOTS if few == len(_KNOTS) else np.linspace(0, 1, few)
    return np.unique(np.quantile(values, shares))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Least squares between knots: the piece each draw lies in, how far along it, and the normal equations."""

    knots: FloatArray
    cells: NDArray[np.intp]
    places: FloatArray
    matrix: FloatArray

    @classmethod
    def of(cls, values: FloatArray, knots: FloatArray) -> _Fit:
        cells = np.clip(np.searchsorted(knots, values, side="right") - 1, 0, len(knots) - 2)
        places = (values - knots[cells]) / (knots[cells + 1] - knots[cells])
        count = len(knots)
        matrix = np.diag(
            np.bincount(cells, (1 - places) ** 2, count) + np.bincount(cells + 1, places**2, count)
        )
        both = np.bincount(cells, places * (1 - places), count)[: count - 1]
        return cls(knots, cells, places, matrix + np.diag(both, 1) + np.diag(both, -1))

    def moves(self, difference: FloatArray, size: float) -> FloatArray:
        """Return by how much a difference is above its mean at each knot; 0 where that may be chance.

        A straight line is taken where pieces explain no more than it does.
        """
        spread, count = float(difference.var()), len(self.knots)
        if spread <= (SAME * size) ** 2:
            return np.zeros(count)
        centred = difference - difference.mean()
        aims = np.bincount(self.cells, (1 - self.places) * centred, count)
        aims += np.bincount(self.cells + 1, self.places * centred, count)
        line = np.column_stack([np.ones(count), self.knots - self.knots.mean()])
        straight = line @ np.linalg.lstsq(line.T @ self.matrix @ line, line.T @ aims, rcond=1e-12)[0]
        pieces = np.linalg.lstsq(self.matrix, aims, rcond=1e-12)[0]
        by_line, by_pieces = (float(found @ aims) / len(difference) / spread for found in (straight, pieces))
        if count > 2 and by_pieces - by_line > _by_chance(count - 2) / len(difference):
            return np.asarray(pieces, np.float64)
        is_line = by_line > _by_chance(1) / len(difference)
        return np.asarray(straight if is_line else np.zeros(count), np.float64)


def _by_chance(degrees: int) -> float:
    """Return what so many degrees of freedom explain of n draws by chance, times n, nearly always."""
    return degrees + _DEVIATIONS * float(np.sqrt(2 * degrees))
