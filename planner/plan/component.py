"""What a reason to spend looks like to the engine, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Protocol, cast, runtime_checkable

from planner.plan.calendar import Calendar
from planner.plan.call import ModelCall, SideCall
from planner.plan.call_cost import PricedCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.charge import Charge
from planner.plan.currency import Currencies
from planner.plan.latency.limits import AccountLimits
from planner.plan.latency.served import Served
from planner.plan.migration import Era, Migration
from planner.plan.phases import Phases
from planner.plan.problems import printable, problem_at, suggest
from planner.plan.request import RequestTokens
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Demand, Workload
from planner.quantities.quantity import Quantity, total


@dataclass(frozen=True, slots=True)
class Situation:
    """What every component of one option is told."""

    calendar: Calendar
    workload: Workload
    demand: Demand
    prices: PriceBook
    texts: TokenCounts
    people: Mapping[str, Quantity]
    currencies: Currencies
    phases: Phases
    tokens: RequestTokens
    """What one request reads and writes, all its calls together."""
    calls: tuple[ModelCall, ...] = ()
    """What one request asks of models that are paid by the token; a call whose model retires stands here twice."""
    eras: tuple[Era, ...] = ()
    """The same calls from one move to the next; one era where nothing moves."""
    migrations: tuple[Migration, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    """For a situation after some moves: each SKU that is gone by then, and what took over."""
    parts: Mapping[str, Component] = field(default_factory=dict)
    """The option's components by name, for those that do part of another one's work again."""
    limits: Mapping[str, AccountLimits] = field(default_factory=dict)
    """What the plan's accounts may ask for, by provider or SKU."""
    own_answer: TokenSource | None = None
    """What the option answers a request with, where that is not the workload's."""
    served: dict[tuple[int, int], Served] = field(default_factory=dict, repr=False, compare=False)
    """Open models on rented GPUs that were worked out already, by who rents and for which tokens."""
    _priced: dict[int, PricedCall] = field(default_factory=dict, repr=False, compare=False)
    """The calls that were priced already, by identity; whatever else changes, their months and prices do not."""

    @property
    def answer(self) -> TokenSource:
        """What the option answers a request with: what a judge reads of it."""
        return self.own_answer or self.workload.output_tokens

    def rate(self, role: str) -> Quantity:
        """Return a role's cost an hour; raises BadInput for a role the scenario does not name."""
        if role not in self.people:
            hint = suggest(role, self.people) or (f"; it has {', '.join(self.people)}" if self.people else "")
            raise problem_at(role, f"nobody is called '{printable(role)}' under people{hint}")
        return self.people[role].named(f"hourly rate, {role}")

    def priced(self, call: ModelCall) -> PricedCall:
        """Return a call with what decides its cost."""
        if id(call) not in self._priced:
            self._priced[id(call)] = PricedCall(call, self.calendar, self.demand, self.prices)
        return self._priced[id(call)]

    def side(self, call: SideCall, name: str, *reads: TokenSource, writes: TokenSource) -> ModelCall:
        """Return a helping call that reads and writes these texts unless it says otherwise."""
        made = call.asked(name, self.prices, self.texts, reads=reads, writes=writes)
        self.priced(made).refuse_unknown_rate()
        return made

    def judged(self, judge: SideCall) -> ModelCall:
        """Return a judge's call, which reads a request and the option's answer to it."""
        asked, scores = self.workload.user_tokens, self.workload.output_tokens
        return self.side(judge, "judge", asked, self.answer, writes=scores)

    def within(self, era: Era) -> Situation:
        """Return the situation as it is in one of its eras, as if that were all there is."""
        moved: dict[str, str] = {}
        for move in sorted(self.migrations, key=lambda each: each.on):
            if move.on <= era.since:
                moved = {gone: move.to if to == move.gone else to for gone, to in moved.items()}
                moved[move.gone] = move.to
        return replace(self, calls=era.calls, eras=(era,), moved=moved)

    def on(self, day: date) -> Situation:
        """Return the situation as it is on a day."""
        begun = [era for era in self.eras if era.since <= day]
        return self.within(begun[-1]) if begun else self

    def apart(self) -> Iterator[tuple[str, Era | None, Situation]]:
        """Return the eras of an option that moves, how each is told from the others, and the situation in it.

        An option that does not move has none; its situation stays as it is.
        """
        if len(self.eras) < 2:
            yield "", None, self
            return
        for era in self.eras:
            then = self.within(era)
            yield f" of {then.model}" if then.model else f" from {era.since}", era, then

    @property
    def limited(self) -> Iterator[Limited]:
        """The parts that can serve only so much."""
        return (cast("Limited", part) for part in self.parts.values() if _is_limited(type(part)))

    @property
    def model(self) -> str | None:
        """The SKU that serves the option's requests at first, where a single one does by the token."""
        models = {call.terms.model for era in self.eras[:1] for call in era.calls}
        return self.eras[0].calls[0].terms.model if len(models) == 1 else None

    @property
    def request_cost(self) -> Quantity | None:
        """What all calls of one request cost; several are added up in the plan's currency. None without a call."""
        if not self.calls:
            return None
        if len(self.calls) == 1:
            return self.calls[0].often(self.priced(self.calls[0]).cost)
        costs = [
            call.often(self.currencies.in_plan(self.priced(call).cost, call.terms.model))
            for call in self.calls
        ]
        return total(costs).named("cost of one request")


class Component(Protocol):
    """One reason money is spent."""

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return its ledger lines; raises BadInput for a price or role that is not known."""
        ...


@runtime_checkable
class Repeatable(Component, Protocol):
    """A component whose work can be done again, for a retraining or a move to another model."""

    def again(self, much: Quantity) -> Component:
        """Return the component for one repetition: a share of the data, a number of rounds or of runs."""
        ...


@runtime_checkable
class Portable(Component, Protocol):
    """A component whose work has to be carried over when the option moves to another model."""

    def carried_over(self) -> Component | None:
        """Return the component for one move; None where nothing is counted."""
        ...


@runtime_checkable
class Limited(Component, Protocol):
    """A component that can serve only so much."""

    def short_of(self, situation: Situation) -> Quantity | None:
        """Return what each month lacks, 0 where there is enough; None where nothing limits it."""
        ...

    def at_full_load(self, situation: Situation) -> Quantity | None:
        """Return what one request costs where all that is paid for works all the time; None where nothing stays."""
        ...

    def returned_when_idle(self) -> bool:
        """Whether it pays only for the time in which it works."""
        ...


@cache
def _is_limited(kind: type) -> bool:
    """Tell whether components of a kind can serve only so much; asking a protocol takes long, so each is asked once."""
    return issubclass(kind, Limited)
