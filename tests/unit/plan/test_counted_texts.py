"""Texts a scenario counts itself: framing, ratios of other tokenizers, and files that may not be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building.plans import book, computed, evaluated, only, quantity_of, scenario, shop, sku

from planner.plan.problems import BadInput
from planner.quantities.distribution import Quantiles
from planner.results.evaluation import OptionResult
from planner.results.trace import inputs
from planner.tokens.counting import counter

PROMPT = "Sort the ticket into one queue and answer with its name.\n"
TICKETS = ["My card was charged twice.", "Wie ändere ich meine Adresse?", "ok"]
FRAMED = shop(
    sku("exact", input=1.00, output=1.00),
    sku("claude", input=1.00, output=1.00, tokenizer="claude-to-4.6"),
    framing="per_message: 4, per_request: 3",
)
PLAIN = shop(sku("exact", input=1.00, output=1.00))
WORKLOAD = "requests: 1, per: month, user_tokens: {file: tickets.jsonl, field: text}, output_tokens: 0"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a scenario's folder with a prompt and three tickets in it."""
    monkeypatch.setenv("PROMPT_OR_TUNE_CACHE", str(tmp_path / "counts"))
    inside = tmp_path / "plan"
    inside.mkdir()
    (inside / "prompt.md").write_text(PROMPT, "utf-8")
    (inside / "tickets.jsonl").write_text("".join(f'{{"text": "{ticket}"}}\n' for ticket in TICKETS), "utf-8")
    (tmp_path / "outside.md").write_text("secret", "utf-8")
    return inside


def counted(folder: Path, prices: str, option: str, workload: str = WORKLOAD) -> OptionResult:
    return only(evaluated(scenario(option, workload=workload), prices, folder))


def input_tokens(found: OptionResult) -> float:
    return quantity_of(found, "input tokens")


PROMPT_TOKENS = counter("o200k_base")(PROMPT)
TICKET_TOKENS = sum(counter("o200k_base")(ticket) for ticket in TICKETS) / 3


def test_a_counted_prompt_and_message_get_the_chat_formats_framing(folder: Path) -> None:
    # 4 around the system prompt, 4 around the message, 3 that open the reply.
    found = counted(folder, FRAMED, "kind: prompted, model: shop/exact, prompt: {file: prompt.md}")
    assert input_tokens(found) == pytest.approx(PROMPT_TOKENS + 4 + TICKET_TOKENS + 4 + 3)


def test_a_number_is_taken_as_it_stands_without_framing(folder: Path) -> None:
    workload = "requests: 1, per: month, user_tokens: 100, output_tokens: 0"
    found = counted(folder, FRAMED, "kind: prompted, model: shop/exact, prompt: 800", workload)
    assert input_tokens(found) == 900
    mixed = counted(folder, FRAMED, "kind: prompted, model: shop/exact, prompt: {file: prompt.md}", workload)
    assert input_tokens(mixed) == PROMPT_TOKENS + 4 + 100


def test_a_provider_without_a_known_chat_format_adds_nothing(folder: Path) -> None:
    found = counted(folder, PLAIN, "kind: prompted, model: shop/exact, prompt: {file: prompt.md}")
    assert input_tokens(found) == pytest.approx(PROMPT_TOKENS + TICKET_TOKENS)


def test_worked_examples_are_one_more_message(folder: Path) -> None:
    option = "kind: prompted, model: shop/exact, prompt: {file: prompt.md}, few_shot: {file: prompt.md}"
    found = counted(folder, FRAMED, option)
    assert input_tokens(found) == pytest.approx(2 * (PROMPT_TOKENS + 4) + TICKET_TOKENS + 4 + 3)


def middle(tokenizer: str) -> float:
    table = book(PLAIN).tokenizers.tokenizers[tokenizer]
    assert table.low is not None
    assert table.high is not None
    return float(table.low.value.item() + table.high.value.item()) / 2


def test_another_tokenizer_is_estimated_by_the_middle_of_its_ratio(folder: Path) -> None:
    found = counted(folder, FRAMED, "kind: prompted, model: shop/claude, prompt: {file: prompt.md}")
    ratio = middle("claude-to-4.6")
    assert input_tokens(found) == pytest.approx((PROMPT_TOKENS + TICKET_TOKENS) * ratio + 4 + 4 + 3)
    assert found.estimated


def test_the_ratio_of_a_tokenizer_is_one_uncertain_input_on_the_line_of_its_low_end(folder: Path) -> None:
    found = counted(folder, FRAMED, "kind: prompted, model: shop/claude, prompt: {file: prompt.md}")
    named = inputs(*(line.charge.amount for line in found.lines))
    assert [path for path in named if path.startswith("tokenizers.")] == ["tokenizers.claude-to-4.6.ratio"]
    ratio = named["tokenizers.claude-to-4.6.ratio"].quantity
    known = book(PLAIN).tokenizers.tokenizers["claude-to-4.6"]
    assert known.low is not None
    assert known.low.origin is not None
    assert known.high is not None
    assert ratio.origin is not None
    assert ratio.value.item() == middle("claude-to-4.6")
    assert ratio.origin.belief == Quantiles(
        known.low.value.item(), known.high.value.item(), ratio.value.item()
    )
    assert ratio.origin.location == known.low.origin.location
    assert ratio.origin.reference is not None
    assert ratio.origin.estimated
    assert not ratio.origin.is_guess


def with_tokenizer(folder: Path, tokenizer: str) -> OptionResult:
    prices = shop(sku("other", input=1.00, output=1.00, tokenizer=tokenizer))
    return counted(folder, prices, "kind: prompted, model: shop/other, prompt: {file: prompt.md}")


@pytest.mark.parametrize("tokenizer", ["gemini", "nemotron", "qwen3.5", "mistral-v1", "voyage", "cohere"])
@pytest.mark.parametrize("installed", [True, False])
def test_a_tokenizer_that_stands_in_for_another_never_counts_exactly(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tokenizer: str, installed: bool
) -> None:
    monkeypatch.setattr("planner.tokens.measured_texts._is_installed", lambda: installed)
    found = with_tokenizer(folder, tokenizer)
    assert found.estimated
    assert input_tokens(found) == pytest.approx((PROMPT_TOKENS + TICKET_TOKENS) * middle(tokenizer))


def test_an_open_models_own_vocabulary_counts_exactly_with_the_package(folder: Path) -> None:
    pytest.importorskip("splintr")
    found = with_tokenizer(folder, "gemma")
    assert not found.estimated
    tickets = sum(counter("gemma")(ticket) for ticket in TICKETS) / 3
    assert input_tokens(found) == pytest.approx(counter("gemma")(PROMPT) + tickets)


def test_without_the_package_an_open_models_texts_are_estimated(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.tokens.measured_texts._is_installed", lambda: False)
    found = with_tokenizer(folder, "gemma")
    assert found.estimated
    assert input_tokens(found) == pytest.approx((PROMPT_TOKENS + TICKET_TOKENS) * middle("gemma"))


ANSWERS = ['{"queue":"billing"}', '{"queue":"access"}', '{"queue":"cancel","priority":"P3"}']
ANSWER_TOKENS = sum(counter("o200k_base")(answer) for answer in ANSWERS) / 3
ANSWERED = "requests: 1, per: month, user_tokens: 100, output_tokens: {file: answers.txt}"


def test_answers_from_a_file_are_counted_for_each_option_without_framing(folder: Path) -> None:
    (folder / "answers.jsonl").write_text(
        "".join(json.dumps({"text": each}) + "\n" for each in ANSWERS), "utf-8"
    )
    workload = ANSWERED.replace("answers.txt", "answers.jsonl, field: text")
    exact = counted(folder, FRAMED, "kind: prompted, model: shop/exact, prompt: 800", workload)
    assert quantity_of(exact, "output tokens") == pytest.approx(ANSWER_TOKENS)
    assert not exact.estimated
    ratio = middle("claude-to-4.6")
    other = counted(folder, FRAMED, "kind: prompted, model: shop/claude, prompt: 800", workload)
    assert quantity_of(other, "output tokens") == pytest.approx(ANSWER_TOKENS * ratio)
    assert other.estimated


def test_an_options_own_answers_come_before_the_workloads(folder: Path) -> None:
    (folder / "answers.txt").write_text(ANSWERS[2], "utf-8")
    own = "kind: prompted, model: shop/exact, prompt: 800, output_tokens: {file: answers.txt}"
    found = counted(folder, FRAMED, own, "requests: 1, per: month, user_tokens: 100, output_tokens: 7")
    assert quantity_of(found, "output tokens") == counter("o200k_base")(ANSWERS[2])
    number = counted(folder, FRAMED, own.replace("{file: answers.txt}", "5"), ANSWERED)
    assert quantity_of(number, "output tokens") == 5


def test_answers_that_are_missing_are_refused_at_their_line(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"answers\.txt: there is no such file") as caught:
        counted(folder, FRAMED, "kind: prompted, model: shop/exact, prompt: 800", ANSWERED)
    (problem,) = caught.value.problems
    assert problem.where == "workload.output_tokens.file"


@pytest.mark.parametrize("tokenizer", ["o200k_base", "claude-to-4.6"])
def test_a_query_is_embedded_without_framing_as_the_embedding_counts_it(folder: Path, tokenizer: str) -> None:
    prices = FRAMED + sku("embedding", input=0.02, tokenizer=tokenizer) + sku("database", month=50.00)
    retrieval = (
        "retrieval: {chunks: 0, chunk_tokens: 0, corpus_tokens: 0,"
        " embedding: shop/embedding, database: shop/database}"
    )
    found = counted(folder, prices, f"kind: retrieval_augmented, model: shop/exact, prompt: 800, {retrieval}")
    ratio = 1.0 if tokenizer == "o200k_base" else middle(tokenizer)
    assert quantity_of(found, "queries embedded") == pytest.approx(TICKET_TOKENS * ratio)
    assert quantity_of(found, "input tokens") == pytest.approx(800 + TICKET_TOKENS + 4 + 3)


def test_a_number_on_a_page_that_is_a_guess_is_an_estimate(folder: Path) -> None:
    guessed = FRAMED.replace("read: 2026-11-20}", "read: 2026-11-20, confidence: guess}")
    option = "kind: prompted, model: shop/exact, prompt: {file: prompt.md}"
    assert counted(folder, guessed, option).estimated
    for level in ("low", "medium", "high"):
        trusted = guessed.replace("guess", level)
        assert not counted(folder, trusted, option).estimated


def test_an_exact_count_is_no_estimate(folder: Path) -> None:
    assert not counted(
        folder, FRAMED, "kind: prompted, model: shop/exact, prompt: {file: prompt.md}"
    ).estimated
    assert not computed("kind: prompted, model: shop/claude, prompt: 800", FRAMED).estimated


@pytest.mark.parametrize("name", ["../outside.md", "/etc/hostname", "sub/../../outside.md", "link.md"])
def test_a_text_outside_the_scenarios_folder_is_refused(folder: Path, name: str) -> None:
    (folder / "link.md").symlink_to(folder.parent / "outside.md")
    with pytest.raises(BadInput, match="leads out of the scenario's folder") as caught:
        counted(folder, FRAMED, f"kind: prompted, model: shop/exact, prompt: {{file: {name}}}")
    (problem,) = caught.value.problems
    assert problem.location.file == "plan.yaml"
    assert problem.where == "options.plan.prompt.file"


def test_a_text_that_is_missing_is_refused_with_the_nearest_name(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"promt\.md: there is no such file.*prompt\.md"):
        counted(folder, FRAMED, "kind: prompted, model: shop/exact, prompt: {file: promt.md}")


def test_a_model_without_a_tokenizer_serves_no_prompts() -> None:
    prices = shop(sku("gpu", gpu_hour=1.00)).replace("    tokenizer: o200k_base\n", "")
    with pytest.raises(BadInput, match="shop/gpu names no tokenizer, so it serves no prompts"):
        evaluated(scenario("kind: prompted, model: shop/gpu, prompt: 1"), prices)
