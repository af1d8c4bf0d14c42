"""The prices of using tuned models against litellm's public table; its numbers are kept beside this file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from planner.plan.catalog.provider import Sku

TABLE = json.loads((Path(__file__).parent / "litellm_tuned_2026-11-12.json").read_text("utf-8"))
METERS = {
    "input_cost_per_token": "input",
    "output_cost_per_token": "output",
    "cache_read_input_token_cost": "cache_read",
}
LISTED_BY_PROVIDER = {
    "wandb/meta-llama/Llama-3.1-8B-Instruct": ["wandb/llama-3.1-8b", "wandb/lora-llama-3.1-8b"],
}


@pytest.mark.parametrize("model", TABLE["models"])
def test_using_a_tuned_model_costs_what_litellm_says(
    model: str, skus: Mapping[str, Sku], price_on: Callable[..., float | None]
) -> None:
    ours = LISTED_BY_PROVIDER.get(model) or [name for name, sku in skus.items() if sku.model == model]
    assert ours, f"no SKU for {model}"
    day = date.fromisoformat(TABLE["read"])
    for name in ours:
        for key, cost in TABLE["models"][model].items():
            assert price_on(name, METERS[key], day) == pytest.approx(cost * 1e6), f"{name} {METERS[key]}"


def test_every_tuned_openai_model_is_in_the_table(skus: Mapping[str, Sku]) -> None:
    tuned = {sku.model for sku in skus.values() if sku.model is not None and sku.model.startswith("ft:")}
    assert tuned == {model for model in TABLE["models"] if model.startswith("ft:")}
