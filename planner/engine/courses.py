"""One option as it goes in one case, with those that stand in for it: its charges, and what its code branched on.

A course holds for every draw that answers the same questions alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.engine.handover import Service, served
from planner.engine.objectives import judged
from planner.engine.own_costs import OwnCosts
from planner.engine.situations import Setting
from planner.quantities.branching import Branch, following
from planner.quantities.quantity import Quantity
from planner.results.evaluation import OptionResult
from planner.results.latency import Judged
from planner.results.ledger import Line


@dataclass(frozen=True, slots=True)
class Course:
    """What draws need of one option: its charges, what it branched on, and whether nothing blocks it."""

    lines: Sequence[Line]
    branches: Sequence[Branch]
    feasible: bool
    """Whether nothing blocks it and its objectives can be judged; what they say is told draw by draw."""
    objectives: Sequence[Judged] = ()

    @classmethod
    def of(cls, option: OptionResult) -> Course:
        """Return the course of the base case."""
        return cls(
            option.lines, option.branches, option.lasts and _are_known(option.objectives), option.objectives
        )

    @property
    def numbers(self) -> list[Quantity]:
        """Every number that decides what it costs, or whether it is possible."""
        return [
            *(line.charge.amount for line in self.lines),
            *(branch.quantity for branch in self.branches),
            *(each.met for each in self.objectives if each.met is not None),
        ]


def served_with(
    own: OwnCosts,
    everyone: Mapping[str, OwnCosts],
    setting: Setting,
    inputs: Mapping[str, float] | None = None,
) -> tuple[Service, tuple[Line, ...], tuple[Branch, ...]]:
    """Return how an option serves among the others, its ledger lines, and all that was branched on.

    It is the base case, or the case with other inputs, in base units by place.
    """
    with following(inputs) as branches:
        service = served(own, everyone, setting.scenario.tuned_before)
    for name in service.helped_by:
        branches += everyone[name].branches
    months = setting.calendar.count
    lines = tuple(Line.of(own.name, part, charge, months) for part, charge in service.charges)
    return service, lines, (*own.branches, *branches)


def course_with(inputs: Mapping[str, float], name: str, setting: Setting) -> Course:
    """Return one option's course for other inputs, in base units by place; raises BadInput where there is no plan."""
    option = setting.scenario.options[name]
    helpers = [each for each in (option.until_launch, option.after_retirement) if each is not None]
    own = {each: OwnCosts.of(each, setting, inputs) for each in dict.fromkeys((name, *helpers))}
    service, lines, branches = served_with(own[name], own, setting, inputs)
    objectives = judged(own[name], service, own, lines, setting)
    lasts = not any(event.blocks for event in service.events)
    return Course(lines, branches, lasts and _are_known(objectives), objectives)


def _are_known(objectives: Sequence[Judged]) -> bool:
    """Whether every objective can be judged by a number: nothing is met that nobody knows."""
    return all(each.met is not None for each in objectives)
