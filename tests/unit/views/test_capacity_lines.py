"""Requests, account limits and GPUs in the latency report: whole numbers, columns that are shown, GPUs to rent."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building.plans import scenario

from planner.pipeline import Answer, Question, answer, how_long
from planner.views.reports.capacity_lines import capacity_lines
from planner.views.reports.latency_json import latency_report_text
from planner.views.tui.panels.latency_details import latency_details

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 800"
GPUS = (
    "kind: self_hosted, tokenizer: llama3, prompt: 10, hosting: {replicas: {sku: runpod/h100-sxm, minimum: 1%s,"
    " serving: {model: llama-3.2-1b}}}"
)
LIMITS = "limits: {openai: {requests_per_minute: 500, requests_per_day: 1M}}"


def made(
    folder: Path, options: dict[str, str] | str, requests: str, more: str = "", output: int = 10
) -> Answer:
    work = f"requests: {requests}, per: day, user_tokens: 10, output_tokens: {output}, busy_hour: 10.5%, growth: 4%"
    (folder / "plan.yaml").write_text(scenario(options, workload=work, more=more), "utf-8")
    return answer(Question(str(folder / "plan.yaml"), draws=0))


def page(found: Answer, width: int = 200) -> str:
    """The lines as one text."""
    return " ".join(" ".join(line.text.split()) for line in capacity_lines(found, width))


def panel(found: Answer, option: str) -> str:
    return " ".join(row.text for row in latency_details(found, found.evaluation.options[option], 300))


@pytest.mark.parametrize("requests", ["1439500", "1440500", "9M", "3k"])
def test_requests_are_never_written_in_powers_of_ten(requests: str, tmp_path: Path) -> None:
    assert "e+" not in page(made(tmp_path, LUNA, requests))


def test_requests_answered_together_are_whole_from_a_thousand_on(tmp_path: Path) -> None:
    found = made(tmp_path, {"own": GPUS % ""}, "50M", output=1500)
    assert re.search(r" 1,\d\d\d 1,355 ", page(found))
    assert re.search(r" 1,\d\d\d answered together, 1,355 fit at once", panel(found, "own"))
