"""The whole way from files to an answer, on one page; the command and the dashboard both start here.

Files in, plan, evaluation, comparison. What people see is made of an `Answer` or a `Solution` and computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.engine.crossings import crossings
from planner.engine.evaluate import evaluate
from planner.files.price_files import read_price_book
from planner.files.scenario_file import ScenarioFile, find_scenario, read_scenario
from planner.files.varying import varied_number
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import BadInput, Problem, printable, suggest
from planner.plan.question import Question
from planner.plan.scenario import Scenario
from planner.quantities.provenance import Location
from planner.results.comparison import Comparison, compare
from planner.results.evaluation import Evaluation
from planner.results.solution import Outcome, Solution, Span
from planner.results.trace import inputs
from planner.tokens.measured_texts import MeasuredTexts

__all__ = ["Answer", "Plan", "Question", "answer", "forecast", "load", "solve"]


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


def solve(
    answer: Answer,
    path: str,
    between: tuple[str, str] | None = None,
    against: str | None = None,
    tell: Callable[[], None] | None = None,
) -> Solution:
    """Find where the cheapest option changes as one number of the plan moves, in the base case; reads no file again.

    Raises BadInput for what is no number of the plan, or makes no plan anywhere. `tell` is called for each value.
    """
    plan = answer.plan
    number = varied_number(plan.file, path, between)
    reference = _reference(plan.scenario, against)

    def at(value: float) -> Outcome:
        if tell is not None:
            tell()
        try:
            evaluation = evaluate(number.scenario(value), plan.prices, plan.texts)
        except BadInput as bad:
            return Outcome({}, (), bad.problems[0].what)
        totals = {name: option.total for name, option in evaluation.options.items()}
        return Outcome(totals, {name for name, option in evaluation.options.items() if option.feasible})

    span = Span(number.low, number.high, number.whole)
    found = crossings(at, span, reference)
    if all(segment.problem for segment in found.segments):
        what = f"no value from {number.low:g} to {number.high:g} makes a plan: {found.segments[0].problem}"
        raise BadInput([Problem(Location(f"--vary {number.name}"), "", what)])
    # Formulas know units that a file leaves to its reader, such as requests a day.
    traced = inputs(*(line.charge.amount for line in answer.evaluation.ledger.lines)).get(number.name)
    known = traced.quantity.unit.text if traced else ""
    unit = known if number.unit and known.startswith(number.unit) else number.unit
    return Solution(number.name, unit, span, number.value, reference, found)


def _reference(scenario: Scenario, against: str | None) -> str:
    if against is None or against in scenario.options:
        return against or scenario.baseline
    hint = suggest(against, scenario.options) or f"; there are {', '.join(scenario.options)}"
    what = f"'{printable(against)}' is no option of this plan{hint}"
    raise BadInput([Problem(Location("--against"), "", what)])


def _overlays(scenario: Path, named: Path | None) -> Sequence[Path]:
    """Return the price folders to lay over the shipped ones: one beside the scenario, then the one named."""
    beside = scenario.parent / "pricing"
    return [*([beside] if beside.is_dir() else []), *([named] if named else [])]
