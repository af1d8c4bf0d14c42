"""Which uncertain input decides most whether an option meets its objectives, from the draws that are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import FloatArray, Quantity

_ERRORS, _LEAST = 4, 0.01
"""Two chances differ where they do by so many standard errors: of dozens of inputs one always stands out by two."""


@dataclass(frozen=True, slots=True)
class Decider:
    """An input, and how often every objective is met in the lower and in the upper half of its draws."""

    path: str
    quantity: Quantity
    split: float
    """Where the halves part, the median of the draws, in base units; the lower half holds it."""
    below: float
    """The share of draws in which every objective is met, with the input up to there."""
    above: float
    """The same with the input above."""

    @property
    def own_split(self) -> float:
        """The split in the input's own unit."""
        return self.split / self.quantity.unit.scale


def decider(met: NDArray[np.bool_], inputs: Iterable[tuple[str, Quantity, FloatArray]]) -> Decider | None:
    """Return the input between whose halves the chance differs most; None where none differs beyond chance.

    `met` says draw by draw whether every objective is met; each input comes with its values in the same draws. Chances
    differ beyond chance by four times sqrt(p (1 - p) (1 / lower + 1 / upper)), p that of all draws.
    """
    everywhere, best = float(met.mean()), None
    if everywhere in {0.0, 1.0}:
        return None
    for path, quantity, values in inputs:
        split = _split(values)
        if split is None:
            continue
        lower = values <= split
        below, above = float(met[lower].mean()), float(met[~lower].mean())
        sizes = 1 / lower.sum() + 1 / (~lower).sum()
        by_chance = _ERRORS * float(np.sqrt(everywhere * (1 - everywhere) * sizes))
        differs = abs(above - below)
        if differs > max(by_chance, _LEAST, 0.0 if best is None else abs(best.above - best.below)):
            best = Decider(path, quantity, split, below, above)
    return best


def _split(values: FloatArray) -> float | None:
    """Return the median, or the next value below it where no draw is above; None where all draws are the same."""
    median, most = float(np.median(values)), float(values.max())
    if median < most:
        return median
    lower = values[values < most]
    return float(lower.max()) if len(lower) else None
