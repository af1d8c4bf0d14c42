"""The time per output token after the first, from how much longer answers of known length took.

It is the median of (total - TTFT) / (tokens - 1), weighted by the tokens after the first, which is the slope through
the origin with the least absolute deviations: whole answers that arrive at once, and stalls, hardly move it. Its
interval follows Woodruff (1952): the weighted quantiles one standard error of the share below the median to either
side, with Student's t for few calls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.plan.latency.estimate import Estimate, FloatArray, weighted_quantiles
from planner.quantities.normal import deviations_to
from planner.quantities.small_samples import TAIL, student_reach

FEWEST = 3
"""Fewer answers of two tokens or more tell no time per token."""
FASTEST = 1e-4
"""Seconds; no model writes 10,000 tokens a second for one caller: what seems to was buffered on its way."""

_FAR = 4 * 1.4826  # four standard deviations in median absolute deviations of a normal distribution


BUFFERED = "most answers arrive at once with their first token"
"""Why there is no time per token where answers were buffered on their way."""


@dataclass(frozen=True, slots=True)
class PerToken:
    """Seconds per output token after the first; without them `missing` says why."""

    seconds: Estimate | None
    explained: float | None
    missing: str | None


def per_token(beyond: FloatArray, tokens: FloatArray) -> PerToken:
    """Fit to the seconds after the first token and the tokens after the first, both of shape (calls,)."""
    several = tokens > 0
    beyond, tokens = beyond[several], tokens[several]
    if len(tokens) < FEWEST:
        return PerToken(
            None,
            None,
            f"{FEWEST} calls or more with a total time and two output tokens or more are needed, "
            f"{len(tokens)} found",
        )
    # The share of the weight below the true median has this standard error.
    error = 0.5 * float(np.sqrt((tokens**2).sum()) / tokens.sum())
    normal = deviations_to(TAIL)
    half = min(0.5, normal * error)
    low, middle, high = weighted_quantiles(beyond / tokens, tokens, np.array([0.5 - half, 0.5, 0.5 + half]))
    if middle < FASTEST:
        return PerToken(None, None, BUFFERED)
    effective = int(tokens.sum() ** 2 / (tokens**2).sum() * (1 + 1e-9))
    reach = student_reach(max(1, effective - 1)) / normal * (high - low) / 2
    seconds = Estimate.within_factor(float(middle), float(reach / middle))
    return PerToken(seconds, _explained(beyond, tokens, float(middle)), None)


def _explained(beyond: FloatArray, tokens: FloatArray, seconds: float) -> float | None:
    """Return R2 over the calls that are no outliers; None where all answers are as long."""
    relative = np.abs(beyond / (tokens * seconds) - 1)
    near = relative <= max(_FAR * float(np.median(relative)), 1e-9)
    beyond, tokens = beyond[near], tokens[near]
    varies = float(((beyond - beyond.mean()) ** 2).sum())
    if np.ptp(tokens) == 0 or varies == 0:
        return None
    return max(0.0, 1 - float(((beyond - seconds * tokens) ** 2).sum()) / varies)
