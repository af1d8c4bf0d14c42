"""What a latency rests on and why an option cannot be used stand on the page itself, not in JSON alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building.plans import scenario
from rich.cells import cell_len

from planner.pipeline import Question, answer, how_long
from planner.views.reports.latency_report import latency_report_lines

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0"


def page(folder: Path, options: dict[str, str], **parts: str) -> str:
    """The report of a plan with every paragraph on one line."""
    (folder / "plan.yaml").write_text(scenario(options, **parts), "utf-8")
    found = answer(Question(str(folder / "plan.yaml"), draws=0))
    return re.sub(
        r"\n *", " ", "\n".join(line.text for line in latency_report_lines(found, how_long(found), 100))
    )


def logged(folder: Path, prompts: list[int], without: int = 0) -> str:
    """The report of calls with these prompts, and of some without a time."""
    rows = [f"{prompt},20,{600 + place},{900 + 2 * place}" for place, prompt in enumerate(prompts)]
    rows += ["900,20,,"] * without
    (folder / "calls.csv").write_text(
        "prompt_tokens,output_tokens,ttft,total\n" + "\n".join(rows) + "\n", "utf-8"
    )
    said = "latency: {calls: {file: calls.csv, unit: ms, source: our gateway}}"
    return page(folder, {"plan": f"{LUNA}, prompt: 500, {said}"})


def test_prompts_that_are_all_as_long_are_one_number(tmp_path: Path) -> None:
    text = logged(tmp_path, [900] * 12)
    assert "prompts of 900 tokens." in text
    assert "900 to 900" not in text
    assert "those of the measured calls 900." in text


def test_prompts_of_several_lengths_are_a_span(tmp_path: Path) -> None:
    assert "prompts of 900 to 1,011 tokens." in logged(tmp_path, [*range(900, 1012)])


@pytest.mark.parametrize(
    ("without", "said"),
    [
        (1, "1 row of the log has no time and was left out."),
        (1200, "1,200 rows of the log have no time and were left out."),
    ],
)
def test_rows_without_a_time_are_counted(without: int, said: str, tmp_path: Path) -> None:
    assert said in logged(tmp_path, [900] * 12, without)


def test_nothing_is_said_of_rows_where_all_have_a_time(tmp_path: Path) -> None:
    assert "of the log" not in logged(tmp_path, [900] * 12)


def test_the_source_of_a_measurement_stands_below_it(tmp_path: Path) -> None:
    said = "latency: {p50: 640, p95: 1400, samples: 60, source: our gateway's log}"
    text = page(tmp_path, {"seen": f"{LUNA}, prompt: 300, {said}"})
    assert "n = 60, client: unknown. source: our gateway's log." in text
    assert "source: our gateway." in logged(tmp_path, [900] * 12)


def test_an_option_that_cannot_be_used_says_why_at_the_top(tmp_path: Path) -> None:
    few = (
        "kind: self_hosted, tokenizer: llama3, prompt: 50, hosting: {replicas: {sku: runpod/h100-sxm, minimum: 1,"
        " maximum: 1, serving: {model: llama-3.1-8b}}, operations: {role: engineer, hours_per_month: 0}}"
    )
    work = "requests: 9M, per: day, user_tokens: 100, output_tokens: 20, busy_hour: 10%"
    text = page(tmp_path, {"plan": f"{LUNA}, prompt: 50", "few": few}, workload=work)
    top, _, rest = text.partition(" Latency ")
    assert re.search(
        r"Few cannot be used: Beyond its capacity from 2026-12: \d+ more replicas are needed", top
    )
    assert "Few: " in rest
    assert "Plan cannot be used" not in text


TABLE = """references: {x: {title: "%s", address: "%s", read: 2026-11-20, confidence: low}}
still_valid_on: 2026-11-20
profiles:
  a: {title: "A", skus: [openai/gpt-6-luna], ttft: 300, prompt_tokens: 10, slope: 20, tpot: 5, sigma: 0.3,
    region: "here", measured_on: 2026-01-01, ref: x}
"""


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize(
    ("name", "address", "whole"),
    [
        ("見積もり" * 12, "https://e.com/a", "https://e.com/a"),
        ("A title, https://other.example, with commas " + "word " * 20, "http://e.com/b", "http://e.com/b"),
        ("A short title", "a book that lies on the shelf of the team " * 3, ""),
    ],
)
def test_a_page_is_wrapped_by_its_cells_and_its_address_stays_whole(
    name: str, address: str, whole: str, width: int, tmp_path: Path
) -> None:
    (tmp_path / "pricing" / "latency").mkdir(parents=True)
    (tmp_path / "pricing" / "latency" / "own.yaml").write_text(TABLE % (name, address.strip()), "utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(scenario(f"{LUNA}, prompt: 50, latency: {{profile: a}}"), "utf-8")
    found = answer(Question(str(plan), draws=0))
    lines = [line.text for line in latency_report_lines(found, how_long(found), width)]
    start = next(place for place, line in enumerate(lines) if line.startswith("What it rests on"))
    told = lines[start : lines.index("", start)]
    assert max(map(cell_len, told)) <= width
    assert any(line.strip() == whole for line in told) or whole in told[-1] or not whole
    assert "read 2026-11-20, confidence low" in re.sub(r"\s+", " ", " ".join(told))


def test_how_well_a_log_is_explained_is_said_in_words(tmp_path: Path) -> None:
    text = logged(tmp_path, [*range(500, 900, 7)])
    assert "R2" not in text
    assert "ln TTFT" not in text


def test_a_log_tells_the_time_without_a_prompt(tmp_path: Path) -> None:
    """600 ms at 700 tokens, and 1 ms more for each 7: 500 ms at none, and nothing where the slope cannot be told."""
    assert "TTFT 500 ms without a prompt (the intercept)." in logged(tmp_path, [*range(700, 1400, 7)])
    assert "without a prompt" not in logged(tmp_path, [900] * 12)
