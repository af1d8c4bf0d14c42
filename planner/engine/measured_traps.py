"""Measurements of one's own that are there, but not where they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.engine.own_costs import OwnCosts
from planner.plan.call import ModelCall
from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.hint import Hint, Topic

_GIVE = "give this call the same `latency`"


def measured_traps(own: OwnCosts, everyone: Mapping[str, OwnCosts]) -> Iterator[Hint]:
    """Say where another option has measured the same SKU, or the one that stands in, and this one does not use that."""
    others = [other for name, other in everyone.items() if name != own.name]
    told = dict.fromkeys(
        f"{call.name}: {words}" if call.name else words
        for call in own.situation.calls
        if _takes_what_there_is(call)
        for words in _unused(call, others, own.situation.prices.latency)
    )
    yield from (Hint(Topic.LATENCY, words) for words in told)


def _unused(call: ModelCall, others: Sequence[OwnCosts], book: LatencyBook) -> Iterator[str]:
    """Return the first measurement of another option that fits a call."""
    model, relatives = str(call.terms.model), _standing_in(call, book)
    for other in others:
        title = other.option.title
        for each in other.situation.calls:
            if not _is_measured(each, call.terms.variant):
                continue
            measured = str(each.terms.model)
            if measured == model:
                yield f"{model} is measured in option {title}, but not used here; {_give(each)}"
                return
            if measured in relatives:
                theirs = f"what somebody else measured of {measured} stands in for {model}"
                ours = (
                    f"option {title} has measured that itself, so part of the difference may be who measured"
                )
                yield f"{theirs}; {ours}; {_give(each)}"
                return


def _give(measured: ModelCall) -> str:
    """Say what to write: a measurement without its tokens would be taken for one of the other call's."""
    said = measured.terms.latency
    if said is None or said.calls is not None:
        return f"{_GIVE}; its log tells how many tokens its calls had"
    missing = [key for key in ("prompt_tokens", "output_tokens") if getattr(said, key) is None]
    return f"{_GIVE}, with the {' and '.join(missing)} that were measured" if missing else _GIVE


def _takes_what_there_is(call: ModelCall) -> bool:
    """Whether only the tables, or a claim, tell how long a call takes; a profile that is named is meant."""
    said = call.terms.latency
    return said is None or (said.profile is None and not said.is_own)


def _is_measured(call: ModelCall, variant: str | None) -> bool:
    """Whether somebody measured this call, bought in this way."""
    said = call.terms.latency
    return said is not None and said.is_own and call.terms.variant == variant


def _standing_in(call: ModelCall, book: LatencyBook) -> frozenset[str]:
    """Return the SKUs whose measured times stand in for a call's, of which nobody is known to have measured its own."""
    variant = None if call.terms.variant is None else str(call.terms.variant)
    found = book.of_sku(str(call.terms.model), variant)
    return frozenset() if found is None or not found.stands_in else frozenset(map(str, found.profile.skus))
