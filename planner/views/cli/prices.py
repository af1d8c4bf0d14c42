"""`planner prices`: what the price book knows, with dates and references."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.views.cli.question import day

if TYPE_CHECKING:
    from planner.plan.catalog.price_book import PriceBook

_PRICING = click.option(
    "--pricing",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Lay this folder of price files over the shipped ones, SKU by SKU.",
)
_AS_OF = click.option(
    "--as-of",
    type=day,
    metavar="DATE",
    help="The prices in force on this day; today when left out.",
)


@click.group(short_help="The price book: what is known, since when, and from where.")
def prices() -> None:
    """Show what the price book knows, with dates and references."""


@prices.command("list", short_help="Every SKU with its prices on a day.")
@click.argument("words", nargs=-1)
@_AS_OF
@_PRICING
def list_prices(words: tuple[str, ...], as_of: date | None, pricing: Path | None) -> None:
    """List every SKU, or those whose name or title has all of WORDS in it."""
    from planner.views.cli.output import print_lines, width
    from planner.views.reports.price_tables import list_lines

    on = as_of or date.today()  # noqa: DTZ011 - a price list goes by the reader's own day
    print_lines(list_lines(_book(pricing), words, on, width()))


@prices.command("show", short_help="All prices of one SKU, with references.")
@click.argument("sku")
@_PRICING
def show_price(sku: str, pricing: Path | None) -> None:
    """Show all prices of SKU by date, its caching, variants and dates, each with its reference."""
    from planner.quantities.located import LocatedStr
    from planner.quantities.provenance import Location
    from planner.views.cli.output import print_lines, width
    from planner.views.reports.price_tables import show_lines

    print_lines(show_lines(_book(pricing).offer(sku, LocatedStr(sku, (), Location("SKU"))), width()))


@prices.command("presets", short_help="Numbers to start a scenario from, with references.")
@click.argument("words", nargs=-1)
@_PRICING
def list_presets(words: tuple[str, ...], pricing: Path | None) -> None:
    """List every preset with its places, numbers and reference, or those that have all of WORDS in them.

    \b
    A scenario takes one with `preset: NAME`; what it says itself comes first:
    training: {preset: article-002, epochs: 3, examples: 1000}
    """
    from planner.files.preset_files import read_presets
    from planner.views.cli.output import print_lines, width
    from planner.views.reports.preset_list import preset_lines

    print_lines(preset_lines(read_presets([pricing] if pricing else []), words, width()))


@prices.command("latency", short_help="How long models take, as measured, with references.")
@click.argument("words", nargs=-1)
@_PRICING
def list_profiles(words: tuple[str, ...], pricing: Path | None) -> None:
    """List every latency profile, or those that have all of WORDS in them; a few of them with what they rest on.

    \b
    A call of a scenario takes one by its name, in place of the one for its model:
    latency: {profile: gpt-4.1-mini-2026-05-us-priority}
    """
    from planner.views.cli.output import print_lines, width
    from planner.views.reports.latency_profile_list import profile_lines

    print_lines(profile_lines(_book(pricing).latency, words, width()))


def _book(pricing: Path | None) -> PriceBook:
    from planner.files.price_files import read_price_book

    return read_price_book([pricing] if pricing else [])
