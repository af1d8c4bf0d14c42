"""SKUs that are like another one: a contract price that keeps the caching, variants and dates of the listed SKU.

What the file says itself holds; everything else comes from the other SKU, with the pages of both files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.plan.catalog.meters import METERS
from planner.plan.catalog.price_book import LISTED
from planner.plan.catalog.provider import Provider, Sku
from planner.plan.catalog.terms import PricedAs
from planner.plan.problems import BadInput, Problem, problem_at, suggest

Shelf = dict[str, tuple[Provider, Sku]]


def completed(own: Mapping[str, tuple[Provider, Sku]], below: Shelf) -> Shelf:
    """Return a table's SKUs with everything that those with `like` take over from a SKU below or beside them.

    A SKU that covers the one it is like keeps that one under its name with `LISTED`. Raises BadInput for a SKU that is
    not known and for a page's short name that means two pages.
    """
    done: Shelf = {name: pair for name, pair in own.items() if pair[1].like is None}
    problems: list[Problem] = []
    for name in _bases_first(own):
        provider, sku = own[name]
        if sku.like is None:
            continue
        wanted = sku.like.sku
        shelf = below if wanted == name else {**below, **done}
        if wanted not in shelf:
            problems += problem_at(
                wanted, f"no SKU {wanted!r} is known to be like{suggest(wanted, shelf)}"
            ).problems
            continue
        clashes = list(_clashes(provider, shelf[wanted][0], wanted))
        problems += clashes
        if not clashes:
            listed = _name_below(wanted, below) if wanted == name else wanted
            done[listed] = shelf[wanted]
            done[name] = _merged(provider, sku, *shelf[wanted], listed)
    if problems:
        raise BadInput(problems)
    return {**_as_listed(own, below), **done}


def _as_listed(own: Mapping[str, tuple[Provider, Sku]], below: Shelf) -> Shelf:
    """Return the SKUs below that are priced as a covered one: their price stays that of the listed SKU.

    A discount on a model at one provider is none on what another provider sells at the listed price.
    """
    kept: Shelf = {}
    for name, (provider, sku) in below.items():
        other = sku.priced_as
        if other is None or other.sku not in own or other.sku not in below or name in own:
            continue
        listed = _name_below(other.sku, below)
        kept[listed] = below[other.sku]
        kept[name] = (
            provider,
            sku.model_copy(update={"priced_as": other.model_copy(update={"sku": listed})}),
        )
    return kept


def _bases_first(own: Mapping[str, tuple[Provider, Sku]]) -> list[str]:
    """Return a table's SKUs so that one stands behind the SKU it is like; those in a circle keep their order."""
    ordered: dict[str, None] = {}

    def place(name: str, behind: tuple[str, ...] = ()) -> None:
        like = own[name][1].like
        if like is not None and like.sku in own and like.sku not in (*behind, name):
            place(like.sku, (*behind, name))
        ordered.setdefault(name)

    for name in own:
        place(name)
    return list(ordered)


def _name_below(name: str, below: Shelf) -> str:
    """Return the name that a covered SKU keeps; one that covers another itself gets a further mark."""
    kept = f"{name}{LISTED}"
    while kept in below:
        kept += LISTED
    return kept


def _merged(
    provider: Provider, sku: Sku, base_provider: Provider, base: Sku, listed: str
) -> tuple[Provider, Sku]:
    like = sku.like
    if like is None:
        raise AssertionError("only SKUs with `like` are merged")
    said = sku.model_fields_set - {"like", "meters"}
    prices = PricedAs(sku=listed, multiplier=like.multiplier, meters=tuple(METERS), ref=like.ref)
    merged = base.model_copy(
        update={name: getattr(sku, name) for name in said}
        | {"meters": sku.meters, "priced_as": prices, "like": like}
    )
    both = provider.model_copy(
        update={
            "references": {**base_provider.references, **provider.references},
            "caching_rules": {**base_provider.caching_rules, **provider.caching_rules},
            "framing": provider.framing or base_provider.framing,
        }
    )
    return both, merged


def _clashes(provider: Provider, base: Provider, wanted: str) -> Iterator[Problem]:
    if provider is base:
        return
    for name, page in provider.references.items():
        if name in base.references and base.references[name] != page:
            what = f"the file of {wanted} calls another page {name!r}; give this one another name"
            yield from problem_at(page.title, what).problems
