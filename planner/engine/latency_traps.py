"""Latencies that are hard to believe, told where a plan rests on one or somebody claims it."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.catalog.latency_profiles import Assumed
from planner.plan.hint import Hint, Topic
from planner.plan.latency.call_profile import Evidence
from planner.plan.latency.fitting import FEW, FittedTimes
from planner.plan.latency.option_timing import OptionTiming
from planner.plan.latency.request_time import CallTime
from planner.quantities.normal import deviations_to
from planner.quantities.quantity import Quantity
from planner.results.claimed_saving import claimed_saving
from planner.results.latency import OptionLatency

_HIGH_MFU = 0.9
_P95 = deviations_to(0.05)
_MOST_SPREAD = 10
"""Percentiles further apart than this, p95 over p50, are hardly ever of one kind of call."""


def latency_traps(option: OptionLatency, base: OptionLatency, book: LatencyBook) -> Iterator[Hint]:
    """Return what is probably wrong with how long an option is said to take."""
    if book.assumed is None:
        return
    assumed = book.assumption()
    for words in (*_too_fast(option, assumed), *_too_much_saved(option, base, assumed), *_odd(option)):
        yield Hint(Topic.LATENCY, words)


def _too_fast(option: OptionLatency, assumed: Assumed) -> Iterator[str]:
    """Say where a hosted model is measured or claimed to answer sooner than is plausible."""
    least = _first(assumed.fastest_hosted)
    for part in option.parts:
        for call in _own(part):
            found = _measured(call)
            if call.sku and found < least:
                yield f"{_called(call.name)}your measurement is {found:.0f} ms: {_DOUBT.format(least)}"
        for claim in part.claims:
            if claim.hosted and _first(claim.claimed) < least:
                yield f"{_called(claim.call)}the claim is {_first(claim.claimed):.0f} ms: {_DOUBT.format(least)}"


_DOUBT = (
    "hosted models hardly ever answer within {:.0f} ms; check that the clock ran from the request to the answer,"
    " network included"
)


def _too_much_saved(option: OptionLatency, base: OptionLatency, assumed: Assumed) -> Iterator[str]:
    """Say where a shorter prompt is said to save more than any slope seen in public measurements lets it."""
    most = float(assumed.highest_slope.plain[0, 0]) * 1000  # in ms a token
    claimed = claimed_saving(base, option)
    if claimed is not None and claimed.per_token is not None and claimed.per_token > most:
        yield f"the claimed saving is {_plain(claimed.per_token)} {_SLOPE.format(most)}"
    ours, theirs = ([call for part in each.parts for call in _own(part)] for each in (option, base))
    if len(ours) == len(theirs) == 1:
        removed = _first(theirs[0].prompt) - _first(ours[0].prompt)
        saved = _measured(theirs[0]) - _measured(ours[0])
        alike = _first(theirs[0].profile.after_tokens) == _first(ours[0].profile.after_tokens)
        if alike and removed > 0 and saved / removed > most:
            yield f"the measured saving is {_plain(saved / removed)} {_SLOPE.format(most)}"


_SLOPE = (
    "ms for each prompt token removed: the highest slope seen in public measurements is {:.2g}, so the prompt alone"
    " does not explain it"
)


def _plain(number: float) -> str:
    """Write a number in three digits or more, never with an exponent."""
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


def _wide(call: CallTime) -> Iterator[str]:
    """Say where a p95 is so many times its p50 that one of them is probably in another unit."""
    p50, times = _first(call.profile.ttft), exp(_P95 * _first(call.profile.sigma))
    if call.profile.fitted is None and round(times, 6) > _MOST_SPREAD:
        yield (
            f"{_called(call.name)}check the units: your p95 of {p50 * times:,.0f} ms is {_plain(times)} times your"
            f" p50 of {p50:,.0f} ms"
        )


def _odd(option: OptionLatency) -> Iterator[str]:
    """Say where a GPU is planned beyond what any reaches, and where a log of calls does not reach the plan's tokens."""
    for part in option.parts:
        if part.capacity is not None and _first(part.capacity.mfu) > _HIGH_MFU:
            yield f"a model FLOP utilisation of {_first(part.capacity.mfu):.0%} is more than servers reach"
        for call in _own(part):
            yield from _wide(call)
            for words in (*_doubtful(call.profile.fitted), *_out_of_reach(call)):
                yield f"{_called(call.name)}{words}"


def _doubtful(fitted: FittedTimes | None) -> Iterator[str]:
    """Say where a log has few calls, and where something else than the prompt decides its times."""
    if fitted is None:
        return
    if fitted.calls < FEW:
        yield f"its log has {fitted.calls} calls with a time; fewer than {FEW} tell little of how long others take"
    if fitted.falls:
        yield (
            "longer prompts were answered sooner in its log: the slope is taken as 0, so that a shorter prompt saves"
            " nothing; look for what else differs between those calls"
        )


def _out_of_reach(call: CallTime) -> Iterator[str]:
    """Say where the calls of a log are all shorter or all longer than the plan's."""
    fitted, prompt, output = call.profile.fitted, _first(call.prompt), _first(call.generated)
    if fitted is None:
        return
    measured = "those of the measured calls"
    if not fitted.shortest_prompt <= prompt <= fitted.longest_prompt:
        yield f"its prompt has {prompt:,.0f} tokens, {measured} {fitted.prompt_lengths}"
    if not fitted.least_output <= output <= fitted.longest_output:
        yield f"its output has {output:,.0f} tokens, {measured} {fitted.output_lengths}"


def _own(part: OptionTiming) -> list[CallTime]:
    calls = part.timing.calls if part.timing is not None else ()
    return [call for call in calls if call.profile.evidence is Evidence.OWN]


def _measured(call: CallTime) -> float:
    """Return the median that was measured, at the call's prompt, whatever its output adds or saves."""
    return _first(call.profile.ttft_at(call.prompt))


def _called(name: str) -> str:
    return f"{name}: " if name else ""


def _first(number: Quantity) -> float:
    return float(number.value[0, 0])
