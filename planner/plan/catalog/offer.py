"""A SKU at its provider: everything that can be asked about it, its prices month by month above all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.plan.calendar import Calendar
from planner.plan.catalog.availability import Availability
from planner.plan.catalog.caching import CachingRule
from planner.plan.catalog.meters import METERS
from planner.plan.catalog.price_dates import first_gap, known_on, shares, span
from planner.plan.catalog.provider import Provider, Sku
from planner.plan.catalog.terms import Framing, PriceEntry
from planner.plan.problems import problem_at, suggest
from planner.quantities.located import place_of
from planner.quantities.provenance import Origin, Reference, cited
from planner.quantities.quantity import CONSTANT, Quantity, given, total
from planner.quantities.units import PURE, unit

if TYPE_CHECKING:
    from planner.plan.catalog.price_book import PriceBook


@dataclass(frozen=True, slots=True)
class Offer:
    """A SKU at its provider: everything that can be asked about it."""

    name: str
    provider: Provider
    sku: Sku
    book: PriceBook

    @property
    def title(self) -> str:
        """The SKU's name as people say it."""
        return self.sku.title

    @property
    def availability(self) -> Availability | None:
        """Until when it can be used and trained."""
        return self.sku.availability

    @property
    def framing(self) -> Framing | None:
        """Tokens that its chat format adds, their reference attached."""
        framing = self.provider.framing
        if framing is None:
            return None
        parts = {
            name: self.cited(getattr(framing, name), framing.ref) for name in ("per_message", "per_request")
        }
        return framing.model_copy(update=parts)

    def has(self, meter: str) -> bool:
        """Tell whether a price for this meter is known, listed or by another SKU's."""
        if meter in self.sku.meters:
            return True
        other = self.sku.priced_as
        if other is None or meter not in other.meters:
            return False
        return self.book.offer(other.sku).has(meter)

    def cited(self, quantity: Quantity, ref: str, place: str | None = None) -> Quantity:
        """Attach the page that a number of this provider's file is from."""
        own = quantity.origin.path if quantity.origin else ""
        path = f"prices.{self.name}.{place}" if place else f"prices.{self.provider.provider}.{own}"
        return replace(quantity, origin=cited(quantity.origin, path, self.page(ref)))

    def page(self, ref: str) -> Reference:
        """Return the page behind a short name of this provider's file."""
        return self.provider.references[ref].reference()

    def retirement_origin(self) -> Origin:
        """Return where its retirement is written: its line and its page."""
        availability, place = self.availability, place_of(self.sku.title)
        return Origin(
            f"prices.{self.name}.availability.retired_on",
            location=place[1] if place else None,
            reference=self.page(availability.ref) if availability is not None else None,
        )

    def caching_rules(self) -> Mapping[str, CachingRule]:
        """Return the caching rules this SKU can use, with its own terms and their references."""
        if self.name not in self.book.rules:
            self.book.rules[self.name] = self._cited_rules()
        return self.book.rules[self.name]

    def _cited_rules(self) -> Mapping[str, CachingRule]:
        rules = {}
        for terms in self.sku.caching:
            rule = terms.on(self.provider.caching_rules[terms.rule])
            numbers = (
                "minimum_tokens",
                "increment_tokens",
                "read_multiplier",
                "write_multiplier",
                "lifetime",
            )
            present = {name: getattr(rule, name) for name in numbers if getattr(rule, name) is not None}
            refs = {
                name: terms.ref for name in numbers if terms.ref and getattr(terms, name, None) is not None
            }
            refs |= {"lifetime": rule.lifetime_ref} if rule.lifetime_ref else {}
            rules[terms.rule] = rule.model_copy(
                update={
                    name: self.cited(number, refs.get(name, rule.ref)) for name, number in present.items()
                }
            )
        return rules

    def increment(self, meter: str) -> Quantity | None:
        """Return the step in which a job's use of a meter is billed; None where any amount is."""
        found = self.sku.increments.get(meter)
        return None if found is None else self.cited(found.step, found.ref)

    def default_epochs(self, examples: Quantity) -> Quantity | None:
        """Return the epochs the provider chooses for so many examples; None where no rule is known."""
        rule = self.sku.default_epochs
        if rule is None:
            return None
        names = ("target", "least", "most", "least_examples", "most_examples")
        numbers = {name: self.cited(getattr(rule, name), rule.ref) for name in names}
        return rule.model_copy(update=numbers).of(examples)

    def price(self, meter: str, calendar: Calendar, variant: str | None = None, asked: str = "") -> Quantity:
        """Return the unit price in each month, shape (1, months) or (1, 1) when it stays the same.

        `asked` is the text in the scenario that asked for it. Raises BadInput for a price that is not known.
        """
        listed = self.listed_price(meter, calendar, asked or self.name)
        return self.varied(listed, meter, variant, asked)

    def varied(self, price: Quantity, meter: str, variant: str | None, asked: str = "") -> Quantity:
        """Return a meter's price as a variant changes it; a meter that the variant leaves out keeps its price."""
        if variant is None:
            return price
        if variant not in self.sku.variants:
            raise problem_at(
                asked or self.name,
                f"{self.name} has no {variant} price" + suggest(variant, self.sku.variants),
            )
        terms = self.sku.variants[variant]
        multiplier = terms.multipliers.get(meter)
        if multiplier is None:
            return price
        changed = price * self.cited(multiplier, terms.ref)
        return changed.measured_in(price.unit.text).named(f"{price.label}, {variant}")

    def listed_price(self, meter: str, calendar: Calendar, asked: str) -> Quantity:
        """Return the price without a variant, following SKUs that are priced as others."""
        if meter in self.sku.meters:
            return self._scheduled(meter, calendar, asked)
        other = self.sku.priced_as
        if other is None or meter not in other.meters:
            title = METERS[meter].title
            known = [name for name in METERS if self.has(name)]
            raise problem_at(
                asked, f"{self.name} has no price for {title} ({meter}); it has {', '.join(known) or 'none'}"
            )
        base = self.book.offer(other.sku).listed_price(meter, calendar, asked)
        label = f"price of {METERS[meter].title}, {self.sku.title}"
        return (base * self.cited(other.multiplier, other.ref)).measured_in(base.unit.text).named(label)

    def _scheduled(self, meter: str, calendar: Calendar, asked: str) -> Quantity:
        """Return the price of each month, laid over its days once for all who ask."""
        key = (self.name, meter, calendar.as_of, calendar.months[0], calendar.count)
        if key not in self.book.laid_out:
            self.book.laid_out[key] = self._over_the_days(meter, calendar, asked)
        return self.book.laid_out[key]

    def _over_the_days(self, meter: str, calendar: Calendar, asked: str) -> Quantity:
        entries = known_on(self.sku.meters[meter], calendar.as_of)
        gap = first_gap(entries, calendar.months)
        if gap is not None:
            spans = ", ".join(span(entry) for entry in entries or self.sku.meters[meter][:1])
            raise problem_at(
                asked,
                f"{self.name} has no price for {METERS[meter].title} in {gap} as known on {calendar.as_of}"
                f" ({'it has prices' if entries else 'its first price is'} {spans};"
                " a price that starts later needs the day it was `announced`)",
            )
        leaves = [self._leaf(meter, entry) for entry in entries]
        weights = shares(entries, calendar.months)
        used = [i for i in range(len(entries)) if weights[i].any()]
        if len(used) == 1:
            return leaves[used[0]]
        label = f"{leaves[used[0]].label}, by date"
        parts = [
            leaves[i]
            * Quantity(weights[i : i + 1], PURE, f"share of the month from {entries[i].start}", CONSTANT)
            for i in used
        ]
        return total(parts).measured_in(leaves[used[0]].unit.text).named(label)

    def _leaf(self, meter: str, entry: PriceEntry) -> Quantity:
        measure = unit(METERS[meter].price_unit.replace("money", self.provider.currency))
        label = f"price of {METERS[meter].title}, {self.sku.title}"
        origin = entry.price.origin or Origin("")
        # The file says a price in the unit of the meter, such as USD for a million tokens.
        belief = None if origin.belief is None else origin.belief.times(measure.scale)
        origin = replace(origin, note=entry.note, belief=belief)
        leaf = given(entry.price.value, measure, origin, label)
        return self.cited(leaf, entry.ref, f"{meter}.{entry.start.isoformat()}")
