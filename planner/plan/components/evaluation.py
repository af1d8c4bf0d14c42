"""Evaluation: a held-out set, and what each run over it costs in calls and in people's minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_at
from planner.quantities.quantity import Quantity, constant


class Evaluation(FileModel):
    """Set-up hours, then runs x cases x (one model call + review minutes); a monthly sample is watched afterwards.

    Model calls are paid where the option is paid by the token; on an own GPU they cost nothing more.
    """

    setup_hours: Annotated[Quantity, Measure("h", "hours to build the evaluation")] | None = None
    """Hours to build the set and the scoring."""
    cases: Annotated[Quantity, Measure("case", "evaluation cases")] | None = None
    """How many cases the held-out set has."""
    runs: Annotated[Quantity, Measure("times", "evaluation runs")] | None = None
    """How often it is run before launch: once a prompt change or training round."""
    review_minutes: Annotated[Quantity, Measure("minute/case", "review minutes per case")] | None = None
    """Minutes a person looks at each case of a run."""
    monitored_cases_per_month: Annotated[Quantity, Measure("case/month", "cases watched a month")] | None = (
        None
    )
    """Cases of live traffic that a person looks at each month, for `review_minutes` each."""
    role: PlacedText | None = None
    """Who does it: a role under `people`."""

    @model_validator(mode="after")
    def _is_whole(self) -> Evaluation:
        if (self.cases is None) != (self.runs is None):
            raise ValueError("cases and runs belong together")
        if self.role is None and any((self.setup_hours, self.review_minutes)):
            raise ValueError("hours and minutes need a role")
        if self.review_minutes is not None and self.cases is None and self.monitored_cases_per_month is None:
            raise ValueError("review_minutes have no effect without cases or monitored_cases_per_month")
        if self.monitored_cases_per_month is not None and self.review_minutes is None:
            raise ValueError("monitored_cases_per_month needs review_minutes")
        if self.setup_hours is None and self.cases is None and self.monitored_cases_per_month is None:
            raise ValueError("is empty; give setup_hours, cases with runs, or monitored_cases_per_month")
        if self.role is not None and self.setup_hours is None and self.review_minutes is None:
            raise ValueError("role has no effect without setup_hours or review_minutes")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return set-up, model calls, review and monitoring, those that apply."""
        lines = []
        if self.setup_hours is not None:
            lines.append(Charge("evaluation built", self.setup_hours, self._rate(situation), Timing.LAUNCH))
        if self.cases is not None and self.runs is not None:
            looked_at = (self.cases * self.runs).named("cases run")
            lines += self._calls(looked_at, situation)
            if self.review_minutes is not None:
                hours = self._hours(looked_at)
                lines.append(Charge("evaluation reviewed", hours, self._rate(situation), Timing.LAUNCH))
        if self.monitored_cases_per_month is not None:
            watched = self._hours(self.monitored_cases_per_month)
            lines.append(Charge("live cases watched", watched, self._rate(situation), Timing.MONTHLY))
        return lines

    def _calls(self, cases: Quantity, situation: Situation) -> list[Charge]:
        if situation.request_cost is None:
            return []
        calls = (cases * constant(1, "request/case", "one request per case")).named("evaluation requests")
        cost, sku = situation.request_cost, situation.model
        return [Charge("evaluation requests", calls, cost, Timing.LAUNCH, sku)]

    def _hours(self, cases: Quantity) -> Quantity:
        if self.review_minutes is None:
            raise AssertionError("the validator asks for review_minutes")
        return (cases * self.review_minutes / constant(60, "minute/h", "minutes in an hour")).named(
            "review hours"
        )

    def _rate(self, situation: Situation) -> Quantity:
        if self.role is None:
            raise problem_at("", "hours need a role")
        return situation.rate(self.role)
