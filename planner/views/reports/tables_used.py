"""Which price tables an answer rests on."""

from __future__ import annotations

from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import printable, suggest
from planner.results.evaluation import Evaluation

_MOST_NAMED = 3


def last_checked(evaluation: Evaluation, prices: PriceBook) -> str:
    """Say when the prices that the answer rests on were last checked; nothing where none is used."""
    names = {line.charge.sku for line in evaluation.ledger.lines if line.charge.sku is not None}
    days = sorted(prices.offer(name).sku.still_valid_on for name in names)
    if not days:
        return ""
    span = f"on {days[0]}" if days[0] == days[-1] else f"between {days[0]} and {days[-1]}"
    return f"Those used here were last checked {span}"


def tables_used(prices: PriceBook) -> str:
    """Say which folders the prices are from, and which SKUs a folder laid over the shipped ones replaces or adds."""
    shipped, *overlays = prices.tables
    providers = len({name.partition("/")[0] for name in shipped.skus})
    words = [f"shipped tables of {providers} providers ({_skus(len(shipped.skus))})"]
    words += [f"{_named(table.skus)} from {printable(table.name)} laid over them" for table in overlays]
    return ", ".join(words)


def unused(evaluation: Evaluation, prices: PriceBook) -> list[str]:
    """Say which SKUs of one's own look misspelt: no option buys them, and they nearly replace a listed one."""
    shipped, *overlays = prices.tables
    used = {line.charge.sku for line in evaluation.ledger.lines}
    for _, sku in prices.skus.values():
        used |= {other.sku for other in (sku.like, sku.priced_as) if other is not None}
    return [
        f"{printable(name)} from {printable(table.name)} acts on nothing: no option buys it and it replaces no"
        f" listed price{hint}"
        for table in overlays
        for name in table.skus
        if name not in used and name not in shipped.skus and (hint := suggest(name, shipped.skus))
    ]


def _named(skus: tuple[str, ...]) -> str:
    if len(skus) > _MOST_NAMED:
        return _skus(len(skus))
    return ", ".join(printable(name) for name in skus) or "nothing"


def _skus(count: int) -> str:
    return "1 SKU" if count == 1 else f"{count} SKUs"
