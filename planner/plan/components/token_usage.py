"""Token usage: what the model reads and writes, paid by the token.

One request is priced, tier by tier, then multiplied: a long-context tier reprices a request, never a month's total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import model_validator

from planner.plan.catalog.caching import CachedPrompt, CachingRule
from planner.plan.catalog.price_book import Offer
from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_at, suggest
from planner.quantities.quantity import Quantity, chance_within, constant, if_at_least, total

_OFF = "off"


class Caching(FileModel):
    """How an option uses its provider's prompt cache; the rule's name alone will do."""

    rule: PlacedText
    """A caching rule of the model's price file, or `off`."""
    hit_share: Annotated[Quantity, Measure("share", "measured cache hit share", at_most=1)] | None = None
    """The measured share of requests that find the prefix cached; derived from the arrival rate when left out."""

    @model_validator(mode="before")
    @classmethod
    def _rule_alone(cls, raw: object) -> object:
        return {"rule": raw} if isinstance(raw, str) else raw


@dataclass(frozen=True, slots=True)
class TokenClass:
    """Tokens of one request that share a price."""

    item: str
    meter: str
    tokens: Quantity
    price: Quantity


class TokenUsage(FileModel):
    """Requests x (uncached input + cache reads + cache writes + output), each class at its own price.

    tokens: input = prompt + retrieved + user; with a cache, reads = prefix x h and writes = prefix x (1 - h), where the
    prefix is the prompt in whole increments if it reaches the minimum, and h = 1 - exp(-rate x lifetime) by Poisson
    arrivals unless measured. Source: the providers' own caching rules, cited in their price files.
    """

    model: PlacedText
    """The SKU that serves the requests."""
    variant: PlacedText | None = None
    """A way of buying it: batch, flex or priority."""
    caching: Caching | None = None
    """How its prompt cache is used; automatic caches apply by themselves."""

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return one monthly line for each class of tokens that occurs."""
        requests = situation.demand.requests
        offer = situation.prices.offer(self.model, self.model)
        lines = [
            Charge(
                item=part.item,
                quantity=(requests * part.tokens).named(f"{part.item} a month"),
                unit_price=part.price,
                timing=Timing.MONTHLY,
                sku=offer.name,
                meter=part.meter,
            )
            for part in self.classes(situation)
        ]
        rule, cached = self._rule(offer), self._cached(offer, situation)
        if rule is not None and rule.stored and cached is not None and not cached.prefix.is_zero:
            lines.append(self._storage(offer, cached, situation))
        return lines

    def request_cost(self, situation: Situation) -> Quantity:
        """Return what one request costs, in money per request."""
        return total([part.tokens * part.price for part in self.classes(situation)]).named(
            "cost of one request"
        )

    def cheaper_caching(self, situation: Situation) -> Iterator[tuple[str, Caching | None, Quantity]]:
        """Return ways to use the prompt cache that are not used: what to do, the caching, and the prompt's tokens.

        A prompt below a cache's minimum is padded to it; an explicit cache has to be asked for. Who has chosen a
        caching keeps it.
        """
        offer, prompt = situation.prices.offer(self.model, self.model), situation.tokens.prompt
        ours = self._rule(offer)
        ways = {} if ours is None else {"": (self.caching, ours)}
        if self.caching is None:
            ways |= {
                f"caching: {name}": (Caching(rule=name), rule)
                for name, rule in offer.caching_rules().items()
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

    def classes(self, situation: Situation) -> list[TokenClass]:
        """Split one request into its disjoint classes of tokens, those that do not occur left out.

        A request without any tokens keeps its input, so that it costs 0 and not nothing.
        """
        offer = situation.prices.offer(self.model, self.model)
        tokens = situation.tokens
        name, uncached, found = "input tokens", tokens.input, []
        cached = self._cached(offer, situation)
        if cached is not None:
            fresh = [tokens.user] if tokens.retrieved is None else [tokens.retrieved, tokens.user]
            uncached = total([*cached.uncached, *fresh])
            found = [
                ("cache reads", "cache_read", cached.reads),
                ("cache writes", "cache_write", cached.writes),
            ]
            if not all(part.is_zero for _, _, part in found):
                name = "uncached input tokens"
        parts = [
            (name, "input", uncached.named(f"{name} per request")),
            *found,
            ("output tokens", "output", tokens.generated),
        ]
        occurring = [part for part in parts if not part[2].is_zero] or parts[:1]
        return [
            TokenClass(item, meter, part, self._price(offer, meter, situation))
            for item, meter, part in occurring
        ]

    def _price(self, offer: Offer, meter: str, situation: Situation) -> Quantity:
        if meter in {"cache_read", "cache_write"} and not offer.has(meter):
            price = self._multiplied(offer, meter, situation)
        else:
            price = offer.price(meter, situation.calendar, self.variant, self.variant or self.model)
        cliff = offer.sku.long_context
        if cliff is None or meter not in cliff.multipliers:
            return price
        threshold = offer.cited(cliff.above_tokens, cliff.ref)
        dearer = (price * offer.cited(cliff.multipliers[meter], cliff.ref)).measured_in(price.unit.text)
        chosen = if_at_least(threshold, situation.tokens.input, price, dearer)
        return chosen.measured_in(price.unit.text).named(price.label)

    def _multiplied(self, offer: Offer, meter: str, situation: Situation) -> Quantity:
        """Return the rule's multiple of the listed input price, as the variant changes this meter, not the input."""
        asked = self.variant or self.model
        base = offer.listed_price("input", situation.calendar, asked)
        rule = self._rule(offer)
        multiplier = None
        if rule is not None:
            multiplier = rule.read_multiplier if meter == "cache_read" else rule.write_multiplier
        if multiplier is None:
            raise problem_at(
                self.model, f"{self.model} has neither a {meter} price nor a multiplier in its caching rule"
            )
        price = (
            (base * multiplier)
            .measured_in(base.unit.text)
            .named(f"price of {meter.replace('_', ' ')}s, {offer.title}")
        )
        return offer.varied(price, meter, self.variant, asked)

    def _rule(self, offer: Offer) -> CachingRule | None:
        rules = offer.caching_rules()
        if self.caching is None:
            return next((rule for rule in rules.values() if rule.mode == "automatic"), None)
        if self.caching.rule == _OFF:
            return None
        if self.caching.rule not in rules:
            known = [*rules, _OFF]
            raise problem_at(
                self.caching.rule,
                f"{offer.name} has no such caching rule; it has {', '.join(known)}{suggest(self.caching.rule, known)}",
            )
        return rules[self.caching.rule]

    def _cached(self, offer: Offer, situation: Situation) -> CachedPrompt | None:
        rule = self._rule(offer)
        if rule is None:
            return None
        charged = offer.has("cache_write") or rule.write_multiplier is not None
        return rule.applied(
            situation.tokens.prompt, self._hit_share(rule, situation), writes_are_charged=charged
        )

    def _hit_share(self, rule: CachingRule, situation: Situation) -> Quantity:
        if self.caching is not None and self.caching.hit_share is not None:
            return self.caching.hit_share
        within = (situation.demand.rate * rule.lifetime / constant(1, "request", "one request")).named(
            "requests in a cache lifetime"
        )
        return chance_within(within).named("cache hit share")

    def _storage(self, offer: Offer, cached: CachedPrompt, situation: Situation) -> Charge:
        # A prefix lapses between requests: it is kept for the share of the time in which a request would find it.
        held = (situation.calendar.hours * cached.hit_share).named("hours in which the prefix is kept")
        kept = cached.prefix * constant(1, "request", "one prefix kept") * held
        price = offer.price("cache_storage", situation.calendar, asked=self.model)
        return Charge(
            "cache storage",
            kept.named("token hours kept"),
            price,
            Timing.MONTHLY,
            offer.name,
            "cache_storage",
        )
