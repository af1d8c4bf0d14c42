"""What the presets have to keep: a page for each, money with its currency, and the figures people start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from planner.plan.catalog.presets import PresetTable
from planner.plan.number_text import number_and_unit, range_and_unit
from planner.quantities.provenance import Confidence

TODAY = date.today()  # noqa: DTZ011 - nobody can have read a page after today, wherever today is


def numbers(presets: PresetTable) -> Iterator[tuple[str, str, str]]:
    for name, preset in presets.presets.items():
        for place, number in preset.numbers():
            yield name, place, str(number)


def test_every_preset_has_a_page_and_every_page_a_preset(presets: PresetTable) -> None:
    assert {preset.ref for preset in presets.presets.values()} == set(presets.references)


def test_nobody_read_a_page_in_the_future(presets: PresetTable) -> None:
    assert all(page.read <= TODAY for page in presets.references.values())


def test_a_page_that_cannot_be_opened_is_not_trusted_far(presets: PresetTable) -> None:
    for name, page in presets.references.items():
        is_web = page.address.startswith("https://")
        assert is_web or page.confidence in {Confidence.LOW, Confidence.GUESS}, name


def test_money_names_its_currency_and_nothing_else_names_a_unit(presets: PresetTable) -> None:
    for name, place, number in numbers(presets):
        _, unit = range_and_unit(number) or number_and_unit(number)
        is_money = place.startswith("people.") or place.endswith("fee")
        assert (unit is not None and unit.startswith("USD/")) == is_money, f"{name}: {place}"
        assert is_money or unit is None, f"{name}: {place}"


def test_a_range_whose_ends_a_page_does_not_say_tells_whose_they_are(book_texts: Mapping[str, str]) -> None:
    ours = [
        line for line in book_texts["presets.yaml"].splitlines() if " ours" in line or "our range" in line
    ]
    assert ours
    assert all(line.strip().startswith("note: ") for line in ours)


@pytest.mark.parametrize(
    ("name", "place", "number"),
    [
        ("article-000", "training.examples", "500 to 3000"),
        ("article-001", "prompt_work.iterations", "20 to 50"),
        ("article-001", "prompt_work.hours_each", "0.25"),
        ("article-002", "labelling.hours_per_1000", "30 to 70"),
        ("article-002", "training.rounds", "3 to 5"),
        ("article-002", "retrieval.database_fee", "100 to 500 USD/month"),
        ("article-002", "build_weeks", "3 to 10"),
        ("article-002-run", "training.fee", "500 to 5000 USD/job"),
        ("article-002-style", "examples", "100 to 500"),
        ("article-002-behaviour", "examples", "500 to 3000"),
        ("article-002-reasoning", "examples", "2000 to 10000"),
        ("article-003-least", "training.examples", "200 to 500"),
        ("article-004", "training.examples", "100 to 500"),
        ("published-case", "logs.hours_per_1000", "2 to 10"),
        ("provider-defaults", "training.epochs", "2 to 4"),
        ("market-2026", "people.engineer", "75 to 180 USD/h"),
        ("market-2026-crowd", "people.labeller", "8 to 12 USD/h"),
        ("market-2026-contractor", "people.labeller", "15 to 35 USD/h"),
        ("market-2026-in-house", "people.labeller", "45 to 80 USD/h"),
        ("market-2026-database", "retrieval.database_fee", "0 to 500 USD/month"),
        ("market-2026-gpu", "replicas.target_load", "10 to 60%"),
        ("call-centre", "workload.busy_hour", "10.5%"),
        ("call-centre", "workload.busy_day", "1.2"),
        ("call-centre", "workload.minute_burst", "1.5"),
        ("demand-even", "workload.busy_hour", "4.2%"),
        ("demand-steep", "workload.busy_hour", "15%"),
        ("demand-steepest", "workload.busy_hour", "20%"),
        ("article-001-retraining", "retraining.every_months", "3 to 12"),
    ],
)
def test_the_presets_say_what_their_pages_say(
    presets: PresetTable, name: str, place: str, number: str
) -> None:
    assert str(dict(presets.presets[name].numbers())[place]) == number


def test_retrieved_passages_come_to_1_000_to_5_000_tokens(presets: PresetTable) -> None:
    retrieval = dict(presets.presets["market-2026-context"].numbers())
    chunks, tokens = (
        range_and_unit(str(retrieval[f"retrieval.{key}"])) for key in ("chunks", "chunk_tokens")
    )
    assert chunks is not None
    assert tokens is not None
    # The middle of a product of two is the product of their middles; that of 1,000 to 5,000 is 2,236.
    assert chunks[0].middle * tokens[0].middle == pytest.approx(2236, rel=0.02)
