"""The whole way from a number of a plan that is moved to where its answer changes; see also `planner/pipeline.py`.

Numbers that stand in the plan's formulas are moved there. Any other, such as the months of the horizon, is written into
the scenario, which is evaluated again for each value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from planner.engine.crossings import crossings
from planner.engine.evaluate import evaluate
from planner.engine.moving import MovingPlan
from planner.engine.solving import solved_in_draws
from planner.engine.winners import BaseCase, mapped
from planner.files.varying import VariedNumber, bounds_of, varied_number
from planner.pipeline import Answer, Plan, Tell, moving
from planner.plan.problems import BadInput, Problem, printable, suggest
from planner.plan.scenario import Scenario
from planner.quantities.provenance import Location
from planner.results.solution import DrawnSolution, Outcome, Solution, Span
from planner.results.winner_map import Axis, WinnerMap

_ACROSS, _UP = 48, 16
"""Steps of a map: columns and rows of cells that a terminal has room for."""


_TIMES = 100
"""Left to itself, a price moves from a hundredth to a hundred times of what it is."""
_RARE = 0.001
"""A map of a share reaches from one such quantile of what is believed to the other."""


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """A number of the price files that the plan's formulas know, and the span it is moved over."""

    name: str
    unit: str
    value: float
    low: float
    high: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Moved:
    """A number, and the plan in whose formulas it can be moved over its span; None where there is none."""

    number: VariedNumber | ListedNumber
    plan: MovingPlan | None

    @property
    def span(self) -> Span:
        return Span(self.number.low, self.number.high, self.number.whole)

    @property
    def unit(self) -> str:
        """The unit: formulas know some that a file leaves to its reader, such as requests a day."""
        known = self.plan.inputs[self.number.name].unit.text if self.plan is not None else ""
        return known if self.number.unit and known.startswith(self.number.unit) else self.number.unit


def solve(
    answer: Answer,
    path: str,
    between: tuple[str, str] | None = None,
    against: str | None = None,
    tell: Tell | None = None,
) -> Solution:
    """Find where the cheapest option changes as one number of the plan moves; reads no file again.

    It is the base case, and every draw of all other inputs as well where the answer has draws. Raises BadInput for what
    is no number of the plan, or makes no plan anywhere. `tell` is told how many values and draws are done.
    """
    reference = _reference(answer.plan.scenario, against)
    moved = _moved(answer, _number(answer, path, between))
    number, done = moved.number, count(1)
    base = _base_case(answer.plan, moved)

    def at(value: float) -> Outcome:
        if tell is not None:
            tell(next(done))
        return base(value)

    found = crossings(at, moved.span, reference)
    if all(segment.problem for segment in found.segments):
        what = f"no value from {number.low:g} to {number.high:g} makes a plan: {found.segments[0].problem}"
        raise BadInput([Problem(Location(f"--vary {number.name}"), "", what)])
    draws = _in_draws(answer, moved, reference, tell)
    return Solution(number.name, moved.unit, moved.span, number.value, reference, found, draws)


def _in_draws(answer: Answer, moved: _Moved, against: str, tell: Tell | None) -> DrawnSolution | None:
    """Return the same over all draws; None where nothing else is uncertain, or draws cannot follow it."""
    name = moved.number.name
    if answer.drawn is None or moved.plan is None or not answer.drawn.draws.beliefs.keys() - {name}:
        return None
    try:
        return solved_in_draws(moved.plan, answer.drawn.draws, name, moved.span, against, tell)
    except BadInput:  # a draw makes no plan at some value, where the middle of all others does
        return None


def winner_map(
    answer: Answer,
    across: str,
    up: str,
    across_between: tuple[str, str] | None = None,
    up_between: tuple[str, str] | None = None,
) -> WinnerMap:
    """Return the cheapest option over two numbers of the plan, in the base case of all others.

    Raises BadInput for what is no number of the plan, or cannot be moved in its formulas.
    """
    plan, axes = moving(answer), []
    for path, between, cells in ((across, across_between, _ACROSS), (up, up_between, _UP)):
        number = _number(answer, path, between)
        moved = _moved(answer, number if between else _believed(number, plan), plan)
        if moved.plan is None:
            what = "cannot be moved on a map over these values: it stands in no formula, or some are refused"
            raise BadInput([Problem(Location(f"--vary {printable(path)}"), "", what)])
        values = tuple(moved.span.cells(cells, moved.number.value))
        axes.append(Axis(moved.number.name, moved.unit, moved.number.value, values))
    if axes[0].path == axes[1].path:
        raise BadInput([Problem(Location(f"--vary {printable(up)}"), "", "name two different numbers")])
    first, second = ((axis.path, np.array(axis.values)) for axis in axes)
    return WinnerMap(axes[0], axes[1], mapped(plan, first, second))


def _number(answer: Answer, path: str, between: tuple[str, str] | None) -> VariedNumber | ListedNumber:
    """Find a number in the scenario, or in the price files; raises BadInput when there is none such."""
    found = None if path.partition(".")[0] in Scenario.model_fields else moving(answer).inputs.get(path)
    if found is None or found.value.size > 1:
        return varied_number(answer.plan.file, path, between)
    value, measure = float(found.value[0, 0]), found.unit.text
    low, high = bounds_of(between, measure, path) if between else (value / _TIMES, value * _TIMES)
    if not 0 <= low < high:  # no number of the price files may be below 0
        what = "name bounds of 0 or more with --between A B"
        raise BadInput([Problem(Location(f"--vary {printable(path)}"), "", what)])
    return ListedNumber(path, measure, value, low, high)


def _believed(number: VariedNumber | ListedNumber, plan: MovingPlan) -> VariedNumber | ListedNumber:
    """Return a share over the values that are believed of it: on a map most others would be margin."""
    found = plan.inputs.get(number.name)
    belief = None if found is None or found.origin is None else found.origin.belief
    if belief is None or number.unit != "share":
        return number
    return replace(number, low=belief.at(_RARE), high=belief.at(1 - _RARE))


def _moved(answer: Answer, number: VariedNumber | ListedNumber, plan: MovingPlan | None = None) -> _Moved:
    """Find the plan in which a number moves; one that the scenario does not say is written into it first."""
    if isinstance(number, ListedNumber):
        return _Moved(number, plan or moving(answer))
    try:
        low, _ = number.scenario(number.low), number.scenario(number.high)
    except BadInput:
        return _Moved(number, None)
    if plan is None:
        plan = moving(answer) if number.value is not None else _said(low, answer.plan)
    found = plan.inputs.get(number.name) if plan is not None else None
    return _Moved(number, None if found is None or found.value.size > 1 else plan)


def _said(scenario: Scenario, plan: Plan) -> MovingPlan | None:
    """Return the plan of a scenario that says the number; None where that cannot be evaluated."""
    try:
        evaluation = evaluate(scenario, plan.prices, plan.texts)
    except BadInput:
        return None
    return MovingPlan.of(evaluation, scenario, plan.prices, plan.texts)


def _base_case(plan: Plan, moved: _Moved) -> Callable[[float], Outcome]:
    """Return what tells what the plan comes to at each value of a number."""
    number = moved.number
    if moved.plan is not None:
        return BaseCase.of(moved.plan, number.name, moved.span).at
    if isinstance(number, ListedNumber):
        raise AssertionError("a number of the price files is moved in formulas only")  # noqa: TRY004

    def at(value: float) -> Outcome:
        try:
            evaluation = evaluate(number.scenario(value), plan.prices, plan.texts)
        except BadInput as bad:
            return Outcome({}, (), bad.problems[0].what)
        totals = {name: option.total for name, option in evaluation.options.items()}
        return Outcome(totals, {name for name, option in evaluation.options.items() if option.feasible})

    return at


def _reference(scenario: Scenario, against: str | None) -> str:
    if against is None or against in scenario.options:
        return against or scenario.baseline
    if against in scenario.switched_off:
        what = f"'{printable(against)}' is switched off (enabled: false)"
        raise BadInput([Problem(Location("--against"), "", what)])
    hint = suggest(against, scenario.options) or f"; there are {', '.join(scenario.options)}"
    what = f"'{printable(against)}' is no option of this plan{hint}"
    raise BadInput([Problem(Location("--against"), "", what)])
