"""How long calls take, fitted to a log of calls: median and scatter of the first token, slope, time per token.

The model of time: TTFT is lognormal around a + b x prompt tokens, and every output token after the first takes TPOT, so
total = TTFT + (output tokens - 1) x TPOT. Where calls tell their TTFT, that is fitted alone (`first_token`) and TPOT
from what is left of the totals (`per_token`); where they tell totals only, both together (`totals`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.plan.latency import per_token
from planner.plan.latency.estimate import BoolArray, Estimate, FloatArray
from planner.plan.latency.first_token import FALLS, first_token
from planner.plan.latency.totals import split
from planner.quantities.provenance import Confidence

FEWEST = 3
"""Fewer calls with a time are no measurement."""
FEW = 20
"""Fewer calls are a measurement of low confidence."""


@dataclass(frozen=True, slots=True)
class FittedTimes:
    """What a log of calls tells about the time of one call; times in seconds, lengths in tokens."""

    calls: int
    """How many calls the first token's time is from, without the outliers."""
    outliers: int
    """How many calls were left out because they are four standard deviations off or more."""
    prompt_tokens: float
    """The mean prompt of the calls: `ttft` holds there."""
    shortest_prompt: float
    longest_prompt: float
    output_tokens: float
    """The mean answer of the calls: where they came in one piece, `ttft` holds there."""
    shortest_output: float
    longest_output: float
    ttft: Estimate
    """Median seconds to the first token at the mean prompt."""
    slope: Estimate | None
    """Seconds that each further token of the prompt adds; a negative slope counts as 0."""
    no_slope: str | None
    """Why there is no slope, or why it is 0."""
    tpot: Estimate | None
    """Seconds per output token after the first."""
    no_tpot: str | None
    """Why there is no time per token, where there is none."""
    sigma: Estimate
    """Standard deviation of the logarithm of the first token's time, at one length of the prompt."""
    explained: float | None
    """Share of the variance of ln TTFT that the length of the prompt explains; None without slope or measured TTFT."""
    tpot_explained: float | None
    """R2 of the time after the first token on the number of tokens; None where all answers are as long."""
    from_totals: bool
    """Whether the first token's time was not measured but told from total times."""
    confidence: Confidence
    """High from 100 calls and an interval of the median that ends within a factor of 1.25 of each other, medium from 20
    calls and a factor of 2, else low; at most medium where the first token was told from total times or longer prompts
    were answered sooner, and low where that is no accident or more than a tenth of the calls are so far off that one
    lognormal distribution does not fit them.
    """

    untimed: int = 0
    """How many calls of the log had no time at all, and were left out."""

    @property
    def prompt_lengths(self) -> str:
        """How long the prompts of the calls are, in words: `900`, or `200 to 4,000`."""
        return _from_to(self.shortest_prompt, self.longest_prompt)

    @property
    def output_lengths(self) -> str:
        """How long their answers are."""
        return _from_to(self.shortest_output, self.longest_output)

    @property
    def least_output(self) -> float:
        """The shortest answer they tell of: one token where the first token was measured, else the shortest of them."""
        return self.shortest_output if self.in_one_piece or self.from_totals else 1.0

    @property
    def falls(self) -> bool:
        """Whether longer prompts were answered sooner, so that the slope is taken as 0."""
        return self.no_slope == FALLS

    @property
    def in_one_piece(self) -> bool:
        """Whether answers came whole, so that their writing is part of the first token's time."""
        return self.no_tpot == per_token.BUFFERED

    @property
    def intercept(self) -> float:
        """Median seconds to the first token of an empty prompt; all of it where there is no slope."""
        return self.ttft.value - (self.slope.value * self.prompt_tokens if self.slope is not None else 0.0)


def fit(
    prompt: FloatArray, output: FloatArray, ttft: FloatArray | None = None, total: FloatArray | None = None
) -> FittedTimes:
    """Fit to calls, all of shape (calls,): tokens of 1 or more, and positive seconds, NaN where one is missing.

    Raises ValueError where the calls do not suffice.
    """
    prompt, output = np.asarray(prompt, np.float64), np.asarray(output, np.float64)
    first = np.full_like(prompt, np.nan) if ttft is None else np.asarray(ttft, np.float64)
    whole = np.full_like(prompt, np.nan) if total is None else np.asarray(total, np.float64)
    first = np.where(
        np.isnan(first) & (output == 1), whole, first
    )  # one token: the total is the first token's time
    measured, timed = ~np.isnan(first), ~np.isnan(whole)
    usable = int((measured | timed).sum())
    if usable == 0:
        raise ValueError("no call has a time to first token or a total time")
    if usable < FEWEST:
        raise ValueError(f"{usable} of the calls have a time; at least {FEWEST} are needed")
    if int(measured.sum()) >= FEWEST:
        return _from_first_tokens(prompt, output, first, whole, measured)
    return _from_totals(prompt[timed], output[timed], whole[timed])


def _from_first_tokens(
    prompt: FloatArray, output: FloatArray, first: FloatArray, whole: FloatArray, measured: BoolArray
) -> FittedTimes:
    curve = first_token(prompt[measured], first[measured])
    # A call without its own TTFT tells the time per token only where too few have both: its TTFT is then the median.
    both = measured & ~np.isnan(whole)
    spent = first
    if int((both & (output > 1)).sum()) < per_token.FEWEST:
        slope = 0.0 if curve.slope is None else curve.slope.value
        median = curve.at_mean.value + slope * (prompt - prompt[measured].mean())
        spent, both = np.where(measured, first, median), ~np.isnan(whole)
    rest = per_token.per_token((whole - spent)[both], output[both] - 1)
    calls = int(curve.kept.sum())
    return FittedTimes(
        calls=calls,
        outliers=len(curve.kept) - calls,
        prompt_tokens=float(prompt[measured].mean()),
        shortest_prompt=float(prompt[measured].min()),
        longest_prompt=float(prompt[measured].max()),
        output_tokens=float(output[measured].mean()),
        shortest_output=float(output.min()),
        longest_output=float(output.max()),
        ttft=curve.at_mean,
        slope=curve.slope,
        no_slope=curve.no_slope,
        tpot=rest.seconds,
        no_tpot=rest.missing,
        sigma=curve.sigma,
        explained=curve.explained,
        tpot_explained=rest.explained,
        from_totals=False,
        confidence=Confidence.LOW
        if curve.two_kinds or curve.falls
        else _confidence(calls, curve.at_mean, at_most_medium=curve.no_slope == FALLS),
    )


def _from_totals(prompt: FloatArray, output: FloatArray, whole: FloatArray) -> FittedTimes:
    told = split(prompt, output - 1, whole)
    return FittedTimes(
        calls=len(prompt),
        outliers=0,
        prompt_tokens=float(prompt.mean()),
        shortest_prompt=float(prompt.min()),
        longest_prompt=float(prompt.max()),
        output_tokens=float(output.mean()),
        shortest_output=float(output.min()),
        longest_output=float(output.max()),
        ttft=told.at_mean,
        slope=told.slope,
        no_slope=told.no_slope,
        tpot=told.per_token,
        no_tpot=None,
        sigma=told.sigma,
        explained=None,
        tpot_explained=per_token.per_token(whole - told.medians, output - 1).explained,
        from_totals=True,
        confidence=_confidence(len(prompt), told.at_mean, at_most_medium=True),
    )


def _from_to(shortest: float, longest: float) -> str:
    low, high = f"{shortest:,.0f}", f"{longest:,.0f}"
    return low if low == high else f"{low} to {high}"


def _confidence(calls: int, median: Estimate, *, at_most_medium: bool) -> Confidence:
    width = median.high / median.low
    if calls >= 100 and width <= 1.25 and not at_most_medium:
        return Confidence.HIGH
    return Confidence.MEDIUM if calls >= FEW and width <= 2 else Confidence.LOW
