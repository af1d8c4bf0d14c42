"""The standard normal distribution's quantiles, for whole arrays.

Wichura, M.J. (1988): Algorithm AS 241, The Percentage Points of the Normal Distribution; Applied Statistics 37 (3).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Coefficients of AS 241's PPND16 from the highest power down: numerator and denominator for each of three ranges.
_CENTRAL = (
    (
        *(2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457),
        *(13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    ),
    (
        *(5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867),
        *(5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
    ),
)
_MIDDLE = (
    (
        *(7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1),
        *(1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550),
        *(4.63033784615654529590, 1.42343711074968357734),
    ),
    (
        *(1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2),
        *(1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940),
        *(2.05319162663775882187, 1.0),
    ),
)
_FAR = (
    (
        *(2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3),
        *(2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580),
        *(5.46378491116411436990, 6.65790464350110377720),
    ),
    (
        *(2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5),
        *(7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1),
        *(5.99832206555887937690e-1, 1.0),
    ),
)
_HART = (
    (
        *(3.52624965998911e-02, 0.700383064443688, 6.37396220353165, 33.912866078383),
        *(112.079291497871, 221.213596169931, 220.206867912376),
    ),
    (
        *(8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461),
        *(296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752),
    ),
)
_HART_HOLDS_TO = 7.07106781186547
_ROOT_OF_TWO_PI = 2.506628274631000502
_NOTHING_BEYOND = 37.0
_CENTRAL_HALF_WIDTH = 0.425
_MIDDLE_ENDS_AT = 5.0


def normal_quantile(shares: FloatArray) -> FloatArray:
    """Return the values below which these shares of a standard normal distribution lie; shares are above 0, below 1."""
    away = shares - 0.5
    squared = np.maximum(_CENTRAL_HALF_WIDTH**2 - away * away, 0.0)
    values = away * _ratio(squared, _CENTRAL)
    outer = np.abs(away) > _CENTRAL_HALF_WIDTH
    if outer.any():
        tail = np.minimum(shares[outer], 1 - shares[outer])
        depth = np.sqrt(-np.log(tail))
        near = _ratio(depth - 1.6, _MIDDLE)
        deep = depth > _MIDDLE_ENDS_AT
        if deep.any():
            near[deep] = _ratio(depth[deep] - _MIDDLE_ENDS_AT, _FAR)
        values[outer] = np.copysign(near, away[outer])
    return values


def normal_share(values: FloatArray) -> FloatArray:
    """Return the share of a standard normal distribution below each value, to 1e-15.

    Hart's rational approximation, as West (2005) gives it: Better approximations to cumulative normal functions.
    """
    away = np.minimum(np.abs(values), _NOTHING_BEYOND)
    bell = np.exp(-away * away / 2)
    near = bell * _polynomial(away, _HART[0]) / _polynomial(away, _HART[1])
    out = away >= _HART_HOLDS_TO
    if out.any():
        further = away[out]
        fraction = further + 0.65
        for term in (4.0, 3.0, 2.0, 1.0):
            fraction = further + term / fraction
        near[out] = bell[out] / fraction / _ROOT_OF_TWO_PI
    return np.where(values > 0, 1 - near, near)


@cache
def deviations_to(tail: float) -> float:
    """Return how many standard deviations from the mean such a share of all cases begins: 1.645 for 5 %."""
    return -float(normal_quantile(np.array([tail]))[0])


def _ratio(at: FloatArray, polynomials: tuple[tuple[float, ...], tuple[float, ...]]) -> FloatArray:
    above, below = (_polynomial(at, coefficients) for coefficients in polynomials)
    return above / below


def _polynomial(at: FloatArray, coefficients: tuple[float, ...]) -> FloatArray:
    value = np.full_like(at, coefficients[0])
    for coefficient in coefficients[1:]:
        value *= at
        value += coefficient
    return value
