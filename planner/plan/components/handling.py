"""Handling: people who answer the requests themselves, with no model at all.

cost = requests x minutes x hourly rate, or requests x price of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.latency.call_profile import ONE_REQUEST, ONE_TOKEN, CallProfile, Evidence
from planner.plan.request import RequestTokens
from planner.quantities.quantity import Quantity, constant


class Handling(FileModel):
    """Requests x minutes x hourly rate, or requests x price of one."""

    minutes: Annotated[Quantity, Measure("minute/request", "minutes per request")] | None = None
    """Minutes that a person takes for one request."""
    role: PlacedText | None = None
    """Who that is: a role under `people`."""
    price: Annotated[Quantity, Measure("money/request", "price per request")] | None = None
    """What one request costs, such as a service provider's price, instead of minutes."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Handling:
        if (self.minutes is None) == (self.price is None):
            raise ValueError("give minutes with a role, or price")
        if (self.minutes is None) != (self.role is None):
            raise ValueError("minutes and role belong together")
        return self

    def pace(self, tokens: RequestTokens) -> CallProfile:
        """Return how long a person takes for one request, as if it were a call that always takes the same."""
        if self.minutes is None:
            raise AssertionError("only people whose minutes are known are asked")
        seconds = self.minutes * constant(60, "s/minute", "60 seconds a minute") * ONE_REQUEST
        return CallProfile(
            name="people",
            title="people",
            evidence=Evidence.GIVEN,
            ttft=seconds.measured_in("ms").named("minutes of a person"),
            prompt_tokens=tokens.input,
            slope=constant(0, "ms/1k tok", "nothing for a longer prompt"),
            tpot=constant(0, "ms/tok", "nothing for a longer answer"),
            sigma=constant(0, "", "no spread is known"),
            after_tokens=ONE_TOKEN,
            region="your offices",
        )

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the hours of every month, or the requests."""
        requests = situation.demand.requests
        if self.price is not None:
            return [Charge("requests handled", requests, self.price, Timing.MONTHLY)]
        if self.minutes is None or self.role is None:
            raise AssertionError("the validator lets one way through")
        hours = requests * self.minutes / constant(60, "minute/h", "minutes in an hour")
        rate = situation.rate(self.role)
        return [Charge("requests handled", hours.named("handling hours a month"), rate, Timing.MONTHLY)]
