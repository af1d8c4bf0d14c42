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
            total = _grown(total, vector * scale)
        if constant:
            total += constant
        return total

    return apply


def spread(matrix: FloatArray, *, times: bool) -> Callable[..., FloatArray]:
    """Lay vectors over the months: a row of the matrix for each month; `times` multiplies by what comes first."""

    def apply(*arrays: FloatArray) -> FloatArray:
        vectors = arrays[1:] if times else arrays
        total = np.multiply.outer(matrix[:, 0], vectors[0])
        for column, vector in enumerate(vectors[1:], 1):
            total = total + np.multiply.outer(matrix[:, column], vector)
        return total * arrays[0] if times else total

    return apply


def sum_of(*parts: FloatArray) -> FloatArray:
    """Add two or more arrays up."""
    total = parts[0] + parts[1]
    for part in parts[2:]:
        total = _grown(total, part)
    return total


def _grown(total: FloatArray, part: FloatArray) -> FloatArray:
    """Add in place, unless the total is one number still that all draws share."""
    if total.shape[-1] < part.shape[-1]:
        return total + part
    total += part
    return total


def taken(places: Sequence[int]) -> Callable[[FloatArray], FloatArray]:
    """Take some of the months."""
    if list(places) == list(range(places[0], places[-1] + 1)):
        return lambda values: values[places[0] : places[-1] + 1]
    return lambda values: values[list(places)]


def placed(places: Sequence[int], months: int) -> Callable[[FloatArray], FloatArray]:
    """Put months to their places among more, with nothing in the others."""

    def apply(values: FloatArray) -> FloatArray:
        every = np.zeros((months, values.shape[1]))
        every[list(places)] = values
        return every

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
