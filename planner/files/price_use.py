"""Which SKUs of the shipped price tables a plan rests on, and which of them follow the price of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from planner.plan.catalog.price_book import PriceBook


def used_skus(data: Any, paths: Iterable[str], book: PriceBook) -> frozenset[str]:
    """Return the SKUs of the shipped tables that a scenario names, or a number of the plan is from, in full.

    `paths` are the places of the plan's inputs. Whatever these SKUs are priced as or served on is among them.
    """
    prices = [path for path in paths if path.startswith("prices.")]
    found = {text for text in _texts(data) if text in book.skus}
    for name in book.skus:
        provider, _, sku = name.partition("/")
        starts = f"prices.{name}.", f"prices.{provider}.skus.{sku}."
        if any(path.startswith(starts) for path in prices):
            found.add(name)
    waiting = list(found)
    while waiting:
        beyond = {each for each in _named_by(waiting.pop(), book) if each in book.skus} - found
        found |= beyond
        waiting += beyond
    return frozenset(found & _shipped(book))


def priced_as(name: str, used: Iterable[str], book: PriceBook) -> frozenset[str]:
    """Return the SKUs of the shipped tables whose prices are those of another, of those used and all in between."""
    found: set[str] = set()
    for start in used:
        chain = [start]
        while chain[-1] != name and (other := _base(chain[-1], book)) not in {None, *chain}:
            chain.append(str(other))
        if chain[-1] == name:
            found |= {*chain[:-1]}
    return frozenset(found & _shipped(book))


def _shipped(book: PriceBook) -> set[str]:
    return set(book.tables[0].skus) if book.tables else set()


def _named_by(name: str, book: PriceBook) -> Iterator[str]:
    provider, _ = book.skus[name]
    base = _base(name, book)
    if base is not None:
        yield base
    if provider.tuned_serving is not None:
        yield f"{provider.provider}/{provider.tuned_serving.sku}"


def _base(name: str, book: PriceBook) -> str | None:
    found = book.skus.get(name)
    link = None if found is None else found[1].priced_as or found[1].like
    return None if link is None else str(link.sku)


def _texts(value: Any) -> Iterator[str]:
    """Return every text in a value."""
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _texts(each)
