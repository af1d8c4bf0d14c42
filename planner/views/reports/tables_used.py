"""Which price tables an answer rests on."""

from __future__ import annotations

from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import printable


def tables_used(prices: PriceBook) -> str:
    """Say which folders the prices are from, and how many SKUs each provides."""
    shipped, *overlays = prices.tables
    providers = len({name.partition("/")[0] for name in shipped.skus})
    words = [f"shipped tables of {providers} providers ({len(shipped.skus)} SKUs)"]
    words += [f"{_skus(len(table.skus))} from {printable(table.name)} laid over them" for table in overlays]
    return ", ".join(words)


def _skus(count: int) -> str:
    return "1 SKU" if count == 1 else f"{count} SKUs"
