"""Jobs, office hours, gigabytes, the most replicas there are, and vector databases, by hand."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import computed, evaluated, part, problems, scenario, shop, sku

from planner.results.comparison import Never, compare
from planner.results.evaluation import OptionResult

PRICES = shop(
    sku("small", input=1.00, output=4.00, training=3.00),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00),
    sku("deployment", deployment_hour=1.70),
    sku("disk", gb_month=0.25),
    sku("embedding", input=0.02),
    sku("database", month=50.00, gb_month=0.30, read_unit=16.00),
    sku("by-use", gb_month=0.30, read_unit=16.00),
)
WORKLOAD = "per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%"
OWN = "kind: self_hosted, tokenizer: o200k_base, prompt: 0"
# 21,600 requests a day fill one of them: 2,160 in the busy hour are 0.6 a second.
REPLICAS = "sku: shop/gpu, capacity: 1, target_load: 60%, minimum: 1"


def own(
    hosting: str, requests: float = 86_400, more: str = "", horizon: str = "start: 2027-02, months: 1"
) -> OptionResult:
    return computed(
        f"{OWN}, hosting: {{{hosting}}}{more}",
        PRICES,
        workload=f"requests: {requests}, {WORKLOAD}",
        horizon=horizon,
    )


def test_a_job_pays_for_the_hours_it_works() -> None:
    # 28 days x 86,400 requests at 0.5 x 80 % a second: 1,680 h at $2.00.
    found = own("job: {sku: shop/gpu, capacity: 0.5, target_load: 80%}")
    assert part(found, "hosting") == pytest.approx({"GPUs for the job": 1680 * 2.00})
    assert part(own("job: {sku: shop/gpu, capacity: 0.5}"), "hosting") == pytest.approx(
        {"GPUs for the job": 1344 * 2.00}
    )
    assert part(own("job: {sku: shop/gpu, capacity: 0.5}", requests=0), "hosting") == {"GPUs for the job": 0}


def test_what_is_switched_off_at_night_is_paid_for_its_hours() -> None:
    found = own(f"replicas: {{{REPLICAS}, spare: 1, hours_per_month: 200}}")
    assert part(found, "hosting") == pytest.approx({"rented GPUs": 5 * 200 * 2.00})
    found = own("deployment: {sku: shop/deployment, count: 2, hours_per_month: 200}")
    assert part(found, "hosting") == pytest.approx({"deployment": 2 * 200 * 1.70})


def test_storage_is_paid_by_the_gigabyte() -> None:
    stored = "storage: {sku: shop/disk, gigabytes: 16}, operations: {role: engineer, hours_per_month: 0}"
    assert part(own(stored, horizon="start: 2027-01, months: 3"), "hosting")[
        "model storage"
    ] == pytest.approx(12)


@pytest.mark.parametrize("inside", ["", ", count: 1, gigabytes: 1"])
def test_storage_counts_models_or_gigabytes(inside: str) -> None:
    (problem,) = problems(
        scenario(
            f"kind: prompted, model: shop/small, prompt: 1, hosting: {{storage: {{sku: shop/disk{inside}}}}}"
        ),
        PRICES,
    )
    assert "give count or gigabytes" in problem


def test_what_needs_as_many_replicas_as_there_are_is_within_capacity() -> None:
    assert own(f"replicas: {{{REPLICAS}, maximum: 4}}").feasible
    assert own(f"replicas: {{{REPLICAS}, maximum: 4, spare: 2}}").feasible


def test_a_month_that_needs_more_replicas_than_there_are_ends_the_option() -> None:
    found = own(f"replicas: {{{REPLICAS}, maximum: 3}}")
    (event,) = found.obstacles
    assert (event.on, event.blocks) == (date(2027, 2, 1), True)
    assert event.what == "Beyond its capacity from 2027-02: 1 more replica is needed than it may have"
    assert not found.feasible


def test_growth_takes_an_option_beyond_its_capacity_in_its_month() -> None:
    # 2, 3 and 4.5 replicas' worth: 2, 3 and 5 of at most 4.
    grown = computed(
        f"{OWN}, hosting: {{replicas: {{{REPLICAS}, maximum: 4}}}}",
        PRICES,
        workload=f"requests: 43200, growth: 50%, {WORKLOAD}",
        horizon="start: 2026-12, months: 5",
    )
    (event,) = grown.obstacles
    assert event.on == date(2027, 2, 1)
    assert "from 2027-02: 1 more replica is" in event.what


def test_an_option_beyond_its_capacity_never_pays_back() -> None:
    text = scenario(
        {
            "base": "kind: prompted, model: shop/small, prompt: 9000",
            "own": f"{OWN}, hosting: {{replicas: {{{REPLICAS}, maximum: 3}}}}",
        },
        workload=f"requests: 86400, {WORKLOAD}",
    )
    found = compare(evaluated(text, PRICES))
    assert found.cheapest == "base"
    assert found.cheapest_of_all == "own"
    payback = found.against["own"].payback
    assert (payback.exact, payback.never) == (None, Never.CAPACITY)
    assert payback.reason == "more is asked than it can serve from 2026-12 on"


def test_a_month_before_the_launch_asks_nothing_of_its_capacity() -> None:
    # 4 replicas' worth in December, 2 in January when it has launched.
    text = scenario(
        {
            "base": "kind: prompted, model: shop/small, prompt: 1",
            "own": f"{OWN}, hosting: {{replicas: {{{REPLICAS}, maximum: 3}}}}, build_weeks: 5, until_launch: base",
        },
        workload=f"requests: 86400, growth: -50%, {WORKLOAD}",
        horizon="start: 2026-12, months: 3",
    )
    assert evaluated(text, PRICES).options["own"].feasible


def retrieval(database: str) -> float:
    """Return what the database costs in a month of 30,000 queries."""
    found = computed(
        "kind: retrieval_augmented, model: shop/small, prompt: 50, retrieval: {chunks: 2, chunk_tokens: 90,"
        f" corpus_tokens: 1M, embedding: shop/embedding, {database}}}",
        PRICES,
        workload=f"requests: 30000, {WORKLOAD.replace('day', 'month')}",
    )
    return part(found, "retrieval")["vector database"]


def test_a_database_costs_its_fee_or_what_its_use_comes_to_if_that_is_more() -> None:
    assert retrieval("database: shop/database") == pytest.approx(50)
    # 10 GB x $0.30 + 30,000 x 40 units x $16 a million = $22.20.
    assert retrieval(
        "database: shop/database, database_gigabytes: 10, read_units_per_query: 40"
    ) == pytest.approx(50)
    # 100 GB x $0.30 + 30,000 x 100 units x $16 a million = $78.
    used = "database_gigabytes: 100, read_units_per_query: 100"
    assert retrieval(f"database: shop/database, {used}") == pytest.approx(78)
    assert retrieval("database: shop/database, database_gigabytes: 200") == pytest.approx(60)


def test_a_database_without_a_fee_costs_its_use() -> None:
    assert retrieval(
        "database: shop/by-use, database_gigabytes: 10, read_units_per_query: 40"
    ) == pytest.approx(22.2)
    assert retrieval("database: shop/by-use, database_gigabytes: 10") == pytest.approx(3)


def test_a_database_may_be_an_amount_a_month() -> None:
    assert retrieval("database_fee: 70") == pytest.approx(70)


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("chunks: 1", "give database, a SKU, or database_fee"),
        ("database: shop/database, database_fee: 1", "give database, a SKU, or database_fee"),
        ("database_fee: 1, database_gigabytes: 1", "have no effect without a database"),
        ("database: shop/by-use", "shop/by-use has no price for subscription"),
    ],
)
def test_a_database_is_bought_in_one_way(database: str, said: str) -> None:
    inside = f"chunks: 2, chunk_tokens: 90, corpus_tokens: 1M, embedding: shop/embedding, {database}"
    inside = inside.replace("chunks: 2, ", "") if database.startswith("chunks") else inside
    text = f"kind: retrieval_augmented, model: shop/small, prompt: 50, retrieval: {{{inside}}}"
    (problem,) = problems(scenario(text), PRICES)
    assert said in problem


def test_a_tuned_model_with_retrieval_pays_for_both_and_learns_from_what_is_found() -> None:
    found = computed(
        "kind: tuned_with_retrieval, model: shop/small, prompt: 20, training: {rounds: 1, epochs: 1, examples: 1000},"
        " retrieval: {chunks: 2, chunk_tokens: 90, corpus_tokens: 1M, embedding: shop/embedding, database_fee: 70}",
        PRICES,
        workload="requests: 1M, per: month, user_tokens: 100, output_tokens: 10",
    )
    # 20 + 180 + 100 tokens in; examples have the 10 of the answer besides.
    assert part(found, "token_usage") == pytest.approx({"input tokens": 300, "output tokens": 40})
    assert part(found, "training") == pytest.approx({"training tokens": 1000 * 310 * 3 / 1e6})
    assert part(found, "retrieval")["queries embedded"] == pytest.approx(2.0)
