"""Draws: for each uncertain input a stream of its own, named by its place in the plan.

An input's luck depends on the seed and its name alone: another input, another order of the file, or another value
elsewhere changes nothing of it. A stream is drawn in blocks, each a Latin hypercube: every n-th part of the
distribution once, in random order. So any block can be made alone, and memory does not grow with the number of draws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from planner.quantities.distribution import LEAST_SHARE, Distribution, FloatArray
from planner.quantities.normal import normal_quantile

BLOCK = 10_000
"""Draws in a block."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """Two inputs that move together: Spearman's rank correlation, above -1 and below 1."""

    first: str
    second: str
    rank: float


class ContradictionError(ValueError):
    """Correlations that cannot all hold at once; `names` are the inputs that hang together through them."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"{', '.join(names)} cannot all move together like this")
        self.names = names


@dataclass(frozen=True)
class Draws:
    """The draws of all uncertain inputs of a plan, made when they are asked for."""

    beliefs: Mapping[str, Distribution]
    seed: int
    count: int
    correlations: Sequence[Correlation] = field(default=())

    def blocks(self) -> Iterator[slice]:
        """Return the places of the draws, block by block."""
        for start in range(0, self.count, BLOCK):
            yield slice(start, min(start + BLOCK, self.count))

    def block(self, places: slice) -> dict[str, FloatArray]:
        """Return every input's draws at the places of one block, each of shape (draws,)."""
        return {name: self._values(name, places) for name in self.beliefs}

    def of(self, name: str) -> FloatArray:
        """Return all draws of one input, shape (count,)."""
        return np.concatenate([self._values(name, places) for places in self.blocks()])

    def _values(self, name: str, places: slice) -> FloatArray:
        size = places.stop - places.start
        shares = _shares(self.seed, name, places.start // BLOCK, size)
        group = self._groups.get(name)
        if group is not None:
            shares = _reordered(shares, group.scores(name, self.seed, places.start // BLOCK, size))
        return self.beliefs[name].quantile(shares)

    @cached_property
    def _groups(self) -> dict[str, _Group]:
        """Return, for each correlated input, all that hang together with it; raises ContradictionError."""
        return moving_together(self.correlations)


@dataclass(frozen=True, slots=True)
class _Group:
    """Inputs whose ranks move together, in the order of their names, and how each is mixed from their own streams."""

    names: tuple[str, ...]
    mix: FloatArray

    @classmethod
    def of(cls, names: tuple[str, ...], correlations: Sequence[Correlation]) -> _Group:
        """Make the mix that gives normal scores these rank correlations; raises ContradictionError."""
        wanted = np.eye(len(names))
        for each in correlations:
            if each.first in names:
                one, other = names.index(each.first), names.index(each.second)
                # Pearson's correlation of normal scores with this rank correlation.
                wanted[one, other] = wanted[other, one] = 2 * np.sin(np.pi * each.rank / 6)
        try:
            mix: FloatArray = np.linalg.cholesky(wanted).astype(np.float64)
            return cls(names, mix)
        except np.linalg.LinAlgError:
            raise ContradictionError(names) from None

    def scores(self, name: str, seed: int, block: int, size: int) -> FloatArray:
        """Return what an input's draws in a block are put in the order of, shape (size,).

        The streams' own chance correlation is taken out first, so that few draws correlate as many do (Iman and Conover
        1982).
        """
        own = np.array([normal_quantile(_shares(seed, each, block, size)) for each in self.names])
        if size > len(self.names):
            centred = own - own.mean(axis=1, keepdims=True)
            found = np.linalg.cholesky(np.corrcoef(centred))
            own = np.linalg.solve(found, centred / centred.std(axis=1, keepdims=True))
        mixed: FloatArray = self.mix[self.names.index(name)] @ own
        return mixed


def moving_together(correlations: Sequence[Correlation]) -> dict[str, _Group]:
    """Return, for each correlated input, all that hang together with it; raises ContradictionError."""
    groups: dict[str, _Group] = {}
    for names in _connected(correlations):
        group = _Group.of(names, correlations)
        groups |= dict.fromkeys(names, group)
    return groups


def _shares(seed: int, name: str, block: int, size: int) -> FloatArray:
    """Return one Latin hypercube of shares of a distribution, a share from each of `size` equal parts."""
    named = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype=np.uint32)
    luck = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, block, *named.tolist()])))
    shares = (luck.permutation(size) + luck.random(size)) / size
    return np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE)


def _reordered(values: FloatArray, scores: FloatArray) -> FloatArray:
    """Return the same values in the order of the scores."""
    result = np.empty_like(values)
    result[np.argsort(scores, kind="stable")] = np.sort(values)
    return result


def _connected(correlations: Sequence[Correlation]) -> list[tuple[str, ...]]:
    """Return the inputs that hang together through correlations, each group sorted by name."""
    groups: list[set[str]] = []
    for each in correlations:
        pair = {each.first, each.second}
        touching = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair] + [pair.union(*touching)]
    return [tuple(sorted(group)) for group in groups]
