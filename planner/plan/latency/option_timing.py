"""How long an option's requests take from one day on: by its calls, or why nobody can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from planner.plan.call import ModelCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.latency.call_latency import from_tables
from planner.plan.latency.call_profile import CallProfile
from planner.plan.latency.capacity import Capacity
from planner.plan.latency.request_time import CallTime, CallTokens, RequestTime
from planner.plan.texts import TokenCounts
from planner.quantities.quantity import Quantity, larger

if TYPE_CHECKING:
    from planner.plan.catalog.latency_profiles import BatchWindow

_WAITING = {
    "batch": "it is asked in batches, which take hours",
    "flex": "flex answers when there is room, and nobody says how long that takes",
}
"""Ways of buying that make requests wait, by the name they have in the price files."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says a call takes: shown as unverified, in no figure."""

    call: str
    claimed: Quantity
    """In ms."""
    source: str | None
    prompt: Quantity
    """Input tokens of the call it is claimed of."""
    hosted: bool = True
    """Whether it is claimed of a hosted model."""
    calls: int = 1
    """Of how many calls it is the sum."""


@dataclass(frozen=True, slots=True)
class OptionTiming:
    """How long requests take from a day on."""

    since: date | None
    """None for the start of the plan."""
    timing: RequestTime | None
    """None where nobody knows, or where requests wait for hours."""
    unknown: tuple[str, ...] = ()
    """Why nobody knows, a sentence for each call."""
    window: BatchWindow | None = None
    """For requests asked in batches: how long those may take, where that is known."""
    claims: tuple[Claim, ...] = ()
    """Of each call of which something is claimed."""
    claimed: Claim | None = None
    """What that comes to for a whole request; None where something is claimed of some of its calls only."""
    waits: bool = False
    """Whether requests wait for hours by design."""
    capacity: Capacity | None = None
    """For GPUs of one's own: how busy they are."""
    leaves_out: tuple[str, ...] = ()
    """What takes time as well and is in no figure."""

    def p50_of(self, name: str) -> Quantity | None:
        """Return the median time of one call, in ms, or of requests for the call that has no name; None if unknown."""
        if self.timing is None:
            return None
        if not name:
            return self.timing.latency(0.5)
        return next((call.median for call in self.timing.calls if call.name == name), None)


def timing_of_calls(
    stages: Sequence[Sequence[ModelCall]], prices: PriceBook, files: TokenCounts, since: date | None
) -> OptionTiming:
    """Return how long requests take that make these calls, in stages; raises BadInput for an unknown profile."""
    calls = [call for stage in stages for call in stage]
    claims = tuple(claim for call in calls if (claim := _claim(call)) is not None)
    claimed = _of_request(stages)
    waiting = [call for call in calls if call.terms.variant in _WAITING]
    if waiting:
        provider = str(waiting[0].terms.model).partition("/")[0]
        window = prices.latency.batch_window(provider) if waiting[0].terms.variant == "batch" else None
        words = tuple(dict.fromkeys(_WAITING[call.terms.variant or ""] for call in waiting))
        return OptionTiming(since, None, words, window, claims, claimed, waits=True)
    timed, unknown = dict[int, CallTime](), list[str]()
    for call in calls:
        tokens = CallTokens.of(call.tokens)
        profile = _profile_of(call, tokens, prices, files)
        if profile is None:
            unknown.append(f"nobody is known to have measured {call.terms.model}")
            continue
        timed[id(call)] = replace(
            CallTime.of(call.name, profile, tokens),
            chance=call.asked,
            again=call.terms.retries,
            sku=str(call.terms.model),
        )
    if unknown or not calls:
        return OptionTiming(since, None, tuple(dict.fromkeys(unknown)), None, claims, claimed)
    timing = RequestTime(tuple(tuple(timed[id(call)] for call in stage) for stage in stages))
    return OptionTiming(since, timing, (), None, claims, claimed)


def _profile_of(
    call: ModelCall, tokens: CallTokens, prices: PriceBook, files: TokenCounts
) -> CallProfile | None:
    """Return what is known of how long a call takes: what the scenario says first, then what the tables know."""
    said, book = call.terms.latency, prices.latency
    known = None if said is None else said.known(tokens, book, files, str(call.terms.model))
    if known is not None:
        return known
    variant = None if call.terms.variant is None else str(call.terms.variant)
    found = book.of_sku(str(call.terms.model), variant)
    return None if found is None else from_tables(found, book)


def _claim(call: ModelCall) -> Claim | None:
    said = call.terms.latency
    if said is None or said.claimed is None:
        return None
    return Claim(call.name, said.claimed, said.source, call.tokens.input)


def _of_request(stages: Sequence[Sequence[ModelCall]]) -> Claim | None:
    """Return what is claimed of a whole request: the sum over its stages of the longest claim, of one call its own.

    None where a call has no claim, or where not every request makes it once.
    """
    whole: Claim | None = None
    for stage in stages:
        slowest: Claim | None = None
        for call in stage:
            claim = _claim(call)
            if claim is None or call.asked is not None:
                return None
            slowest = (
                claim if slowest is None else _joined(slowest, claim, larger(slowest.claimed, claim.claimed))
            )
        if slowest is not None:
            whole = slowest if whole is None else _joined(whole, slowest, whole.claimed + slowest.claimed)
    return whole


def _joined(one: Claim, other: Claim, time: Quantity) -> Claim:
    """Return the claim of two calls that together take so long."""
    prompt = (one.prompt + other.prompt).named("prompts of all calls")
    return Claim("", time.named("claimed for all calls"), None, prompt, one.hosted, one.calls + other.calls)
