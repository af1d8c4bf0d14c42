"""The price files as they are committed, each checked against its type, and what a request costs by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from planner.files.yaml_text import parse_yaml
from planner.plan.catalog.latency_profiles import LatencyTable
from planner.plan.catalog.open_models import OpenModelTable
from planner.plan.catalog.presets import PresetTable
from planner.plan.catalog.provider import Provider, Sku
from planner.plan.catalog.tables import AcceleratorTable, TokenizerTable

PRICING = Path(__file__).parents[2] / "pricing"


@pytest.fixture(scope="session")
def book_texts() -> Mapping[str, str]:
    """Every file of the price book by its name, as text."""
    paths = [*PRICING.glob("*.yaml"), *(PRICING / "providers").glob("*.yaml")]
    return {path.name: path.read_text("utf-8") for path in sorted(paths)}


@pytest.fixture(scope="session")
def book_files(book_texts: Mapping[str, str]) -> Mapping[str, Provider]:
    """Every provider by its short name."""
    providers = {}
    for path in sorted((PRICING / "providers").glob("*.yaml")):
        read = Provider.model_validate(parse_yaml(book_texts[path.name], path.name).data)
        assert path.stem == read.provider, f"{path.name} should have the provider's name"
        providers[read.provider] = read
    return providers


@pytest.fixture(scope="session")
def skus(book_files: Mapping[str, Provider]) -> Mapping[str, Sku]:
    """Every SKU as `provider/sku`."""
    return {f"{key}/{name}": sku for key, file in book_files.items() for name, sku in file.skus.items()}


@pytest.fixture(scope="session")
def tokenizers(book_texts: Mapping[str, str]) -> TokenizerTable:
    """The file tokenizers.yaml."""
    file = "tokenizers.yaml"
    return TokenizerTable.model_validate(parse_yaml(book_texts[file], file).data)


@pytest.fixture(scope="session")
def accelerators(book_texts: Mapping[str, str]) -> AcceleratorTable:
    """The file accelerators.yaml."""
    file = "accelerators.yaml"
    return AcceleratorTable.model_validate(parse_yaml(book_texts[file], file).data)


@pytest.fixture(scope="session")
def latency_tables() -> Mapping[str, LatencyTable]:
    """Every file of latency profiles by its name."""
    paths = sorted((PRICING / "latency").glob("*.yaml"))
    read = {path.name: parse_yaml(path.read_text("utf-8"), path.name).data for path in paths}
    return {name: LatencyTable.model_validate(data) for name, data in read.items()}


@pytest.fixture(scope="session")
def open_models(book_texts: Mapping[str, str]) -> OpenModelTable:
    """The file open_models.yaml."""
    file = "open_models.yaml"
    return OpenModelTable.model_validate(parse_yaml(book_texts[file], file).data)


@pytest.fixture(scope="session")
def presets(book_texts: Mapping[str, str]) -> PresetTable:
    """The file presets.yaml."""
    file = "presets.yaml"
    return PresetTable.model_validate(parse_yaml(book_texts[file], file).data)


@pytest.fixture(scope="session")
def price_on(skus: Mapping[str, Sku]) -> Callable[[str, str, date], float | None]:
    """The price of a SKU's meter on a day, another SKU's where it says so; None where there is none."""

    def found(name: str, meter: str, day: date) -> float | None:
        sku = skus[name]
        if meter not in sku.meters:
            other = sku.priced_as
            if other is None or meter not in other.meters:
                return None
            base = found(other.sku, meter, day)
            return None if base is None else base * other.multiplier.value.item()
        begun = [entry for entry in sku.meters[meter] if entry.start <= day]
        if not begun or (begun[-1].ends is not None and begun[-1].ends < day):
            return None
        return begun[-1].price.value.item()

    return found
