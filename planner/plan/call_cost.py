"""What one call costs: its tokens in disjoint classes, each at its own price.

One request is priced, tier by tier, and only then multiplied: a long-context tier reprices a request, never a month's
total. Input = prompt + retrieved + user; with a cache, reads = prefix x h and writes = prefix x (1 - h), where the
prefix is the prompt in whole increments if it reaches the minimum, and h = 1 - exp(-rate x lifetime) by Poisson
arrivals unless measured. Source: the providers' own caching rules, cited in their price files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.plan.calendar import Calendar
from planner.plan.call import Caching, ModelCall
from planner.plan.catalog.caching import CachedPrompt, CachingRule
from planner.plan.catalog.offer import Offer
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import problem_at, suggest
from planner.plan.workload import Demand
from planner.quantities.branching import is_zero
from planner.quantities.quantity import Quantity, chance_within, constant, if_at_least, total

_OFF = "off"
_CACHED = frozenset({"cache_read", "cache_write"})


@dataclass(frozen=True, slots=True)
class TokenClass:
    """Tokens of one call that share a price, in tok/request; or the call itself where that has a price."""

    item: str
    meter: str
    amount: Quantity
    price: Quantity


@dataclass(frozen=True, slots=True)
class Storage:
    """A prefix kept in a cache that charges for keeping it: token hours of a whole month, and their price."""

    kept: Quantity
    price: Quantity


@dataclass(frozen=True)
class PricedCall:
    """A call among the months, the demand and the prices that decide what it costs; each part is worked out once."""

    call: ModelCall
    calendar: Calendar
    demand: Demand
    prices: PriceBook

    @property
    def offer(self) -> Offer:
        """The SKU that serves it; raises BadInput when none is known."""
        return self.prices.offer(self.call.terms.model, self.call.terms.model)

    @cached_property
    def cost(self) -> Quantity:
        """What one call costs, in money per request."""
        return total([part.amount * part.price for part in self.classes]).named("cost of one request")

    @cached_property
    def classes(self) -> Sequence[TokenClass]:
        """The call split into its disjoint classes of tokens, those that do not occur left out.

        A call without any tokens keeps its input, so that it costs 0 and not nothing. A fee for the call itself stands
        beside the tokens.
        """
        tokens, offer = self.call.tokens, self.offer
        name, uncached, found = "input tokens", tokens.input, []
        cached = self.cached()
        if cached is not None:
            fresh = [tokens.user] if tokens.retrieved is None else [tokens.retrieved, tokens.user]
            uncached = total([*cached.uncached, *fresh])
            found = [
                ("cache reads", "cache_read", cached.reads),
                ("cache writes", "cache_write", cached.writes),
            ]
            if not all(is_zero(part) for _, _, part in found):
                name = "uncached input tokens"
        parts = [
            (name, "input", uncached.named(f"{name} per request")),
            *found,
            ("output tokens", "output", tokens.generated),
        ]
        by_the_call = offer.has("call")
        occurring = [
            part for part in parts if not is_zero(part[2]) and not (by_the_call and not offer.has(part[1]))
        ]
        if by_the_call:
            occurring.append(("calls", "call", constant(1, "call/request", "one call")))
        return [TokenClass(*part, self._price(part[1])) for part in occurring or parts[:1]]

    def storage(self) -> Storage | None:
        """Return what keeping the prefix costs; None where keeping it is free or nothing is kept.

        A prefix lapses between requests: it is kept for the share of the time in which a request would find it.
        """
        rule, cached = self.rule(), self.cached()
        if rule is None or not rule.stored or cached is None or is_zero(cached.prefix):
            return None
        held = (self.calendar.hours * cached.hit_share).named("hours in which the prefix is kept")
        kept = cached.prefix * constant(1, "request", "one prefix kept") * held
        price = self.offer.price("cache_storage", self.calendar, asked=self.call.terms.model)
        return Storage(kept.named("token hours kept"), price)

    def rule(self) -> CachingRule | None:
        """Return the caching rule that holds; raises BadInput for one that the SKU does not have."""
        offer, caching = self.offer, self.call.terms.caching
        rules = offer.caching_rules()
        if caching is None:
            return next((rule for rule in rules.values() if rule.mode == "automatic"), None)
        if caching.rule == _OFF:
            return None
        if caching.rule not in rules:
            known = [*rules, _OFF]
            raise problem_at(
                caching.rule,
                f"{offer.name} has no such caching rule; it has {', '.join(known)}{suggest(caching.rule, known)}",
            )
        return rules[caching.rule]

    def refuse_unknown_rate(self) -> None:
        """Raise BadInput where a cache needs to know how often a call outside the requests is made."""
        caching, rule = self.call.terms.caching, self.rule()
        if caching is None or rule is None:
            return
        if rule.stored:
            what = "this cache is paid by the hour, which is counted only for calls that requests make"
            raise problem_at(caching.rule, f"{what}; take another rule, or none")
        if caching.hit_share is None:
            what = "give hit_share, as measured: how often this call is made is not known, only how often requests come"
            raise problem_at(caching.rule, what)

    def cached(self) -> CachedPrompt | None:
        """Return how the prompt meets the cache; None where there is none."""
        rule = self.rule()
        if rule is None:
            return None
        charged = self.offer.has("cache_write") or rule.write_multiplier is not None
        return rule.applied(self.call.tokens.prompt, self._hit_share(rule), writes_are_charged=charged)

    def cheaper_caching(self) -> Iterator[tuple[str, Caching | None, Quantity]]:
        """Return ways to use the prompt cache that are not used: what to do, the caching, and the prompt's tokens.

        A prompt below a cache's minimum is padded to it; an explicit cache has to be asked for. Who has chosen a
        caching keeps it.
        """
        prompt, chosen, ours = self.call.tokens.prompt, self.call.terms.caching, self.rule()
        ways = {} if ours is None else {"": (chosen, ours)}
        if chosen is None:
            ways |= {
                f"caching: {name}": (Caching(rule=name), rule)
                for name, rule in self.offer.caching_rules().items()
                if rule.mode == "explicit"
            }
        for words, (caching, rule) in ways.items():
            least = rule.minimum_tokens
            if bool((prompt.plain >= least.plain).all()):
                if words:
                    yield f"with {words} its prompt would be read from the cache", caching, prompt
                continue
            now, then = (float(tokens.plain.flat[0]) for tokens in (prompt, least))
            how = f" with {words}" if words else ""
            what = f"a prompt of {then:,.0f} tokens instead of {now:,.0f}{how} would reach the prompt cache"
            yield what, caching, least.named("padded prompt")

    def _hit_share(self, rule: CachingRule) -> Quantity:
        """Return the measured share, or that of the days on which it is made: a move in mid-month thins no traffic."""
        caching = self.call.terms.caching
        if caching is not None and caching.hit_share is not None:
            return caching.hit_share
        within = (
            self.call.always(self.demand.rate) * rule.lifetime / constant(1, "request", "one request")
        ).named("requests in a cache lifetime")
        return chance_within(within).named("cache hit share")

    def _price(self, meter: str) -> Quantity:
        terms, offer = self.call.terms, self.offer
        if meter in _CACHED and not offer.has(meter):
            price = self._multiplied(meter)
        else:
            price = offer.price(meter, self.calendar, terms.variant, terms.bought)
        if self.call.drift is not None:
            price = (price * self.call.drift).measured_in(price.unit.text).named(price.label)
        cliff = offer.sku.long_context
        if cliff is None or meter not in cliff.multipliers:
            return price
        threshold = offer.cited(cliff.above_tokens, cliff.ref)
        dearer = (price * offer.cited(cliff.multipliers[meter], cliff.ref)).measured_in(price.unit.text)
        chosen = if_at_least(threshold, self.call.tokens.input, price, dearer)
        return chosen.measured_in(price.unit.text).named(price.label)

    def _multiplied(self, meter: str) -> Quantity:
        """Return the rule's multiple of the listed input price, as the variant changes this meter, not the input."""
        terms, offer, rule = self.call.terms, self.offer, self.rule()
        base = offer.listed_price("input", self.calendar, terms.bought)
        multiplier = None
        if rule is not None:
            multiplier = rule.read_multiplier if meter == "cache_read" else rule.write_multiplier
        if multiplier is None:
            raise problem_at(
                terms.model, f"{offer.name} has neither a {meter} price nor a multiplier in its caching rule"
            )
        price = (
            (base * multiplier)
            .measured_in(base.unit.text)
            .named(f"price of {meter.replace('_', ' ')}s, {offer.title}")
        )
        return offer.varied(price, meter, terms.variant, terms.bought)
