"""What an account may ask of a provider, and how much of that an option needs, month by month.

A provider lets requests and tokens into a bucket that fills at a steady rate: below the limit nothing waits, above it
everything does. What a day asks beyond the limit of a day, or of its 1,440 minutes, can be answered on no day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import model_validator

from planner.plan.call import ModelCall
from planner.plan.file_model import Day, FileModel, Measure
from planner.plan.workload import Demand
from planner.quantities.quantity import Quantity, constant, total

_BATCH = "batch"
"""What is asked in batches waits in a queue of its own, under limits of its own."""


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


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of one limit an option needs; arrays over months."""

    account: str
    """The provider or SKU that the limit is for."""
    name: str
    """Which limit, such as requests_per_minute."""
    limit: Quantity
    peak: Quantity
    """What the busiest minute, or a busy day, asks for."""
    busy: Quantity
    """What a minute of the busy hour asks for; for a day's limit, a busy day."""
    even: Quantity
    """What it would be if a busy day's requests came evenly."""

    @property
    def is_a_minute(self) -> bool:
        """Whether it limits minutes, which spreading requests helps with."""
        return self.name.endswith("minute")


def limit_uses(
    limits: Mapping[str, AccountLimits], calls: Sequence[ModelCall], demand: Demand
) -> Iterator[LimitUse]:
    """Return how much of each limit a request's calls need, for every limit that they come under."""
    for account, allowed in limits.items():
        ours = [
            call
            for call in calls
            if account in {call.terms.model, call.terms.model.partition("/")[0]}
            and call.terms.variant != _BATCH
        ]
        if not ours:
            continue
        for name, limit in allowed.stated().items():
            each = _each(ours, tokens=name.startswith("tokens"))
            if name.endswith("day"):
                days = (demand.busy_day * each).named(f"{_word(name)} on a busy day")
                yield LimitUse(account, name, limit, days, days, days)
            else:
                even = (demand.even_minute * each).named(f"{_word(name)} a minute, evenly over a busy day")
                busy, peak = (
                    even if minute is None else (minute * each).named(f"{_word(name)} in {words}")
                    for minute, words in (
                        (demand.busy_minute, "a minute of the busy hour"),
                        (demand.peak_minute, "the busiest minute"),
                    )
                )
                yield LimitUse(account, name, limit, peak, busy, even)


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
