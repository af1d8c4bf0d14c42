"""Retraining: a tuned model made again on the same base, by the calendar, by drift, or on chosen days.

times in a month = multiples of n months since the launch that fall in it + drift rate + chosen days in it;
cost = times x what is done again (`planner/plan/redo.py`). A retirement of the base model is a move to another one and
stands under lock_in. Articles: 1 to 4 retrainings a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field, model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import Day, Measure
from planner.plan.redo import Redo
from planner.plan.spans import once_in
from planner.quantities.months import Month
from planner.quantities.quantity import Quantity, constant, larger, rounded_up


class Retraining(Redo):
    """Retrainings in each month x what one costs."""

    every_months: Annotated[Quantity, Measure("", "months between retrainings", above=0)] | None = None
    """Months from one to the next, the first one so long after the launch."""
    drift_per_month: Annotated[Quantity, Measure("share/month", "drift a month")] | None = None
    """How often a month the traffic has changed so much that it is trained again: 10 % is every ten months."""
    on: Annotated[tuple[Day, ...], Field(min_length=1)] | None = None
    """Days on which it is trained again, from its launch on."""

    @model_validator(mode="after")
    def _has_a_trigger(self) -> Retraining:
        if self.every_months is None and self.drift_per_month is None and self.on is None:
            raise ValueError("give when: every_months, drift_per_month, or on with a list of days")
        if all(getattr(self, name) is None for name in Redo.model_fields):
            raise ValueError(
                "give what is done again: data_share, rounds, evaluation_runs, hours or parallel_weeks"
            )
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return what each trigger costs, in the months in which it is pulled."""
        lines: list[Charge] = []
        if self.every_months is not None:
            times = self._by_calendar(self.every_months, situation)
            for of, era, then in situation.apart():
                due = times if era is None else times * era.begins(situation.calendar)
                lines += self.done_again(due, then, f"retraining{of}")
        for day in sorted(set(self.on or ())):
            once = once_in(Month.of(day), situation.calendar)
            if day in situation.calendar and situation.phases.launched_by(day):
                lines += self.done_again(once, situation.on(day), f"retraining on {day}", day)
        if self.drift_per_month is not None:
            times = self.drift_per_month.named("retrainings for drift a month")
            for of, era, then in situation.apart():
                due = times if era is None else times * era.share(situation.calendar)
                lines += [
                    replace(charge, timing=Timing.MONTHLY)
                    for charge in self.done_again(due, then, f"retraining{of} for drift")
                ]
        return lines

    def _by_calendar(self, every: Quantity, situation: Situation) -> Quantity:
        """Return how many multiples of the interval fall in each month; the launch itself is none."""
        one = constant(1, "", "1")
        since = (situation.calendar.elapsed - situation.phases.launched_after).named(
            "months since the launch"
        )
        until = (since + one).named("months since the launch, at the month's end")

        def reached(months: Quantity, when: str) -> Quantity:
            intervals = larger((months / every).named(f"intervals {when}"), one).named(
                f"intervals {when}, at least 1"
            )
            return rounded_up(intervals).named(f"retrainings due {when}, and the one to come")

        times = reached(until, "by the month's end") - reached(since, "by its start")
        monthly = times * constant(1, "times/month", "a month")
        return monthly.measured_in("times/month").named("retrainings in the month")
