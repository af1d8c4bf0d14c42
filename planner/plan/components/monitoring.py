"""Monitoring: a sample of live traffic that a judge or people look at, every month, and the tool it is done with.

cost a month = cases x (judge call + minutes x hourly rate) + fee, where cases are a number, or a share of the requests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.call import SideCall
from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity, constant


class Monitoring(FileModel):
    """Cases watched each month x (judge call + review minutes x hourly rate), and a fee."""

    cases_per_month: Annotated[Quantity, Measure("case/month", "cases watched a month")] | None = None
    """Live cases that are looked at each month."""
    share: Annotated[Quantity, Measure("share", "share of requests watched", at_most=1)] | None = None
    """The share of all requests that is looked at, instead of a number."""
    judge: SideCall | None = None
    """The model that scores each case; it reads the request and the answer."""
    review_minutes: Annotated[Quantity, Measure("minute/case", "review minutes per case")] | None = None
    """Minutes a person looks at each case."""
    role: PlacedText | None = None
    """Who that is: a role under `people`."""
    fee: Annotated[Quantity, Measure("money/month", "monitoring fee")] | None = None
    """What the tool costs a month."""

    @model_validator(mode="after")
    def _is_whole(self) -> Monitoring:
        if self.cases_per_month is not None and self.share is not None:
            raise ValueError("give cases_per_month or share, not both")
        watched = self.cases_per_month is not None or self.share is not None
        looked_at = self.judge is not None or self.review_minutes is not None
        if watched != looked_at:
            raise ValueError(
                "how many cases (cases_per_month, share) and who looks (judge, review_minutes) belong together"
            )
        if not watched and self.fee is None:
            raise ValueError("is empty; give cases_per_month with review_minutes or a judge, or a fee")
        if (self.review_minutes is None) != (self.role is None):
            raise ValueError("review_minutes and role belong together")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the judge's calls, the people's hours and the fee, those that apply."""
        lines, cases = [], self._cases(situation)
        if self.judge is not None and cases is not None:
            call = situation.judged(self.judge)
            priced = situation.priced(call)
            calls = call.often(cases * constant(1, "request/case", "one call per case")).named(
                "judge calls a month"
            )
            lines.append(Charge("live cases judged", calls, priced.cost, Timing.MONTHLY, priced.offer.name))
        if self.review_minutes is not None and self.role is not None and cases is not None:
            hours = cases * self.review_minutes / constant(60, "minute/h", "minutes in an hour")
            rate = situation.rate(self.role)
            lines.append(
                Charge("live cases watched", hours.named("watching hours a month"), rate, Timing.MONTHLY)
            )
        if self.fee is not None:
            one = constant(1, "", "one tool")
            lines.append(Charge("monitoring tool", one, self.fee, Timing.MONTHLY))
        return lines

    def _cases(self, situation: Situation) -> Quantity | None:
        if self.share is None:
            return self.cases_per_month
        each = constant(1, "case/request", "one case per request")
        return (situation.demand.requests * self.share * each).named("cases watched a month")
