"""Requests that make several calls, by hand: chains, cascades, retries, and calls that have a price themselves."""

from __future__ import annotations

import pytest
from building.plans import amounts, computed, part, problems, quantity_of, scenario, shop, sku

PRICES = shop(
    sku("small", input=1.00, output=4.00),
    sku("large", input=10.00, output=40.00),
    sku("decision", input=2.00, output=0),
    sku("called", input=1.00, output=4.00, call=5.00),
    sku("only-called", call=5.00),
    sku(
        "batched",
        "variants: {batch: {multipliers: {input: 0.5, output: 0.5}, ref: list}}",
        input=1.00,
        output=4.00,
    ),
)
MILLION = "requests: 1M, per: month, user_tokens: 100, output_tokens: 10"


def tokens(option: str, **parts: str) -> dict[str, float]:
    """Return the lines of the tokens; with a million requests a month, tokens x price is dollars."""
    return part(computed(option, PRICES, **({"workload": MILLION} | parts)), "token_usage")


def chain(*steps: str) -> str:
    return f"kind: chain, steps: {{{', '.join(steps)}}}"


CLASSIFY = "classify: {model: shop/small, prompt: 50, output_tokens: 3}"


def test_each_step_of_a_chain_is_a_call_with_its_own_prompt_and_answer() -> None:
    # 50 + 100 in and 3 out; then 200 + 100 in and the workload's 10 out, at ten times the price.
    found = tokens(chain(CLASSIFY, "answer: {model: shop/large, prompt: 200}"))
    assert found == pytest.approx(
        {
            "classify: input tokens": 150,
            "classify: output tokens": 12,
            "answer: input tokens": 3000,
            "answer: output tokens": 400,
        }
    )


def test_a_step_reads_the_answers_of_the_steps_it_names_besides_the_request() -> None:
    # The last one reads 20 + 100 + 3 + 7 tokens.
    extract = "extract: {model: shop/small, prompt: 0, output_tokens: 7}"
    found = tokens(
        chain(CLASSIFY, extract, "answer: {model: shop/small, prompt: 20, reads: [classify, extract]}")
    )
    assert found["answer: input tokens"] == pytest.approx(130)


def test_a_step_may_read_less_than_the_request() -> None:
    found = tokens(
        chain(CLASSIFY, "answer: {model: shop/small, prompt: 20, user_tokens: 0, reads: [classify]}")
    )
    assert found["answer: input tokens"] == pytest.approx(23)


def test_a_step_that_a_share_of_requests_needs_or_that_runs_five_times_is_paid_as_often() -> None:
    found = tokens(
        chain(
            CLASSIFY.replace("}", ", calls: 0.3}"),
            "answer: {model: shop/small, prompt: 200, calls: 5}",
        )
    )
    assert found["classify: input tokens"] == pytest.approx(0.3 * 150)
    assert found["answer: output tokens"] == pytest.approx(5 * 40)


def test_retries_are_paid_in_full_and_multiply_the_calls_of_a_step() -> None:
    assert tokens("kind: prompted, model: shop/small, prompt: 50, retries: 2%") == pytest.approx(
        {"input tokens": 1.02 * 150, "output tokens": 1.02 * 40}
    )
    found = tokens(chain("answer: {model: shop/small, prompt: 50, calls: 3, retries: 10%}"))
    assert found["answer: input tokens"] == pytest.approx(3 * 1.1 * 150)


def test_a_request_of_a_chain_has_the_tokens_of_all_its_calls() -> None:
    found = computed(chain(CLASSIFY, "answer: {model: shop/large, prompt: 200, calls: 2}"), PRICES)
    assert float(found.tokens.input.plain[0, 0]) == 150 + 2 * 300
    assert float(found.tokens.output.plain[0, 0]) == 3 + 2 * 10


def test_every_step_but_the_last_says_how_much_it_answers() -> None:
    text = chain("classify: {model: shop/small, prompt: 1}", "answer: {model: shop/small, prompt: 1}")
    (problem,) = problems(scenario(text), PRICES)
    assert "options.plan.steps.classify" in problem
    assert "output_tokens are missing" in problem


@pytest.mark.parametrize("read", ["clasify", "answer", "later"])
def test_a_step_reads_earlier_steps_only(read: str) -> None:
    text = chain(
        CLASSIFY,
        f"answer: {{model: shop/small, prompt: 1, output_tokens: 1, reads: [{read}]}}",
        "later: {model: shop/small, prompt: 1}",
    )
    (problem,) = problems(scenario(text), PRICES)
    assert f"options.plan.steps.answer.reads[0]: no step before this one is called '{read}'" in problem
    assert ("did you mean 'classify'?" in problem) == (read == "clasify")


def test_a_cascade_pays_the_small_model_always_and_the_large_one_for_what_is_doubtful() -> None:
    option = "kind: cascade, first: {model: shop/small, prompt: 50}, then: {model: shop/large, prompt: 50}"
    assert tokens(f"{option}, doubtful: 20%") == pytest.approx(
        {
            "first: input tokens": 150,
            "first: output tokens": 40,
            "then: input tokens": 0.2 * 1500,
            "then: output tokens": 0.2 * 400,
        }
    )
    assert sum(tokens(f"{option}, doubtful: 0").values()) == pytest.approx(190)
    assert sum(tokens(f"{option}, doubtful: 100%").values()) == pytest.approx(190 + 1900)


def test_a_verifier_reads_every_request_and_the_first_answer() -> None:
    # 30 + 100 + the 25 tokens of the first answer in, 1 out.
    option = (
        "kind: cascade, first: {model: shop/small, prompt: 50, output_tokens: 25},"
        " verifier: {model: shop/small, prompt: 30, output_tokens: 1},"
        " then: {model: shop/large, prompt: 50}, doubtful: 20%"
    )
    found = tokens(option)
    assert found["verifier: input tokens"] == pytest.approx(155)
    assert found["verifier: output tokens"] == pytest.approx(4)
    given = tokens(option.replace("prompt: 30", "prompt: 30, input_tokens: 60"))
    assert given["verifier: input tokens"] == pytest.approx(90)


def test_worked_examples_go_into_every_prompt() -> None:
    found = tokens("kind: few_shot, model: shop/small, prompt: 50, few_shot: 400")
    assert found == pytest.approx({"input tokens": 550, "output tokens": 40})
    (problem,) = problems(scenario("kind: few_shot, model: shop/small, prompt: 50"), PRICES)
    assert "few_shot" in problem


def test_a_batch_is_bought_at_the_batch_price_and_only_where_there_is_one() -> None:
    found = tokens("kind: batch, model: shop/batched, prompt: 50")
    assert found == pytest.approx({"input tokens": 75, "output tokens": 20})
    (problem,) = problems(scenario("kind: batch, model: shop/small, prompt: 50"), PRICES)
    assert problem.startswith("plan.yaml:10: options.plan.model: shop/small has no batch price")
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 50, variant: flex"), PRICES)
    assert problem.startswith("plan.yaml:10: options.plan.variant: shop/small has no flex price")


def test_a_typed_decision_costs_what_it_reads() -> None:
    found = tokens("kind: prompted, model: shop/decision, prompt: 50")
    assert found == pytest.approx({"input tokens": 300, "output tokens": 0})


def test_a_call_that_has_a_price_is_paid_beside_its_tokens() -> None:
    # A million calls at $5.00 a thousand.
    found = tokens("kind: prompted, model: shop/called, prompt: 50, retries: 10%")
    assert found == pytest.approx({"input tokens": 165, "output tokens": 44, "calls": 5500})


def test_a_model_that_is_paid_by_the_call_alone_needs_no_price_of_tokens() -> None:
    found = computed("kind: prompted, model: shop/only-called, prompt: 50", PRICES, workload=MILLION)
    assert amounts(found) == pytest.approx({"calls": 5000})
    assert quantity_of(found, "calls") == 1_000_000


def test_people_answer_by_the_minute_or_at_a_price() -> None:
    # 1M x 3 minutes / 60 x $40.
    by_minute = "kind: manual, handling: {minutes: 3, role: labeller}"
    assert amounts(computed(by_minute, PRICES, workload=MILLION)) == pytest.approx({"requests handled": 2e6})
    by_price = "kind: manual, handling: {price: 1.20}"
    assert amounts(computed(by_price, PRICES, workload=MILLION)) == pytest.approx({"requests handled": 1.2e6})


@pytest.mark.parametrize(
    ("handling", "said"),
    [
        ("minutes: 3", "minutes and role belong together"),
        ("price: 1, role: labeller", "minutes and role belong together"),
        ("minutes: 3, role: labeller, price: 1", "give minutes with a role, or price"),
    ],
)
def test_people_answer_in_one_way(handling: str, said: str) -> None:
    (problem,) = problems(scenario(f"kind: manual, handling: {{{handling}}}"), PRICES)
    assert said in problem


WITH_EMBEDDING = shop(sku("small", input=1.00, output=4.00), sku("embedding", input=0.02))
RETRIEVAL = "retrieval: {chunks: 4, chunk_tokens: 100, corpus_tokens: 1M, embedding: shop/embedding, database_fee: 50}"


def test_retrieved_text_goes_into_the_steps_that_read_it() -> None:
    steps = (
        "find: {model: shop/small, prompt: 50, output_tokens: 20},"
        " sort: {model: shop/small, prompt: 30, reads_retrieved: true}"
    )
    found = computed(f"kind: chain, {RETRIEVAL}, steps: {{{steps}}}", WITH_EMBEDDING)
    # 31,000 requests; find reads 50 + 100, sort 30 + 100 + 400 retrieved; the query is the request alone, once.
    assert quantity_of(found, "find: input tokens") == 31_000 * 150
    assert quantity_of(found, "sort: input tokens") == 31_000 * 530
    assert quantity_of(found, "queries embedded") == 31_000 * 100


def test_a_cascade_reads_retrieved_text_with_both_models_and_asks_for_it_once() -> None:
    calls = "first: {model: shop/small, prompt: 50}, then: {model: shop/small, prompt: 80}, doubtful: 10%"
    found = computed(f"kind: cascade, {RETRIEVAL}, {calls}", WITH_EMBEDDING)
    assert quantity_of(found, "first: input tokens") == 31_000 * 550
    assert quantity_of(found, "then: input tokens") == pytest.approx(3_100 * 580)
    assert quantity_of(found, "queries embedded") == 31_000 * 100


def test_what_is_retrieved_has_to_be_read_by_a_step() -> None:
    plan = f"kind: chain, {RETRIEVAL}, steps: {{sort: {{model: shop/small, prompt: 30}}}}"
    (problem,) = problems(scenario(plan), WITH_EMBEDDING)
    assert problem.endswith(
        "options.plan.retrieval: no step reads what it retrieves: give one `reads_retrieved: true`"
    )
