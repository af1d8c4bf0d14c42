"""One price file: a provider, its SKUs, and for each meter the price by effective date.

A price is never deleted: a cut is a new entry with a new date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from planner.plan.catalog.availability import Availability
from planner.plan.catalog.caching import CachingRule, CachingTerms
from planner.plan.catalog.meters import METERS
from planner.plan.file_model import FileModel, Measure, PlacedText, misplaced
from planner.plan.problems import printable, suggest
from planner.quantities.located import Path
from planner.quantities.provenance import Confidence, Reference
from planner.quantities.quantity import Quantity


def _known_meter(name: str) -> str:
    if name not in METERS:
        near = get_close_matches(name, METERS, 1)
        raise ValueError(
            f"unknown meter {name!r}"
            + (f" (did you mean {near[0]!r}?)" if near else f"; there are {', '.join(METERS)}")
        )
    return name


MeterName = Annotated[
    str, AfterValidator(_known_meter), WithJsonSchema({"type": "string", "enum": list(METERS)})
]


class PageReference(FileModel):
    """The page a fact was read on."""

    title: Annotated[PlacedText, Field(min_length=3)]
    """What the page calls itself."""
    address: str = Field(min_length=3)
    """The address of the page; for a contract, where it is kept."""
    read: date
    """The day somebody read it, or the day of the copy it was read through."""
    via: str | None = None
    """The dated public copy it was read through, where the page itself was not at hand."""
    confidence: Confidence = Confidence.HIGH
    """How far to trust it: high, medium, low or guess."""

    def reference(self) -> Reference:
        """Return it in the form that explanations print."""
        return Reference(self.title, self.address, self.read, self.via, self.confidence)


class PriceEntry(FileModel):
    """A price from a day on."""

    start: Annotated[date, Field(alias="from")]
    """The first day this price is in force, or the first day it was seen where the start was not published."""
    price: Annotated[Quantity, Measure("", "price")]
    """The price in the file's currency, per unit of the meter (tokens: per million)."""
    ref: str
    """The page it is from: a name under `references`."""
    announced: date | None = None
    """The day a future price became known; a plan made before that day does not use it."""
    ends: date | None = None
    """The last day of a price that is known to end, such as a free preview."""
    note: str | None = None
    """What a reader should know about this price."""


class Variant(FileModel):
    """Another way to buy the same SKU, such as batch: a multiplier for each meter it changes."""

    multipliers: dict[MeterName, Annotated[Quantity, Measure("", "variant multiplier")]] = Field(min_length=1)
    """What each meter's price is multiplied by; a meter that is not named keeps its price."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know about this variant."""


class LongContext(FileModel):
    """A cliff: a request longer than this is priced differently as a whole."""

    above_tokens: Annotated[Quantity, Measure("tok/request", "long-context threshold")]
    """Input tokens a request may have before the whole of it costs more."""
    multipliers: dict[MeterName, Annotated[Quantity, Measure("", "long-context multiplier")]] = Field(
        min_length=1
    )
    """What each meter's price is multiplied by above the threshold."""
    ref: str
    """The page it is from: a name under `references`."""


class PricedAs(FileModel):
    """Meters that are not listed cost what another SKU's cost, times a multiplier."""

    sku: PlacedText
    """The other SKU, as `provider/sku`."""
    multiplier: Annotated[Quantity, Measure("", "multiple of the base price")]
    """What the other SKU's prices are multiplied by."""
    meters: tuple[MeterName, ...] = ("input", "output", "cache_read", "cache_write")
    """The meters this holds for."""
    ref: str
    """The page it is from: a name under `references`."""


class Like(FileModel):
    """Another SKU that this one is like in everything it does not say itself, at a multiple of its prices."""

    sku: PlacedText
    """The other SKU, as `provider/sku`; the listed one of the same name for a contract price."""
    multiplier: Annotated[Quantity, Measure("", "multiple of the listed price")]
    """What all its prices are multiplied by: 0.8 for 20 % off."""
    ref: str
    """The contract or page it is from: a name under `references`."""


class Framing(FileModel):
    """Tokens that a chat format adds around the texts of a request."""

    per_message: Annotated[Quantity, Measure("tok/request", "framing of one message")]
    """Tokens around each message, its role included."""
    per_request: Annotated[Quantity, Measure("tok/request", "framing of the reply")]
    """Tokens that open the reply, once a request."""
    ref: str
    """The page it is from: a name under `references`."""


class Sku(FileModel):
    """One thing that can be bought."""

    title: PlacedText
    """Its name as people say it."""
    model: str | None = None
    """The provider's own name of the model, as a request sends it."""
    tokenizer: PlacedText | None = None
    """The tokenizer its tokens are counted with: a name in tokenizers.yaml."""
    still_valid_on: date
    """The last day somebody checked that the newest prices hold."""
    meters: dict[MeterName, tuple[PriceEntry, ...]] = Field(default_factory=dict)
    """For each meter its prices by effective date."""
    priced_as: PricedAs | None = None
    """Another SKU whose prices hold for meters that are not listed."""
    like: Like | None = None
    """Another SKU that this one is like in caching, variants, long context, dates and prices, times a multiplier."""
    caching: tuple[CachingTerms, ...] = ()
    """The caching rules it can be used with; the first automatic one applies by itself."""
    variants: dict[str, Variant] = Field(default_factory=dict)
    """Other ways to buy it: batch, flex, priority."""
    long_context: LongContext | None = None
    """Where a longer request is priced differently as a whole."""
    availability: Availability | None = None
    """Until when it can be used and trained."""
    accelerator: PlacedText | None = None
    """For rented GPUs: the accelerator, a name in accelerators.yaml."""
    reasons_by_default: bool = False
    """Whether the model spends reasoning tokens unless told not to."""
    note: str | None = None
    """What a reader should know."""

    @model_validator(mode="after")
    def _prices_are_in_order(self) -> Sku:
        mistakes: list[tuple[Path, str]] = []
        for name, entries in self.meters.items():
            if not entries:
                mistakes.append((("meters", name), "has no price; leave the meter out when there is none"))
            for i, (before, entry) in enumerate(pairwise(entries), start=1):
                if entry.start <= before.start:
                    what = f"{entry.start} does not come after {before.start}; list prices by rising date"
                    mistakes.append((("meters", name, i, "from"), what))
        if mistakes:
            raise misplaced(mistakes)
        if not self.meters and self.priced_as is None and self.like is None:
            raise ValueError("a SKU needs at least one price: meters, priced_as or like")
        return self


class Provider(FileModel):
    """A price file: everything one provider charges, dated and referenced."""

    provider: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """The provider's short name, the first part of `provider/sku`."""
    title: str
    """The provider's name as people say it."""
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    """The currency of every price in the file."""
    references: dict[str, PageReference]
    """The pages that the prices are from, each under a short name."""
    framing: Framing | None = None
    """Tokens its chat format adds around texts that are counted from files."""
    caching_rules: dict[str, CachingRule] = Field(default_factory=dict)
    """How its prompt caches work, each rule under a short name."""
    skus: dict[str, Sku]
    """What can be bought, each under the second part of `provider/sku`."""

    @model_validator(mode="after")
    def _names_resolve(self) -> Provider:
        refs: list[tuple[Path, str]] = [
            ((*path, "ref"), ref)
            for name, sku in self.skus.items()
            for path, ref in _refs(sku, ("skus", name))
        ]
        refs += [(("caching_rules", name, "ref"), rule.ref) for name, rule in self.caching_rules.items()]
        if self.framing:
            refs.append((("framing", "ref"), self.framing.ref))
        rules: list[tuple[Path, str]] = [
            (("skus", name, "caching", i, "rule"), terms.rule)
            for name, sku in self.skus.items()
            for i, terms in enumerate(sku.caching)
        ]
        mistakes = [
            (path, f"{section} has no '{printable(name)}'{suggest(name, known)}")
            for section, names, known in (
                ("references", refs, self.references),
                ("caching_rules", rules, self.caching_rules),
            )
            for path, name in names
            if name not in known
        ]
        if mistakes:
            raise misplaced(mistakes)
        return self


def _refs(sku: Sku, at: Path) -> Iterator[tuple[Path, str]]:
    """Return every short name of a page in a SKU, with the path to the mapping that names it."""
    for meter, entries in sku.meters.items():
        yield from (((*at, "meters", meter, i), entry.ref) for i, entry in enumerate(entries))
    yield from (((*at, "variants", name), variant.ref) for name, variant in sku.variants.items())
    for name, part in (
        ("long_context", sku.long_context),
        ("priced_as", sku.priced_as),
        ("like", sku.like),
        ("availability", sku.availability),
    ):
        if part is not None:
            yield (*at, name), part.ref
    if sku.availability is not None:
        for i, window in enumerate(sku.availability.training_windows):
            if window.ref is not None:
                yield (*at, "availability", "training_windows", i), window.ref
