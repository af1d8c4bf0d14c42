"""What the steps of a program do to whole arrays of draws, shape (draws,) or (months, draws)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from planner.quantities.quantity import FloatArray


def along(row: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Sum over the months, each weighted by its number in the row."""
    return lambda values: row @ values


def line(scales: Sequence[float], constant: float) -> Callable[..., FloatArray]:
    """Add vectors up, each times its scale, and a constant."""

    def apply(*vectors: FloatArray) -> FloatArray:
        total = vectors[0] * scales[0]
        for vector, scale in zip(vectors[1:], scales[1:], strict=True):
            total += vector * scale
        if constant:
            total += constant
        return total

    return apply


def spread(matrix: FloatArray, *, times: bool) -> Callable[..., FloatArray]:
    """Lay vectors over the months: a row of the matrix for each month; `times` multiplies by what comes first."""

    def apply(*arrays: FloatArray) -> FloatArray:
        vectors = np.stack(np.broadcast_arrays(*arrays[1:] if times else arrays))
        spread: FloatArray = matrix @ vectors
        return spread * arrays[0] if times else spread

    return apply


def sum_of(*parts: FloatArray) -> FloatArray:
    """Add two or more arrays up."""
    total = parts[0] + parts[1]
    for part in parts[2:]:
        total += part
    return total


def first(values: FloatArray) -> FloatArray:
    """Take the first month."""
    return np.asarray(values[0])


def padded(months: int) -> Callable[[FloatArray], FloatArray]:
    """Put nothing into all later months."""

    def apply(values: FloatArray) -> FloatArray:
        padded = np.zeros((months, values.shape[1]))
        padded[: len(values)] = values
        return padded

    return apply


def inverse(values: FloatArray) -> FloatArray:
    """Divide 1 by a number."""
    return 1 / values


def before(kept: int) -> Callable[[FloatArray], FloatArray]:
    """Sum up all earlier months, for the first months that are kept."""
    return lambda values: (np.cumsum(values, axis=0) - values)[:kept]


def powers(exponents: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Return the powers of a base, one a month; where each exponent follows from the last, by one multiplication."""
    steps = np.diff(exponents)
    if not np.allclose(steps, steps[0], rtol=0, atol=1e-12):
        return lambda base: base ** exponents[:, np.newaxis]

    def apply(base: FloatArray) -> FloatArray:
        powers = np.empty((len(exponents), len(base)))
        powers[0] = base ** exponents[0]
        step = base ** steps[0]
        for month in range(1, len(exponents)):
            np.multiply(powers[month - 1], step, out=powers[month])
        return powers

    return apply
