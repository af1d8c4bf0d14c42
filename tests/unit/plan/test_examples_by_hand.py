"""Training examples by source, by hand: logs, people, models that make them, and several of these."""

from __future__ import annotations

import pytest
from building.plans import computed, part, problems, quantity_of, scenario, shop, sku

from planner.results.evaluation import OptionResult

PRICES = shop(
    sku("small", input=1.00, output=4.00, training=3.00),
    sku("teacher", input=10.00, output=40.00),
    sku("judge", input=2.00, output=8.00),
)
GENERATOR = "generator: {model: shop/teacher, prompt: 500}"
TEACHER = "teacher: {model: shop/teacher, prompt: 900}"
JUDGE = "judge: {model: shop/judge, prompt: 290, output_tokens: 1}"
# A request has 100 tokens, an answer 10. A generator reads 500 and writes 100; a teacher reads 1,000 and writes 10; a
# judge reads 400 and writes 1.
GENERATED = (500 * 10 + 100 * 40) / 1e6
TAUGHT = (1000 * 10 + 10 * 40) / 1e6
JUDGED = (400 * 2 + 1 * 8) / 1e6


def option(sources: str, training: str = "rounds: 1, epochs: 1") -> OptionResult:
    return computed(
        f"kind: tuned, model: shop/small, prompt: 50, data_curation: {{{sources}}}, training: {{{training}}}",
        PRICES,
    )


def curation(sources: str) -> dict[str, float]:
    return part(option(sources), "data_curation")


def synthetic(more: str) -> dict[str, float]:
    return curation(f"synthetic: {{examples: 900, {GENERATOR}, {TEACHER}, {more}}}")


def test_logs_are_cleaned_by_people() -> None:
    found = curation("logs: {examples: 3000, hours_per_1000: 4, role: labeller}")
    assert found == pytest.approx({"logs cleaned": 12 * 40})


def test_every_try_is_answered_and_judged_and_every_input_is_generated_once() -> None:
    # Half are accepted, at most 2 tries: 900 / 0.5 tries, 900 / (1 - 0.25) inputs.
    assert synthetic(f"{JUDGE}, acceptance: 50%, most_tries: 2") == pytest.approx(
        {
            "synthetic examples: generator calls": 1200 * GENERATED,
            "synthetic examples: teacher calls": 1800 * TAUGHT,
            "synthetic examples: judge calls": 1800 * JUDGED,
        }
    )


@pytest.mark.parametrize("tries", [1, 5])
def test_where_all_is_accepted_an_example_takes_one_input_and_one_try(tries: int) -> None:
    found = synthetic(f"acceptance: 100%, most_tries: {tries}")
    assert found == pytest.approx(
        {
            "synthetic examples: generator calls": 900 * GENERATED,
            "synthetic examples: teacher calls": 900 * TAUGHT,
        }
    )


def test_one_try_wastes_an_input_for_each_answer_that_is_not_accepted() -> None:
    found = synthetic("acceptance: 30%, most_tries: 1")
    assert found["synthetic examples: generator calls"] == pytest.approx(3000 * GENERATED)
    assert found["synthetic examples: teacher calls"] == pytest.approx(3000 * TAUGHT)


def test_more_tries_save_inputs_and_no_answers() -> None:
    one, many = (synthetic(f"acceptance: 30%, most_tries: {tries}") for tries in (1, 6))
    assert many["synthetic examples: teacher calls"] == pytest.approx(
        one["synthetic examples: teacher calls"]
    )
    assert many["synthetic examples: generator calls"] == pytest.approx(
        900 / (1 - 0.7**6) * GENERATED,
    )


def test_people_review_a_share_of_what_models_made() -> None:
    # 20 % of 900 at 5 h per 1,000 and $40.
    found = synthetic("acceptance: 100%, most_tries: 1, reviewed: 20%, hours_per_1000: 5, role: labeller")
    assert found["synthetic examples reviewed"] == pytest.approx(0.2 * 0.9 * 5 * 40)


def test_distillation_asks_the_teacher_for_what_is_not_in_the_logs() -> None:
    # 800 / 0.8 answers, 70 % of them logged and paid; all of them judged.
    found = curation(
        f"distillation: {{examples: 800, acceptance: 80%, logged: 70%, {TEACHER}, {JUDGE},"
        " reviewed: 10%, hours_per_1000: 5, role: labeller}"
    )
    assert found == pytest.approx(
        {
            "distillation: teacher calls": 300 * TAUGHT,
            "distillation: judge calls": 1000 * JUDGED,
            "distilled examples reviewed": 0.08 * 5 * 40,
        }
    )


def test_distillation_without_logs_asks_for_every_answer_once() -> None:
    found = curation(f"distillation: {{examples: 800, {TEACHER}}}")
    assert found == pytest.approx({"distillation: teacher calls": 800 * TAUGHT})


def test_answers_that_are_all_logged_cost_nothing() -> None:
    found = curation(f"distillation: {{examples: 800, logged: 100%, {TEACHER}}}")
    assert found == {"distillation: teacher calls": 0}


def test_sources_are_mixed_and_training_takes_all_their_examples() -> None:
    found = option(
        "logs: {examples: 1000, hours_per_1000: 4, role: labeller},"
        " labelling: {examples: 200, hours_per_1000: 40, role: labeller},"
        f" distillation: {{examples: 800, {TEACHER}}}",
        "rounds: 2, epochs: 3",
    )
    assert part(found, "data_curation") == pytest.approx(
        {"logs cleaned": 160, "examples made": 320, "distillation: teacher calls": 800 * TAUGHT}
    )
    # 2 rounds x 3 epochs x 2,000 examples of 50 + 100 + 10 tokens.
    assert quantity_of(found, "training tokens") == pytest.approx(6 * 2000 * 160)


def test_examples_that_training_names_itself_come_first() -> None:
    logs = "logs: {examples: 1000, hours_per_1000: 4, role: labeller}"
    assert quantity_of(option(logs, "rounds: 1, epochs: 1, examples: 50"), "training tokens") == 50 * 160


def test_training_cannot_count_examples_that_are_given_in_hours() -> None:
    text = (
        "kind: tuned, model: shop/small, prompt: 50, training: {rounds: 1, epochs: 1},"
        " data_curation: {labelling: {hours: 5, role: labeller},"
        " logs: {examples: 1000, hours_per_1000: 4, role: labeller}}"
    )
    (problem,) = problems(scenario(text), PRICES)
    assert "give one of: examples, tokens_per_epoch, or fee" in problem


def test_a_distilled_option_learns_from_a_larger_one() -> None:
    text = "kind: distilled, model: shop/small, prompt: 50, training: {rounds: 1, epochs: 1}, data_curation: "
    found = computed(f"{text}{{distillation: {{examples: 800, {TEACHER}}}}}", PRICES)
    assert found.launch == pytest.approx(800 * TAUGHT + 800 * 160 * 3 / 1e6)
    (problem,) = problems(scenario(f"{text}{{labelling: {{examples: 5, price_per_label: 1}}}}"), PRICES)
    assert "give distillation, or synthetic" in problem


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ("", "is empty; give logs, labelling, synthetic or distillation"),
        (f"distillation: {{examples: 1, {TEACHER}, acceptance: 0}}", "acceptance"),
        (f"distillation: {{examples: 1, {TEACHER}, reviewed: 5%}}", "belong together"),
        (f"synthetic: {{examples: 1, {GENERATOR}, {TEACHER}, acceptance: 1, most_tries: 0}}", "most_tries"),
        (f"synthetic: {{examples: 1, {GENERATOR}, {TEACHER}, acceptance: 1, most_tries: 1.5}}", "most_tries"),
    ],
)
def test_sources_that_make_no_examples_are_refused(sources: str, said: str) -> None:
    text = f"kind: prompted, model: shop/small, prompt: 50, data_curation: {{{sources}}}"
    (problem,) = problems(scenario(text), PRICES)
    assert said in problem
