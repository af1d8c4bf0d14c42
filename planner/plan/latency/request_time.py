"""How long an option's requests take: its calls in stages, and the percentiles of their time.

P of one call = median TTFT x e^(sigma x z) + output after the first token, with z the deviation of a normal
distribution that so many do not exceed. Several calls: `response_time`. TTFT here is the time to the first
token of the answer: what a reasoning model thinks before comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from math import exp

from planner.plan.latency.call_profile import ONE_TOKEN, CallProfile
from planner.plan.latency.several_calls import SeveralCalls
from planner.plan.request import RequestTokens
from planner.quantities.normal import deviations_to
from planner.quantities.quantity import (
    Operation,
    Quantity,
    constant,
    if_at_least,
    of_all,
    power,
)


@dataclass(frozen=True, slots=True)
class CallTokens:
    """What a call reads and writes, each part made once, so that it is known again."""

    prompt: Quantity
    generated: Quantity
    reasoning: Quantity | None = None

    @classmethod
    def of(cls, tokens: RequestTokens) -> CallTokens:
        """Take them from a call's or a request's tokens."""
        return cls(tokens.input, tokens.generated, tokens.reasoning)


@dataclass(frozen=True, slots=True)
class CallTime:
    """How long one call takes; times in ms."""

    name: str
    """What tells it from the request's other calls; empty for the only one."""
    profile: CallProfile
    prompt: Quantity
    """Input tokens of a call."""
    generated: Quantity
    """Output tokens of a call, what it thinks included."""
    ttft: Quantity
    """The median; of the whole answer where those were measured."""
    sigma: Quantity
    decoding: Quantity
    """What all its output tokens after the first take."""
    thinking: Quantity | None = None
    """What of that passes before the answer's first token."""
    chance: Quantity | None = None
    """The share of requests that make it; above 1 so many calls beside one another. None for every request, once."""
    again: Quantity | None = None
    """The share of calls that are made again, in no percentile unless they are asked for."""
    sku: str = ""
    """What is called; empty for a model of one's own, and for people."""

    @classmethod
    def of(cls, name: str, profile: CallProfile, tokens: CallTokens) -> CallTime:
        """Return what a profile says of a call with so many tokens, which every request makes once."""
        thinking = None
        if tokens.reasoning is not None:
            thinking = profile.decoding(tokens.reasoning + ONE_TOKEN).named("reasoning before the answer")
        begun, sigma, fixed = profile.scattered(tokens.prompt, tokens.generated)
        decoding = profile.decoding(tokens.generated)
        return cls(
            name,
            profile,
            tokens.prompt,
            tokens.generated,
            begun,
            sigma,
            decoding if fixed is None else (decoding + fixed).named("what does not scatter"),
            thinking,
        )

    @property
    def median(self) -> Quantity:
        """The median time to the end of the answer, in ms."""
        return (self.ttft + self.decoding).measured_in("ms").named("median latency")


@dataclass(frozen=True, slots=True)
class Queue:
    """What requests wait before the first call: P(wait > t) = min(waits, coefficient x e^(-decay x t))."""

    waits: Quantity
    """The share that waits."""
    coefficient: Quantity
    decay: Quantity
    mean: Quantity
    load: Quantity
    """The share of time in which what is queued for is busy."""


Stages = tuple[tuple[CallTime, ...], ...]
"""Calls one after the other, and in each stage those beside one another."""


@dataclass(frozen=True, slots=True)
class RequestTime:
    """How long the requests of an option take."""

    stages: Stages
    queue: Queue | None = None
    worked_out: dict[object, SeveralCalls] = field(default_factory=dict, repr=False, compare=False)
    """What percentiles are worked out with, whatever stages it is replaced by, to the answer's end or first token."""

    @property
    def calls(self) -> Iterator[CallTime]:
        """Every call."""
        return (call for stage in self.stages for call in stage)

    @property
    def with_calls_made_again(self) -> RequestTime | None:
        """The same with the calls that are made again, each after the one that failed; None where none are."""
        stages: list[tuple[CallTime, ...]] = []
        for stage in self.stages:
            again = [
                replace(call, chance=call.again if call.chance is None else call.again * call.chance)
                for call in stage
                if call.again is not None
            ]
            stages += [stage, *([tuple(again)] if again else [])]
        return None if len(stages) == len(self.stages) else replace(self, stages=tuple(stages))

    def latency(self, share: float) -> Quantity:
        """Return the time to the end of the answer that this share of requests does not exceed, in ms."""
        return self._percentile(share, self.stages, "latency")

    def ttft(self, share: float) -> Quantity:
        """Return the time to the first token of the answer that this share of requests does not exceed, in ms."""
        return self._percentile(share, self._to_first_token, "TTFT")

    def misses(self, what: str, share: float, limit: Quantity) -> Quantity:
        """Return 1 where fewer requests than this share are done within a limit, and 0 elsewhere.

        `what` is latency or ttft. It asks for no percentile where that takes many steps.
        """
        yes, no = constant(1, "", "missed"), constant(0, "", "met")
        if what == "latency":
            stages, label = self.stages, "requests done in time"
        else:
            stages, label = self._to_first_token, "requests begun in time"
        if self._is_one_call(stages):
            return if_at_least(limit, self._percentile(share, stages, what), no, yes)
        operands, several = self._operands(stages, what)
        done = of_all(
            Operation("share of requests:", several.share_done, rising=False), "share", limit, *operands
        )
        return if_at_least(done.named(label), constant(share, "share", f"p{share * 100:g}"), no, yes)

    @property
    def _to_first_token(self) -> Stages:
        return (*self.stages[:-1], tuple(map(_to_first, self.stages[-1])))

    def _is_one_call(self, stages: Stages) -> bool:
        return len(stages) == len(stages[0]) == 1 and self.queue is None and stages[0][0].chance is None

    def _percentile(self, share: float, stages: Stages, what: str) -> Quantity:
        label = f"{what} p{share * 100:g}"
        if not self._is_one_call(stages):
            return self._of_several(share, stages, what).named(label)
        first = stages[0][0]
        if share == 0.5:
            return (first.ttft + first.decoding).measured_in("ms").named(label)
        spread = power(_growth(share), first.sigma).named(f"p{share * 100:g} over the median")
        begun = (first.ttft * spread).measured_in("ms").named(f"p{share * 100:g} of TTFT")
        return (begun + first.decoding).measured_in("ms").named(label)

    def _of_several(self, share: float, stages: Stages, what: str) -> Quantity:
        operands, several = self._operands(stages, what)
        apply = partial(several.percentile, share)
        after = " after a queue" if self.queue is not None else ""
        words = f"p{share * 100:g} of {_in_words(stages)}{after}:"
        return of_all(Operation(words, apply, rising=False), "ms", *operands)

    def _operands(self, stages: Stages, what: str) -> tuple[list[Quantity], SeveralCalls]:
        """Return the numbers of all calls and the queue, and what percentiles are worked out with."""
        operands: list[Quantity] = []
        shape = []
        for stage in stages:
            shape.append([call.chance is not None for call in stage])
            for call in stage:
                numbers = [call.ttft, call.sigma, call.decoding]
                numbers += [] if call.chance is None else [call.chance]
                operands += [
                    each.named(f"{call.name}: {each.label}") if call.name else each for each in numbers
                ]
        if self.queue is not None:
            operands += [self.queue.waits, self.queue.coefficient, self.queue.decay]
        told = (what, tuple(map(tuple, shape)))
        several = self.worked_out.setdefault(told, SeveralCalls(shape, queued=self.queue is not None))
        return operands, several


def _to_first(call: CallTime) -> CallTime:
    """Return a call as it is up to its answer's first token."""
    return replace(call, decoding=call.thinking or constant(0, "ms", "nothing before it"), thinking=None)


def _in_words(stages: Stages) -> str:
    """Say which calls come one after the other, and which beside one another: `one and two together, then three`."""
    named = [" and ".join(call.name or "the call" for call in stage) for stage in stages]
    told = [
        f"{words} together" if len(stage) > 1 else words for words, stage in zip(named, stages, strict=True)
    ]
    return ", then ".join(told)


def _growth(share: float) -> Quantity:
    deviations = -deviations_to(share)
    return constant(exp(deviations), "", f"e^{deviations:.4f}, p{share * 100:g} of a normal distribution")
