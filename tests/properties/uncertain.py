"""A plan in which nearly every number is uncertain, of which any draw can be written into the file as plain numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from planner.engine.costs import Costs
from planner.engine.courses import Course, course_with
from planner.engine.evaluate import evaluate
from planner.engine.moving import MovingPlan, beliefs_in, inputs_of
from planner.engine.simulation import Simulation
from planner.files.checking import check
from planner.files.overrides import with_number
from planner.files.yaml_text import YamlDocument
from planner.plan.catalog.price_book import PriceBook
from planner.plan.charge import Timing
from planner.plan.number_text import number_of
from planner.plan.problems import BadInput, dotted
from planner.plan.scenario import Scenario
from planner.plan.texts import TokenCounts
from planner.quantities.distribution import FloatArray
from planner.quantities.draws import Draws
from planner.quantities.located import Path, locate, place_of
from planner.quantities.provenance import Location
from planner.quantities.quantity import Quantity
from planner.quantities.replay import Memo, replayed
from planner.results.evaluation import Evaluation

DRAWS = 100
_CERTAIN = {"scenario", "horizon", "draws", "seed", "as_of", "correlate", "tuned_before"}
_NO_NUMBERS = {
    "source",
    "note",
    "address",
    "file",
    "title",
    "minimum",
    "p50",
    "p95",
    "samples",
    "memory_share",
}
"""Texts; the fewest replicas, which must not be more than the most in any draw, nor a P50 more than its P95; how many
calls were measured, of which there are no halves; and the share of a GPU's memory into which a model has to fit."""
_HERE = Location("a draw")
_SPREAD = ((0.3, 3.0), (0.3, 1.0), (1.0, 3.0))


@dataclass
class UncertainPlan:
    """A scenario over known prices, made uncertain wherever a number may be."""

    document: YamlDocument
    prices: PriceBook
    counts: TokenCounts

    @classmethod
    def of(cls, document: YamlDocument, prices: PriceBook, counts: TokenCounts) -> UncertainPlan:
        """Make every number of a file uncertain: `40` is `40 (12 to 120)` then, or what its limits leave of that."""
        plan = cls(replace(document, data=deepcopy(document.data)), prices, counts)
        waiting = [(path, said, _ways(said)) for path, said in _numbers(plan.document.data, ())]
        while waiting:
            tried = [(path, next(ways, None), said, ways) for path, said, ways in waiting]
            for path, way, said, _ in tried:
                plan._say(path, said if way is None else way)
            refused = plan._refused()
            waiting = [
                (path, said, ways)
                for path, way, said, ways in tried
                if way is not None and any(_is_at(path, where) for where in refused)
            ]
        return plan

    @cached_property
    def moving(self) -> MovingPlan:
        return self._moving(self.document)

    @cached_property
    def places(self) -> dict[str, Path]:
        """Where in the file each uncertain number stands, by its place in the plan."""
        every = {".".join(map(str, path)): path for path in _nodes(self.document.data, ())}
        return {name: every[name] for name in self.drawn[0] if name in every}

    @cached_property
    def drawn(self) -> tuple[dict[str, Quantity], Simulation, dict[str, FloatArray], dict[str, Costs]]:
        """Every uncertain input, what costs every option, the draws of each input, and what each option costs then."""
        inputs = self.moving.inputs
        while True:
            beliefs = beliefs_in(inputs)
            ranges = {path: belief.reach for path, belief in beliefs.items()}
            simulation = self.moving.simulation(ranges, by_month=True)
            values = Draws(beliefs, 1, DRAWS).block(slice(0, DRAWS))
            costs = simulation.run(values)
            inputs = {**inputs_of(simulation.followed), **inputs}
            if beliefs_in(inputs).keys() == beliefs.keys():
                return {path: inputs[path] for path in beliefs}, simulation, values, costs

    def written(self, inputs: Mapping[str, float]) -> Evaluation:
        """Return the plan of a file that says these numbers, in base units; raises BadInput where that is none."""
        document = self.document
        for name, value in inputs.items():
            scale = self.drawn[0][name].unit.scale
            document = with_number(document, self.places[name], float(f"{value / scale:.15g}"), _HERE)
        return evaluate(check(document, Scenario), self.prices, self.counts)

    def _moving(self, document: YamlDocument) -> MovingPlan:
        scenario = check(document, Scenario)
        return MovingPlan.of(evaluate(scenario, self.prices, self.counts), scenario, self.prices, self.counts)

    def _say(self, path: Path, said: Any) -> None:
        holder = self.document.data
        for part in path[:-1]:
            holder = holder[part]
        place = place_of(holder[path[-1]])
        holder[path[-1]] = said if place is None else locate(said, *place)

    def _refused(self) -> set[str]:
        try:
            check(self.document, Scenario)
        except BadInput as bad:
            return {problem.where for problem in bad.problems}
        return set()


@dataclass(frozen=True)
class Cost:
    """What one option costs in one draw."""

    monthly: FloatArray
    upfront: float
    feasible: bool
    met: Mapping[str, bool]
    """Whether it meets each objective that can be judged."""

    @classmethod
    def replayed(cls, plan: MovingPlan, name: str, inputs: Mapping[str, float]) -> Cost:
        """Work it out by the option's own course in this case, line by line."""
        course: Course = course_with(inputs, name, plan.setting)
        months = plan.setting.calendar.count
        monthly, upfront, memo = np.zeros(months), 0.0, Memo()
        places = {path: np.full((1, 1), value) for path, value in inputs.items()}
        for line in course.lines:
            amount = line.charge.amount
            laid_out = np.zeros(months)
            many = amount.value.shape[1] if line.charge.timing is Timing.LAUNCH else months
            laid_out[:many] = replayed(amount, places, memo)[0]
            monthly += laid_out
            upfront += laid_out[0] if line.charge.timing is Timing.LAUNCH else 0.0
        met = {
            each.measure: each.met is not None and bool(replayed(each.met, places, memo).all())
            for each in course.objectives
        }
        return cls(monthly, upfront, course.feasible and all(met.values()), met)

    @classmethod
    def of_draw(cls, costs: Costs, place: int) -> Cost:
        met = {measure: bool(values[place]) for measure, values in costs.met.items()}
        return cls(costs.monthly[:, place], float(costs.upfront[place]), bool(costs.feasible[place]), met)

    @classmethod
    def evaluated(cls, evaluation: Evaluation, name: str) -> Cost:
        option = evaluation.options[name]
        met = {each.measure: bool(each.holds) for each in option.objectives}
        return cls(option.monthly[0], option.upfront, option.feasible, met)

    def differs(self, other: Cost) -> bool:
        least = 1e-9 * float(np.abs(self.monthly).sum())
        return (
            self.feasible != other.feasible
            or self.met != other.met
            or bool((np.abs(self.monthly - other.monthly) > least).any())
            or abs(self.upfront - other.upfront) > least
        )


def _ways(said: float | str) -> Iterator[str]:
    """Return ways to say that a number is far from sure; a 0 is one in every second draw."""
    number = number_of(said) if isinstance(said, str) else float(said)
    if number == 0:
        yield from ("0 (0 to 3)", "0 (0 to 0.4)")
    for low, high in _SPREAD if number > 0 else ():
        yield f"{number:.12g} ({number * low:.12g} to {number * high:.12g})"


def _numbers(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Return the places of all that may be a number, in the order of the file."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if not path and key in _CERTAIN:
            continue
        here = (*path, key)
        yield from _numbers(value, here)
        if key in _NO_NUMBERS or isinstance(value, bool | dict | list):
            continue
        if isinstance(value, int | float) or (isinstance(value, str) and _is_number(value)):
            yield here, value


def _nodes(data: Any, path: Path) -> Iterator[Path]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _nodes(value, (*path, key))


def _is_number(text: str) -> bool:
    try:
        number_of(text)
    except ValueError:
        return False
    return True


def _named(path: Path) -> Path:
    return path[:-1] if path[-1] == "value" else path


def _is_at(path: Path, where: str) -> bool:
    return where in {dotted(path), dotted(_named(path)), dotted(path[:-1])}
