"""All prices of a plan: a name and a meter in, one price a month out, each with its reference.

An unknown SKU or meter is an error that names the nearest ones, never a price of 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.plan.catalog.caching import CachingRule
from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.catalog.offer import Offer
from planner.plan.catalog.provider import Provider, Sku
from planner.plan.catalog.tables import Accelerator, AcceleratorTable, Tokenizer, TokenizerTable
from planner.plan.problems import printable, problem_at, suggest
from planner.quantities.months import Month
from planner.quantities.provenance import cited
from planner.quantities.quantity import Quantity

LISTED = " (as listed)"
"""Behind the name of a SKU that a price of one's own covers and is like."""


@dataclass(frozen=True, slots=True)
class PriceTable:
    """A folder of price files: what it is called, and the SKUs it provides in the end."""

    name: str
    skus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Every SKU with the provider file it is from, the tokenizers and the accelerators.

    A later table replaces single SKUs of an earlier one; each SKU keeps the references of its own file. Whoever makes a
    book sees to it that no SKU is priced in a circle.
    """

    skus: Mapping[str, tuple[Provider, Sku]]
    tokenizers: TokenizerTable
    accelerators: AcceleratorTable
    tables: tuple[PriceTable, ...] = ()
    latency: LatencyBook = field(default_factory=LatencyBook)
    laid_out: dict[tuple[str, str, date, Month, int], Quantity] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Prices laid over the months of a plan already, by SKU, meter, day of knowledge, first month and count."""
    rules: dict[str, Mapping[str, CachingRule]] = field(default_factory=dict, repr=False, compare=False)
    """Caching rules with their references that were asked for already, by SKU."""

    def names(self) -> list[str]:
        """Return every SKU as `provider/sku`, sorted."""
        return sorted(name for name in self.skus if not name.endswith(LISTED))

    def offer(self, name: str, asked: str = "") -> Offer:
        """Look up `provider/sku`; raises BadInput with the nearest names when there is none."""
        if name not in self.skus:
            raise problem_at(
                asked or name, f"no price is known for '{printable(name)}'{suggest(name, self.skus)}"
            )
        provider, sku = self.skus[name]
        return Offer(name, provider, sku, self)

    def tokenizer(self, name: str, asked: str = "") -> Tokenizer:
        """Look up a tokenizer; raises BadInput with the nearest names when there is none."""
        if name not in self.tokenizers.tokenizers:
            raise problem_at(
                asked or name, f"unknown tokenizer {name!r}{suggest(name, self.tokenizers.tokenizers)}"
            )
        return self.tokenizers.tokenizers[name]

    def accelerator(self, name: str, asked: str = "") -> Accelerator:
        """Look up an accelerator, its figures with their reference; raises BadInput when there is none."""
        table = self.accelerators
        if name not in table.accelerators:
            raise problem_at(
                asked or name, f"unknown accelerator {name!r}{suggest(name, table.accelerators)}"
            )
        found = table.accelerators[name]
        page = table.references[found.ref].reference()
        figures = {key: getattr(found, key) for key in ("peak", "bandwidth", "memory")}
        return found.model_copy(
            update={
                key: replace(figure, origin=cited(figure.origin, f"accelerators.{name}.{key}", page))
                for key, figure in figures.items()
            }
        )
