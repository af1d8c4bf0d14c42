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
        total: FloatArray
        if len(vectors) == 1:
            total = np.multiply.outer(matrix[:, 0], vectors[0])
        else:
            total = matrix @ np.array(np.broadcast_arrays(*vectors))
        return total * arrays[0] if times else total

    return apply


def gathered(places: Sequence[Sequence[int]], months: int) -> Callable[..., FloatArray]:
    """Add arrays of some months each up, every one at its places among all, with nothing where there is none."""
    where = [_range(each) for each in places]
    whole = len(places[0]) == months

    def apply(*parts: FloatArray) -> FloatArray:
        draws = max(part.shape[1] for part in parts)
        every = np.empty((months, draws)) if whole else np.zeros((months, draws))
        every[where[0]] = parts[0]
        for here, part in zip(where[1:], parts[1:], strict=True):
            every[here] += part
        return every

    return apply


def taken(places: Sequence[int]) -> Callable[[FloatArray], FloatArray]:
    """Take some of the months."""
    where = _range(places)
    return lambda values: values[where]


def inverse(values: FloatArray) -> FloatArray:
    """Divide 1 by a number."""
    return 1 / values


def largest(values: FloatArray) -> FloatArray:
    """Take the largest of the months."""
    found: FloatArray = values.max(axis=0)
    return found


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


def _range(places: Sequence[int]) -> slice | list[int]:
    """Return rising places as a slice where there is no gap between them."""
    together = slice(places[0], places[-1] + 1)
    return together if list(places) == list(range(together.start, together.stop)) else list(places)


def _grown(total: FloatArray, part: FloatArray) -> FloatArray:
    """Add in place, unless the total is one number still that all draws share."""
    if total.shape[-1] < part.shape[-1]:
        return total + part
    total += part
    return total
