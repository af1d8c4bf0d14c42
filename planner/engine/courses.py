"""One option as it goes in one case, with those that stand in for it: its charges, and what its code branched on.

A course holds for every draw that answers the same questions alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.engine.handover import Service, served
from planner.engine.own_costs import OwnCosts
from planner.engine.situations import Setting
from planner.quantities.branching import Branch, following
from planner.results.ledger import Line


@dataclass(frozen=True, slots=True)
class Course:
    """One option from the first month to the last, whoever serves."""

    service: Service
    lines: tuple[Line, ...]
    branches: tuple[Branch, ...]

    @classmethod
    def of(
        cls,
        own: OwnCosts,
        everyone: Mapping[str, OwnCosts],
        setting: Setting,
        inputs: Mapping[str, float] | None = None,
    ) -> Course:
        """Follow an option among the others, in the base case or for other inputs."""
        with following(inputs) as branches:
            service = served(own, everyone, setting.scenario.tuned_before)
        for name in service.helped_by:
            branches += everyone[name].branches
        months = setting.calendar.count
        lines = tuple(Line.of(own.name, part, charge, months) for part, charge in service.charges)
        return cls(service, lines, (*own.branches, *branches))

    @classmethod
    def following(cls, name: str, setting: Setting, inputs: Mapping[str, float]) -> Course:
        """Evaluate one option for other inputs, in base units by place; raises BadInput where that makes no plan."""
        option = setting.scenario.options[name]
        helpers = [each for each in (option.until_launch, option.after_retirement) if each is not None]
        own = {each: OwnCosts.of(each, setting, inputs) for each in dict.fromkeys((name, *helpers))}
        return cls.of(own[name], own, setting, inputs)

    @property
    def feasible(self) -> bool:
        """Whether nothing blocks the option."""
        return not any(event.blocks for event in self.service.events)
