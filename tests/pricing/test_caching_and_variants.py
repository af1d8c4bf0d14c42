"""Caching rules, variants and cliffs of the price files: they name what is sold, and agree with listed prices."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from planner.plan.catalog.caching import CachingRule
from planner.plan.catalog.provider import Provider, Sku

TODAY = date.today()  # noqa: DTZ011 - the newest prices, whenever that is


def rules_of(provider: Provider, sku: Sku) -> list[CachingRule]:
    return [terms.on(provider.caching_rules[terms.rule]) for terms in sku.caching]


def charges_writes(provider: Provider, sku: Sku) -> bool:
    return any(rule.write_multiplier is not None for rule in rules_of(provider, sku))


def test_a_variant_and_a_cliff_change_meters_that_have_a_price(
    book_files: Mapping[str, Provider], price_on: Callable[..., float | None]
) -> None:
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            changed = {meter for variant in sku.variants.values() for meter in variant.multipliers}
            changed |= set(sku.long_context.multipliers) if sku.long_context else set()
            derived = {"cache_write"} if charges_writes(provider, sku) else set()
            for meter in changed - derived:
                assert price_on(f"{key}/{name}", meter, TODAY) is not None, f"{key}/{name} {meter}"


def test_a_variant_that_changes_input_says_what_it_does_to_writes_that_follow_from_the_input_price(
    book_files: Mapping[str, Provider],
) -> None:
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            if charges_writes(provider, sku) and "cache_write" not in sku.meters:
                for kind, variant in sku.variants.items():
                    named = {"input", "cache_write"} & set(variant.multipliers)
                    assert len(named) != 1, f"{key}/{name}, {kind}"


def test_a_region_makes_every_token_a_tenth_dearer(book_files: Mapping[str, Provider]) -> None:
    found = set()
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            for region in {"eu", "us"} & set(sku.variants):
                found.add(f"{key} {region}")
                named = sku.variants[region].multipliers
                tokens = {meter for meter in sku.meters if meter != "training"}
                assert set(named) - {"cache_write"} == tokens, f"{key}/{name}"
                assert ("cache_write" in named) == charges_writes(provider, sku), f"{key}/{name}"
                assert {factor.value.item() for factor in named.values()} == {1.1}, f"{key}/{name}"
    assert found == {"openai eu", "openai us", "anthropic us", "bedrock us", "mistral eu", "mistral us"}


def test_a_cliff_changes_every_price_of_its_model(book_files: Mapping[str, Provider]) -> None:
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            if sku.long_context is None:
                continue
            sold = {meter for meter, listed in sku.meters.items() if not listed[-1].price.is_zero_at_middle}
            if charges_writes(provider, sku):
                sold.add("cache_write")
            assert set(sku.long_context.multipliers) == sold, f"{key}/{name}"


def test_every_caching_rule_is_used(book_files: Mapping[str, Provider]) -> None:
    for key, provider in book_files.items():
        used = {terms.rule for sku in provider.skus.values() for terms in sku.caching}
        assert used == set(provider.caching_rules), key


def test_a_listed_price_of_cached_tokens_is_the_multiplier_times_the_input_price(
    book_files: Mapping[str, Provider], price_on: Callable[..., float | None]
) -> None:
    compared = 0
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            base = price_on(f"{key}/{name}", "input", TODAY)
            for rule in rules_of(provider, sku):
                for meter in ("cache_read", "cache_write"):
                    listed = price_on(f"{key}/{name}", meter, TODAY)
                    multiplier = getattr(rule, meter.removeprefix("cache_") + "_multiplier")
                    if listed is not None:
                        expected = (base or math.nan) * multiplier.value.item()
                        assert listed == pytest.approx(expected), f"{key}/{name} {meter}"
                        compared += 1
    assert compared >= 35


def test_a_price_of_cache_writes_is_listed_only_where_every_rule_of_the_sku_agrees_on_it(
    book_files: Mapping[str, Provider],
) -> None:
    # A listed price overrides the multiplier of a rule; with two rules it would give both the same price.
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            own = [
                rule.write_multiplier.value.item()
                for rule in rules_of(provider, sku)
                if rule.write_multiplier
            ]
            assert "cache_write" not in sku.meters or len(set(own)) <= 1, f"{key}/{name}"
