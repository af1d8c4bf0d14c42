"""What one option's answers come sooner by, taken apart; the parts add up to the difference of the two p50.

One after the other, at the baseline's model first: median(prompt, output, profile) of a request's call falls by

shorter prompt    from its prompt to the other's, as its own first token takes longer for a longer one
shorter output    from its output to the other's, at its own TPOT
another model ... from its profile to the other's: `saving_steps` says in which steps, and why

What both wait in the queue and what a later model adds to the p50 are parts as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.latency.call_profile import CallProfile, Evidence
from planner.plan.latency.request_time import CallTime
from planner.quantities.quantity import Quantity, constant, largest_month
from planner.results.claimed_saving import ClaimedSaving, claimed_saving
from planner.results.latency import OptionLatency
from planner.results.saving_steps import ANOTHER_MODEL, steps

_ROUNDING = 1e-9
"""A part that is a smaller share of the longer time is rounding: of sums, or of the percentile of a queue."""


@dataclass(frozen=True, slots=True)
class LatencySaving:
    """By how much the p50 of an option is below the baseline's, in ms, and why."""

    total: Quantity
    parts: dict[str, Quantity]
    """By reason; in every draw they add up to the total. Some may be 0 in the base case and not in every draw."""
    rounding: float
    """A part that is not further from 0 is rounding, in ms."""
    mixed: tuple[str, str] | None
    """Where the two were measured from, if that cannot be told from what the model does."""
    worked_out: tuple[str, str] | None
    """The same where one of them was not measured but worked out."""
    apart: dict[str, tuple[date, date]]
    """By reason, the days of two measurements that lie more than a year apart: part of it may be that."""
    claimed: ClaimedSaving | None = None

    @property
    def in_base(self) -> dict[str, Quantity]:
        """The parts that are not 0 in the base case."""
        return {
            reason: part
            for reason, part in self.parts.items()
            if abs(float(part.value[0, 0])) > self.rounding
        }


def saving(base: OptionLatency, option: OptionLatency, book: LatencyBook) -> LatencySaving | None:
    """Return what an option saves against the baseline.

    None unless both make one call at first, and the p50 of both is known and has an end.
    """
    ours, theirs = _only_call(option), _only_call(base)
    before, after = base.latency(0.5), option.latency(0.5)
    if ours is None or theirs is None or before is None or after is None:
        return None
    longest = max(float(before.value[0, 0]), float(after.value[0, 0]))
    if not isfinite(longest):
        return None
    way = steps(theirs, ours, book)
    parts = _of_the_calls(theirs, ours, way) | _of_all_the_rest(base, option, theirs, ours)
    named = {reason: part.measured_in("ms").named(reason) for reason, part in parts.items()}
    total = (before - after).measured_in("ms").named("saved")
    found = LatencySaving(total, named, _ROUNDING * longest, None, None, {}, claimed_saving(base, option))
    pairs = {reason: (one, other) for reason, one, other in way if reason in found.in_base}
    apart = {
        reason: days for reason, (one, other) in pairs.items() if (days := _far_apart(one, other)) is not None
    }
    mixed = _mixed(*pairs[ANOTHER_MODEL]) if ANOTHER_MODEL in pairs else None
    formula = mixed is not None and any(each.evidence is Evidence.FORMULA for each in pairs[ANOTHER_MODEL])
    return replace(
        found, mixed=None if formula else mixed, worked_out=mixed if formula else None, apart=apart
    )


def _mixed(one: CallProfile, other: CallProfile) -> tuple[str, str] | None:
    """Return where two profiles were measured from, if that may differ."""
    if one.place is None or one.place != other.place:
        return one.place_words, other.place_words
    return None


def _only_call(latency: OptionLatency) -> CallTime | None:
    """Return the only call of an option's requests, as it is made first."""
    timing = latency.parts[0].timing if latency.parts else None
    calls = [] if timing is None else list(timing.calls)
    return calls[0] if len(calls) == 1 and calls[0].chance is None else None


def _of_the_calls(
    theirs: CallTime, ours: CallTime, way: list[tuple[str, CallProfile, CallProfile]]
) -> dict[str, Quantity]:
    """Return what the call takes less, from the baseline's median to the option's in steps that leave nothing out."""
    profile = theirs.profile
    medians = {
        "shorter prompt": profile.median_at(ours.prompt, theirs.generated),
        "shorter output": profile.median_at(ours.prompt, ours.generated),
        **{reason: _median(other, ours) for reason, _, other in way},
    }
    left, parts = _slowest(theirs.median), dict[str, Quantity]()
    for reason, median in medians.items():
        before, left = left, _slowest(median)
        parts[reason] = before - left
    return parts


def _median(profile: CallProfile, call: CallTime) -> Quantity:
    """Return what a call takes with a profile."""
    return call.median if profile is call.profile else profile.median_at(call.prompt, call.generated)


def _of_all_the_rest(
    base: OptionLatency, option: OptionLatency, theirs: CallTime, ours: CallTime
) -> dict[str, Quantity]:
    """Return what the queue and later models take less: what the p50 has beyond the median of the first call."""
    waits, later = ([beyond(base, theirs), beyond(option, ours)] for beyond in (_waiting, _taken_over))
    return {"waiting in the queue": waits[0] - waits[1], "a later model": later[0] - later[1]}


def _waiting(latency: OptionLatency, call: CallTime) -> Quantity:
    """Return what the queue adds to the p50 before another model takes over."""
    timing = latency.parts[0].timing
    if timing is None or timing.queue is None:
        return constant(0, "ms", "no queue")
    return _slowest(timing.latency(0.5)) - _slowest(call.median)


def _taken_over(latency: OptionLatency, _: CallTime) -> Quantity:
    """Return what a slower model that takes over later adds to the p50."""
    p50, timing = latency.latency(0.5), latency.parts[0].timing
    if len(latency.parts) == 1 or p50 is None or timing is None:
        return constant(0, "ms", "no later model")
    return p50 - _slowest(timing.latency(0.5))


def _slowest(time: Quantity) -> Quantity:
    return largest_month(time) if time.value.shape[1] > 1 else time


def _far_apart(one: CallProfile, other: CallProfile) -> tuple[date, date] | None:
    """Return the days of two measurements if they lie more than a year apart."""
    days = one.measured_on, other.measured_on
    if days[0] is None or days[1] is None:
        return None
    first, last = sorted((days[0], days[1]))
    return (days[0], days[1]) if (last - first).days > 366 else None
