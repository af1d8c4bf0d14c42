"""Traps that published calculators fall into, told where a plan walks into one.

Each is a small function from an option among the others to a sentence; a new trap is one more of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.engine.own_costs import OwnCosts
from planner.plan.call import ModelCall
from planner.plan.catalog.offer import Offer
from planner.plan.hint import Hint, Topic
from planner.quantities.quantity import Quantity

_BLEND_TOLERANCE = 0.05
"""By how much the share of input may differ from the mix that a blended price was made for."""


def traps(own: OwnCosts, everyone: Mapping[str, OwnCosts], baseline: str) -> Iterator[Hint]:
    """Return what is probably wrong with an option's figures."""
    for call in own.situation.calls:
        offer = own.situation.prices.offer(call.terms.model)
        where = f"{call.name}: " if call.name else ""
        yield from (Hint(Topic.TRAP, where + words) for words in _of_call(call, offer, own))
        if offer.sku.reasons_by_default and call.terms.reasoning_tokens is None:
            words = "it reasons unless told not to, and no reasoning_tokens are counted"
            yield Hint(Topic.REASONING, where + words)
    if own.option.training is not None:
        yield from (Hint(Topic.TRAP, words) for words in _base_price(own, everyone))
    yield from (Hint(Topic.TRAP, words) for words in _of_hosting(own, everyone[baseline]))


def _of_call(call: ModelCall, offer: Offer, own: OwnCosts) -> Iterator[str]:
    mix, tokens = offer.sku.blended_input_share, call.tokens
    if mix is not None:
        read, written = _first(tokens.input), _first(tokens.generated)
        share = read / (read + written) if read + written else 0.0
        if abs(share - _first(mix)) > _BLEND_TOLERANCE:
            yield (
                f"{offer.title} has a price for a blend with {_first(mix):.0%} of input; here it is {share:.0%}, so the"
                " price of each has to be known"
            )
    caching = call.terms.caching
    cached = own.situation.priced(call).cached()
    if caching is not None and cached is not None and cached.prefix.is_zero_at_middle:
        rule = own.situation.priced(call).rule()
        least = _first(rule.minimum_tokens) if rule is not None else 0.0
        yield (
            f"it asks for {caching.rule}, but a prompt of {_first(tokens.prompt):,.0f} tokens gets no discount:"
            f" the cache takes {least:,.0f} and more"
        )


def _base_price(own: OwnCosts, everyone: Mapping[str, OwnCosts]) -> Iterator[str]:
    """Say where a tuned model is priced as the base model."""
    model = own.situation.model
    if model is None:
        return
    offer = own.situation.prices.offer(model)
    if offer.has("training") or offer.has("training_hour"):
        return
    tuned = [
        name
        for name in own.situation.prices.names()
        if name != model and name.startswith(f"{offer.provider.provider}/") and _is_tuned_form(name, offer)
    ]
    if tuned:
        yield f"it is tuned, but priced as the base model; tuned, that one is sold as {tuned[0]}"
        return
    for other in everyone.values():
        if other.option.training is None and other.situation.model == model:
            yield f"it is tuned, but has the price of {other.option.title}, which is not; tuned models often cost more"
            return


def _is_tuned_form(name: str, base: Offer) -> bool:
    """Whether a SKU is the tuned form of a base model: it can be trained, and its name ends with the base's."""
    offer = base.book.offer(name)
    theirs, ours = offer.sku.model or "", base.sku.model or ""
    return offer.has("training") and bool(ours) and theirs != ours and theirs.endswith(ours)


def _of_hosting(own: OwnCosts, base: OwnCosts) -> Iterator[str]:
    situation, other = own.situation, base.situation.request_cost
    for part in situation.limited:
        if part.returned_when_idle() and situation.workload.busy_hour is not None:
            yield (
                "its GPUs are paid only while they work, but requests have a busy hour: GPUs that stay for them are"
                " paid in idle hours as well (hosting.replicas)"
            )
        least = part.at_full_load(situation)
        if least is None or other is None or least.unit.dimensions != other.unit.dimensions:
            continue
        if own.name != base.name and _first(least) >= _first(other):
            ours, theirs = (f"{1000 * _first(each):.3g} {each.unit.currency}" for each in (least, other))
            yield (
                f"no volume makes its GPUs cheaper: at full load 1,000 requests take {ours} of them, and {theirs} of"
                f" tokens at {base.option.title}"
            )


def _first(number: Quantity) -> float:
    return float(number.plain[0, 0])
