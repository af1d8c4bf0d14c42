"""Staff: named pieces of work that people do to launch, or every month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, RootModel, model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity


class Task(FileModel):
    """Hours x hourly rate."""

    role: PlacedText
    """Who does it: a role under `people`."""
    hours: Annotated[Quantity, Measure("h", "hours")] | None = None
    """Hours to launch."""
    hours_per_month: Annotated[Quantity, Measure("h/month", "hours a month")] | None = None
    """Hours in every month."""

    @model_validator(mode="after")
    def _takes_time(self) -> Task:
        if self.hours is None and self.hours_per_month is None:
            raise ValueError("give hours, hours_per_month, or both")
        return self


class Staff(RootModel[Annotated[dict[str, Task], Field(min_length=1)]]):
    """Pieces of work by name, such as `integration` or `prompt upkeep`."""

    model_config = {"frozen": True}

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return a launch line and a monthly line for each task, those that apply."""
        lines = []
        for name, task in self.root.items():
            rate = situation.rate(task.role)
            if task.hours is not None:
                lines.append(Charge(name, task.hours, rate, Timing.LAUNCH))
            if task.hours_per_month is not None:
                label = f"{name}, each month" if task.hours is not None else name
                lines.append(Charge(label, task.hours_per_month, rate, Timing.MONTHLY))
        return lines
