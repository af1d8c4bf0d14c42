"""The whole way from files to an answer, on one page; the command and the dashboard both start here.

Files in, plan, evaluation, comparison, draws. What people see is made of an `Answer` and computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from planner.engine.bands import bands
from planner.engine.drawing import Drawn, drawn
from planner.engine.evaluate import evaluate
from planner.engine.latency_report import latency_report
from planner.engine.moving import MovingPlan
from planner.engine.sensitivity import sensitivity
from planner.files.price_files import read_price_book
from planner.files.reading import Files
from planner.files.scenario_file import ScenarioFile, find_scenario, read_scenario
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import BadInput, Problem
from planner.plan.question import Question
from planner.plan.scenario import Scenario
from planner.results.bands import Bands
from planner.results.comparison import Comparison, compare
from planner.results.evaluation import Evaluation
from planner.results.latency_report import LatencyReport
from planner.results.sensitivity import Sensitivity
from planner.tokens.measured_texts import MeasuredTexts

__all__ = [
    "Answer",
    "Plan",
    "Question",
    "answer",
    "forecast",
    "how_long",
    "load",
    "moving",
    "what_matters",
    "with_bands",
    "with_draws",
    "with_matters",
]

Tell = Callable[[int], None]
"""Is told how far a long calculation is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario with everything it rests on, and the question it answers."""

    question: Question
    file: ScenarioFile
    prices: PriceBook
    texts: MeasuredTexts
    unsaved: Mapping[Path, str] = field(default_factory=dict, repr=False, compare=False)
    """The texts that stood for files not saved yet, by absolute path."""

    @property
    def scenario(self) -> Scenario:
        """The checked scenario."""
        return self.file.scenario

    def unsaved_facts(self, scenario: Path) -> dict[Path, str]:
        """Return the unsaved texts besides that of the scenario: price files."""
        return {path: text for path, text in self.unsaved.items() if path != scenario}

    @property
    def draws(self) -> int:
        """How many draws are asked for; 0 for none."""
        return self.scenario.draws if self.question.draws is None else self.question.draws

    @property
    def seed(self) -> int:
        """What the draws start from."""
        return self.scenario.seed if self.question.seed is None else self.question.seed


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan and everything that came out of it."""

    plan: Plan
    evaluation: Evaluation
    comparison: Comparison
    drawn: Drawn | None = None
    """What the draws come to, once they are made; None where nothing is uncertain."""
    bands: Bands | None = None
    """What they come to month by month, once that is asked for; None without draws."""
    matters: Sensitivity | None = None
    """What the choice hangs on, once it is worked out; None where there is no choice."""


def answer(question: Question) -> Answer:
    """Go the whole way; raises BadInput with everything that is wrong."""
    return forecast(load(question))


def load(question: Question, files: Files | None = None, known: Plan | None = None) -> Plan:
    """Read a scenario and its price tables; raises BadInput with every mistake in any of the files.

    `known` is a plan whose prices and texts hold here too: they are not read again.
    """
    files = files or Files()
    path = find_scenario(question.scenario)
    overlays = price_overlays(path, question.pricing, files)
    problems: list[Problem] = []
    file: ScenarioFile | None = None
    prices: PriceBook | None = None
    try:
        file = read_scenario(question.scenario, question.settings, question.as_of, overlays, files)
    except BadInput as bad:
        problems += bad.problems
    try:
        prices = read_price_book(overlays, files) if known is None else known.prices
    except BadInput as bad:
        problems += bad.problems
    if file is None or prices is None:
        raise BadInput(dict.fromkeys(problems))  # a folder that is none is missed by both
    texts = MeasuredTexts(path.parent, prices) if known is None else known.texts
    return Plan(question, file, prices, texts, files.unsaved)


def forecast(plan: Plan) -> Answer:
    """Evaluate a plan and compare its options; raises BadInput for a name or a price that is not known."""
    evaluation = evaluate(plan.scenario, plan.prices, plan.texts)
    return Answer(plan, evaluation, compare(evaluation))


def with_draws(answer: Answer, tell: Tell | None = None) -> Answer:
    """Add what the draws come to; the same answer where nothing is uncertain, or no draws were asked for.

    Raises BadInput where a draw makes no plan, or inputs cannot move together. `tell` is told how many draws are done.
    """
    plan = answer.plan
    if not plan.draws:
        return answer
    moved, correlate = moving(answer), plan.scenario.correlate
    if plan.scenario.switched_off:
        correlate = plan.scenario.correlating(moved.inputs)
    return replace(answer, drawn=drawn(moved, plan.draws, plan.seed, correlate, tell))


def with_bands(answer: Answer, tell: Tell | None = None) -> Answer:
    """Add what the draws come to month by month; the same answer where it has no draws.

    `tell` is told how many draws are done.
    """
    if answer.drawn is None:
        return answer
    found = bands(moving(answer), answer.drawn)
    if tell is not None:
        tell(answer.drawn.draws.count)
    return replace(answer, bands=found)


def moving(answer: Answer) -> MovingPlan:
    """Return the plan, ready to be costed for other values of its inputs."""
    return MovingPlan.of(answer.evaluation, answer.plan.scenario, answer.plan.prices, answer.plan.texts)


def what_matters(answer: Answer, tell: Tell | None = None) -> Sensitivity | None:
    """Return what the choice between the options hangs on; None without draws, or without a choice.

    `tell` is told how many uncertain inputs are done.
    """
    return None if answer.drawn is None else sensitivity(moving(answer), answer.drawn, tell)


def with_matters(answer: Answer, tell: Tell | None = None) -> Answer:
    """Add what the choice between the options hangs on; the same answer without draws, or without a choice."""
    return replace(answer, matters=what_matters(answer, tell))


def how_long(answer: Answer) -> LatencyReport:
    """Return all that there is to say on how long answers take, with ranges over the draws that are asked for."""
    plan = answer.plan
    correlate = plan.scenario.correlate
    return latency_report(answer.evaluation, plan.prices.latency, plan.draws, plan.seed, correlate)


def price_overlays(scenario: Path, named: Path | None, files: Files) -> Sequence[Path]:
    """Return the price folders to lay over the shipped ones: one beside the scenario, then the one named."""
    beside = scenario.parent / "pricing"
    return [*([beside] if files.is_folder(beside) else []), *([named] if named else [])]
