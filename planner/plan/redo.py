"""Work that is done again: for a retraining, or when an option moves to another model.

cost = times x (share of the data + rounds of training + evaluation runs + hours + weeks in which both models run).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Repeatable, Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_with
from planner.quantities.quantity import Quantity, constant

_SERVING = ("token_usage", "hosting")


class Redo(FileModel):
    """What is done again each time."""

    data_share: Annotated[Quantity, Measure("share", "share of the data made again", at_most=1)] | None = None
    """The share of the training data that is made again, at what data_curation costs."""
    rounds: Annotated[Quantity, Measure("job", "training rounds again")] | None = None
    """Training rounds, each at what one of the option's own costs by then."""
    evaluation_runs: Annotated[Quantity, Measure("times", "regression runs")] | None = None
    """Runs over the option's evaluation set, to see that nothing got worse."""
    hours: Annotated[Quantity, Measure("h", "hours of work again")] | None = None
    """Hours of other work, such as changing the prompt and rolling out."""
    role: PlacedText | None = None
    """Who does that: a role under `people`."""
    parallel_weeks: Annotated[Quantity, Measure("week", "weeks in parallel")] | None = None
    """Weeks in which the new model runs beside the old one: tokens, deployments and GPUs are paid twice."""

    @model_validator(mode="after")
    def _has_a_role(self) -> Redo:
        if (self.hours is None) != (self.role is None):
            raise ValueError("hours and role belong together")
        return self

    def done_again(
        self, times: Quantity, situation: Situation, why: str, day: date | None = None
    ) -> Iterator[Charge]:
        """Return what is charged where it is done `times` a month, in 1/month; `why` and `day` name the occasion."""
        for charge in self._once(situation):
            yield each_time(charge, times, why, day)

    def _once(self, situation: Situation) -> Iterator[Charge]:
        """Return what is charged to do it once."""
        for part, much in (
            ("data_curation", self.data_share),
            ("training", self.rounds),
            ("evaluation", self.evaluation_runs),
        ):
            if much is not None:
                for charge in self._repeatable(part, much, situation).again(much).charges(situation):
                    if charge.timing is Timing.LAUNCH:
                        yield charge
        if self.hours is not None and self.role is not None:
            yield Charge("work", self.hours, situation.rate(self.role), Timing.LAUNCH)
        if self.parallel_weeks is not None:
            yield from self._in_parallel(self.parallel_weeks, situation)

    def _repeatable(self, part: str, much: Quantity, situation: Situation) -> Repeatable:
        found = situation.parts.get(part)
        if isinstance(found, Repeatable):
            return found
        raise problem_with(much, f"the option has no {part} that could be done again")

    @staticmethod
    def _in_parallel(weeks: Quantity, situation: Situation) -> Iterator[Charge]:
        days = weeks * constant(7, "day/week", "days in a week")
        share = (days / situation.calendar.days).named("months in parallel")
        for part in _SERVING:
            component = situation.parts.get(part)
            for charge in component.charges(situation) if component is not None else ():
                if charge.timing is Timing.MONTHLY and charge.sku is not None:
                    beside = (charge.quantity * share).named(f"{charge.quantity.label}, in parallel")
                    yield replace(charge, item=f"{charge.item} in parallel", quantity=beside)


def each_time(charge: Charge, times: Quantity, why: str, day: date | None = None) -> Charge:
    """Return a launch charge as it falls due `times` a month."""
    quantity = (charge.quantity * times).named(f"{charge.quantity.label}, {why}")
    return replace(
        charge,
        item=f"{charge.item}, {why}",
        quantity=quantity,
        timing=Timing.DATED,
        occasion=why,
        day=day,
    )
