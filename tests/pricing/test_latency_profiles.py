"""What every latency profile has to keep: where, when, by whom, and SKUs that are sold."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from planner.files.latency_files import with_profiles
from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.catalog.latency_profiles import LatencyProfile, LatencyTable
from planner.plan.catalog.open_models import OpenModelTable
from planner.plan.catalog.provider import Provider, Sku
from planner.plan.catalog.tables import AcceleratorTable
from planner.quantities.distribution import Quantiles
from planner.quantities.provenance import Confidence
from planner.quantities.quantity import Quantity

Tables = Mapping[str, LatencyTable]

TODAY = date.today()  # noqa: DTZ011 - nobody can have read a page after today, wherever today is
LATENCY = Path(__file__).parents[2] / "pricing" / "latency"
OLD = date(2025, 1, 1)
MODELLED = "modelled"


def profiles(tables: Tables) -> Iterator[tuple[str, LatencyProfile]]:
    for table in tables.values():
        yield from table.profiles.items()


def named(tables: Tables) -> dict[str, LatencyProfile]:
    return dict(profiles(tables))


def number(quantity: Quantity | None) -> float | None:
    return None if quantity is None else quantity.value.item()


def believed(quantity: Quantity) -> tuple[float, float, float]:
    """The range of a number and its middle, in the unit it is written in."""
    belief, scale = quantity.origin.belief, quantity.unit.scale
    assert isinstance(belief, Quantiles)
    return belief.low / scale, quantity.value.item(), belief.high / scale


def test_every_file_tells_an_editor_its_schema_in_the_first_line() -> None:
    for path in LATENCY.iterdir():
        first = path.read_text("utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=../schema/latency.schema.json", path.name


def test_no_two_files_have_a_profile_of_the_same_name(latency_tables: Tables) -> None:
    names = Counter(name for name, _ in profiles(latency_tables))
    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) > 30


def test_every_profile_says_where_it_was_measured_and_on_how_many_calls_or_how_it_came_about(
    latency_tables: Tables,
) -> None:
    for name, profile in profiles(latency_tables):
        assert profile.region, name
        assert profile.samples is not None or profile.note, name


def test_nobody_measured_or_read_anything_in_the_future(latency_tables: Tables) -> None:
    for file, table in latency_tables.items():
        assert table.still_valid_on <= TODAY, file
        for key, page in table.references.items():
            assert page.read <= TODAY, f"{file}: {key}"
        for name, profile in table.profiles.items():
            assert profile.measured_on <= table.references[profile.ref].read, name


def test_every_reference_is_used(latency_tables: Tables) -> None:
    for file, table in latency_tables.items():
        used = {profile.ref for profile in table.profiles.values()}
        used |= {window.ref for window in table.batch_windows.values()}
        used |= {table.assumed.ref} if table.assumed is not None else set()
        assert used == set(table.references), file


def test_a_page_that_two_files_cite_is_cited_alike(latency_tables: Tables) -> None:
    pages: dict[tuple[str, str], Confidence] = {}
    for file, table in latency_tables.items():
        for page in table.references.values():
            known = pages.setdefault((page.title, page.address), page.confidence)
            assert page.confidence is known, f"{file}: {page.title}"


def test_nobody_trusts_ten_calls_far(latency_tables: Tables) -> None:
    for table in latency_tables.values():
        for name, profile in table.profiles.items():
            calls = number(profile.samples)
            trust = table.references[profile.ref].confidence
            assert trust is not Confidence.HIGH, name
            assert calls is None or calls > 10 or trust is Confidence.LOW or profile.measured_on < OLD, name


def test_every_sku_a_profile_names_is_sold(latency_tables: Tables, skus: Mapping[str, Sku]) -> None:
    for name, profile in profiles(latency_tables):
        for sku in (*profile.skus, *profile.stands_in_for):
            assert sku in skus, f"{name}: {sku}"
            answers = "output" in skus[sku].meters or skus[sku].priced_as is not None
            assert answers, f"{name}: {sku} does not answer"
            assert profile.variant is None or profile.variant in skus[sku].variants, f"{name}: {sku}"


def test_a_sku_takes_one_profile_for_each_way_of_buying_it(latency_tables: Tables) -> None:
    taken = Counter(
        (sku, profile.variant)
        for _, profile in profiles(latency_tables)
        for sku in (*profile.skus, *profile.stands_in_for)
    )
    assert [which for which, times in taken.items() if times > 1] == []


def test_a_sku_that_a_profile_stands_in_for_was_not_measured_itself(latency_tables: Tables) -> None:
    measured = {sku for _, profile in profiles(latency_tables) for sku in profile.skus}
    standing_in = {sku for _, profile in profiles(latency_tables) for sku in profile.stands_in_for}
    assert measured & standing_in == set()


def test_a_measurement_of_a_variant_has_one_of_the_ordinary_way_beside_it(latency_tables: Tables) -> None:
    ordinary = {
        sku
        for _, profile in profiles(latency_tables)
        if profile.variant is None
        for sku in (*profile.skus, *profile.stands_in_for)
    }
    for name, profile in profiles(latency_tables):
        assert ordinary.issuperset((*profile.skus, *profile.stands_in_for)), name


def test_a_profile_of_a_gpu_names_a_model_and_an_accelerator_that_are_known(
    latency_tables: Tables, open_models: OpenModelTable, accelerators: AcceleratorTable
) -> None:
    own = {
        name: profile
        for name, profile in profiles(latency_tables)
        if profile.open_model is not None or profile.accelerator is not None
    }
    assert set(own) == set(latency_tables["self-hosted.yaml"].profiles)
    for name, profile in own.items():
        assert profile.open_model in open_models.models, name
        assert profile.accelerator in accelerators.accelerators, name


def test_what_was_modelled_says_so(latency_tables: Tables) -> None:
    for name, profile in profiles(latency_tables):
        says_so = "modelled, not measured" in (profile.note or "").lower()
        assert (profile.region == MODELLED) == says_so == (MODELLED in profile.title), name


def test_what_stands_in_for_a_tuned_model_says_that_it_may_start_cold(latency_tables: Tables) -> None:
    for name, profile in profiles(latency_tables):
        tuned = any("/ft-" in sku or "/tuned-" in sku for sku in profile.stands_in_for)
        assert tuned == ("may start cold" in (profile.note or "")), name


def test_every_tuned_model_of_openai_but_the_reasoning_one_has_a_profile(
    latency_tables: Tables, skus: Mapping[str, Sku]
) -> None:
    covered = {sku for _, profile in profiles(latency_tables) for sku in profile.stands_in_for}
    tuned = {name for name in skus if name.partition("/")[2].startswith("ft-gpt")}
    assert len(tuned) == 9
    assert tuned <= covered


def test_one_file_says_what_is_assumed_of_models_nobody_measured(latency_tables: Tables) -> None:
    assert [file for file, table in latency_tables.items() if table.assumed is not None] == ["assumed.yaml"]


def test_what_is_assumed_covers_what_was_measured_of_hosted_models(latency_tables: Tables) -> None:
    assumed = latency_tables["assumed.yaml"].assumed
    assert assumed is not None
    assert latency_tables["assumed.yaml"].references[assumed.ref].confidence is Confidence.GUESS
    hosted = [each for _, each in profiles(latency_tables) if each.open_model is None]
    lasting = [each for each in hosted if each.measured_on > OLD]
    slopes, speeds = ([number(getattr(each, key)) for each in lasting] for key in ("slope", "tpot"))
    assert all(9 <= slope <= 125 for slope in slopes if slope is not None)
    assert all(4.6 <= speed <= 16 for speed in speeds if speed is not None)
    assert believed(assumed.slope) == pytest.approx((9, 20, 125))
    assert believed(assumed.tpot) == pytest.approx((4.6, 10, 16))


def test_no_median_lies_outside_its_range_and_no_range_is_wider_than_a_factor_of_three(
    latency_tables: Tables,
) -> None:
    for name, profile in profiles(latency_tables):
        if profile.ttft.origin.belief is not None:
            low, median, high = believed(profile.ttft)
            assert low <= median <= high < 3 * low, name


def sigma_of(deviation: float, median: float) -> float:
    """The sigma of a lognormal with that median and standard deviation, by halving."""
    low, high = 1e-6, 3.0
    for _ in range(60):
        sigma = (low + high) / 2
        found = median * math.exp(sigma**2 / 2) * math.sqrt(math.exp(sigma**2) - 1)
        low, high = (sigma, high) if found < deviation else (low, sigma)
    return low


@pytest.mark.parametrize(
    ("name", "median", "deviation"),
    [
        ("gpt-4.1-mini-2026-08", 538.05, 211.56),
        ("gpt-4.1-mini-2026-08-priority", 528.02, 292.22),
        ("gpt-4.1-2026-08", 739.89, 288.47),
        ("gpt-4.1-2026-08-priority", 573.49, 87.74),
        ("gpt-5.6-luna-2026-08", 601.40, 103.57),
        ("gpt-5.6-luna-2026-08-priority", 618.43, 187.94),
        ("gpt-5.6-terra-2026-08", 902.84, 267.28),
        ("gpt-5.6-terra-2026-08-priority", 692.71, 315.80),
        ("gemini-3.5-flash-lite-2026-08", 670.30, 128.97),
        ("gemini-3.6-flash-2026-08", 1000.85, 148.39),
    ],
)
def test_ten_calls_give_the_sigma_of_their_standard_deviation(
    latency_tables: Tables, name: str, median: float, deviation: float
) -> None:
    profile = named(latency_tables)[name]
    assert number(profile.ttft) == round(median)
    assert number(profile.sigma) == pytest.approx(sigma_of(deviation, median), abs=0.0051)
    assert f"{deviation:.0f} ms" in (profile.note or "")


@pytest.mark.parametrize(
    ("name", "median", "percentile", "z"),
    [
        ("gpt-5.2-2026-08", 698.35, 1297.93, 1.645),
        ("gpt-5.2-2026-08-priority", 659.19, 2176.32, 1.645),
        ("gemini-3.7-flash-2026-08", 3617.26, 6338.46, 1.645),
        ("llama-3.1-8b-h100-2026-05", 13.98, 14.95, 2.326),
    ],
)
def test_more_calls_give_the_sigma_of_a_high_percentile(
    latency_tables: Tables, name: str, median: float, percentile: float, z: float
) -> None:
    sigma = number(named(latency_tables)[name].sigma)
    assert sigma == pytest.approx(math.log(percentile / median) / z, abs=0.0051)


def test_the_range_of_a_median_follows_from_sigma_and_the_number_of_calls(latency_tables: Tables) -> None:
    checked = 0
    for name, profile in profiles(latency_tables):
        calls, sigma = number(profile.samples), number(profile.sigma)
        if profile.ttft.origin.belief is not None and calls is not None and sigma is not None:
            low, median, high = believed(profile.ttft)
            spread = math.exp(1.645 * 1.2533 * sigma / math.sqrt(calls))
            assert (low, high) == pytest.approx((median / spread, median * spread), rel=0.012), name
            checked += 1
    assert checked == 16


def test_modelled_times_follow_from_the_model_they_cite(latency_tables: Tables) -> None:
    # TTFT at 50 and at 800 tokens and TPOT in ms, the shares of bandwidth and peak it reaches, and the server's 7 ms.
    estimates = {
        "llama-3.1-8b-a100-modelled": (12.510, 51.985, 11.627, 1, 1),
        "llama-3.1-8b-l40s-modelled": (25.017, 65.174, 21.835, 1, 1),
        "llama-3.1-8b-l4-modelled": (51.696, 110.496, 50.087, 0.75, 0.65),
    }
    modelled = {name: each for name, each in profiles(latency_tables) if each.region == MODELLED}
    assert set(modelled) == set(estimates)
    for name, (short, long, tpot, bandwidth, peak) in estimates.items():
        found = modelled[name]
        assert number(found.ttft) == pytest.approx(short / bandwidth + 7, rel=0.005), name
        assert number(found.slope) == pytest.approx((long - short) / 0.75 / peak, rel=0.005), name
        assert number(found.tpot) == pytest.approx(tpot / bandwidth, rel=0.005), name


def test_a_client_near_the_provider_waits_less_on_the_same_day(latency_tables: Tables) -> None:
    found = named(latency_tables)
    for model in ("gpt-4.1", "gpt-4.1-mini"):
        near, far = (found[f"{model}-2026-05-{place}-priority"] for place in ("us", "korea"))
        assert near.measured_on == far.measured_on
        assert near.ttft.value.item() < 0.75 * far.ttft.value.item()


def test_every_batch_window_is_of_a_provider_that_is_known(
    latency_tables: Tables, book_files: Mapping[str, Provider]
) -> None:
    windows = [
        (provider, number(window.hours))
        for table in latency_tables.values()
        for provider, window in table.batch_windows.items()
    ]
    assert len(windows) == len(dict(windows))
    assert set(dict(windows)) <= set(book_files)
    assert set(dict(windows).values()) == {12, 24}


def test_every_provider_that_sells_batches_says_how_long_they_may_take(
    latency_tables: Tables, skus: Mapping[str, Sku]
) -> None:
    sells = {name.partition("/")[0] for name, sku in skus.items() if "batch" in sku.variants}
    assert sells <= {provider for table in latency_tables.values() for provider in table.batch_windows}


RIGHT: Mapping[str, object] = {
    "title": "A model",
    "ttft": 500,
    "prompt_tokens": 150,
    "region": "unknown",
    "measured_on": "2026-11-20",
    "ref": "page",
}


def read(profile: Mapping[str, object], name: str = "one") -> LatencyTable:
    page = {"title": "A page", "address": "https://example.com", "read": "2026-11-20"}
    data = {"references": {"page": page}, "still_valid_on": "2026-11-20", "profiles": {name: profile}}
    return LatencyTable.model_validate(data)


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ({"open_model": "llama-3.1-8b"}, "belong together"),
        ({"accelerator": "l4"}, "belong together"),
        ({"open_model": "a", "accelerator": "l4", "skus": ["openai/gpt-4o"]}, "what is sold"),
        ({"open_model": "a", "accelerator": "l4", "stands_in_for": ["openai/gpt-4o"]}, "what is sold"),
        ({"ttft": 0}, "above 0"),
        ({"ref": "elsewhere"}, "references has no 'elsewhere'"),
    ],
)
def test_a_profile_that_cannot_be_meant_is_refused(keys: Mapping[str, object], what: str) -> None:
    assert read(RIGHT).profiles["one"].skus == ()
    with pytest.raises(ValueError, match=what):
        read(RIGHT | keys)


@pytest.mark.parametrize("name", ["assumed", "batch_windows"])
def test_a_profile_is_not_called_like_a_part_of_its_file(name: str) -> None:
    """Its slope would be the number latency.assumed.slope, which is another one."""
    with pytest.raises(ValueError, match="the name of a part of this file"):
        read(RIGHT, name)


def test_a_profile_of_a_later_file_is_found_though_the_earlier_one_was_looked_up() -> None:
    book = with_profiles(LatencyBook(), read(RIGHT))
    assert number(book.profile("one").profile.ttft) == 500
    assert number(with_profiles(book, read(RIGHT | {"ttft": 77})).profile("one").profile.ttft) == 77
