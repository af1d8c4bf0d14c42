"""What a reason to spend looks like to the engine, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from planner.plan.calendar import Calendar
from planner.plan.catalog.price_book import PriceBook
from planner.plan.charge import Charge
from planner.plan.problems import printable, problem_at, suggest
from planner.plan.workload import Demand
from planner.quantities.quantity import Quantity, constant, total


@dataclass(frozen=True, slots=True)
class RequestTokens:
    """The tokens of one request in disjoint parts, each in tok/request."""

    prompt: Quantity
    user: Quantity
    output: Quantity
    retrieved: Quantity | None = None
    query: Quantity | None = None
    """What is embedded to retrieve, in the embedding's own tokens; None without retrieval."""
    reasoning: Quantity | None = None
    """What the model thinks before it answers; billed as output."""

    @property
    def input(self) -> Quantity:
        """Everything the model reads."""
        parts = [self.prompt, *([self.retrieved] if self.retrieved else []), self.user]
        return total(parts).named("input tokens per request")

    @property
    def generated(self) -> Quantity:
        """Everything the model writes: its answer, and what it thinks before."""
        if self.reasoning is None:
            return self.output
        return (self.output + self.reasoning).named("answer and reasoning")

    @property
    def example(self) -> Quantity:
        """One training example: what the model reads, retrieved text included, and what it should answer."""
        request = total([self.input, self.output])
        return (request * constant(1, "request/example", "one request per example")).named(
            "tokens per example"
        )


@dataclass(frozen=True, slots=True)
class Situation:
    """What every component of one option is told."""

    calendar: Calendar
    demand: Demand
    prices: PriceBook
    people: Mapping[str, Quantity]
    tokens: RequestTokens
    model: str | None = None
    """The SKU that serves the option's requests, where it is paid by the token."""
    request_cost: Quantity | None = None
    """What one request to the model costs, where it is paid by the token."""

    def rate(self, role: str) -> Quantity:
        """Return a role's cost an hour; raises BadInput for a role the scenario does not name."""
        if role not in self.people:
            hint = suggest(role, self.people) or (f"; it has {', '.join(self.people)}" if self.people else "")
            raise problem_at(role, f"nobody is called '{printable(role)}' under people{hint}")
        return self.people[role].named(f"hourly rate, {role}")


class Component(Protocol):
    """One reason money is spent."""

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return its ledger lines; raises BadInput for a price or role that is not known."""
        ...
