"""A plan whose inputs can be moved: each option's course in the base case, and what makes the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.engine.courses import Course, course_with
from planner.engine.simulation import Simulation
from planner.engine.situations import Setting
from planner.plan.calendar import Calendar
from planner.plan.catalog.price_book import PriceBook
from planner.plan.scenario import Scenario
from planner.plan.texts import TokenCounts
from planner.quantities.distribution import Distribution
from planner.quantities.quantity import INPUT, Quantity
from planner.results.evaluation import Evaluation


@dataclass(frozen=True)
class MovingPlan:
    """A plan, ready to be costed for any values of its inputs."""

    setting: Setting
    courses: Mapping[str, Course]
    baseline: str

    @classmethod
    def of(
        cls, evaluation: Evaluation, scenario: Scenario, prices: PriceBook, counts: TokenCounts
    ) -> MovingPlan:
        """Make it of a plan that was evaluated."""
        calendar = Calendar.of(scenario.horizon, scenario.as_of)
        setting = Setting(scenario, calendar, scenario.workload.demand(calendar), prices, counts)
        courses = {name: Course.of(option) for name, option in evaluation.options.items()}
        return cls(setting, courses, evaluation.baseline)

    @cached_property
    def inputs(self) -> dict[str, Quantity]:
        """Every input that a number of the base case was made from, by its place in the plan."""
        return inputs_of(self.courses.values())

    def simulation(self, ranges: Mapping[str, tuple[float, float]], *, by_month: bool) -> Simulation:
        """Return what costs every option while inputs move between these ends, in base units."""
        months = self.setting.calendar.count
        return Simulation(self.courses, self._retraced, ranges, months, by_month)

    def _retraced(self, name: str, inputs: Mapping[str, float]) -> Course:
        return course_with(inputs, name, self.setting)


def inputs_of(courses: Iterable[Course]) -> dict[str, Quantity]:
    """Return every input of some courses, by its place in the plan."""
    return inputs_in(number for course in courses for number in course.numbers)


def inputs_in(numbers: Iterable[Quantity]) -> dict[str, Quantity]:
    """Return every input of some numbers, by its place in the plan; of one that is cut short, the longest."""
    found: dict[str, Quantity] = {}
    seen: set[int] = set()
    waiting = list(numbers)
    while waiting:
        quantity = waiting.pop()
        if id(quantity) in seen:
            continue
        seen.add(id(quantity))
        waiting += quantity.operands
        if quantity.operation is INPUT and quantity.origin is not None:
            known = found.setdefault(quantity.origin.path, quantity)
            if quantity.value.shape[1] > known.value.shape[1]:
                found[quantity.origin.path] = quantity
    return found


def beliefs_in(inputs: Mapping[str, Quantity]) -> dict[str, Distribution]:
    """Return what is believed of each input that is uncertain, in base units, by its place in the plan."""
    return {
        path: number.origin.belief
        for path, number in sorted(inputs.items())
        if number.origin is not None and number.origin.belief is not None
    }
