"""Our prices against those of genai-prices, an independent public table: request by request, day by day.

The planner itself prices each request. Every difference is named below with its reason; one that is gone fails too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from genai_prices import Usage, calc_price
from genai_prices.types import ModelInfo, ModelPrice, TieredPrices

from planner.files.price_files import read_price_book
from planner.plan.calendar import Calendar
from planner.plan.call import Caching, Call, ModelCall
from planner.plan.call_cost import PricedCall
from planner.plan.catalog.offer import Offer
from planner.plan.catalog.provider import Sku
from planner.plan.request import RequestTokens
from planner.plan.workload import Demand
from planner.quantities.months import Month
from planner.quantities.quantity import Quantity, constant

AS_OF = date(2026, 11, 20)
PREFIX = 8_192
"""Tokens that a cache serves or takes: whole increments, and longer than every minimum."""
SAME_NAMES = ("openai", "anthropic", "google", "mistral", "azure", "fireworks", "together", "cohere")
PROVIDERS = {name: name for name in SAME_NAMES} | {"bedrock": "aws", "voyage": "voyageai"}
THEIR_VARIANTS = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
    "fast": {"speed": "fast"},
}
RULES_THEY_DO_NOT_KNOW = {"retained-12-hours"}
MODELS_THEY_DO_NOT_KNOW = {"bedrock/custom-nova-2-lite", "openai/ft-o4-mini"} | {
    f"openai/ft-gpt-4.1{size}" for size in ("", "-mini", "-nano")
}
KNOWN_DIFFERENCES = {
    ("anthropic/claude-sonnet-5-5", "2026-09-28", "cached"): "They do not know the 0.20 before 2026-10-07.",
    ("openai/o4-mini", "2026-11-20", "flex, cached"): "OpenAI lists 0.138, rounded; we halve 0.275.",
}


@dataclass(frozen=True, slots=True)
class OneDay(Month):
    """A month of a single day, so that a day's own prices hold in it and no mean of several."""

    day: int = 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, self.day)

    last_day = first_day


@dataclass(frozen=True, slots=True)
class Request:
    """One request: all its input tokens, those of them that a cache served or took, and its output."""

    kind: str
    input: int
    output: int
    read: int = 0
    written: int = 0
    rule: str | None = None

    def usage(self) -> Usage:
        """Return it in their words."""
        counts = {"input_tokens": self.input, "output_tokens": self.output}
        if self.read:
            counts["cache_read_tokens"] = self.read
        if self.written:
            counts["cache_write_tokens"] = self.written
        if self.rule == "explicit-1h":
            counts["cache_write_1h_tokens"] = self.written
        return Usage(**counts)

    def cost(self, offer: Offer, day: date, variant: str | None) -> float:
        """Return what the planner says that it costs, in dollars."""
        month = OneDay(day.year, day.month, day.day)
        calendar = Calendar((month,), constant(1, "day/month", "one day"), AS_OF)
        alone = self.read if self.rule is None else 0  # cached tokens of a SKU without a caching rule
        prefix = self.read + self.written - alone
        tokens = RequestTokens(
            prompt=_tokens(prefix), user=_tokens(self.input - prefix - alone), output=_tokens(self.output)
        )
        hits = constant(1 if self.read else 0, "share", "hit share")
        terms = Call(
            model=offer.name,
            variant=variant,
            caching=Caching(rule=self.rule or "off", hit_share=hits),
            prompt=tokens.prompt,
        )
        demand = Demand(
            constant(1, "request/month", "requests"),
            constant(1, "request/s", "rate"),
            None,
            constant(1, "request/day", "requests on a day"),
        )
        found = PricedCall(ModelCall("", terms, tokens), calendar, demand, offer.book).cost
        if alone:
            found = found + _tokens(alone) * offer.price("cache_read", calendar, variant)
        return float(found.plain.item())


def _tokens(count: int) -> Quantity:
    return constant(count, "tok/request", "tokens")


def requests_for(sku: Sku, theirs: ModelPrice, day: date) -> Iterator[Request]:
    """Yield the requests that both tables can price on that day."""
    output = 1_000 if "output" in sku.meters or sku.priced_as else 0
    rules = [terms.rule for terms in sku.caching]
    yield Request("plain", 10_000, output)
    sold = any(entry.start <= day for entry in sku.meters.get("cache_read", ()))
    cached = sold and theirs.cache_read_mtok is not None
    if cached:
        yield Request("cached", 10_000, output, read=PREFIX, rule=rules[0] if rules else None)
    if theirs.cache_write_mtok is not None:
        for rule in (rule for rule in rules if rule not in RULES_THEY_DO_NOT_KNOW):
            yield Request(f"written, {rule}", 10_000, output, written=PREFIX, rule=rule)
    for limit in sorted(thresholds(sku, theirs)):
        yield Request(f"at {limit}", limit, output)
        yield Request(f"above {limit}", limit + 1, output)
        if cached and rules:
            yield Request(f"above {limit}, cached", limit + 1, output, read=PREFIX, rule=rules[0])


def thresholds(sku: Sku, theirs: ModelPrice) -> set[int]:
    """Return where either table starts to price a request differently, so that a cliff that is missing is found."""
    prices = (theirs.input_mtok, theirs.output_mtok, theirs.cache_read_mtok, theirs.cache_write_mtok)
    found = {tier.start for price in prices if isinstance(price, TieredPrices) for tier in price.tiers}
    if sku.long_context is not None:
        found.add(int(sku.long_context.above_tokens.value.item()))
    return found


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One request at both prices."""

    sku: str
    day: date
    kind: str
    ours: float
    theirs: float

    @property
    def key(self) -> tuple[str, str, str]:
        return self.sku, self.day.isoformat(), self.kind

    @property
    def differs(self) -> bool:
        return not math.isclose(self.ours, self.theirs, rel_tol=1e-6)


def their_model(name: str, sku: Sku) -> tuple[str, ModelInfo] | None:
    """Return their provider and model, or None for what they do not sell."""
    provider = name.partition("/")[0]
    if provider not in PROVIDERS or sku.model is None or not sells_tokens(sku):
        return None
    theirs = "openai-decisions" if name == "openai/gpt-6-luna-decisions" else PROVIDERS[provider]
    try:
        return theirs, calc_price(Usage(input_tokens=1), sku.model, provider_id=theirs).model
    except LookupError:
        return None


def sells_tokens(sku: Sku) -> bool:
    return "input" in sku.meters or sku.priced_as is not None


def days_to_compare(sku: Sku) -> list[date]:
    """The day of this edition, and every day on which one of our prices begins."""
    starts = {entry.start for listed in sku.meters.values() for entry in listed}
    first = min((listed[0].start for meter, listed in sku.meters.items() if meter == "input"), default=AS_OF)
    return sorted({day for day in starts if day >= first} | {AS_OF})


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    """Every request that both tables can price."""
    book = read_price_book()
    found: list[Comparison] = []
    for offer in map(book.offer, book.names()):
        known = their_model(offer.name, offer.sku)
        if known is not None:
            for day in days_to_compare(offer.sku):
                found += compared(offer, *known, day)
    return found


def compared(offer: Offer, theirs: str, model: ModelInfo, day: date) -> Iterator[Comparison]:
    """Yield each request of a day in each way of buying it; variants for one day only, as theirs have no history."""
    variants = [name for name in offer.sku.variants if name in THEIR_VARIANTS and day == AS_OF]
    for request in requests_for(offer.sku, model.get_prices(noon(day)), day):
        for variant in (None, *variants):
            context = THEIR_VARIANTS[variant] if variant else None
            if context is not None and not has_variant(model, context, request):
                continue
            their_cost = calc_price(
                request.usage(),
                offer.sku.model or "",
                provider_id=theirs,
                genai_request_timestamp=noon(day),
                price_context=context,
            )
            kind = f"{variant}, {request.kind}" if variant else request.kind
            ours = request.cost(offer, day, variant)
            yield Comparison(offer.name, day, kind, ours, float(their_cost.total_price))


def has_variant(model: ModelInfo, context: Mapping[str, str], request: Request) -> bool:
    """Tell whether they list this way of buying, for long requests too where the request is one."""
    for variant in model.price_variants or ():
        if variant.when == context and (variant.constraint is None or variant.constraint.active(noon(AS_OF))):
            return "above" not in request.kind or isinstance(variant.prices.input_mtok, TieredPrices)
    return False


def test_every_request_costs_what_genai_prices_says_but_for_the_known_differences(
    comparisons: list[Comparison],
) -> None:
    different = {one.key: (one.ours, one.theirs) for one in comparisons if one.differs}
    surprising = {key: prices for key, prices in different.items() if key not in KNOWN_DIFFERENCES}
    assert not surprising, "prices differ from genai-prices"
    assert set(KNOWN_DIFFERENCES) == set(different), "a known difference is gone: take it off the list"


def test_enough_was_compared_to_mean_something(comparisons: list[Comparison]) -> None:
    assert len({comparison.sku for comparison in comparisons}) >= 50
    assert len(comparisons) >= 450
    kinds = {comparison.kind for comparison in comparisons}
    assert {"plain", "cached", "at 272000", "above 272000", "above 100000, cached"} <= kinds
    assert {"batch, plain", "flex, cached", "fast, plain", "batch, above 272000"} <= kinds
    assert {"written, explicit-5m", "written, explicit-1h", "written, automatic-30-minutes"} <= kinds


def test_scheduled_prices_were_compared_after_they_begin(comparisons: list[Comparison]) -> None:
    days = {(comparison.sku, comparison.day) for comparison in comparisons}
    assert ("google/gemini-4-argon", date(2026, 12, 1)) in days
    assert ("google/gemini-3.8-flash", date(2027, 1, 1)) in days


def test_the_models_that_genai_prices_does_not_know_are_these(comparisons: list[Comparison]) -> None:
    skus = read_price_book().skus.items()
    sold = {name for name, (one, sku) in skus if one.provider in PROVIDERS and sells_tokens(sku)}
    assert sold - {comparison.sku for comparison in comparisons} == MODELS_THEY_DO_NOT_KNOW
