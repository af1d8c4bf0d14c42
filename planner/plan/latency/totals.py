"""Time to first token and time per token from total times alone, told apart by answers of different lengths.

Model: the median total is a + b x prompt + TPOT x (tokens - 1), none of them negative. Fitted by least absolute
relative deviations, which is right for medians wherever the scatter comes from, by reweighted least squares
(Schlossmacher 1973); standard errors after Powell (1991) from how many residuals lie near 0. Sigma is told from the
scatter of the tokens by how squared residuals grow with either time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planner.plan.latency.estimate import Estimate, FloatArray
from planner.plan.latency.first_token import FALLS, OUTLIER, huber_scale, why_no_slope
from planner.quantities.small_samples import student_reach

FEWEST = 50
"""Fewer total times do not tell the scatter of the first token from that of the others."""

_STEPS = 100
_ROUNDS = 5
_NEAR = 3.0  # the residuals near 0 are this share of all, over the cube root of their number
_CUT = 0.1
"""How much of sigma may be lost or added because of the calls that are cut: its interval is that much wider."""


@dataclass(frozen=True, slots=True)
class Split:
    """What total times tell; `slope` is None where the calls do not tell; `no_slope` says why, or why it is 0."""

    at_mean: Estimate
    slope: Estimate | None
    no_slope: str | None
    per_token: Estimate
    sigma: Estimate
    medians: FloatArray
    """Median seconds to the first token at each call's prompt, shape (calls,)."""


def split(prompt: FloatArray, after: FloatArray, total: FloatArray) -> Split:
    """Fit to prompt tokens, output tokens after the first and positive seconds, all of shape (calls,).

    Raises ValueError where these calls cannot tell both times.
    """
    if len(total) < FEWEST:
        raise ValueError(
            f"{len(total)} calls have a total time and no time to first token; at least {FEWEST} are needed to tell "
            "it from the time per token"
        )
    if np.ptp(after) == 0:
        raise ValueError(
            "without times to first token, answers of different lengths are needed to tell them from the time per "
            f"token; all have {after[0] + 1:,.0f} tokens"
        )
    longer = prompt - prompt.mean()
    if np.ptp(prompt) > 0:
        found = _solved(prompt, longer, after, total, with_slope=True)
        if found.slope is not None and not (
            found.slope.low == 0 and found.slope.high * prompt.mean() >= found.at_mean.value
        ):
            return found
    return _solved(prompt, longer, after, total, with_slope=False)


def _solved(
    prompt: FloatArray, longer: FloatArray, after: FloatArray, total: FloatArray, *, with_slope: bool
) -> Split:
    columns = [np.ones_like(total), prompt, after] if with_slope else [np.ones_like(total), after]
    design = np.stack(columns, axis=1)
    found = _least_absolute(design, total)
    fitted = design @ found
    errors, freedom = _errors(design, fitted, total)
    base = float(found[0])
    slope = float(found[1]) if with_slope else 0.0
    # The error of a + b x mean prompt: the design's first column stands for it when prompts are counted from the mean.
    centred = design.copy()
    if with_slope:
        centred[:, 1] = longer
    at_mean = base + slope * float(prompt.mean())
    if at_mean <= 0 or found[-1] <= 0:
        raise ValueError("the total times do not tell the time to first token from the time per token")
    mean_error = _errors(centred, fitted, total)[0][0]
    reach = student_reach(freedom)
    medians = base + slope * prompt
    off = reach * float(errors[1])
    return Split(
        at_mean=_positive(at_mean, reach * float(mean_error)),
        slope=Estimate(slope, max(0.0, slope - off), slope + off) if with_slope else None,
        no_slope=(None if slope else FALLS) if with_slope else why_no_slope(prompt),
        per_token=_positive(float(found[-1]), reach * float(errors[-1])),
        sigma=_sigma(total - fitted, medians, found[-1] * after, freedom),
        medians=medians,
    )


def _positive(value: float, off: float) -> Estimate:
    """Return an estimate whose P95 is so far above it, and whose P5 is the same factor below."""
    return Estimate.within_factor(value, float(np.log1p(off / value)))


def _sigma(left: FloatArray, medians: FloatArray, writing: FloatArray, freedom: int) -> Estimate:
    """Return sigma from how squared residuals grow with the time to first token and with the time of writing.

    The variance of a lognormal time is median^2 x w (w - 1), w = exp(sigma^2).
    """
    fitted = medians + writing
    relative = left / fitted
    shares = np.stack([(medians / fitted) ** 2, (writing / fitted) ** 2], axis=1)
    squares = np.minimum(relative**2, (OUTLIER * huber_scale(relative, 0)) ** 2)
    weights = np.ones_like(squares)
    for _ in range(_ROUNDS):
        found = _not_negative(shares, squares, weights)
        expected = shares @ found
        weights = 1 / np.maximum(expected, 1e-3 * squares.mean() + 1e-300) ** 2
    weighed = shares * weights[:, None]
    inverse = np.linalg.pinv(weighed.T @ shares, hermitian=True)
    around = inverse @ (weighed.T @ (weighed * ((squares - shares @ found) ** 2)[:, None])) @ inverse
    off = student_reach(freedom) * float(np.sqrt(max(around[0, 0], 0.0)))
    low, value, high = (
        float(np.sqrt(np.log((1 + np.sqrt(1 + 4 * part)) / 2)))
        for part in (max(found[0] - off, 0.0), found[0], found[0] + off)
    )
    return Estimate(value, low * (1 - _CUT), high * (1 + _CUT))


def _errors(design: FloatArray, fitted: FloatArray, total: FloatArray) -> tuple[FloatArray, int]:
    """Return the standard error of each number, and the degrees of freedom."""
    calls, numbers = design.shape
    freedom = calls - numbers
    relative, left = design / fitted[:, None], np.abs(total / fitted - 1)
    near = max(float(np.quantile(left, min(0.6, _NEAR / calls ** (1 / 3)))), 1e-12)
    density = (relative * (left <= near)[:, None]).T @ relative / (2 * near)
    inverse = np.linalg.pinv(density, hermitian=True)
    covariance = inverse @ (relative.T @ relative) @ inverse / 4 * calls / freedom
    return np.sqrt(np.maximum(np.diag(covariance), 0.0)), freedom


def _least_absolute(design: FloatArray, total: FloatArray) -> FloatArray:
    """Return the numbers, none negative, with the least sum of absolute residuals over fitted values."""
    fitted, left = total, np.ones_like(total)
    found = np.zeros(design.shape[1])
    smallest = 1e-2
    for _ in range(_STEPS):
        weights = 1 / (fitted**2 * np.maximum(np.abs(left), smallest))
        before, found = found, _not_negative(design, total, weights)
        fitted = np.maximum(design @ found, 1e-6 * total)
        left = (total - fitted) / fitted
        if np.allclose(found, before, rtol=1e-7, atol=0):
            if smallest <= 1e-6:
                break
            smallest /= 10
    return found


def _not_negative(design: FloatArray, total: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted least squares with no number below 0: the best of those with some of them at 0."""
    normal = design.T @ (design * weights[:, None])
    right = design.T @ (weights * total)
    numbers = range(len(right))
    best, least = np.zeros(len(right)), 0.0
    for some in (list(each) for size in numbers for each in combinations(numbers, size + 1)):
        part = np.linalg.pinv(normal[np.ix_(some, some)], hermitian=True) @ right[some]
        height = -float(part @ right[some])
        if (part >= 0).all() and height < least:
            best, least = np.zeros(len(right)), height
            best[some] = part
    return best
