"""Hosting, by hand: hours that run busy or idle, stored models, and whole replicas."""

from __future__ import annotations

import pytest
from building.plans import amounts, computed, problems, scenario, shop, sku

PRICES = shop(
    sku("small", input=0.10, output=0.40),
    sku("deployment", deployment_hour=1.70),
    sku("storage", model_month=1.95),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00),
    sku(
        "stepped-gpu",
        "accelerator: h100-sxm",
        gpu_hour=[("2026-01-01", 2.00), ("2027-01-01", 1.00, "announced: 2026-10-01")],
    ),
)
WORKLOAD = "per: day, user_tokens: 0, output_tokens: 0, busy_hour: 10%"


def hosting(
    inside: str, requests: float = 86_400, horizon: str = "start: 2027-02, months: 1"
) -> dict[str, float]:
    return amounts(
        computed(
            f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, hosting: {{{inside}}}",
            PRICES,
            workload=f"requests: {requests}, {WORKLOAD}",
            horizon=horizon,
        )
    )


def replicas(requests: float, more: str = "minimum: 0") -> float:
    """Return how many GPUs are rented; 86,400 requests a day are 2.4 a second in a busy hour of 10 %."""
    found = hosting(f"replicas: {{sku: shop/gpu, capacity: 1, target_load: 60%, {more}}}", requests)
    return found["rented GPUs"] / (28 * 24 * 2.00)


def test_a_deployment_is_paid_by_the_hour_busy_or_idle() -> None:
    # 2 x 28 days x 24 h x $1.70, with traffic and without.
    wanted = pytest.approx({"deployment": 2 * 672 * 1.70})
    assert hosting("deployment: {sku: shop/deployment, count: 2}") == wanted
    assert hosting("deployment: {sku: shop/deployment, count: 2}", requests=0) == wanted


def test_stored_models_are_paid_by_the_month_however_long() -> None:
    stored = "storage: {sku: shop/storage, count: 3}, operations: {role: engineer, hours_per_month: 0}"
    found = hosting(stored, horizon="start: 2027-01, months: 2")
    assert found == pytest.approx({"model storage": 3 * 2 * 1.95, "operations": 0})


@pytest.mark.parametrize("inside", ["", "storage: {sku: shop/storage, count: 3}"])
def test_an_own_model_that_runs_on_nothing_is_not_free(inside: str) -> None:
    option = f"kind: self_hosted, tokenizer: o200k_base, prompt: 1, hosting: {{{inside}}}"
    (problem,) = problems(scenario(option), PRICES)
    assert "options.plan.hosting: " in problem
    assert "give " in problem


@pytest.mark.parametrize("inside", ["", "replicas: null"])
def test_hosting_without_any_part_is_refused_wherever_it_stands(inside: str) -> None:
    option = f"kind: prompted, model: shop/small, prompt: 1, hosting: {{{inside}}}"
    (problem,) = problems(scenario(option), PRICES)
    assert problem.endswith(
        "options.plan.hosting: is empty; give deployment, storage, replicas, job or operations"
    )


def test_replicas_are_whole_and_climb_a_staircase() -> None:
    # One replica is planned for 0.6 a second: 21,600 requests a day at 10 % in the busy hour.
    assert replicas(1) == 1
    assert replicas(21_600) == 1
    assert replicas(21_601) == 2
    assert replicas(43_200) == 2
    assert replicas(86_400) == 4


def test_a_product_that_is_whole_but_for_its_last_bit_buys_no_further_replica() -> None:
    # 3,888 requests in the busy hour are 1.08 a second, and 1.08 / 0.12 is 9.000000000000002 in binary: 9, not 10.
    found = hosting("replicas: {sku: shop/gpu, capacity: 0.2, target_load: 60%, minimum: 0}", requests=38_880)
    assert 38_880 * 0.1 / 3600 / (0.2 * 0.6) > 9
    assert found["rented GPUs"] / (28 * 24 * 2.00) == 9


def test_at_least_the_minimum_is_rented_and_spares_come_on_top() -> None:
    assert replicas(1, "minimum: 2") == 2
    assert replicas(1, "minimum: 2, spare: 1") == 3
    assert replicas(86_400, "minimum: 2, spare: 1") == 5


def test_nothing_is_rented_where_nothing_is_asked_and_nothing_is_kept() -> None:
    assert replicas(0) == 0


def test_a_rented_gpu_follows_its_price_and_the_hours_of_the_month() -> None:
    found = hosting(
        "replicas: {sku: shop/stepped-gpu, capacity: 100, target_load: 1, minimum: 1}",
        horizon="start: 2026-12, months: 2",
    )
    # December at $2.00, January at $1.00, 744 h each.
    assert found == pytest.approx({"rented GPUs": 744 * 2.00 + 744 * 1.00})


def test_operations_are_paid_every_month() -> None:
    found = hosting("operations: {role: engineer, hours_per_month: 8}", horizon="start: 2027-01, months: 3")
    assert found == pytest.approx({"operations": 3 * 8 * 100})


def test_replicas_need_the_busy_hour() -> None:
    option = (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 0,"
        " hosting: {replicas: {sku: shop/gpu, capacity: 1, target_load: 1, minimum: 1}}"
    )
    (problem,) = problems(scenario(option), PRICES)
    assert "whole replicas need workload.busy_hour" in problem


@pytest.mark.parametrize(
    "broken", ["minimum: 1.5", "minimum: -1", "target_load: 0, minimum: 1", "target_load: 101%, minimum: 1"]
)
def test_impossible_replicas_are_refused(broken: str) -> None:
    load = "" if "target_load" in broken else "target_load: 1, "
    option = (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 0,"
        f" hosting: {{replicas: {{sku: shop/gpu, capacity: 1, {load}{broken}}}}}"
    )
    (problem,) = problems(scenario(option), PRICES)
    assert "options.plan.hosting.replicas." in problem
