"""The time to first token along the length of the prompt, from calls that measured it.

Model: ln TTFT is normal around ln(a + b x prompt), a and b at least 0, with the standard deviation sigma. With the mean
prompt as the unit of length this is level + ln(1 + grows x (prompt / mean - 1)): exp(level) is the median at the mean
prompt, and `grows`, from 0 to 1, is the share of it that grows with the prompt. Least squares on the logarithm, by
Gauss and Newton's steps; standard errors from the Jacobian there, with Student's t and the chi distribution around
them.

Latency has heavy tails: a time-out or a cold start says nothing about the other calls. So a first fit weighs calls by
Huber's function and takes its scale from Huber's proposal 2 (Huber 1981, Robust Statistics, 6.4; Holland and Welsch
1977 for the constant), and calls more than four such deviations away are left out and counted. Of calls without
outliers that leaves out 6 in 100,000; the estimates are then those of plain least squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.plan.latency.estimate import BoolArray, Estimate, FloatArray
from planner.quantities.small_samples import spread_reach, student_reach

OUTLIER = 4.0
"""How many standard deviations from the curve, on the logarithm's scale, a call is an outlier."""
FEWEST_TO_JUDGE = 8
"""Among fewer calls nobody can tell an outlier from the spread."""
FEWEST_FOR_SLOPE = 5
"""Fewer calls lie along a line by accident too often."""
MOST_OUTLIERS = 0.1
"""A larger share of calls beyond is no accident but how the service is: then all calls count."""

FALLS = "longer prompts were answered sooner: their slope, which is negative, is taken as 0"
"""Why a slope is 0."""

_HUBER = 1.345
_HUBER_SQUARED_MEAN = 0.7102  # the mean of min(z^2, 1.345^2) for a standard normal z
_STEPS = 50
_NONE = 1e-9  # a share of the median that grows with the prompt, or falls, is rounding below this


@dataclass(frozen=True, slots=True)
class FirstToken:
    """The fitted curve; `slope` and `explained` are None where the calls do not tell.

    `no_slope` says why, or why the slope is 0.
    """

    at_mean: Estimate
    slope: Estimate | None
    no_slope: str | None
    sigma: Estimate
    explained: float | None
    kept: BoolArray
    """Which calls counted, the others being outliers, shape (calls,)."""
    two_kinds: bool
    """Whether so many calls are far off that these are no accident and one lognormal distribution does not fit."""
    falls: bool
    """Whether longer prompts were answered sooner by more than accident explains."""
    medians: FloatArray
    """Median seconds at each call's prompt, shape (calls,)."""


def first_token(prompt: FloatArray, ttft: FloatArray) -> FirstToken:
    """Fit the curve to tokens and positive seconds, both of shape (calls,), with three calls or more."""
    longer = prompt / prompt.mean() - 1
    logs = np.log(ttft)
    if np.ptp(prompt) > 0 and len(prompt) >= FEWEST_FOR_SLOPE:
        level, grows = _robust(longer, logs)
        far = _far(logs - level - np.log1p(grows * longer), 2)
        found = _with_slope(prompt, longer, logs, far, grows)
        if found is not None:
            return found
    far = _far(logs - np.median(logs), 1)
    two_kinds = _two_kinds(far)
    kept = ~far | two_kinds
    some = logs[kept]
    level, freedom = float(some.mean()), len(some) - 1
    sigma = float(some.std(ddof=1))
    reach = student_reach(freedom) * sigma / len(some) ** 0.5
    return FirstToken(
        at_mean=Estimate.within_factor(float(np.exp(level)), reach),
        slope=None,
        no_slope=why_no_slope(prompt),
        sigma=spread(sigma, freedom),
        explained=None,
        kept=kept,
        two_kinds=two_kinds,
        falls=False,
        medians=np.full_like(ttft, np.exp(level)),
    )


def why_no_slope(prompt: FloatArray) -> str:
    """Say why calls with these prompts do not tell what a longer prompt adds."""
    shortest, longest = prompt.min(), prompt.max()
    if shortest == longest:
        return f"all prompts have {shortest:,.0f} tokens"
    if len(prompt) < FEWEST_FOR_SLOPE:
        return f"{len(prompt)} calls are too few to tell what a longer prompt adds"
    if longest < 2 * shortest:
        return f"prompts of {shortest:,.0f} to {longest:,.0f} tokens are too alike to tell what a longer one adds"
    return f"{len(prompt):,} calls scatter too much to tell what a longer prompt adds"


def spread(sigma: float, freedom: int) -> Estimate:
    """Return a standard deviation with the interval that so many degrees of freedom leave."""
    low, high = spread_reach(freedom)
    return Estimate(sigma, sigma * low, sigma * high)


def _with_slope(
    prompt: FloatArray, longer: FloatArray, logs: FloatArray, far: BoolArray, start: float
) -> FirstToken | None:
    """Return the curve of least squares; None where anything from no slope to nothing but slope would do."""
    two_kinds = _two_kinds(far)
    kept = ~far | two_kinds
    u, y = longer[kept], logs[kept]
    grows = _least_squares(u, y, start)
    level = float((y - np.log1p(grows * u)).mean())
    freedom = len(y) - 2
    left = y - level - np.log1p(grows * u)
    sigma = float(np.sqrt((left**2).sum() / freedom))
    along = u / (1 + grows * u)
    apart = float(((along - along.mean()) ** 2).sum())
    if apart == 0:
        return None
    grows_error, reach = sigma / apart**0.5, student_reach(freedom)
    reach_of_grows = reach * grows_error
    if grows - reach_of_grows <= 0 and grows + reach_of_grows >= 1:
        return None
    together = -float(along.mean()) * grows_error**2
    level_error = (sigma**2 / len(y) + float(along.mean()) ** 2 * grows_error**2) ** 0.5
    at_mean = Estimate.within_factor(float(np.exp(level)), reach * level_error)
    # slope = grows x median at the mean / mean prompt: its error by the delta method.
    variance = grows_error**2 + (grows * level_error) ** 2 + 2 * grows * together
    per_token = at_mean.value / float(prompt.mean())
    value, off = grows * per_token, reach * max(variance, 0.0) ** 0.5 * per_token
    total = float(((y - y.mean()) ** 2).sum())
    free = (
        _step(u, y, np.ones_like(y), 0.0) if grows <= _NONE else grows
    )  # the slope, were it allowed to be negative
    return FirstToken(
        at_mean=at_mean,
        slope=Estimate(value, max(0.0, value - off), value + off),
        no_slope=FALLS if free < -_NONE else None,
        sigma=spread(sigma, freedom),
        explained=max(0.0, 1 - float((left**2).sum()) / total) if total > 0 else 0.0,
        kept=kept,
        two_kinds=two_kinds,
        falls=free + reach_of_grows < 0,
        medians=np.exp(level) * (1 + grows * longer),
    )


def _least_squares(longer: FloatArray, logs: FloatArray, grows: float) -> float:
    """Return the growing share of least squares: Gauss and Newton's steps, halved while they would go uphill."""

    def height(share: float) -> float:
        return float(np.var(logs - np.log1p(share * longer)))

    best = height(grows)
    for _ in range(_STEPS):
        step = _step(longer, logs, np.ones_like(logs), grows)
        while abs(step) > 1e-12 and height(min(1.0, max(0.0, grows + step))) > best:
            step /= 2
        there = min(1.0, max(0.0, grows + step))
        if abs(there - grows) <= 1e-10:
            break
        grows, best = there, height(there)
    return grows


def _robust(longer: FloatArray, logs: FloatArray) -> tuple[float, float]:
    """Return level and growing share with Huber's weights, from the best of five starts by absolute deviations."""

    def apart(share: float) -> float:
        left = logs - np.log1p(share * longer)
        return float(np.abs(left - np.median(left)).sum())

    grows = min((0.0, 0.25, 0.5, 0.75, 1.0), key=apart)
    level = float(np.median(logs - np.log1p(grows * longer)))
    for _ in range(_STEPS):
        left = logs - level - np.log1p(grows * longer)
        weights = _weights(left, huber_scale(left, 2))
        there = min(1.0, max(0.0, grows + _step(longer, logs, weights, grows)))
        level = float(np.average(logs - np.log1p(there * longer), weights=weights))
        moved, grows = abs(there - grows), there
        if moved < 1e-4:
            break
    return level, grows


def _step(longer: FloatArray, logs: FloatArray, weights: FloatArray, grows: float) -> float:
    """Return Gauss and Newton's step of the growing share, the level being the best for each share."""
    along = longer / (1 + grows * longer)
    along = along - np.average(along, weights=weights)
    steep = float((weights * along**2).sum())
    left = logs - np.log1p(grows * longer)
    return float((weights * along * left).sum()) / steep if steep > 0 else 0.0


def _weights(left: FloatArray, scale: float) -> FloatArray:
    return (
        np.minimum(1.0, _HUBER * scale / np.maximum(np.abs(left), 1e-300))
        if scale > 0
        else np.ones_like(left)
    )


def huber_scale(left: FloatArray, parameters: int) -> float:
    """Return the standard deviation of residuals by Huber's proposal 2, hardly moved by a few that are far off."""
    squares = left**2
    freedom = max(1, len(left) - parameters)
    scale = float(np.sqrt(squares.sum() / freedom))
    for _ in range(_STEPS):
        before = scale
        counted = np.minimum(squares, (_HUBER * scale) ** 2).sum()
        scale = float(np.sqrt(counted / (freedom * _HUBER_SQUARED_MEAN)))
        if abs(scale - before) <= 1e-4 * before:
            break
    return scale


def _far(left: FloatArray, parameters: int) -> BoolArray:
    """Say which calls are far off, from their distances to a robust curve."""
    if len(left) < FEWEST_TO_JUDGE:
        return np.zeros(len(left), np.bool_)
    return np.abs(left) > OUTLIER * huber_scale(left, parameters)


def _two_kinds(far: BoolArray) -> bool:
    return bool(far.mean() > MOST_OUTLIERS)
