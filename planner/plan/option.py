"""One way to serve the workload: how requests are answered, and every other reason it costs money."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Self

from pydantic import model_validator

from planner.plan.call import Asked, Call, ModelCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.charge import Charge
from planner.plan.component import Component, Situation
from planner.plan.components import Costs
from planner.plan.components.errors import Errors
from planner.plan.components.token_usage import TokenUsage
from planner.plan.file_model import Measure, PlacedText
from planner.plan.hint import Hint
from planner.plan.latency.option_timing import OptionTiming, timing_of_calls
from planner.plan.mistakes import misplaced
from planner.plan.problems import BadInput, Problem, problem_at
from planner.plan.request import RequestTokens, together
from planner.plan.sunk import Sunk
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Workload
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity


class Option(Costs, ABC):
    """What every kind of option has; a kind adds how requests are served."""

    kind: str
    """Which kind of option it is."""
    title: str
    """What people call it, in tables and on the printed page."""
    enabled: bool = True
    """Whether it takes part: one that is switched off is in no figure, and stays in the file."""
    note: str | None = None
    """What a reader should know about it."""
    accuracy: Annotated[Quantity, Measure("share", "accuracy", at_most=1, counted=True)] | None = None
    """The share of its answers that are right."""
    escalated: Annotated[Quantity, Measure("share", "share escalated", at_most=1, counted=True)] | None = None
    """The share of requests that it hands to people."""
    build_weeks: Annotated[Quantity, Measure("week", "weeks to build", above=0, at_most=520)] | None = None
    """Weeks until it launches; what is paid to launch falls in them, and `until_launch` serves meanwhile."""
    until_launch: PlacedText | None = None
    """The option that serves until this one launches, at its cost and accuracy."""
    after_retirement: PlacedText | None = None
    """The option that takes over on the day this one cannot be used any more."""
    sunk: Sunk | None = None
    """What is already spent, by name: listed, and part of no figure."""

    @model_validator(mode="after")
    def _moves_are_counted(self) -> Option:
        if self.lock_in is None:
            wrong: list[Path] = [(*path, "successor") for path, call in self._calls() if call.successor]
            if self.prompt_work is not None and self.prompt_work.hours_per_model_change is not None:
                wrong.append(("prompt_work", "hours_per_model_change"))
            if wrong:
                raise misplaced([(path, "has no effect without lock_in") for path in wrong])
        return self

    def _calls(self) -> Iterator[tuple[Path, Call]]:
        """Return the calls that its requests make, with their places in the option."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Call):
                yield (name,), value
            elif isinstance(value, dict):
                yield from (((name, key), each) for key, each in value.items() if isinstance(each, Call))

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return what serving its requests costs, besides the components every option can have: its calls."""
        yield "token_usage", TokenUsage()

    def asks(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Sequence[Asked]:
        """Return the calls to models paid by the token that one request makes, in order."""
        del workload, prices, counts
        return ()

    def request_tokens(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> RequestTokens:
        """Return what one request reads and writes, all its calls together."""
        calls = [asked.make(asked.terms) for asked in self.asks(workload, prices, counts)]
        tokens = together([(call.tokens, call.times) for call in calls])
        return replace(tokens, query=self.query(workload, prices, counts))

    @property
    def own_answer(self) -> TokenSource | None:
        """What it answers a request with; None where that is the workload's."""
        return None

    @property
    def retrieved(self) -> Quantity | None:
        """The text that retrieval adds to a call; None without retrieval."""
        return None if self.retrieval is None else self.retrieval.retrieved

    def query(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Quantity | None:
        """Return what is embedded where retrieval does not say: the user's text, as the embedding counts it."""
        if self.retrieval is None or self.retrieval.query_tokens is not None:
            return None
        if isinstance(workload.user_tokens, Quantity):
            return workload.user_tokens.named("user message")
        embedding = prices.offer(self.retrieval.embedding, self.retrieval.embedding)
        if embedding.sku.tokenizer is None:
            raise problem_at(
                self.retrieval.embedding,
                f"{embedding.name} names no tokenizer; give query_tokens as a number",
            )
        return counts.mean_tokens(workload.user_tokens, embedding.sku.tokenizer)

    def hints(self, situation: Situation, charges: Sequence[Charge]) -> tuple[Hint, ...]:
        """Return cheaper ways that it walks past; `charges` is all that it pays in this situation."""
        del situation, charges
        return ()

    def in_stages(self, calls: Sequence[ModelCall]) -> Sequence[Sequence[ModelCall]]:
        """Return a request's calls in stages, one after the other; the calls of a stage are made at the same time."""
        return [[call] for call in calls]

    def timings(self, situation: Situation) -> Sequence[OptionTiming]:
        """Return how long its requests take, from each day on which another model answers; raises BadInput."""
        found = []
        for place, era in enumerate(situation.eras):
            since = era.since if place else None
            timing = timing_of_calls(self.in_stages(era.calls), situation.prices, situation.texts, since)
            if self.retrieval is not None:
                timing = replace(timing, leaves_out=("what retrieval itself takes",))
            found.append(timing)
        return found

    @property
    def free_to_move(self) -> bool:
        """Whether it can follow falling prices to another model: not with a model of its own."""
        return self.training is None

    def on_gpus(self, count: int) -> Self | None:
        """Return it on at least so many GPUs of its own; None where more of them are no way to be faster."""
        del count
        return None

    @property
    def errors(self) -> Errors:
        """How often it is wrong, and how often it asks people."""
        return Errors(self.accuracy, self.escalated)

    def components(self) -> Iterator[tuple[str, Component]]:
        """Return every reason it costs money, by name, serving first."""
        yield from self.serving()
        yield from self.costs()
        yield "errors", self.errors

    def spending(self, situation: Situation) -> list[tuple[str, Charge]]:
        """Return what every component charges, in the plan's currency, as if it served from the start to the end.

        Raises BadInput with what is wrong in any of them.
        """
        charges: list[tuple[str, Charge]] = []
        problems: list[Problem] = []
        situation = replace(situation, parts=dict(self.components()), own_answer=self.own_answer)
        for part, component in situation.parts.items():
            try:
                charges += [
                    (part, situation.currencies.changed(charge)) for charge in component.charges(situation)
                ]
            except BadInput as bad:
                problems += bad.problems
        if problems:
            raise BadInput(problems)
        return charges
