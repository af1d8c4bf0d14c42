"""What every price file has to keep: references, dates, and names that lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pytest

from planner.files.price_files import read_price_book
from planner.plan.catalog.provider import PriceEntry, Provider, Sku
from planner.plan.catalog.tables import AcceleratorTable, TokenizerTable
from planner.tokens.open_models import OPEN_TOKENIZERS

TODAY = date.today()  # noqa: DTZ011 - nobody can have read a page after today, wherever today is
PROVIDERS = """
    openai anthropic google google-vertex mistral bedrock azure fireworks together tinker prime-intellect wandb
    alibaba runpod lambda nebius aws modal cohere voyage pinecone turbopuffer weaviate qdrant
""".split()  # noqa: SIM905 - a list of words reads best as words


def entries(sku: Sku) -> Iterator[tuple[str, PriceEntry]]:
    for meter, listed in sku.meters.items():
        for entry in listed:
            yield meter, entry


def references_of(provider: Provider) -> Iterator[str]:
    if provider.framing is not None:
        yield provider.framing.ref
    for rule in provider.caching_rules.values():
        yield from (ref for ref in (rule.ref, rule.lifetime_ref) if ref is not None)
    for sku in provider.skus.values():
        yield from (entry.ref for _, entry in entries(sku))
        yield from (variant.ref for variant in sku.variants.values())
        parts = (sku.long_context, sku.priced_as, sku.availability)
        yield from (part.ref for part in parts if part is not None)
        if sku.availability is not None:
            yield from (window.ref for window in sku.availability.training_windows if window.ref is not None)


def test_the_book_has_a_file_for_every_provider(book_files: Mapping[str, Provider]) -> None:
    assert set(book_files) >= set(PROVIDERS)


def test_the_planner_reads_the_book_without_a_complaint(skus: Mapping[str, Sku]) -> None:
    assert set(read_price_book().names()) == set(skus)


def test_every_file_tells_an_editor_its_schema_in_the_first_line(book_texts: Mapping[str, str]) -> None:
    tables = ("tokenizers", "accelerators", "open_models", "presets")
    schemas = {f"{name}.yaml": f"schema/{name}.schema.json" for name in tables}
    for name, text in book_texts.items():
        expected = schemas.get(name, "../schema/provider.schema.json")
        assert text.splitlines()[0] == f"# yaml-language-server: $schema={expected}", name


def test_every_reference_is_used(book_files: Mapping[str, Provider]) -> None:
    for key, provider in book_files.items():
        assert set(provider.references) == set(references_of(provider)), key


def test_no_two_references_of_a_file_are_the_same_page_on_the_same_day(
    book_files: Mapping[str, Provider],
) -> None:
    for key, provider in book_files.items():
        pages = [(page.address, page.title, page.read, page.via) for page in provider.references.values()]
        assert len(pages) == len(set(pages)), key


def test_nobody_read_a_page_in_the_future(book_files: Mapping[str, Provider]) -> None:
    for key, provider in book_files.items():
        for name, page in provider.references.items():
            assert page.read <= TODAY, f"{key}: {name}"


def test_a_price_starts_before_its_page_was_read_unless_it_was_announced(
    book_files: Mapping[str, Provider],
) -> None:
    for key, provider in book_files.items():
        for name, sku in provider.skus.items():
            for meter, entry in entries(sku):
                page = provider.references[entry.ref]
                known = entry.announced or entry.start
                assert known <= page.read, f"{key}/{name} {meter}: {entry.start} was not known on {page.read}"


def test_an_announcement_comes_before_what_it_announces(skus: Mapping[str, Sku]) -> None:
    for name, sku in skus.items():
        for meter, entry in entries(sku):
            assert entry.announced is None or entry.announced < entry.start, f"{name} {meter}"


def test_every_sku_was_checked_on_a_day_after_its_newest_price_began(skus: Mapping[str, Sku]) -> None:
    for name, sku in skus.items():
        assert sku.still_valid_on <= TODAY, name
        for meter, entry in entries(sku):
            in_force = entry.announced is None
            assert not in_force or entry.start <= sku.still_valid_on, f"{name} {meter} {entry.start}"


def test_a_free_price_says_why_it_is_free(skus: Mapping[str, Sku]) -> None:
    # A price of 0 must never stand for a price that is not known.
    free = {"pinecone/starter", "qdrant/free", "azure/ft-deployment-developer"}
    for name, sku in skus.items():
        for meter, entry in entries(sku):
            if entry.price.is_zero_at_middle and name not in free:
                assert entry.note, f"{name} {meter}"


def test_a_scheduled_price_of_google_is_known_but_not_yet_in_force(
    price_on: Callable[..., float | None],
) -> None:
    days = (date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1))
    assert [price_on("google/gemini-4-argon", "input", day) for day in days] == [2.0, 2.0, 4.0, 4.0]
    assert [price_on("google/gemini-3.8-flash", "input", day) for day in days] == [0.75, 0.75, 0.75, 1.5]


def test_the_prices_of_october_2024_are_those_that_openai_listed(
    price_on: Callable[..., float | None],
) -> None:
    day = date(2024, 10, 1)
    base = [price_on("openai/gpt-4o-mini", meter, day) for meter in ("input", "output", "cache_read")]
    tuned = [
        price_on("openai/ft-gpt-4o-mini", meter, day)
        for meter in ("input", "output", "cache_read", "training")
    ]
    assert base == [0.15, 0.60, 0.075]
    assert tuned == [0.30, 1.20, 0.15, 3.00]


def test_cached_tokens_had_no_discount_before_october_2024(price_on: Callable[..., float | None]) -> None:
    assert price_on("openai/gpt-4o-mini", "cache_read", date(2024, 9, 30)) is None


@pytest.mark.parametrize(
    ("day", "price"),
    [(date(2024, 7, 22), None), (date(2024, 8, 1), 0.0), (date(2024, 9, 23), 0.0), (date(2024, 9, 24), 3.0)],
)
def test_training_gpt_4o_mini_was_free_until_23_september_2024(
    price_on: Callable[..., float | None], day: date, price: float | None
) -> None:
    assert price_on("openai/ft-gpt-4o-mini", "training", day) == price


def test_both_readings_of_a_rising_gpu_price_are_kept(price_on: Callable[..., float | None]) -> None:
    assert price_on("runpod/h100-sxm", "gpu_hour", date(2026, 11, 8)) == 3.49
    assert price_on("runpod/h100-sxm", "gpu_hour", date(2026, 11, 9)) == 3.99


def test_names_of_other_skus_lead_somewhere(skus: Mapping[str, Sku]) -> None:
    for name, sku in skus.items():
        if sku.priced_as is not None:
            assert sku.priced_as.sku in skus, name
        if sku.availability is not None and sku.availability.successor is not None:
            assert sku.availability.successor in skus, name


def test_every_model_has_a_tokenizer_of_the_table_and_the_table_no_spare_one(
    skus: Mapping[str, Sku], tokenizers: TokenizerTable
) -> None:
    for name, sku in skus.items():
        sells_tokens = "input" in sku.meters or sku.priced_as is not None
        assert (sku.tokenizer is not None) == sells_tokens, name
    used = {sku.tokenizer for sku in skus.values()} - {None}
    not_sold_here = {"llama4", "deepseek", "gemma"}
    assert used | not_sold_here == set(tokenizers.tokenizers)


def test_a_tokenizer_refers_to_one_that_is_counted_exactly(tokenizers: TokenizerTable) -> None:
    for name, tokenizer in tokenizers.tokenizers.items():
        if tokenizer.relative_to is not None:
            assert tokenizers.tokenizers[tokenizer.relative_to].exact == tokenizer.relative_to, name


def test_a_tokenizer_that_needs_a_package_has_a_ratio_for_those_without_it(
    tokenizers: TokenizerTable,
) -> None:
    open_ones = {name: row for name, row in tokenizers.tokenizers.items() if row.exact in OPEN_TOKENIZERS}
    assert set(open_ones) == set(OPEN_TOKENIZERS)
    for name, row in open_ones.items():
        assert row.exact == name
        assert row.relative_to is not None, name


def test_these_models_are_counted_in_a_vocabulary_of_their_own_and_no_others(
    skus: Mapping[str, Sku], tokenizers: TokenizerTable
) -> None:
    # A stand-in makes an estimate; whoever adds a model here has seen that the vocabulary is its own.
    own = {
        "o200k_base": {"gpt-4o", "gpt-4.1", "gpt-5", "gpt-6", "gpt-oss", "o4-mini"},
        "cl100k_base": {"text-embedding-3"},
        "llama3": {"Llama-3.1"},
        "qwen3": {"Qwen3-8B", "qwen3-14b"},
        "mistral-tekken": {"mistral-large-4", "mistral-medium-3-5", "mistral-small-2603", "ministral-"},
    }
    for name, sku in skus.items():
        if sku.tokenizer is not None and tokenizers.tokenizers[sku.tokenizer].exact is not None:
            families = own[sku.tokenizer]
            assert any(family in (sku.model or "") for family in families), f"{name}: {sku.tokenizer}"


def test_every_provider_of_chat_models_says_what_its_format_adds(book_files: Mapping[str, Provider]) -> None:
    for key, provider in book_files.items():
        chats = any("output" in sku.meters for sku in provider.skus.values())
        assert not chats or provider.framing is not None, key


def test_every_gpu_names_an_accelerator_of_the_table(
    skus: Mapping[str, Sku], accelerators: AcceleratorTable
) -> None:
    for name, sku in skus.items():
        assert (sku.accelerator is not None) == ("gpu_hour" in sku.meters), name
        assert sku.accelerator is None or sku.accelerator in accelerators.accelerators, name


def test_every_reference_of_the_tables_is_used(
    tokenizers: TokenizerTable, accelerators: AcceleratorTable
) -> None:
    assert {row.ref for row in tokenizers.tokenizers.values()} == set(tokenizers.references)
    assert {row.ref for row in accelerators.accelerators.values()} == set(accelerators.references)


def test_nobody_can_train_a_model_after_it_retired(skus: Mapping[str, Sku]) -> None:
    for name, sku in skus.items():
        dates = sku.availability
        if dates is not None and dates.retired_on is not None:
            assert all(window.closes <= dates.retired_on for window in dates.training_windows), name


def test_tuned_openai_models_name_who_can_train_until_when(skus: Mapping[str, Sku]) -> None:
    tuned = {name: sku for name, sku in skus.items() if name.startswith("openai/ft-gpt")}
    assert len(tuned) == 5
    for name, sku in tuned.items():
        assert sku.availability is not None, name
        closes = [window.closes for window in sku.availability.training_windows]
        assert closes[:2] == [date(2026, 5, 7), date(2026, 7, 2)], name
        assert closes[-1] == min(date(2027, 1, 6), sku.availability.retired_on or date.max), name
