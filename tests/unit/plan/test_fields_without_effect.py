"""Fields that would change nothing, or that no plan can mean, are refused at their line."""

from __future__ import annotations

import pytest
from building.plans import problems, scenario, shop, sku

PRICES = shop(
    sku("large", input=1.00, output=2.00, training=1.00, training_hour=1.00),
    sku("gpu", gpu_hour=1.00),
)
CALL = "{model: shop/large, prompt: 0, output_tokens: 1, successor: shop/large}"
PROMPTED = "kind: prompted, model: shop/large, prompt: 0"
OWN = "kind: self_hosted, prompt: 0"
REPLICAS = "{sku: shop/gpu, capacity: 1, target_load: 50%"


@pytest.mark.parametrize(
    ("option", "place", "said"),
    [
        (
            f"{PROMPTED}, prompt_work: {{role: engineer, hours_per_model_change: 2}}",
            "prompt_work.hours_per_model_change",
            "has no effect without lock_in",
        ),
        (f"{PROMPTED}, successor: shop/large", "successor", "has no effect without lock_in"),
        (f"kind: chain, steps: {{ask: {CALL}}}", "steps.ask.successor", "has no effect without lock_in"),
        (
            f"kind: cascade, doubtful: 1%, first: {CALL}, then: {{model: shop/large, prompt: 0}}",
            "first.successor",
            "has no effect without lock_in",
        ),
        (
            f"{OWN}, tokenizer: o200k_base, hosting: {{replicas: {REPLICAS}, minimum: 3, maximum: 2}}}}}}",
            "hosting.replicas.minimum",
            "more than the most there may be: maximum is 2",
        ),
        (
            f"{OWN}, tokenizer: o200k_base, hosting: {{replicas: {REPLICAS}, minimum: 3, hours_per_month: 745}}}}}}",
            "hosting.replicas.hours_per_month",
            "at most 744",
        ),
        (
            f"{PROMPTED}, hosting: {{deployment: {{sku: shop/gpu, count: 1, hours_per_month: 745}}}}",
            "hosting.deployment.hours_per_month",
            "at most 744",
        ),
        (
            f"{OWN}, tokenizer: o200k_base, tokenizer_name: x, hosting: {{replicas: {REPLICAS}, minimum: 3}}}}}}",
            "tokenizer_name",
            "unknown key",
        ),
        (
            "kind: tuned, model: shop/large, prompt: 0, training: {rounds: 1, examples: 0}",
            "training.examples",
            "above 0",
        ),
    ],
)
def test_it_is_refused_at_its_line(option: str, place: str, said: str) -> None:
    (problem,) = problems(scenario(option.replace("}}}", "}}")), PRICES)
    assert f"options.plan.{place}" in problem
    assert said in problem
