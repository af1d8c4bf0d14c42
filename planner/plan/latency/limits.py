"""What an account may ask of a provider, and how much of that an option needs, month by month.

A provider lets requests and tokens into a bucket that fills at a steady rate: below the limit nothing waits, above it
everything does. What a day asks beyond the limit of a day, or of its 1,440 minutes, can be answered on no day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from planner.plan.calendar import Calendar
from planner.plan.call import ModelCall
from planner.plan.file_model import Day, FileModel, Measure
from planner.plan.workload import Demand
from planner.quantities.branching import here
from planner.quantities.months import Month
from planner.quantities.quantity import (
    FloatArray,
    Quantity,
    constant,
    if_at_least,
    larger,
    largest_month,
    total,
)

_BATCH = "batch"
"""What is asked in batches waits in a queue of its own, under limits of its own."""
_A_HAIR = 1e-9
"""What the last bits of a number may add to it."""
_OLD_DAYS = 180
"""A provider moves accounts from tier to tier, and tiers to other limits, within so many days."""


class AccountLimits(FileModel):
    """Limits of one account, for all models of a provider or for one SKU."""

    requests_per_minute: (
        Annotated[Quantity, Measure("request/minute", "requests a minute allowed", above=0)] | None
    ) = None
    """Requests a minute."""
    tokens_per_minute: (
        Annotated[Quantity, Measure("tok/minute", "tokens a minute allowed", above=0)] | None
    ) = None
    """Tokens a minute, input and output together."""
    requests_per_day: (
        Annotated[Quantity, Measure("request/day", "requests a day allowed", above=0)] | None
    ) = None
    """Requests a day."""
    tokens_per_day: Annotated[Quantity, Measure("tok/day", "tokens a day allowed", above=0)] | None = None
    """Tokens a day, input and output together."""
    tier: str | None = None
    """What the provider calls it, such as `tier 2`."""
    read: Day | None = None
    """The day the limits were read, on the account's page or in the provider's documentation."""
    source: str | None = None
    """Where they were read."""
    note: str | None = None
    """What a reader should know."""

    @model_validator(mode="after")
    def _is_something(self) -> AccountLimits:
        if not self.stated():
            raise ValueError("is empty; give requests or tokens, per_minute or per_day")
        return self

    def stated(self) -> dict[str, Quantity]:
        """Return the limits there are, by name."""
        names = ("requests_per_minute", "tokens_per_minute", "requests_per_day", "tokens_per_day")
        return {name: limit for name in names if (limit := getattr(self, name)) is not None}

    def may_be_old(self, day: date) -> bool:
        """Whether they were read so long before a day that they may have changed since."""
        return self.read is not None and (day - self.read).days > _OLD_DAYS


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of one limit an option needs in the months in which it serves; arrays over months.

    Months and amounts are for what is told, in the case at hand; what happens or not is asked of `beyond`.
    """

    account: str
    """The provider or SKU that the limit is for."""
    terms: AccountLimits
    """The limits of that account, with where they were read."""
    name: str
    """Which limit, such as requests_per_minute."""
    limit: Quantity
    peak: Quantity
    """What the busiest minute, or a busy day, asks for."""
    busy: Quantity
    """What a minute of the busy hour asks for; for a day's limit, a busy day."""
    even: Quantity
    """What it would be if a busy day's requests came evenly."""
    calendar: Calendar
    serving: Quantity | None = None
    """The share of each month in which the option serves, or would if no limit were in its way; None for all of it."""
    ends_on: date | None = None
    """The day on which another option takes over."""

    @property
    def is_a_minute(self) -> bool:
        """Whether it limits minutes, which spreading requests helps with."""
        return self.name.endswith("minute")

    @property
    def beyond(self) -> Quantity:
        """What no spreading brings below the limit, as a share of it, in the months in which the option serves."""
        lacks = larger(self.even - self.limit, self.limit - self.limit).named("asked beyond the limit")
        share = (lacks / self.limit).named("share of the limit asked beyond it")
        return share if self.serving is None else share * self.serving

    @property
    def waiting(self) -> Quantity:
        """1 where more is asked all through the busy hour than the limit lets in, in a month in which it serves."""
        no, yes = (
            constant(0, "", "lets all of them in"),
            constant(1, "", "makes requests of the busy hour wait"),
        )
        waits = if_at_least(self.limit, self.busy, no, yes)
        if self.serving is not None:
            waits = if_at_least(constant(0, "share", "none of the month"), self.serving, no, waits)
        over = largest_month(waits) if waits.value.shape[1] > 1 else waits
        return over.named(f"whether requests of the busy hour wait for {self.name.replace('_', ' ')}")

    @property
    def broken_from(self) -> Month | None:
        """The first month in which a day asks for more than it can be given; None if there is none."""
        return self.first_over(self.even)

    @property
    def waits_from(self) -> Month | None:
        """The first month in which requests of the busiest minute wait; None if they never do."""
        return self.first_over(self.peak) if self.is_a_minute else None

    @property
    def would_do(self) -> float:
        """The limit under which nothing would ever wait, rounded up to three digits."""
        amount = float(self._every_month(self.peak).max(initial=0.0, where=self._serves()))
        return float(enough_for(amount))

    @property
    def busiest(self) -> Month:
        """The month in which the option itself asks for most."""
        return self.calendar.months[int(np.argmax(self.by_month(self.busy)))]

    def first_over(self, asked: Quantity) -> Month | None:
        """Return the first month in which something asks for more than the limit; None if there is none."""
        # In the month in which another option takes over, a limit may be why.
        months = self._serves() & [
            self.ends_on is None or month.first_day <= self.ends_on for month in self.calendar.months
        ]
        over = months & (self._every_month(asked) > here(self.limit)[0, 0])
        return self.calendar.months[int(np.argmax(over))] if over.any() else None

    def in_month(self, asked: Quantity, month: Month) -> float:
        """Return what is asked in a month."""
        return float(self._every_month(asked)[month.minus(self.calendar.months[0])])

    def by_month(self, asked: Quantity) -> FloatArray:
        """Return what the option itself asks in each month: 0 before its launch, and once another one took over."""
        return np.where(self.in_service, self._every_month(asked), 0.0)

    def while_it_serves(self, asked: Quantity) -> FloatArray:
        """Return the same for the months in which it serves itself, and no others."""
        return self._every_month(asked)[self.in_service]

    @property
    def in_service(self) -> NDArray[np.bool_]:
        """Whether the option serves itself, all of a month or part of it, for each month."""
        return self._serves() & [
            self.ends_on is None or month.first_day < self.ends_on for month in self.calendar.months
        ]

    def _serves(self) -> NDArray[np.bool_]:
        if self.serving is None:
            return np.ones(self.calendar.count, dtype=bool)
        return np.broadcast_to(here(self.serving)[0] > 0, (self.calendar.count,))

    def _every_month(self, asked: Quantity) -> FloatArray:
        return np.broadcast_to(here(asked)[0], (self.calendar.count,))


def limit_uses(
    limits: Mapping[str, AccountLimits],
    calls: Sequence[ModelCall],
    demand: Demand,
    calendar: Calendar,
    serving: Quantity | None = None,
) -> Iterator[LimitUse]:
    """Return how much of each limit a request's calls need, for every limit that they come under."""
    for account, allowed in limits.items():
        ours = [
            call
            for call in calls
            if comes_under(account, str(call.terms.model)) and call.terms.variant != _BATCH
        ]
        if not ours:
            continue
        for name, limit in allowed.stated().items():
            each = _each(ours, tokens=name.startswith("tokens"))
            if name.endswith("day"):
                days = (demand.busy_day * each).named(f"{_word(name)} on a busy day")
                asked = (days, days, days)
            else:
                even = (demand.even_minute * each).named(f"{_word(name)} a minute, evenly over a busy day")
                busy, peak = (
                    even if minute is None else (minute * each).named(f"{_word(name)} in {words}")
                    for minute, words in (
                        (demand.busy_minute, "a minute of the busy hour"),
                        (demand.peak_minute, "the busiest minute"),
                    )
                )
                asked = (peak, busy, even)
            yield LimitUse(account, allowed, name, limit, *asked, calendar, serving)


def comes_under(account: str, sku: str) -> bool:
    """Whether calls to a SKU come under the limits of an account, which are a provider's or that SKU's own."""
    return account in {sku, sku.partition("/")[0]}


def enough_for(amount: float) -> int:
    """Round an amount up to a whole number of three digits, as limits are."""
    step: int = 10 ** max(0, len(str(int(amount))) - 3)
    return ceil(amount / step - _A_HAIR) * step


def _word(name: str) -> str:
    return name.partition("_")[0]


def _each(calls: Sequence[ModelCall], *, tokens: bool) -> Quantity:
    """Return the calls, or the tokens in and out, that one request takes."""
    if not tokens:
        return total([call.often(constant(1, "", "one call")) for call in calls]).named("calls per request")
    both = [
        call.often((call.tokens.input + call.tokens.generated).named("tokens in and out")) for call in calls
    ]
    return total(both).named("tokens in and out per request")
