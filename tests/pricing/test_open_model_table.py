"""What every open model has to keep: counts that anyone can work out again from its architecture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from planner.plan.catalog.open_models import OpenModel, OpenModelTable
from planner.quantities.quantity import Quantity

TODAY = date.today()  # noqa: DTZ011 - nobody can have read a page after today, wherever today is


@dataclass(frozen=True, slots=True)
class Architecture:
    """What a model's config.json says."""

    layers: int
    hidden: int
    intermediate: int
    vocabulary: int
    heads: int
    kv_heads: int
    head_size: int = 128
    tied: bool = False
    biased: bool = False
    normed: bool = False

    @property
    def projected(self) -> tuple[int, int]:
        """Numbers of a token's queries, and of its keys."""
        return self.heads * self.head_size, self.kv_heads * self.head_size

    @property
    def layer_parameters(self) -> int:
        queries, keys = self.projected
        return self.layers * self.hidden * (2 * queries + 2 * keys + 3 * self.intermediate)

    @property
    def head_parameters(self) -> int:
        return self.vocabulary * self.hidden

    @property
    def parameters(self) -> int:
        queries, keys = self.projected
        norms = (2 * self.layers + 1) * self.hidden + self.normed * self.layers * 2 * self.head_size
        biases = self.biased * self.layers * (queries + 2 * keys)
        return self.layer_parameters + self.head_parameters * (1 if self.tied else 2) + norms + biases


LLAMA_70B = Architecture(80, 8192, 28672, 128256, 64, 8)
ARCHITECTURES = {
    "llama-3.2-1b": Architecture(16, 2048, 8192, 128256, 32, 8, head_size=64, tied=True),
    "llama-3.2-3b": Architecture(28, 3072, 8192, 128256, 24, 8, tied=True),
    "llama-3.1-8b": Architecture(32, 4096, 14336, 128256, 32, 8),
    "llama-3.1-70b": LLAMA_70B,
    "llama-3.3-70b": LLAMA_70B,
    "qwen2.5-7b": Architecture(28, 3584, 18944, 152064, 28, 4, biased=True),
    "qwen2.5-14b": Architecture(48, 5120, 13824, 152064, 40, 8, biased=True),
    "qwen2.5-32b": Architecture(64, 5120, 27648, 152064, 40, 8, biased=True),
    "qwen3-4b": Architecture(36, 2560, 9728, 151936, 32, 8, tied=True, normed=True),
    "qwen3-8b": Architecture(36, 4096, 12288, 151936, 32, 8, normed=True),
    "qwen3-14b": Architecture(40, 5120, 17408, 151936, 40, 8, normed=True),
    "qwen3-32b": Architecture(64, 5120, 25600, 151936, 64, 8, normed=True),
    "mistral-7b-v0.3": Architecture(32, 4096, 14336, 32768, 32, 8),
    "phi-4": Architecture(40, 5120, 17920, 100352, 40, 10),
}


def number(quantity: Quantity) -> float:
    return quantity.value.item()


def kv_bytes(model: OpenModel) -> float:
    """Bytes that a token leaves in the cache in 16 bits: its keys and values of every layer."""
    return 2 * 2 * number(model.layers) * number(model.kv_heads) * number(model.head_size)


def test_every_model_is_counted_again_here(open_models: OpenModelTable) -> None:
    assert set(open_models.models) == set(ARCHITECTURES)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_counts_follow_from_the_architecture(open_models: OpenModelTable, name: str) -> None:
    listed, known = open_models.models[name], ARCHITECTURES[name]
    counted = (known.layers, known.heads, known.kv_heads, known.head_size)
    assert tuple(map(number, (listed.layers, listed.heads, listed.kv_heads, listed.head_size))) == counted
    assert number(listed.layer_parameters) == known.layer_parameters
    assert number(listed.head_parameters) == known.head_parameters
    assert number(listed.parameters) == known.parameters


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_note_has_what_the_counts_need_and_the_fields_do_not_say(
    open_models: OpenModelTable, name: str
) -> None:
    note, known = open_models.models[name].note or "", ARCHITECTURES[name]
    sizes = f"Hidden size {known.hidden:,}, intermediate size {known.intermediate:,}, "
    assert note.startswith(f"{sizes}vocabulary {known.vocabulary:,}")
    assert ("tied" in note, "biases" in note, "normed" in note) == (known.tied, known.biased, known.normed)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("llama-3.1-8b", 8_030_261_248),
        ("llama-3.2-3b", 3_212_749_824),
        ("llama-3.2-1b", 1_235_814_400),
        ("llama-3.1-70b", 70_553_706_496),
        ("qwen2.5-7b", 7_615_616_512),
        ("qwen3-8b", 8_190_735_360),
        ("mistral-7b-v0.3", 7_248_023_552),
    ],
)
def test_the_counts_are_those_that_are_published(
    open_models: OpenModelTable, name: str, published: int
) -> None:
    assert number(open_models.models[name].parameters) == published


def test_a_token_of_llama_3_1_8b_leaves_131_072_bytes_in_the_cache(open_models: OpenModelTable) -> None:
    assert kv_bytes(open_models.models["llama-3.1-8b"]) == 131_072


def test_heads_share_keys_and_values_evenly(open_models: OpenModelTable) -> None:
    for name, model in open_models.models.items():
        assert number(model.heads) % number(model.kv_heads) == 0, name


def test_every_reference_of_the_models_is_used_and_nobody_read_one_in_the_future(
    open_models: OpenModelTable,
) -> None:
    assert open_models.assumed is not None
    used = {open_models.assumed.ref, *(model.ref for model in open_models.models.values())}
    assert used == set(open_models.references)
    assert open_models.still_valid_on <= TODAY
    assert all(page.read <= TODAY for page in open_models.references.values())


def test_a_model_without_its_page_is_refused() -> None:
    page = {"title": "A page", "address": "https://example.com", "read": "2026-11-20"}
    sizes = dict.fromkeys(("layers", "heads", "kv_heads", "head_size"), 8)
    counts = dict.fromkeys(("parameters", "layer_parameters", "head_parameters"), 1e9)
    model = {"title": "A model", **sizes, **counts, "ref": "pages"}
    data = {"references": {"page": page}, "still_valid_on": "2026-11-20", "models": {"one": model}}
    with pytest.raises(ValueError, match="did you mean 'page'"):
        OpenModelTable.model_validate(data)


def test_a_model_is_not_called_like_what_is_assumed(open_models: OpenModelTable) -> None:
    """Its figures would be called like those assumed of serving any model."""
    model = next(iter(open_models.models.values()))
    with pytest.raises(ValueError, match="the name of a part of this file"):
        OpenModelTable(
            references=open_models.references,
            still_valid_on=open_models.still_valid_on,
            models={"assumed": model},
        )
