"""Training by the hour, at a measured speed, in whole hours, and for the epochs a provider chooses, by hand."""

from __future__ import annotations

import pytest
from building.plans import computed, part, problems, quantity_of, scenario, shop, sku

DEVELOPER = "variants: {developer: {multipliers: {training_hour: 0.5}, ref: list}}"
WHOLE = "increments: {training_hour: {step: 1, ref: list}}"
EPOCHS = (
    "default_epochs: {target: 3, least: 1, most: 25, least_examples: 100, most_examples: 25000, ref: list}"
)
PRICES = shop(
    sku("small", input=1.00, output=4.00, training=3.00),
    sku("chosen", EPOCHS, input=1.00, output=4.00, training=3.00),
    sku("hourly", DEVELOPER, training_hour=100.00),
    sku("capped", DEVELOPER, training_hour=100.00, training_job_cap=250.00, training_job_minimum=60.00),
    sku("whole", WHOLE, training_hour=100.00),
    sku("halves", WHOLE.replace("step: 1", "step: 0.5"), training_hour=100.00),
    sku("both", f"{WHOLE}\n{DEVELOPER}", training_hour=100.00, training_job_cap=250.00),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=4.00),
    sku("whole-gpu", "accelerator: h100-sxm\nincrements: {gpu_hour: {step: 1, ref: list}}", gpu_hour=4.00),
)


def training(inside: str, model: str = "small") -> dict[str, float]:
    option = f"kind: tuned, model: shop/{model}, prompt: 50, training: {{{inside}}}"
    return part(computed(option, PRICES), "training")


def hours(sku_name: str, each: float, more: str = "") -> float:
    """Return what 3 jobs of so many hours cost."""
    (cost,) = training(f"rounds: 3, sku: shop/{sku_name}, hours_per_job: {each}{more}").values()
    return cost


def test_a_job_is_paid_by_the_hour() -> None:
    assert training("rounds: 3, sku: shop/hourly, hours_per_job: 1.4") == pytest.approx(
        {"training hours": 420}
    )


def test_a_developer_tier_is_half_the_price() -> None:
    assert hours("hourly", 1.4, ", variant: developer") == pytest.approx(210)


@pytest.mark.parametrize(
    ("each", "job"), [(0.5, 60), (0.6, 60), (0.7, 70), (2.4, 240), (2.5, 250), (2.6, 250), (40, 250)]
)
def test_a_job_by_the_hour_costs_at_least_the_minimum_and_at_most_the_cap(each: float, job: float) -> None:
    assert hours("capped", each) == pytest.approx(3 * job)


def test_the_tier_changes_the_hours_and_not_the_cap() -> None:
    assert hours("capped", 4, ", variant: developer") == pytest.approx(3 * 200)
    assert hours("capped", 9, ", variant: developer") == pytest.approx(3 * 250)


@pytest.mark.parametrize(("each", "billed"), [(0.1, 1), (1, 1), (1.001, 2), (2.4, 3), (0, 0)])
def test_each_job_is_billed_in_whole_hours_where_the_provider_does_so(each: float, billed: float) -> None:
    # Each of the 3 jobs, not their sum: 3 x 0.1 h are 3 hours.
    assert hours("whole", each) == pytest.approx(3 * billed * 100)


def test_the_step_need_not_be_an_hour() -> None:
    assert hours("halves", 1.2) == pytest.approx(3 * 1.5 * 100)


def test_hours_are_rounded_before_tier_and_cap() -> None:
    assert hours("both", 1.2, ", variant: developer") == pytest.approx(3 * 2 * 50)
    assert hours("both", 2.2) == pytest.approx(3 * 250)


def test_a_product_that_is_whole_but_for_its_last_bit_is_no_further_hour() -> None:
    # 0.1 + 0.2 is 0.30000000000000004 in binary, and so is 3 x 0.1: ten thirds of 0.3 h are 1 h.
    assert hours("halves", 0.1 + 0.2 + 0.2) == pytest.approx(3 * 0.5 * 100)


def test_gpu_hours_follow_from_a_measured_speed() -> None:
    # 2 jobs x 5.4M tokens x 2 epochs at 3,000 a second: 1 h each.
    gpu = "gpu: {sku: shop/gpu, tokens_per_second: 3000}"
    found = training(f"rounds: 2, epochs: 2, tokens_per_epoch: 5.4M, {gpu}")
    assert found == pytest.approx({"training GPUs": 2 * 4.00})


def test_gpu_hours_are_whole_where_the_provider_bills_so() -> None:
    gpu = "gpu: {sku: shop/whole-gpu, tokens_per_second: 3000}"
    found = training(f"rounds: 2, epochs: 2, tokens_per_epoch: 5.5M, {gpu}")
    assert found == pytest.approx({"training GPUs": 2 * 2 * 4.00})


@pytest.mark.parametrize(
    ("examples", "epochs"),
    [
        # 25 epochs at most; 100 examples in all where 3 epochs make fewer; then 3 epochs.
        (1, 25),
        (4, 25),
        (5, 20),
        (33, 3),
        (34, 3),
        (1000, 3),
        # 25,000 examples in all where 3 epochs make more, and 1 epoch at least.
        (8333, 3),
        (8334, 2),
        (12_500, 2),
        (12_501, 1),
        (25_000, 1),
        (60_000, 1),
    ],
)
def test_a_provider_goes_through_few_examples_often_and_through_many_once(examples: int, epochs: int) -> None:
    option = f"kind: tuned, model: shop/chosen, prompt: 50, training: {{rounds: 1, examples: {examples}}}"
    assert quantity_of(computed(option, PRICES), "training tokens") == pytest.approx(examples * 160 * epochs)


def test_epochs_that_a_plan_names_are_those_it_pays() -> None:
    found = training("rounds: 1, epochs: 7, examples: 1", model="chosen")
    assert found == pytest.approx({"training tokens": 7 * 160 * 3 / 1e6})


def test_a_file_whose_examples_nobody_counts_needs_epochs() -> None:
    text = "kind: tuned, model: shop/chosen, prompt: 50, training: {rounds: 1, tokens_per_epoch: 1M}"
    (problem,) = problems(scenario(text), PRICES)
    assert "tokens need epochs" in problem


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("hours_per_job: 2, epochs: 1", "epochs has no effect beside hours_per_job"),
        ("hours_per_job: 2, fee: 1", "hours_per_job has no effect beside fee"),
        ("hours_per_job: 2, sku: shop/small", "shop/small has no price for training hours"),
        (
            "epochs: 1, examples: 1, gpu: {sku: shop/gpu}",
            "give parameters, method and mfu, or tokens_per_second",
        ),
        (
            "epochs: 1, examples: 1, gpu: {sku: shop/gpu, tokens_per_second: 5, mfu: 20%}",
            "give parameters, method and mfu, or tokens_per_second",
        ),
        (
            "epochs: 1, examples: 1, variant: developer, gpu: {sku: shop/gpu, tokens_per_second: 5}",
            "variant has no effect beside gpu",
        ),
    ],
)
def test_ways_of_training_that_exclude_each_other_are_refused(inside: str, said: str) -> None:
    text = f"kind: tuned, model: shop/small, prompt: 50, training: {{rounds: 1, {inside}}}"
    (problem,) = problems(scenario(text), PRICES)
    assert said in problem
