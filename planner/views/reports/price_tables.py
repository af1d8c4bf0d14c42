"""The price book as people read it: a list by SKU, and one SKU with all its dates and references."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from planner.plan.catalog.meters import METERS
from planner.plan.catalog.offer import Offer
from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.provider import Sku
from planner.plan.catalog.terms import PriceEntry
from planner.plan.problems import printable
from planner.quantities.quantity import Quantity
from planner.views.number_format import count, exact_money, quantity
from planner.views.styled import Style, StyledLine, wrapped
from planner.views.tables import Column, Table

_TOKEN_METERS = ("input", "output", "cache_read", "training")


def list_lines(book: PriceBook, words: Sequence[str], day: date, width: int) -> Iterator[StyledLine]:
    """Return one line a SKU: token prices per million, or its other price, and how old the check is."""
    columns = (
        Column("SKU", "left"),
        *(
            Column(METERS[name].title.removesuffix(" tokens"), priority=i + 1)
            for i, name in enumerate(_TOKEN_METERS)
        ),
        Column("other", "left", least=18),
        Column("checked", priority=6),
    )
    rows = []
    for name in book.names():
        offer = book.offer(name)
        haystack = f"{name} {offer.title} {offer.sku.model or ''}".casefold()
        if all(word.casefold() in haystack for word in words):
            rows.append(_row(offer, day))
    if not rows:
        yield StyledLine(f"No SKU matches {printable(' '.join(words))}.")
        return
    table = Table(columns, tuple(rows))
    heading, *body = table.lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line, "bad" if "retired" in line else "plain") for line in body)
    hidden = table.too_narrow(width)
    if hidden:
        yield from wrapped(f"{hidden}. COLUMNS=120 shows more.", width, "faint")
    yield StyledLine(
        f"{len(rows)} SKU{'' if len(rows) == 1 else 's'}, prices in force on {day}; tokens per million.",
        "faint",
    )
    yield StyledLine("One of them, with references: planner prices show SKU", "faint")


def _row(offer: Offer, day: date) -> tuple[str, ...]:
    prices = [_in_force(offer, meter, day) for meter in _TOKEN_METERS]
    others = [meter for meter in offer.sku.meters if meter not in _TOKEN_METERS]
    other = ", ".join(
        f"{_in_force(offer, meter, day)} {METERS[meter].price_unit.partition('/')[2]}" for meter in others[:1]
    )
    dates = offer.availability
    retired = dates.retired_on if dates else None
    if dates and retired and day >= (dates.announced or offer.page(dates.ref).read):
        other = f"{'retired' if retired <= day else 'retires'} {retired}" + (f"; {other}" if other else "")
    return (offer.name, *prices, other, offer.sku.still_valid_on.isoformat())


def _in_force(offer: Offer, meter: str, day: date) -> str:
    sku, provider, factor = offer.sku, offer.provider, 1.0
    if meter not in sku.meters and sku.priced_as is not None and meter in sku.priced_as.meters:
        other = offer.book.offer(sku.priced_as.sku)
        factor, sku, provider = _number(sku.priced_as.multiplier), other.sku, other.provider
    entries = [
        entry
        for entry in sku.meters.get(meter, ())
        if entry.start <= day and (entry.ends is None or day <= entry.ends)
    ]
    return exact_money(_number(entries[-1].price) * factor, provider.currency) if entries else ""


def show_lines(offer: Offer, width: int) -> Iterator[StyledLine]:
    """Return everything that is known of one SKU, each fact with the page it is from."""
    sku = offer.sku
    yield StyledLine(f"{offer.name}  {printable(sku.title)}", "strong")
    facts = [
        sku.model and f"model {printable(sku.model)}",
        sku.tokenizer and f"tokenizer {sku.tokenizer}",
        f"checked {sku.still_valid_on}",
        sku.accelerator and f"accelerator {sku.accelerator}",
        "reasons unless told not to" if sku.reasons_by_default else "",
    ]
    yield StyledLine(" · ".join(fact for fact in facts if fact), "faint")
    if sku.note:
        yield from _wrapped(printable(sku.note, 600), width, "")
    for meter, entries in sku.meters.items():
        yield StyledLine()
        yield StyledLine(
            f"{METERS[meter].title} ({METERS[meter].price_unit.replace('money', offer.provider.currency)})",
            "strong",
        )
        for entry in entries:
            yield from _entry(offer, entry, width)
    yield from _other_prices(offer, sku, width)
    yield from _dates(offer, sku, width)


def _entry(offer: Offer, entry: PriceEntry, width: int) -> Iterator[StyledLine]:
    until = f" to {entry.ends}" if entry.ends else ""
    known = f", announced {entry.announced}" if entry.announced else ""
    yield StyledLine(
        f"  {exact_money(_number(entry.price), offer.provider.currency)} from {entry.start}{until}{known}"
    )
    yield from _wrapped(str(offer.page(entry.ref)), width, "    ")
    if entry.note:
        yield from _wrapped(printable(entry.note, 400), width, "    ")


def _other_prices(offer: Offer, sku: Sku, width: int) -> Iterator[StyledLine]:
    parts: list[tuple[str, str]] = []
    if sku.priced_as is not None:
        parts.append(
            (
                f"{count(_number(sku.priced_as.multiplier))} × the prices of {sku.priced_as.sku}",
                sku.priced_as.ref,
            )
        )
    for name, variant in sku.variants.items():
        factors = (
            f"{METERS[meter].title} × {count(_number(factor))}"
            for meter, factor in variant.multipliers.items()
        )
        parts.append((f"variant {name}: {', '.join(factors)}", variant.ref))
    for name, rule in offer.caching_rules().items():
        least, kept = count(_number(rule.minimum_tokens)), quantity(rule.lifetime)
        writes = (
            ""
            if rule.write_multiplier is None
            else f", writes at {count(_number(rule.write_multiplier))} × input"
        )
        parts.append(
            (f"caching rule {name} ({rule.mode}): from {least} tokens, kept {kept}{writes}", rule.ref)
        )
        if rule.lifetime_ref is not None:
            parts.append((f"lifetime of {name}: {kept}", rule.lifetime_ref))
    if sku.long_context is not None:
        above = count(_number(sku.long_context.above_tokens))
        factors = (
            f"{METERS[meter].title} × {count(_number(factor))}"
            for meter, factor in sku.long_context.multipliers.items()
        )
        parts.append((f"requests above {above} input tokens: {', '.join(factors)}", sku.long_context.ref))
    for text, ref in parts:
        yield StyledLine()
        yield from _wrapped(text, width, "", "strong")
        yield from _wrapped(str(offer.page(ref)), width, "    ")


def _dates(offer: Offer, sku: Sku, width: int) -> Iterator[StyledLine]:
    dates = sku.availability
    if dates is None:
        return
    yield StyledLine()
    if dates.retired_on:
        instead = f"; successor {printable(dates.successor)}" if dates.successor else ""
        yield StyledLine(f"retirement on {dates.retired_on}{instead}", "bad")
    if dates.trainable is False:
        yield StyledLine("cannot be tuned", "bad")
    for window in dates.training_windows:
        yield StyledLine(f"training closes for {printable(window.customers)} on {window.closes}", "bad")
    yield from _wrapped(str(offer.page(dates.ref)), width, "    ")


def _number(quantity: Quantity) -> float:
    return float(quantity.value[0, 0])


def _wrapped(text: str, width: int, indent: str, style: Style = "faint") -> Iterator[StyledLine]:
    for line in textwrap.wrap(
        printable(text, 600), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    ):
        yield StyledLine(line, style)
