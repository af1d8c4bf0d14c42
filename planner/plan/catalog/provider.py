"""One price file: a provider, its SKUs, and for each meter the price by effective date.

A price is never deleted: a cut is a new entry with a new date.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from planner.plan.catalog.availability import Availability, TunedServing
from planner.plan.catalog.caching import CachingRule, CachingTerms
from planner.plan.catalog.terms import (
    DefaultEpochs,
    Framing,
    Increment,
    Like,
    LongContext,
    MeterName,
    PageReference,
    PricedAs,
    PriceEntry,
    Variant,
)
from planner.plan.file_model import Currency, Day, FileModel, Measure, PlacedText
from planner.plan.mistakes import misplaced
from planner.plan.problems import printable, suggest
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity


class Sku(FileModel):
    """One thing that can be bought."""

    title: PlacedText
    """Its name as people say it."""
    model: str | None = None
    """The provider's own name of the model, as a request sends it."""
    tokenizer: PlacedText | None = None
    """The tokenizer its tokens are counted with: a name in tokenizers.yaml."""
    still_valid_on: Day
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
    increments: dict[MeterName, Increment] = Field(default_factory=dict)
    """Steps in which a job's use of a meter is billed, such as whole hours."""
    default_epochs: DefaultEpochs | None = None
    """How often a training file is gone through when the job does not say."""
    blended_input_share: (
        Annotated[Quantity, Measure("share", "input share of a blended price", at_most=1)] | None
    ) = None
    """For a price that is an average over input and output: the share of input it was made for."""
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
            for i, entry in enumerate(entries):
                mistakes += [(("meters", name, i, key), what) for key, what in self._doubts(entry)]
        if mistakes:
            raise misplaced(mistakes)
        if self.like is not None and self.priced_as is not None:
            raise ValueError("give like or priced_as, not both")
        if not self.meters and self.priced_as is None and self.like is None:
            raise ValueError("a SKU needs at least one price: meters, priced_as or like")
        return self

    def _doubts(self, entry: PriceEntry) -> Iterator[tuple[str, str]]:
        """Return the dates of an entry that cannot be meant."""
        if entry.announced is None and entry.start > self.still_valid_on:
            yield (
                "from",
                f"{entry.start} lies after still_valid_on; a future price needs the day it was `announced`",
            )
        if entry.announced is not None and entry.announced > entry.start:
            yield "announced", f"{entry.announced} comes after the price's first day {entry.start}"
        if entry.ends is not None and entry.ends < entry.start:
            yield "ends", f"{entry.ends} comes before the price's first day {entry.start}"


class Provider(FileModel):
    """A price file: everything one provider charges, dated and referenced."""

    provider: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """The provider's short name, the first part of `provider/sku`."""
    title: str
    """The provider's name as people say it."""
    currency: Currency = "USD"
    """The currency of every price in the file."""
    references: dict[str, PageReference]
    """The pages that the prices are from, each under a short name."""
    framing: Framing | None = None
    """Tokens its chat format adds around texts that are counted from files."""
    tuned_serving: TunedServing | None = None
    """What a tuned model has to run on; left out where tuned models are sold by the token."""
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
        refs += [
            (("caching_rules", name, key), ref)
            for name, rule in self.caching_rules.items()
            for key, ref in (("ref", rule.ref), ("lifetime_ref", rule.lifetime_ref))
            if ref is not None
        ]
        if self.framing:
            refs.append((("framing", "ref"), self.framing.ref))
        serving: list[tuple[Path, str]] = []
        if self.tuned_serving:
            refs.append((("tuned_serving", "ref"), self.tuned_serving.ref))
            serving.append((("tuned_serving", "sku"), self.tuned_serving.sku))
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
                ("skus", serving, self.skus),
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
    for i, terms in enumerate(sku.caching):
        if terms.ref is not None:
            yield (*at, "caching", i), terms.ref
    yield from (((*at, "variants", name), variant.ref) for name, variant in sku.variants.items())
    yield from (((*at, "increments", name), each.ref) for name, each in sku.increments.items())
    for name, part in (
        ("default_epochs", sku.default_epochs),
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
