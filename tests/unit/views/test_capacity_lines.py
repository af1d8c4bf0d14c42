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


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_columns_that_are_left_out_are_named_and_only_the_others_explained(
    width: int, tmp_path: Path
) -> None:
    text = page(made(tmp_path, {"luna": LUNA, "own": GPUS % ""}, "20k", LIMITS), width)
    limits, _, gpus = text.partition("GPUs first month")
    left_out = {
        heading
        for part in (limits, gpus)
        for heading in part.partition("Too narrow for: ")[2].partition(";")[0].split(", ")
    }
    heading = limits.partition("Account limits")[2].partition("Luna")[0] + gpus.partition("Own")[0]
    for column in ("evenly", "planned for", "prefill load", "answered together", "fit at once", "spare"):
        assert (column in heading) != (column in left_out), column
    assert ("`evenly`" in limits) == ("evenly" not in left_out)
    assert ("planned for:" in gpus) == ("planned for" not in left_out)
    assert ("in the first" in limits) == ("first month" not in left_out)
    assert ("in the busy hour of the month" in gpus) == ("prefill load" not in left_out)
    assert "batch" not in gpus


def test_gpus_to_rent_are_one_number_with_the_spare_ones_in_it(tmp_path: Path) -> None:
    found = made(tmp_path, {"own": GPUS % ", spare: 2", "bare": GPUS % ""}, "20k")
    assert re.search(r"Own 3 3 2 \d", page(found))
    assert re.search(r"Bare 1 1 0 \d", page(found))
    assert "GPUs to rent in the first and the last month, spare ones included" in page(found)
    assert "GPUs to rent: 3, 2 of them spare; each planned for" in panel(found, "own")
    assert "GPUs to rent: 1; each planned for" in panel(found, "bare")
    told = json.loads(latency_report_text(found, how_long(found)))["options"]["own"]["from"][0]["gpus"]
    assert (told["rented"][0], told["spare"]) == (3, 2)
