"""The contract in pricing/README.md, as a reader copies it: put beside a scenario, it lowers the listed price."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.pipeline import Answer, Question, answer

README = Path(__file__).parents[2] / "pricing" / "README.md"
SCENARIO = """
scenario: 1
title: Under contract
as_of: 2026-11-20
horizon: {start: 2026-12, months: 12}
workload: {requests: 10000, per: day, user_tokens: 100, output_tokens: 10}
baseline: plan
options:
  plan: {kind: prompted, title: Plan, model: openai/gpt-6.1-sol, prompt: PROMPT}
"""


def block() -> str:
    (found,) = [
        text
        for text in re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
        if "like:" in text
    ]
    return str(found)


def asked(folder: Path, prompt: int, *, beside: bool = True) -> Answer:
    """Answer with the contract beside the scenario, or in a folder of its own named by `--pricing`."""
    prices = folder / ("plan/pricing" if beside else "prices")
    prices.mkdir(parents=True, exist_ok=True)
    (prices / "contract.yaml").write_text(block(), "utf-8")
    return listed(folder, prompt, None if beside else prices)


def listed(folder: Path, prompt: int, pricing: Path | None = None) -> Answer:
    file = folder / "plan" / "plan.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(SCENARIO.replace("PROMPT", str(prompt)), "utf-8")
    return answer(Question(str(file), pricing=pricing))


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("prompt", [800, 2048])
def test_the_contract_as_it_stands_takes_a_fifth_off_every_line(
    tmp_path: Path, prompt: int, *, beside: bool
) -> None:
    before = listed(tmp_path, prompt).evaluation.options["plan"]
    ours = asked(tmp_path, prompt, beside=beside)
    after = ours.evaluation.options["plan"]
    assert [line.charge.item for line in after.lines] == [line.charge.item for line in before.lines]
    assert ("cache reads" in {line.charge.item for line in after.lines}) == (prompt == 2048)
    for line, was in zip(after.lines, before.lines, strict=True):
        assert line.total == pytest.approx(0.8 * was.total)
    assert ours.plan.prices.tables[-1].skus == ("openai/gpt-6.1-sol",)
