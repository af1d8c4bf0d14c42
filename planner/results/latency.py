"""How long an option's requests take in its slowest month, what it needs of account limits, what it has to reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

from planner.plan.latency.limits import LimitUse, comes_under
from planner.plan.latency.option_timing import OptionTiming
from planner.plan.latency.request_time import CallTime, RequestTime
from planner.quantities.quantity import Quantity, constant, larger, largest_month

_NEVER_DONE = constant(1e12, "ms", "a wait that grows through the busy hour")


@dataclass(frozen=True)
class OptionLatency:
    """How long requests take, from each day on which another model answers them."""

    parts: tuple[OptionTiming, ...]
    limits: tuple[LimitUse, ...] = ()
    _found: dict[tuple[str, float], Quantity | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_known(self) -> bool:
        """Whether it is known how long every request takes."""
        return bool(self.parts) and all(part.timing is not None for part in self.parts)

    @property
    def waits(self) -> bool:
        """Whether requests wait for hours by design."""
        return any(part.waits for part in self.parts)

    @cached_property
    def with_calls_made_again(self) -> Quantity | None:
        """The p95 of the answer where calls that are made again count, in ms; None where none are, or none is known."""
        timed = self._timed if self.is_known else []
        again = [timing.with_calls_made_again for timing in timed]
        if all(each is None for each in again):
            return None
        return _slowest([each or timing for each, timing in zip(again, timed, strict=True)], "latency", 0.95)

    @property
    def only_whole_answers(self) -> bool:
        """Whether nothing is known of the first token, as only whole answers were measured."""
        timed = [part.timing for part in self.parts if part.timing is not None]
        return any(call.profile.whole_answers for timing in timed for call in timing.stages[-1])

    @property
    def _timed(self) -> list[RequestTime]:
        return [part.timing for part in self.parts if part.timing is not None]

    def latency(self, share: float) -> Quantity | None:
        """Return the time to the end of the answer that this share of requests does not exceed, in ms; None if unknown.

        It is that of the slowest month, and of the slowest model where one takes over from another.
        """
        return self._percentile("latency", share)

    def ttft(self, share: float) -> Quantity | None:
        """Return the same for the first token of the answer."""
        return self._percentile("ttft", share)

    def of(self, measure: str) -> Quantity | None:
        """Return what an objective such as latency_p95 is about."""
        what, _, percent = measure.partition("_p")
        return self._percentile(what, float(percent) / 100)

    def misses(self, measure: str, limit: Quantity) -> Quantity | None:
        """Return 1 where a limit of a measure such as latency_p95 is missed, and 0 elsewhere; None if not known."""
        what, _, percent = measure.partition("_p")
        if not self._is_told(what):
            return None
        share = float(percent) / 100
        missed = [self._held_up(timing).misses(what, share, limit) for timing in self._timed]
        return reduce(larger, (largest_month(each) if each.value.shape[1] > 1 else each for each in missed))

    @property
    def held_up(self) -> tuple[LimitUse, ...]:
        """The limits for which requests wait all through the busy hour, in the case at hand."""
        return tuple(use for use in self.limits if use.is_a_minute and use.first_over(use.busy) is not None)

    def _held_up(self, timing: RequestTime) -> RequestTime:
        """Return the times of requests with those calls never done that the busy hour lets wait for a limit."""
        return replace(
            timing, stages=tuple(tuple(self._waiting(call) for call in stage) for stage in timing.stages)
        )

    def _waiting(self, call: CallTime) -> CallTime:
        for use in self.limits:
            if use.is_a_minute and comes_under(use.account, call.sku):
                later = (use.waiting * _NEVER_DONE).named(f"wait for {use.name.replace('_', ' ')}")
                call = replace(call, ttft=(call.ttft + later).named(call.ttft.label))
        return call

    def _percentile(self, what: str, share: float) -> Quantity | None:
        key = (what, share)
        if key not in self._found:
            self._found[key] = _slowest(self._timed, what, share) if self._is_told(what) else None
        return self._found[key]

    def _is_told(self, what: str) -> bool:
        """Whether anything is known of the time to the end of the answer, or to its first token."""
        return self.is_known and not (what == "ttft" and self.only_whole_answers)


def _slowest(timed: Sequence[RequestTime], what: str, share: float) -> Quantity:
    """Return the time that this share of requests does not exceed, in the slowest month and of the slowest of all."""
    slowest: Quantity | None = None
    for timing in timed:
        found = timing.latency(share) if what == "latency" else timing.ttft(share)
        if found.value.shape[1] > 1:
            found = largest_month(found).measured_in("ms").named(f"{found.label}, slowest month")
        slowest = found if slowest is None else larger(slowest, found).measured_in("ms").named(found.label)
    if slowest is None:
        raise AssertionError("only what is known is asked for")
    return slowest


@dataclass(frozen=True, slots=True)
class Judged:
    """An option held against one objective."""

    measure: str
    """Which objective, such as latency_p95."""
    limit: Quantity
    found: Quantity | None
    """What the option comes to; None where that is not known."""
    met: Quantity | None
    """1 where it is met and 0 where it is missed, draw by draw; None where it is not known."""
    why: str = ""
    """Why it is missed or not known, where the figure alone does not say."""
    anyway: str = ""
    """Why it is missed whatever its figure is: `takes hours`, `waits for a limit`; empty where the figure decides."""
    or_unknown: bool = False
    """Whether nobody knows where it is not met for certain."""
    whose: str = ""
    """The title of who takes over, where it is about that one."""

    @property
    def holds(self) -> bool | None:
        """Whether it is met in the base case; None where nobody knows."""
        if self.anyway:
            return False
        met = self.met is not None and bool(self.met.value.all())
        return True if met else None if self.met is None or self.or_unknown else False
