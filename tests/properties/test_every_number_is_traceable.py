"""Every charge of every shipped scenario leads back to lines that exist and to dated pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.files.scenario_file import gallery
from planner.pipeline import Question, answer
from planner.quantities.quantity import INPUT, Quantity
from planner.results.trace import inputs
from planner.views.explanation import Explanation, explain_option

FACTS = ("prices.", "tokenizers.", "accelerators.")


@pytest.fixture(params=sorted(gallery()))
def evaluation(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PROMPT_OR_TUNE_CACHE", str(tmp_path))
    return answer(Question(request.param)).evaluation


def leaves(number: Quantity) -> list[Quantity]:
    return (
        [number] if number.operation is INPUT else [leaf for part in number.operands for leaf in leaves(part)]
    )


def test_every_input_stands_on_a_line_that_exists(evaluation) -> None:
    for line in evaluation.ledger.lines:
        found = leaves(line.charge.amount)
        assert found, f"{line.charge.item} is made of nothing"
        for leaf in found:
            assert leaf.origin is not None
            assert leaf.origin.location is not None, f"{leaf.label} has no line"
            path = Path(leaf.origin.location.file)
            assert leaf.origin.location.line <= len(path.read_text("utf-8").splitlines())


def test_every_fact_of_the_market_has_a_dated_page(evaluation) -> None:
    traced = inputs(*(line.charge.amount for line in evaluation.ledger.lines))
    facts = {path: found for path, found in traced.items() if path.startswith(FACTS)}
    assert facts
    for path, found in facts.items():
        reference = found.quantity.origin.reference
        assert reference is not None, f"{path} has no page"
        assert reference.address.startswith("https://")
        assert reference.read.year >= 2024


def test_every_explanation_ends_at_inputs(evaluation) -> None:
    def ends(node: Explanation) -> list[Explanation]:
        return [end for child in node.children for end in ends(child)] if node.children else [node]

    for option in evaluation.options.values():
        for end in ends(explain_option(evaluation, option)):
            assert end.is_input, f"{end.label} leads nowhere"
