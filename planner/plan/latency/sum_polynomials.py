"""Percentiles of sums of two unsteady times, read off polynomials: a thousand times faster than by quadrature.

But for their unit of time they hang on three numbers: how unsteady the less steady one is, by how much the other is
steadier, and which is longer at that percentile. What the shorter one adds to the longer, as a share of itself, goes
smoothly with all three: Chebyshev's polynomials tell its logarithm, from what the quadrature says at their nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial.chebyshev import chebvander

from planner.plan.latency.percentiles_of_sums import times_of_sum
from planner.plan.latency.ways import FITTED_AT, Mask, Way
from planner.quantities.quantity import FloatArray

_SIZES = (12, 8, 6)
"""Polynomials along the lead, the ratio of the sigmas, and the greater sigma."""
_POINTS = 64
_LONGEST = 12.0
"""From this lead on, e^12, the shorter one adds its share of itself whatever the lead."""
_BEND = 3.0
"""Up to about this lead most happens."""
_RATIOS = (0.05, 1.0)
_SIGMAS = (0.6, 2.0)


@dataclass(frozen=True, slots=True)
class Polynomials:
    """The logarithm of what the shorter time adds to a percentile, as a share of its own."""

    coefficients: FloatArray
    """Of shape (lead, ratio x sigma)."""

    def at(self, lead: FloatArray, shapes: FloatArray) -> FloatArray:
        """Return that share; `shapes` are the products of the polynomials along ratio and sigma."""
        along = _vander(np.minimum(_of_lead(lead), 1.0), _SIZES[0])
        share: FloatArray = np.exp(np.einsum("ij,ij->i", along @ self.coefficients, shapes))
        return share


def holds_for(first: Way, second: Way) -> Mask:
    """Return for which draws the polynomials hold."""
    most, least = np.maximum(first.sigma, second.sigma), np.minimum(first.sigma, second.sigma)
    return (most >= _SIGMAS[0]) & (most <= _SIGMAS[1]) & (least >= _RATIOS[0] * most)


def read_off(first: Way, second: Way) -> FloatArray:
    """Return the times at which the sum is fitted, shape (draws, 3), for ways of shape (draws,)."""
    swapped = first.sigma > second.sigma
    steady, other = np.where(swapped, second.sigma, first.sigma), np.where(swapped, first.sigma, second.sigma)
    lead = np.where(swapped, second.middle - first.middle, first.middle - second.middle)
    longer = np.where(swapped, first.middle, second.middle)
    shapes = _shapes(steady / other, other)
    times = np.empty((*lead.shape, len(FITTED_AT)))
    for place, deviations in enumerate(FITTED_AT):
        own, others = np.exp(longer + lead + steady * deviations), np.exp(longer + other * deviations)
        ahead = lead + (steady - other) * deviations
        for sign in (1, -1):
            chosen = ahead > 0 if sign > 0 else ahead <= 0
            share = _polynomials(place, sign).at(np.abs(ahead[chosen]), shapes[chosen])
            long, short = (own, others) if sign > 0 else (others, own)
            times[chosen, place] = long[chosen] + share * short[chosen]
    return times + (first.shift + second.shift)[..., np.newaxis]


@cache
def _polynomials(place: int, sign: int) -> Polynomials:
    """Return those of one percentile, where the steadier time is the longer one (sign 1) or the shorter (-1)."""
    along, ratios, sigmas = (_nodes(size) for size in _SIZES)
    leads, ratios, sigmas = (
        each.ravel()
        for each in np.meshgrid(
            sign * _to_lead(along),
            _from(ratios, *_RATIOS),
            np.exp(_from(sigmas, *np.log(_SIGMAS))),
            indexing="ij",
        )
    )
    deviations = FITTED_AT[place : place + 1]
    none = np.zeros_like(leads)
    steady = Way(none, none, leads - (ratios - 1) * sigmas * deviations, ratios * sigmas)
    other = Way(none, none, none, sigmas)
    long, short = (steady, other) if sign > 0 else (other, steady)
    added = times_of_sum(deviations, steady, other, points=_POINTS)[:, 0] - long.at(deviations)
    values = np.log(added / short.at(deviations)).reshape(_SIZES)
    for axis, size in enumerate(_SIZES):
        inverse = np.linalg.inv(chebvander(_nodes(size), size - 1))
        values = np.moveaxis(np.tensordot(inverse, values, (1, axis)), 0, axis)
    return Polynomials(values.reshape(_SIZES[0], -1))


def _shapes(ratio: FloatArray, sigma: FloatArray) -> FloatArray:
    along = _vander(_to(ratio, *_RATIOS), _SIZES[1])
    other = _vander(_to(np.log(sigma), *np.log(_SIGMAS)), _SIZES[2])
    return (along[:, :, np.newaxis] * other[:, np.newaxis, :]).reshape(len(ratio), _SIZES[1] * _SIZES[2])


def _vander(at: FloatArray, size: int) -> FloatArray:
    products: FloatArray = np.asarray(chebvander(at, size - 1), dtype=np.float64)
    return products


def _nodes(size: int) -> FloatArray:
    nodes: FloatArray = np.cos(np.pi * (np.arange(size) + 0.5) / size)
    return nodes


def _to(value: FloatArray, low: float, high: float) -> FloatArray:
    return (value - low) * (2 / (high - low)) - 1


def _from(place: FloatArray, low: float, high: float) -> FloatArray:
    return low + (place + 1) * ((high - low) / 2)


def _of_lead(lead: FloatArray) -> FloatArray:
    return lead / (lead + _BEND) * (2 * (_LONGEST + _BEND) / _LONGEST) - 1


def _to_lead(place: FloatArray) -> FloatArray:
    bent = (place + 1) * (_LONGEST / (_LONGEST + _BEND) / 2)
    return _BEND * bent / (1 - bent)
