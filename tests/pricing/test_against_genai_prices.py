"""Our prices against those of genai-prices, an independent public table: request by request, day by day.

Every difference is named below with its reason, and a named one that is gone fails too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from genai_prices import Usage, calc_price
from genai_prices.types import ModelInfo

from planner.plan.catalog.provider import Provider, Sku

AS_OF = date(2026, 11, 20)
THEIR_NAMES = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google",
    "mistral": "mistral",
    "bedrock": "aws",
    "azure": "azure",
    "fireworks": "fireworks",
    "together": "together",
    "cohere": "cohere",
    "voyage": "voyageai",
}
THEIR_VARIANTS = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
    "fast": {"speed": "fast"},
}
RULES_THEY_DO_NOT_KNOW = {"retained-12-hours"}
MODELS_THEY_DO_NOT_KNOW = {
    "openai/ft-gpt-4.1",
    "openai/ft-gpt-4.1-mini",
    "openai/ft-gpt-4.1-nano",
    "openai/ft-o4-mini",
    "bedrock/custom-nova-2-lite",
}

KNOWN_DIFFERENCES = {
    ("anthropic/claude-sonnet-5-5", "2026-09-28", "cached"): (
        "Cached tokens cost 0.20 until 2026-10-07; they keep the price since then only."
    ),
    ("openai/o4-mini", "2026-11-20", "flex, cached"): "OpenAI lists 0.138, rounded; we halve 0.275.",
}


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
        counts = {"input_tokens": self.input, "output_tokens": self.output}
        if self.read:
            counts["cache_read_tokens"] = self.read
        if self.written:
            counts["cache_write_tokens"] = self.written
        if self.rule == "explicit-1h":
            counts["cache_write_1h_tokens"] = self.written
        return Usage(**counts)


def requests_for(provider: Provider, sku: Sku, theirs: ModelInfo, day: date) -> Iterator[Request]:
    """Yield the requests that both tables can price on that day."""
    output = 1_000 if "output" in sku.meters or sku.priced_as else 0
    yield Request("plain", 10_000, output)
    prices = theirs.get_prices(noon(day))
    sold = any(entry.start <= day for entry in sku.meters.get("cache_read", ()))
    if sold and prices.cache_read_mtok is not None:
        yield Request("cached", 10_000, output, read=4_000)
    if prices.cache_write_mtok is not None:
        for rule in (terms.rule for terms in sku.caching if terms.rule not in RULES_THEY_DO_NOT_KNOW):
            if provider.caching_rules[rule].write_multiplier is not None:
                yield Request(f"written, {rule}", 10_000, output, written=4_000, rule=rule)
    if sku.long_context is not None:
        yield Request("long", 300_000, output)
        yield Request("at the threshold", int(sku.long_context.above_tokens.value.item()), output)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seller:
    """One of our SKUs and what is needed to price a request with it."""

    name: str
    provider: Provider
    sku: Sku
    price_on: Callable[..., float | None]

    def cost(self, request: Request, day: date, variant: str | None) -> float:
        """Return what a request costs, in dollars."""
        terms = self.sku.variants[variant].multipliers if variant else {}
        cliff = self.sku.long_context
        above = cliff is not None and request.input > cliff.above_tokens.value.item()
        dearer = cliff.multipliers if cliff is not None and above else {}
        classes = {
            "input": request.input - request.read - request.written,
            "cache_read": request.read,
            "cache_write": request.written,
            "output": request.output,
        }
        dollars = 0.0
        for meter, tokens in classes.items():
            if tokens:
                factors = [part[meter].value.item() for part in (terms, dearer) if meter in part]
                dollars += tokens * self.unit_price(meter, request, day) * math.prod(factors)
        return dollars / 1e6

    def unit_price(self, meter: str, request: Request, day: date) -> float:
        """Return the listed price, or the caching rule's multiple of the input price."""
        listed = self.price_on(self.name, meter, day)
        if listed is None and meter == "cache_write":
            own = next(terms for terms in self.sku.caching if terms.rule == request.rule)
            multiplier = own.on(self.provider.caching_rules[own.rule]).write_multiplier
            assert multiplier is not None
            return self.unit_price("input", request, day) * multiplier.value.item()
        assert listed is not None, f"{self.name} has no {meter} price on {day}"
        return listed


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
    if provider not in THEIR_NAMES or sku.model is None or not sells_tokens(sku):
        return None
    theirs = "openai-decisions" if name == "openai/gpt-6-luna-decisions" else THEIR_NAMES[provider]
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
def comparisons(
    book_files: Mapping[str, Provider], skus: Mapping[str, Sku], price_on: Callable[..., float | None]
) -> list[Comparison]:
    """Every request that both tables can price."""
    found: list[Comparison] = []
    for name, sku in skus.items():
        known = their_model(name, sku)
        if known is not None:
            seller = Seller(name, book_files[name.partition("/")[0]], sku, price_on)
            for day in days_to_compare(sku):
                found += compared(seller, *known, day)
    return found


def compared(seller: Seller, theirs: str, model: ModelInfo, day: date) -> Iterator[Comparison]:
    """Yield each request of a day in each way of buying it; variants for one day only, as theirs have no history."""
    variants = [name for name in seller.sku.variants if name in THEIR_VARIANTS and day == AS_OF]
    for request in requests_for(seller.provider, seller.sku, model, day):
        for variant in (None, *variants):
            context = THEIR_VARIANTS[variant] if variant else None
            if context is not None and not has_variant(model, context, request):
                continue
            their_cost = calc_price(
                request.usage(),
                seller.sku.model or "",
                provider_id=theirs,
                genai_request_timestamp=noon(day),
                price_context=context,
            )
            kind = f"{variant}, {request.kind}" if variant else request.kind
            ours = seller.cost(request, day, variant)
            yield Comparison(seller.name, day, kind, ours, float(their_cost.total_price))


def has_variant(model: ModelInfo, context: Mapping[str, str], request: Request) -> bool:
    """Tell whether they list this way of buying, for long requests too where the request is one."""
    for variant in model.price_variants or ():
        if variant.when == context and (variant.constraint is None or variant.constraint.active(noon(AS_OF))):
            return request.kind != "long" or hasattr(variant.prices.input_mtok, "tiers")
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
    assert {
        "plain",
        "cached",
        "long",
        "at the threshold",
        "batch, plain",
        "flex, cached",
        "fast, plain",
    } <= kinds
    assert {"written, explicit-5m", "written, explicit-1h", "written, automatic-30-minutes"} <= kinds


def test_scheduled_prices_were_compared_after_they_begin(comparisons: list[Comparison]) -> None:
    days = {(comparison.sku, comparison.day) for comparison in comparisons}
    assert ("google/gemini-4-argon", date(2026, 12, 1)) in days
    assert ("google/gemini-3.8-flash", date(2027, 1, 1)) in days


def test_the_models_that_genai_prices_does_not_know_are_these(
    skus: Mapping[str, Sku], comparisons: list[Comparison]
) -> None:
    sold = {name for name, sku in skus.items() if name.partition("/")[0] in THEIR_NAMES and sells_tokens(sku)}
    assert sold - {comparison.sku for comparison in comparisons} == MODELS_THEY_DO_NOT_KNOW
