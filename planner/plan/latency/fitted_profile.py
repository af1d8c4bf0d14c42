"""A log of one's own calls as a profile: each number with the interval that the calls leave it."""

from __future__ import annotations

from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.latency.call_log import CallLog
from planner.plan.latency.call_profile import ONE_TOKEN, CallProfile, Evidence, estimated
from planner.plan.latency.estimate import Estimate
from planner.plan.latency.fitting import FittedTimes
from planner.plan.problems import dotted
from planner.quantities.distribution import Quantiles
from planner.quantities.located import place_of
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant, given
from planner.quantities.units import unit

_NO_SCATTER = 1e-9
"""What the last bits of equal times come to."""


def fitted_profile(log: CallLog, fitted: FittedTimes, book: LatencyBook) -> CallProfile:
    """Return what a log tells of calls; what it does not tell is assumed, and said to be.

    Where answers came in one piece, the writing of as many tokens as they had is part of the first token's time. The
    numbers are named by what is read of the file, so that all options with this log have them in common.
    """
    path, location = place_of(log.file) or ((), None)
    name = dotted(path[:-1])

    def told(key: str, estimate: Estimate, measure: str, label: str) -> Quantity:
        scale = unit(measure).scale
        sure = not estimate.low < estimate.high or not estimate.low <= estimate.value <= estimate.high
        origin = Origin(
            path=f"latency.{log.reading}.{key}",
            location=location,
            source=log.source or f"{fitted.calls:,} calls in {log.file}",
            note=log.note,
            belief=None if sure else Quantiles(estimate.low, estimate.high, given=estimate.value),
        )
        return given(estimate.value / scale, unit(measure), origin, label)

    assumed, missing = book.assumption(), list[str]()
    slope, tpot, sigma = (estimated(each) for each in (assumed.slope, assumed.tpot, assumed.sigma))
    if fitted.slope is not None:
        slope = told("slope", fitted.slope, "ms/1k tok", "TTFT for each prompt token")
    else:
        missing.append("slope")
    if fitted.tpot is not None:
        tpot = told("tpot", fitted.tpot, "ms/tok", "TPOT")
    else:
        missing.append("TPOT")
    if fitted.sigma.value > _NO_SCATTER:
        sigma = told("sigma", fitted.sigma, "", "sigma of ln TTFT")
    else:
        missing.append("sigma")
    return CallProfile(
        name=name,
        title=f"own calls in {log.file}",
        evidence=Evidence.OWN,
        ttft=told("ttft", fitted.ttft, "ms", "median TTFT at the measured prompt"),
        prompt_tokens=constant(fitted.prompt_tokens, "tok/request", "mean prompt of the calls"),
        slope=slope,
        tpot=tpot,
        sigma=sigma,
        after_tokens=constant(fitted.output_tokens, "tok/request", "mean output of the calls")
        if fitted.in_one_piece
        else ONE_TOKEN,
        assumed=tuple(missing),
        region=log.region or "unknown",
        measured_on=log.measured_on,
        samples=float(fitted.calls),
        source=log.source,
        note=log.note,
        fitted=fitted,
    )
