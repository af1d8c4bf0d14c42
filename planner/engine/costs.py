"""What one option costs in the draws of a block, and how blocks are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import FloatArray

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Costs:
    """What one option costs in each draw of a block."""

    total: FloatArray
    """Shape (draws,)."""
    upfront: FloatArray
    """What is paid at the very start, shape (draws,)."""
    monthly: FloatArray
    """What is paid in each month, shape (months, draws); without months where only totals were asked for."""
    feasible: Mask
    """Whether nothing blocks the option and it meets every objective, shape (draws,)."""
    met: Mapping[str, Mask] = field(default_factory=dict)
    """Whether it meets each objective, shape (draws,)."""


def joined(parts: Sequence[tuple[Costs, Mask]]) -> tuple[Costs, Mask]:
    """Return the costs of all parts of a block, and in which draws they hold."""
    costs = [part for part, _ in parts]
    whole = Costs(
        np.concatenate([part.total for part in costs]),
        np.concatenate([part.upfront for part in costs]),
        np.concatenate([part.monthly for part in costs], axis=1),
        np.concatenate([part.feasible for part in costs]),
        {measure: np.concatenate([part.met[measure] for part in costs]) for measure in costs[0].met},
    )
    return whole, np.concatenate([holds for _, holds in parts])


def filled(values: FloatArray, size: int) -> FloatArray:
    """Return one number a draw, in an array of its own."""
    return np.array(np.broadcast_to(values, (size,)))
