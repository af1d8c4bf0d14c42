"""The whole way from files to an answer, on one page; the command and the dashboard both start here.

Files in, plan, evaluation, comparison. What people see is made of an `Answer` and computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.engine.evaluate import evaluate
from planner.files.price_files import read_price_book
from planner.files.scenario_file import ScenarioFile, find_scenario, read_scenario
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import BadInput, Problem
from planner.plan.question import Question
from planner.plan.scenario import Scenario
from planner.results.comparison import Comparison, compare
from planner.results.evaluation import Evaluation
from planner.tokens.measured_texts import MeasuredTexts

__all__ = ["Answer", "Plan", "Question", "answer", "forecast", "load"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario with everything it rests on, and the question it answers."""

    question: Question
    file: ScenarioFile
    prices: PriceBook
    texts: MeasuredTexts

    @property
    def scenario(self) -> Scenario:
        """The checked scenario."""
        return self.file.scenario


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan and everything that came out of it."""

    plan: Plan
    evaluation: Evaluation
    comparison: Comparison


def answer(question: Question) -> Answer:
    """Go the whole way; raises BadInput with everything that is wrong."""
    return forecast(load(question))


def load(question: Question) -> Plan:
    """Read a scenario and its price tables; raises BadInput with every mistake in any of the files."""
    path = find_scenario(question.scenario)
    overlays = _overlays(path, question.pricing)
    problems: list[Problem] = []
    file: ScenarioFile | None = None
    prices: PriceBook | None = None
    try:
        file = read_scenario(question.scenario, question.settings, question.as_of, overlays)
    except BadInput as bad:
        problems += bad.problems
    try:
        prices = read_price_book(overlays)
    except BadInput as bad:
        problems += bad.problems
    if file is None or prices is None:
        raise BadInput(dict.fromkeys(problems))  # a folder that is none is missed by both
    return Plan(question, file, prices, MeasuredTexts(path.parent, prices))


def forecast(plan: Plan) -> Answer:
    """Evaluate a plan and compare its options; raises BadInput for a name or a price that is not known."""
    evaluation = evaluate(plan.scenario, plan.prices, plan.texts)
    return Answer(plan, evaluation, compare(evaluation))


def _overlays(scenario: Path, named: Path | None) -> Sequence[Path]:
    """Return the price folders to lay over the shipped ones: one beside the scenario, then the one named."""
    beside = scenario.parent / "pricing"
    return [*([beside] if beside.is_dir() else []), *([named] if named else [])]
