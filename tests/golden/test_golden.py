"""What the command writes, letter by letter; a case with prices of its own stands for all wherever it can.

Masked is what changes for other reasons: the version, how much the shipped price tables hold, and the last digits of
unrounded numbers, which depend on the machine.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable

import pytest
from rich.cells import cell_len

W08 = "tests/cases/w08-support-chatbot/scenario.yaml"
W23 = "tests/cases/w23-break-even-above-capacity/scenario.yaml"
W14 = "tests/cases/w14-ticket-classifier"
W35 = "tests/cases/w35-break-even-accuracy/scenario.yaml"
COST = "'workload.cost_per_error=250 to 500'"
TEXTS = {
    "ticket-triage.txt": "run ticket-triage",
    "ticket-triage-2024.txt": "run ticket-triage-2024",
    "ticket-triage-2024.md": "run ticket-triage-2024 --format md",
    "support-chatbot.txt": f"run {W08}",
    "support-chatbot.json": f"run {W08} --format json",
    "support-chatbot.csv": f"run {W08} --format csv",
    "support-chatbot.md": f"run {W08} --format md",
    "explain-option.txt": f"explain {W08} tuned",
    "explain-component-in-a-month.txt": f"explain {W08} tuned token_usage 2026-03",
    "explain-estimate-and-cache.txt": "explain ticket-triage small-tuned token_usage 2027-03",
    "explain-preset-and-range.txt": "explain tests/properties/plans/presets.yaml tuned data_curation",
    "solve.txt": "solve ticket-triage-2024 --vary workload.requests",
    "solve-draws.txt": f"solve {W14}/scenario.yaml --vary workload.requests --set 'people.engineer=40 to 90'",
    "solve-map.txt": f"solve {W35} --vary options.model.accuracy --vary workload.cost_per_error --between 60% 100%",
    "sensitivity.txt": f"sensitivity {W35} --set 'options.model.accuracy=46 of 50' --set {COST}",
    "solve-never.txt": f"solve {W23} --vary workload.requests --between 1k 1B",
    "latency.txt": "latency fast-answers",
    "latency-2024.txt": "latency ticket-triage-2024",
    "latency.json": "latency ticket-triage-2024 --format json",
    "fast-answers.md": "run fast-answers --format md",
    "explain-latency.txt": "explain ticket-triage-2024 tuned latency",
    "prices-latency.txt": "prices latency 4.1-mini",
    "tokens.txt": "tokens scenarios/prompts/triage-long.md scenarios/prompts/triage-short.md",
    "tokens-of-tickets.txt": "tokens scenarios/tickets/sample.jsonl --field text",
    "prices-show.txt": f"prices show list-2024/gpt-4o-mini --pricing {W14}/pricing",
    "prices-presets.txt": "prices presets article-002",
    "prices-list.txt": f"prices list list-2024 --pricing {W14}/pricing --as-of 2024-10-01",
}
MASKS = (
    (re.compile(r"\d+ providers (\\?)\(\d+ SKUs"), r"N providers \1(N SKUs"),
    (re.compile(r'("planner": )"[^"]*"'), r'\1"VERSION"'),
    (re.compile(r'("name": "pricing",\s+"skus": )\d+'), r"\1null"),
)
UNROUNDED = re.compile(r"\b\d+\.\d{8,}(?:e-?\d+)?\b")


def masked(text: str) -> str:
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return UNROUNDED.sub(lambda number: f"{float(number[0]):.10g}", text)


@pytest.mark.parametrize("name", TEXTS)
def test_the_command_writes_what_it_wrote_before(
    name: str,
    planner_in_place: Callable[..., subprocess.CompletedProcess[str]],
    same_as_golden: Callable[[str, str], None],
) -> None:
    ran = planner_in_place(*shlex.split(TEXTS[name]))
    assert (ran.returncode, ran.stderr) == (0, "")
    same_as_golden(name, masked(ran.stdout))
    if name.endswith(".txt"):
        # An address stays whole, so that it can be opened, and a command, so that it can be pasted.
        wide = [line for line in ran.stdout.splitlines() if cell_len(line) > 80]
        assert [line for line in wide if "https://" not in line and not line.startswith("  planner ")] == []
