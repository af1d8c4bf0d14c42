"""Prompt work: the iterations until a prompt is good, what it takes to keep it good, and to carry it to another model.

cost to launch = iterations x hours each x hourly rate; each month = upkeep hours x rate; at each move to another model
= hours per model change x rate. The runs over the evaluation set stand under evaluation. Iterations: 20 to 50 by
article "Before you fine-tune, three things to try first".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Component, Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity


class PromptWork(FileModel):
    """Iterations x hours each, upkeep every month, and hours for each move to another model."""

    role: PlacedText
    """Who does it: a role under `people`."""
    iterations: Annotated[Quantity, Measure("iteration", "prompt iterations")] | None = None
    """How many versions are tried until one is good enough."""
    hours_each: Annotated[Quantity, Measure("h/iteration", "hours per iteration")] | None = None
    """Hours for each version: writing it, running it, reading the answers."""
    hours_per_month: Annotated[Quantity, Measure("h/month", "prompt upkeep")] | None = None
    """Hours of upkeep in every month."""
    hours_per_model_change: Annotated[Quantity, Measure("h", "hours per model change")] | None = None
    """Hours until the prompt is good on another model; paid at each move that `lock_in` counts."""

    @model_validator(mode="after")
    def _is_something(self) -> PromptWork:
        if (self.iterations is None) != (self.hours_each is None):
            raise ValueError("iterations and hours_each belong together")
        if all(part is None for part in (self.iterations, self.hours_per_month, self.hours_per_model_change)):
            raise ValueError("is empty; give iterations with hours_each, hours_per_month, or both")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the iterations and the upkeep, those that apply."""
        rate, lines = situation.rate(self.role), []
        if self.iterations is not None and self.hours_each is not None:
            hours = (self.iterations * self.hours_each).named("hours of prompt iterations")
            lines.append(Charge("prompt iterations", hours, rate, Timing.LAUNCH))
        if self.hours_per_month is not None:
            lines.append(Charge("prompt upkeep", self.hours_per_month, rate, Timing.MONTHLY))
        return lines

    def carried_over(self) -> Component | None:
        """Return the work of one move to another model; None where none is counted."""
        if self.hours_per_model_change is None:
            return None
        return _OnAnotherModel(role=self.role, hours=self.hours_per_model_change)


@dataclass(frozen=True, slots=True)
class _OnAnotherModel:
    """Hours on one move to another model."""

    role: PlacedText
    hours: Quantity

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the hours."""
        return [Charge("prompt carried over", self.hours, situation.rate(self.role), Timing.LAUNCH)]
