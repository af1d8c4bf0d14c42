"""Evaluation: a held-out set, and what each run over it costs in calls and in people's minutes.

cost = set-up hours x rate + runs x cases x (model call + judge call + minutes x hourly rate). A run is made for each
prompt change or training round that is kept, and again at every retraining and every move to another model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.call import SideCall
from planner.plan.charge import Charge, Timing
from planner.plan.component import Component, Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_at, problem_with
from planner.quantities.quantity import Quantity, constant


class Evaluation(FileModel):
    """Set-up hours, then runs x cases x (model call + judge call + review minutes).

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
    judge: SideCall | None = None
    """The model that scores each case of a run; it reads the request and the answer."""
    role: PlacedText | None = None
    """Who does it: a role under `people`."""

    @model_validator(mode="after")
    def _is_whole(self) -> Evaluation:
        if (self.cases is None) != (self.runs is None):
            raise ValueError("cases and runs belong together")
        if self.role is None and any((self.setup_hours, self.review_minutes)):
            raise ValueError("hours and minutes need a role")
        if self.review_minutes is not None and self.cases is None:
            raise ValueError("review_minutes have no effect without cases")
        if self.judge is not None and self.cases is None:
            raise ValueError("a judge has no effect without cases")
        if self.setup_hours is None and self.cases is None:
            raise ValueError("is empty; give setup_hours, or cases with runs")
        if self.role is not None and self.setup_hours is None and self.review_minutes is None:
            raise ValueError("role has no effect without setup_hours or review_minutes")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return set-up, model calls, judge calls and review, those that apply."""
        lines = []
        if self.setup_hours is not None:
            lines.append(Charge("evaluation built", self.setup_hours, self._rate(situation), Timing.LAUNCH))
        if self.cases is not None and self.runs is not None:
            looked_at = (self.cases * self.runs).named("cases run")
            lines += self._calls(looked_at, situation)
            if self.review_minutes is not None:
                hours = looked_at * self.review_minutes / constant(60, "minute/h", "minutes in an hour")
                rate = self._rate(situation)
                lines.append(Charge("evaluation reviewed", hours.named("review hours"), rate, Timing.LAUNCH))
        return lines

    def again(self, much: Quantity) -> Component:
        """Return so many more runs over the set that is there."""
        if self.cases is None:
            raise problem_with(much, "the option's evaluation has no cases that could be run again")
        return self.model_copy(update={"runs": much, "setup_hours": None})

    def _calls(self, cases: Quantity, situation: Situation) -> Iterator[Charge]:
        calls = (cases * constant(1, "request/case", "one request per case")).named("evaluation requests")
        if situation.request_cost is not None:
            cost, sku = situation.request_cost, situation.model
            yield Charge("evaluation requests", calls, cost, Timing.LAUNCH, sku)
        if self.judge is not None:
            judge = situation.priced(situation.judged(self.judge))
            judged = judge.call.often(calls).named("judge calls")
            yield Charge("evaluation judged", judged, judge.cost, Timing.LAUNCH, judge.offer.name)

    def _rate(self, situation: Situation) -> Quantity:
        if self.role is None:
            raise problem_at("", "hours need a role")
        return situation.rate(self.role)
