"""Measurements of one's own that are there, but not where they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.engine.own_costs import OwnCosts
from planner.plan.call import ModelCall
from planner.plan.hint import Hint, Topic


def measured_traps(own: OwnCosts, everyone: Mapping[str, OwnCosts]) -> Iterator[Hint]:
    """Say where another option has measured the same SKU, bought the same way, and this one does not use that."""
    found: dict[str, None] = {}
    for call in own.situation.calls:
        if not _takes_what_there_is(call):
            continue
        for name, other in everyone.items():
            if name != own.name and any(_measured(theirs, call) for theirs in other.situation.calls):
                where = f"{call.name}: " if call.name else ""
                found[
                    f"{where}{call.terms.model} is measured in option {other.option.title}, but not used here;"
                    " give this call the same `latency`, with the prompt_tokens and output_tokens that were measured"
                ] = None
                break
    yield from (Hint(Topic.LATENCY, words) for words in found)


def _takes_what_there_is(call: ModelCall) -> bool:
    """Whether only the tables, or a claim, tell how long a call takes; a profile that is named is meant."""
    said = call.terms.latency
    return said is None or (said.profile is None and not said.is_own)


def _measured(theirs: ModelCall, call: ModelCall) -> bool:
    said, bought = theirs.terms.latency, (call.terms.model, call.terms.variant)
    return said is not None and said.is_own and (theirs.terms.model, theirs.terms.variant) == bought
