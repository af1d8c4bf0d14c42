"""What is asked of every option alike: how many requests, how long, and how they grow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from planner.plan.calendar import Calendar
from planner.plan.file_model import FileModel, Measure
from planner.plan.texts import TokenSource
from planner.quantities.quantity import Quantity, constant, power
from planner.quantities.units import unit

_MONTHS_A_YEAR = 12


class Workload(FileModel):
    """What is asked, in the words of the scenario."""

    requests: Annotated[Quantity, Measure("request", "requests")]
    """How many requests there are in each `per`."""
    per: Literal["day", "week", "month", "year"]
    """The span that `requests` counts."""
    user_tokens: TokenSource
    """What a request brings besides the prompt: tokens on average, or a file of real ones."""
    output_tokens: TokenSource
    """Tokens the model answers with: a number on average, or a file of real answers."""
    growth: Annotated[Quantity, Measure("share", "growth a month", at_least=-0.99, at_most=1)] | None = None
    """How much more is asked each month than in the month before: `2%`. It compounds."""
    seasonality: (
        Annotated[
            tuple[Annotated[Quantity, Measure("", "seasonal multiplier")], ...],
            Field(min_length=12, max_length=12),
        ]
        | None
    ) = None
    """Twelve multipliers, January to December."""
    busy_hour: (
        Annotated[Quantity, Measure("share", "busy hour's share of the day", at_least=1 / 24, at_most=1)]
        | None
    ) = None
    """The share of a day's requests that falls in its busiest hour, 1/24 or more; sizes whole replicas."""
    busy_day: Annotated[Quantity, Measure("", "busy day over an average one", at_least=1)] | None = None
    """How many times as much is asked on a busy day as on an average one: 1.2; an average day when left out."""
    minute_burst: Annotated[Quantity, Measure("", "busiest minute over its hour", at_least=1)] | None = None
    """How many times as much is asked in the busiest minute as in a minute of the busy hour: 1.5; for rate limits."""
    cost_per_error: Annotated[Quantity, Measure("money/request", "cost of a wrong answer")] | None = None
    """What one wrong answer costs, whichever option gives it; every option then needs its `accuracy`."""
    cost_per_escalation: Annotated[Quantity, Measure("money/request", "cost of an escalation")] | None = None
    """What one request costs that an option hands to people."""

    def demand(self, calendar: Calendar) -> Demand:
        """Lay the workload out over the months."""
        asked = replace(self.requests, unit=unit(f"request/{self.per}"), label=f"requests a {self.per}")
        if self.growth is not None:
            one = constant(1, "", "1")
            asked = asked * power(one + self.growth, calendar.elapsed).named("growth so far")
        if self.seasonality is not None:
            asked = asked * self._season(calendar)
        if self.per in {"day", "week"}:
            a_day = asked / constant(7, "day/week", "7 days a week") if self.per == "week" else asked
            requests = a_day * calendar.days
        else:
            twelfth = constant(_MONTHS_A_YEAR, "month/year", "12 months a year")
            requests = asked / twelfth if self.per == "year" else asked
            a_day = requests / calendar.days
        return self._laid_out(requests, a_day if a_day.label else a_day.named("requests on a day"))

    def _laid_out(self, requests: Quantity, a_day: Quantity) -> Demand:
        seconds = constant(3600, "s/h", "3,600 s/h")
        an_hour = a_day / constant(24, "h/day", "24 hours a day")
        busy_day = a_day
        if self.busy_day is not None:
            busy_day = (a_day * self.busy_day).named("requests on a busy day")
        busy = None
        if self.busy_hour is not None:
            busiest = busy_day * (self.busy_hour / constant(1, "h/day", "1 busy hour a day"))
            busy = busiest.named("requests in the busy hour") / seconds
        return Demand(
            requests=requests.named("requests a month"),
            rate=(an_hour / seconds).named("requests a second"),
            busy_rate=None if busy is None else busy.named("requests a second in the busy hour"),
            busy_day=busy_day,
            burst=self.minute_burst,
        )

    def _season(self, calendar: Calendar) -> Quantity:
        multipliers = self.seasonality or ()
        numbers = np.array([month.number - 1 for month in calendar.months])
        picked = [
            multiplier
            * replace(
                constant(0, "", f"months numbered {i + 1}"),
                value=(numbers == i).astype(np.float64).reshape(1, -1),
            )
            for i, multiplier in enumerate(multipliers)
            if (numbers == i).any()
        ]
        result = picked[0]
        for part in picked[1:]:
            result = result + part
        return result.named("seasonal multiplier")


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked, month by month.

    `requests` is in request/month; `rate` is the month's mean and `busy_rate` that of the busy hour, in request/s.
    """

    requests: Quantity
    rate: Quantity
    busy_rate: Quantity | None
    busy_day: Quantity
    """Requests on a busy day of each month, in request/day."""
    burst: Quantity | None = None
    """How many times as much is asked in the busiest minute as in a minute of the busy hour."""

    @property
    def even_minute(self) -> Quantity:
        """Requests a minute where a busy day's requests come evenly, in request/minute."""
        return (self.busy_day / constant(1440, "minute/day", "1,440 minutes a day")).named(
            "requests a minute, evenly over a busy day"
        )

    @property
    def busy_minute(self) -> Quantity | None:
        """Requests in a minute of the busy hour; None where the workload does not say which share that has."""
        if self.busy_rate is None:
            return None
        minute = self.busy_rate * constant(60, "s/minute", "60 seconds a minute")
        return minute.named("requests a minute in the busy hour")

    @property
    def peak_minute(self) -> Quantity | None:
        """Requests in the busiest minute; None where the workload does not say how busy its busiest hour is."""
        busy = self.busy_minute
        if busy is None or self.burst is None:
            return busy
        return (busy * self.burst).named("requests in the busiest minute")
