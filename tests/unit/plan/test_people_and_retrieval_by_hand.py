"""Retrieval, evaluation, data curation and staff: every line of each, by hand."""

from __future__ import annotations

import pytest
from building.plans import OWN_GPUS, amounts, computed, problems, quantity_of, scenario, shop, sku

PRICES = shop(
    sku("small", input=1.00, output=4.00, training=3.00),
    sku("embedding", input=0.02),
    sku("database", month=50.00),
    sku("reranker", search=2.00),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00),
)
RETRIEVAL = (
    "chunks: 4, chunk_tokens: 120, corpus_tokens: 6M, embedding: shop/embedding, database: shop/database"
)
MONTH = 31_000


def with_costs(costs: str, **parts: str) -> dict[str, float]:
    """Return every line of a prompted option but those of its tokens."""
    found = computed(f"kind: prompted, model: shop/small, prompt: 800, {costs}", PRICES, **parts)
    return {line.charge.item: line.total for line in found.lines if line.component != "token_usage"}


def test_retrieval_without_extras_embeds_the_corpus_once_and_every_query() -> None:
    found = computed(
        f"kind: retrieval_augmented, model: shop/small, prompt: 800, retrieval: {{{RETRIEVAL}}}", PRICES
    )
    lines = amounts(found)
    # 6M x $0.02 a million; 31,000 queries of 100 tokens; one database.
    assert lines["corpus embedded"] == pytest.approx(0.12)
    assert lines["queries embedded"] == pytest.approx(MONTH * 100 * 0.02 / 1e6)
    assert lines["vector database"] == pytest.approx(50.00)
    # 4 x 120 retrieved tokens go into every prompt.
    assert quantity_of(found, "input tokens") == MONTH * (800 + 480 + 100)
    assert found.launch == pytest.approx(0.12)


def test_retrieval_with_everything_has_a_line_for_each_part() -> None:
    more = (
        "reindexed_per_month: 20%, query_tokens: 25, reranker: shop/reranker,"
        " curation: {role: labeller, hours_per_month: 4}"
    )
    found = computed(
        f"kind: retrieval_augmented, model: shop/small, prompt: 800, retrieval: {{{RETRIEVAL}, {more}}}",
        PRICES,
        horizon="start: 2026-12, months: 2, month: 30 days",
    )
    lines = {
        item: total for item, total in amounts(found).items() if item not in {"input tokens", "output tokens"}
    }
    assert lines == pytest.approx(
        {
            "corpus embedded": 0.12,
            "queries embedded": 60_000 * 25 * 0.02 / 1e6,
            "vector database": 2 * 50.00,
            "corpus re-indexed": 2 * 0.2 * 6e6 * 0.02 / 1e6,
            "queries reranked": 60_000 / 1000 * 2.00,
            "corpus curation": 2 * 4 * 40.00,
        }
    )


def test_an_evaluation_calls_the_model_for_every_case_of_every_run() -> None:
    # One request: 900 x $1.00 + 10 x $4.00 a million = $0.00094. 500 cases x 20 runs.
    found = with_costs("evaluation: {cases: 500, runs: 20}")
    assert found == pytest.approx({"evaluation requests": 10_000 * 0.00094})


def test_an_evaluation_is_built_reviewed_and_then_watched() -> None:
    costs = (
        "evaluation: {setup_hours: 12, cases: 500, runs: 4, review_minutes: 0.5, role: engineer},"
        " monitoring: {cases_per_month: 300, review_minutes: 0.5, role: engineer}"
    )
    found = with_costs(costs, horizon="start: 2026-12, months: 3")
    assert found == pytest.approx(
        {
            "evaluation built": 12 * 100,
            "evaluation requests": 2000 * 0.00094,
            "evaluation reviewed": 2000 * 0.5 / 60 * 100,
            "live cases watched": 3 * 300 * 0.5 / 60 * 100,
        }
    )


def test_an_evaluation_on_rented_gpus_pays_for_people_only() -> None:
    option = (
        f"kind: self_hosted, tokenizer: o200k_base, prompt: 1, {OWN_GPUS},"
        " evaluation: {cases: 500, runs: 4, review_minutes: 0.5, role: labeller}"
    )
    found = {item: amount for item, amount in amounts(computed(option, PRICES)).items() if amount}
    assert found == pytest.approx({"evaluation reviewed": 2000 * 0.5 / 60 * 40})


def test_examples_cost_hours_per_thousand() -> None:
    # 2,000 x 40 h per 1,000 x $40, and 10 % of it a second time.
    costs = (
        "data_curation: {labelling: {examples: 2000, hours_per_1000: 40, role: labeller, checked_twice: 10%}}"
    )
    assert with_costs(costs) == pytest.approx({"examples made": 3200, "examples checked twice": 320})


def test_examples_can_be_bought_by_the_label() -> None:
    costs = "data_curation: {labelling: {examples: 2000, price_per_label: 0.35, checked_twice: 20%}}"
    assert with_costs(costs) == pytest.approx({"examples made": 700, "examples checked twice": 140})


def test_curation_can_be_given_in_hours() -> None:
    assert with_costs("data_curation: {labelling: {hours: 60, role: engineer}}") == pytest.approx(
        {"examples made": 6000}
    )


def test_a_task_is_paid_once_every_month_or_both() -> None:
    staff = (
        "staff: {integration: {role: engineer, hours: 16}, upkeep: {role: labeller, hours_per_month: 2},"
        " security: {role: engineer, hours: 5, hours_per_month: 0.5}}"
    )
    assert with_costs(staff, horizon="start: 2026-12, months: 12") == pytest.approx(
        {
            "integration": 1600,
            "upkeep": 12 * 2 * 40,
            "security": 500,
            "security, each month": 12 * 0.5 * 100,
        }
    )


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ("data_curation: {labelling: {examples: 10}}", "give one of"),
        (
            "data_curation: {labelling: {examples: 10, hours_per_1000: 4, hours: 3, role: engineer}}",
            "give one of",
        ),
        ("data_curation: {labelling: {price_per_label: 4}}", "price_per_label needs examples"),
        ("data_curation: {labelling: {hours: 4}}", "hours need a role"),
        ("evaluation: {cases: 10}", "cases and runs belong together"),
        ("evaluation: {setup_hours: 10}", "hours and minutes need a role"),
        ("monitoring: {cases_per_month: 10}", "how many cases (cases_per_month, share) and who looks"),
        ("staff: {work: {role: engineer}}", "give hours, hours_per_month, or both"),
        (
            "staff: {work: {role: enginer, hours: 1}}",
            "nobody is called 'enginer' under people (did you mean 'engineer'?)",
        ),
    ],
)
def test_incomplete_costs_are_refused_with_what_is_missing(costs: str, said: str) -> None:
    (problem,) = problems(scenario(f"kind: prompted, model: shop/small, prompt: 800, {costs}"), PRICES)
    assert said in problem
    assert problem.startswith("plan.yaml:")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (
            "data_curation: {labelling: {hours: 5, hours_per_1000: 40, role: labeller}}",
            "hours_per_1000 has no effect",
        ),
        (
            "data_curation: {labelling: {examples: 5, price_per_label: 1, role: labeller}}",
            "role has no effect beside price_per_label",
        ),
        ("evaluation: {role: labeller}", "is empty; give setup_hours, or cases with runs"),
        ("evaluation: {cases: 5, runs: 1, role: labeller}", "role has no effect without setup_hours"),
    ],
)
def test_what_would_have_no_effect_is_refused(inside: str, said: str) -> None:
    (problem,) = problems(scenario(f"kind: prompted, model: shop/small, prompt: 1, {inside}"), PRICES)
    assert said in problem


def test_a_training_example_holds_the_retrieved_text_too() -> None:
    # 800 of prompt, 4 x 120 retrieved, 100 of user and 10 of output tokens.
    option = (
        f"kind: tuned, model: shop/small, prompt: 800, retrieval: {{{RETRIEVAL}}},"
        " training: {rounds: 1, epochs: 1, examples: 10, sku: shop/small}"
    )
    assert quantity_of(computed(option, PRICES), "training tokens") == 10 * (800 + 480 + 100 + 10)
