"""Training, by hand: tokens, files, fees, bounds of a job, and rented GPUs."""

from __future__ import annotations

import pytest
from building.plans import OWN_GPUS, amounts, computed, problems, quantity_of, scenario, shop, sku

BOUNDS = {"training_job_minimum": 4.00, "training_job_cap": 20.00}
PRICES = shop(
    sku("small", input=0.10, output=0.40, training=3.00),
    sku("elsewhere", "variants: {developer: {multipliers: {training: 0.5}, ref: list}}", training=2.00),
    sku("bounded", training=1.00, **BOUNDS),
    sku("least", training=1.00, training_job_minimum=4.00),
    sku("h100", "accelerator: h100-sxm", gpu_hour=3.99),
    sku("no-gpu", gpu_hour=3.99),
    sku("stepped", training=[("2026-01-01", 1.00), ("2027-01-01", 5.00, "announced: 2026-10-01")]),
)


def training(inside: str, **parts: str) -> dict[str, float]:
    """Return what training costs, the tokens of use left out."""
    found = computed(f"kind: tuned, model: shop/small, prompt: 50, training: {{{inside}}}", PRICES, **parts)
    lines = [line for line in found.lines if line.component == "training"]
    return {line.charge.item: line.total for line in lines}


def test_training_tokens_are_examples_times_a_request_times_epochs_times_rounds() -> None:
    # 4 rounds x 2,000 examples x (50 + 100 + 10) x 3 epochs = 3.84M tokens at $3.00 a million.
    found = training("rounds: 4, epochs: 3, examples: 2000")
    assert found == pytest.approx({"training tokens": 11.52})


def test_validation_tokens_are_paid_in_each_round_but_not_in_each_epoch() -> None:
    # 4 x (960,000 + 50,000) x $3.00 a million.
    found = training("rounds: 4, epochs: 3, examples: 2000, validation_tokens: 50k")
    assert found == pytest.approx({"training tokens": 12.12})


def test_a_training_file_counts_as_it_is() -> None:
    # 2 x 1.5M x 3 x $3.00 a million.
    assert training("rounds: 2, epochs: 3, tokens_per_epoch: 1.5M") == pytest.approx(
        {"training tokens": 27.0}
    )


def test_training_can_be_bought_elsewhere_and_as_a_variant() -> None:
    # 1M tokens at $2.00, halved.
    found = training("rounds: 1, epochs: 1, tokens_per_epoch: 1M, sku: shop/elsewhere, variant: developer")
    assert found == pytest.approx({"training tokens": 1.00})


def test_each_job_costs_at_least_the_minimum() -> None:
    # A job of 1M tokens is worth $1.00 and costs $4.00, three times.
    assert training("rounds: 3, epochs: 1, tokens_per_epoch: 1M, sku: shop/least") == pytest.approx(
        {"training jobs": 12}
    )
    assert training("rounds: 3, epochs: 1, tokens_per_epoch: 5M, sku: shop/least") == pytest.approx(
        {"training jobs": 15}
    )


def test_each_job_stops_at_the_cap() -> None:
    # 30M tokens would cost $30.00 a job.
    assert training("rounds: 3, epochs: 2, tokens_per_epoch: 15M, sku: shop/bounded") == pytest.approx(
        {"training jobs": 60}
    )
    assert training("rounds: 3, epochs: 1, tokens_per_epoch: 1M, sku: shop/bounded") == pytest.approx(
        {"training jobs": 12}
    )
    assert training("rounds: 3, epochs: 1, tokens_per_epoch: 7M, sku: shop/bounded") == pytest.approx(
        {"training jobs": 21}
    )


def test_a_fee_is_paid_for_each_round() -> None:
    assert training("rounds: 3, fee: 250") == pytest.approx({"training jobs": 750})


def test_engineers_are_paid_for_each_round() -> None:
    found = training("rounds: 3, fee: 250, engineer_hours_per_round: 6, role: engineer")
    assert found == pytest.approx({"training jobs": 750, "engineers on training": 3 * 6 * 100})


def test_gpu_hours_follow_from_parameters_tokens_and_utilisation() -> None:
    # 4 x 8.03e9 x 1e6 tokens / (989e12 x 25 %) = 129.9 s, or 0.03609 h, at $3.99.
    gpu = "gpu: {sku: shop/h100, parameters: 8.03B, method: lora, mfu: 25%}"
    found = training(f"rounds: 1, epochs: 1, tokens_per_epoch: 1M, {gpu}")
    hours = 4 * 8.03e9 * 1e6 / (989e12 * 0.25) / 3600
    assert hours == pytest.approx(0.03609, abs=5e-6)
    assert found == pytest.approx({"training GPUs": hours * 3.99})


def test_full_training_needs_six_operations_where_lora_needs_four() -> None:
    ways = {
        method: training(
            "rounds: 2, epochs: 3, tokens_per_epoch: 1M,"
            f" gpu: {{sku: shop/h100, parameters: 8B, method: {method}, mfu: 0.4}}"
        )["training GPUs"]
        for method in ("lora", "full")
    }
    assert ways["full"] == pytest.approx(1.5 * ways["lora"])
    assert ways["lora"] == pytest.approx(2 * 4 * 8e9 * 3e6 / (989e12 * 0.4) / 3600 * 3.99)


def test_training_is_paid_in_the_first_month_at_its_price() -> None:
    found = computed(
        "kind: tuned, model: shop/small, prompt: 50,"
        " training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M, sku: shop/stepped}",
        PRICES,
        horizon="start: 2026-12, months: 3",
    )
    (line,) = [line for line in found.lines if line.component == "training"]
    assert line.amounts.tolist() == [[1.00, 0, 0]]
    assert found.launch == pytest.approx(1.00)


def test_a_rented_gpu_that_names_no_accelerator_is_an_error() -> None:
    option = (
        "kind: tuned, model: shop/small, prompt: 50, training: {rounds: 1, epochs: 1, examples: 1,"
        " gpu: {sku: shop/no-gpu, parameters: 8B, method: lora, mfu: 0.4}}"
    )
    (problem,) = problems(scenario(option), PRICES)
    assert problem.endswith(
        "options.plan.training.gpu.sku: shop/no-gpu is not a rented GPU: it names no accelerator"
    )


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("rounds: 1, epochs: 1", "give one of: examples, tokens_per_epoch, or fee"),
        ("rounds: 1, fee: 1, examples: 1", "examples has no effect beside fee"),
        ("rounds: 1, fee: 1, epochs: 1", "epochs has no effect beside fee"),
        ("rounds: 1, examples: 1", "tokens need epochs"),
        ("rounds: 1, fee: 1, role: engineer", "engineer_hours_per_round and role belong together"),
        (
            "rounds: 1, fee: 1, engineer_hours_per_round: 1, role: enginer",
            "nobody is called 'enginer' under people",
        ),
    ],
)
def test_contradictory_training_is_refused_with_the_choice_there_is(inside: str, said: str) -> None:
    (problem,) = problems(
        scenario(f"kind: tuned, model: shop/small, prompt: 50, training: {{{inside}}}"), PRICES
    )
    assert "options.plan.training" in problem
    assert said in problem


def test_an_open_model_without_a_way_to_train_it_is_an_error() -> None:
    option = f"kind: self_hosted, tokenizer: o200k_base, prompt: 1, {OWN_GPUS}"
    (problem,) = problems(scenario(f"{option}, training: {{rounds: 1, epochs: 1, examples: 5}}"), PRICES)
    assert "training needs a sku with a training price, a gpu, or a fee" in problem


def test_the_tokens_of_an_example_are_those_of_the_options_own_requests() -> None:
    found = computed(
        "kind: tuned, model: shop/small, prompt: 70, few_shot: 30, output_tokens: 20,"
        " training: {rounds: 1, epochs: 1, examples: 10}",
        PRICES,
    )
    assert quantity_of(found, "training tokens") == 10 * (70 + 30 + 100 + 20)
    assert amounts(found)["training tokens"] == pytest.approx(10 * 220 * 3.00 / 1e6)


GPU = "gpu: {sku: shop/h100, parameters: 8B, method: lora, mfu: 40%}"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("fee: 800, epochs: 3", "epochs has no effect beside fee"),
        (f"fee: 800, {GPU}", "gpu has no effect beside fee"),
        ("fee: 800, variant: developer", "variant has no effect beside fee"),
        ("fee: 800, validation_tokens: 5", "validation_tokens has no effect beside fee"),
        (f"examples: 5, epochs: 1, {GPU}, sku: shop/small", "sku has no effect beside gpu"),
        (
            f"examples: 5, epochs: 1, {GPU}, validation_tokens: 5",
            "validation_tokens has no effect beside gpu",
        ),
    ],
)
def test_what_would_have_no_effect_is_refused(inside: str, said: str) -> None:
    option = f"kind: tuned, model: shop/small, prompt: 50, training: {{rounds: 1, {inside}}}"
    (problem,) = problems(scenario(option), PRICES)
    assert problem.endswith(said)
    assert "options.plan" in problem
