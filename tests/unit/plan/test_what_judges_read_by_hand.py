"""What a judge or a teacher reads is what the call before it wrote, by hand."""

from __future__ import annotations

import pytest
from building.plans import OWN_GPUS, computed, part, shop, sku

PRICES = shop(
    sku("small", input=1.00, output=4.00, training=3.00),
    sku("large", input=10.00, output=40.00),
    sku("judge", input=10.00, output=40.00),
)
JUDGE = "judge: {model: shop/judge, prompt: 290, output_tokens: 5}"
CHECKS = f"evaluation: {{cases: 200, runs: 3, {JUDGE}}}, monitoring: {{cases_per_month: 300, {JUDGE}}}"
PROMPTED = "kind: prompted, model: shop/small, prompt: 50"
CASCADE = "kind: cascade, then: {model: shop/large, prompt: 9, output_tokens: 700}, doubtful: 20%"
CHAIN = "kind: chain, steps: {one: {model: shop/small, prompt: 1, output_tokens: 33}, two: {model: shop/small"


def judged(read: int, wrote: int = 5) -> float:
    """Return the price of one call of the judge at $10 and $40 a million."""
    return (read * 10 + wrote * 40) / 1e6


# The workload has 100 tokens of user and 10 of output. A judge reads 290 + 100 + the answer of the option.
@pytest.mark.parametrize(
    ("option", "answer"),
    [
        (PROMPTED, 10),
        (f"{PROMPTED}, output_tokens: 250", 250),
        # What a model thinks before it answers is not shown to the judge.
        (f"{PROMPTED}, output_tokens: 250, reasoning_tokens: 999", 250),
        (f"{CHAIN}, prompt: 2, output_tokens: 60}}}}", 60),
        (f"{CHAIN}, prompt: 2}}}}", 10),
        (f"{CASCADE}, first: {{model: shop/small, prompt: 9, output_tokens: 40}}", 40),
        (f"{CASCADE}, first: {{model: shop/small, prompt: 9}}", 10),
        (f"kind: self_hosted, tokenizer: o200k_base, prompt: 9, output_tokens: 70, {OWN_GPUS}", 70),
    ],
)
def test_judges_read_the_options_own_answer(option: str, answer: int) -> None:
    found = computed(f"{option}, {CHECKS}", PRICES)
    cost = judged(290 + 100 + answer)
    assert part(found, "evaluation")["evaluation judged"] == pytest.approx(600 * cost)
    assert part(found, "monitoring")["live cases judged"] == pytest.approx(300 * cost)


def test_a_judge_that_says_what_it_reads_reads_that() -> None:
    said = CHECKS.replace("prompt: 290", "prompt: 290, input_tokens: 30")
    found = computed(f"{PROMPTED}, output_tokens: 250, {said}", PRICES)
    assert part(found, "monitoring")["live cases judged"] == pytest.approx(300 * judged(320))


def test_a_judge_that_does_not_say_writes_as_much_as_the_workload_and_not_as_the_option() -> None:
    found = computed(f"{PROMPTED}, output_tokens: 250, {CHECKS.replace(', output_tokens: 5', '')}", PRICES)
    assert part(found, "monitoring")["live cases judged"] == pytest.approx(300 * judged(640, 10))


def curation(sources: str) -> dict[str, float]:
    tuned = "kind: tuned, model: shop/small, prompt: 50, output_tokens: 7, training: {rounds: 1, epochs: 1}"
    return part(computed(f"{tuned}, data_curation: {{{sources}}}", PRICES), "data_curation")


def test_the_judge_of_a_distillation_reads_what_the_teacher_answers() -> None:
    teacher = "teacher: {model: shop/large, prompt: 900, output_tokens: 80}"
    found = curation(f"distillation: {{examples: 1000, {teacher}, {JUDGE}}}")
    # The teacher reads 900 + 100 and writes 80; the judge reads 290 + 100 + 80.
    assert found["distillation: teacher calls"] == pytest.approx(1000 * judged(1000, 80))
    assert found["distillation: judge calls"] == pytest.approx(1000 * judged(470))


def test_a_teacher_reads_what_the_generator_wrote_and_the_judge_reads_both() -> None:
    generator = "generator: {model: shop/large, prompt: 500, output_tokens: 240}"
    teacher = "teacher: {model: shop/large, prompt: 900, output_tokens: 80}"
    found = curation(
        f"synthetic: {{examples: 1000, acceptance: 100%, most_tries: 1, {generator}, {teacher}, {JUDGE}}}"
    )
    # 500 in, 240 out; then 900 + 240 in, 80 out; then 290 + 240 + 80 in, 5 out.
    assert found == pytest.approx(
        {
            "synthetic examples: generator calls": 1000 * judged(500, 240),
            "synthetic examples: teacher calls": 1000 * judged(1140, 80),
            "synthetic examples: judge calls": 1000 * judged(610),
        }
    )
