"""Cascade: a small model answers first, and what is doubtful goes to a large one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from planner.plan.call import Call, ModelCall, SideCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.component import Component
from planner.plan.components.token_usage import TokenUsage
from planner.plan.file_model import Measure
from planner.plan.migration import Asked
from planner.plan.option import Option
from planner.plan.request import RequestTokens, together
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Workload
from planner.quantities.quantity import Quantity


class Cascade(Option):
    """Small model for every request, verifier for every answer, large model for the doubtful share.

    calls per request = 1 x first + 1 x verifier + doubtful x then. `accuracy` is that of the whole cascade.
    """

    kind: Literal["cascade"]
    """A small model first; what is doubtful goes to a large one."""
    first: Call
    """The small model that answers every request."""
    verifier: SideCall | None = None
    """The model that doubts: it reads the request and the answer. None where the first model's own confidence does."""
    then: Call
    """The large model that answers what is doubtful."""
    doubtful: Annotated[Quantity, Measure("share", "doubtful share", at_most=1)]
    """The share of requests that goes on to the large model."""

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return the tokens of all calls."""
        yield "token_usage", TokenUsage()

    def asks(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Sequence[Asked]:
        """Return the first call, the verifier's, and the large model's for the doubtful share."""
        asked, answer = workload.user_tokens, workload.output_tokens
        first_answer = self.first.output_tokens or answer

        def call(name: str, terms: Call, share: Quantity | None, *reads: TokenSource) -> Asked:
            def make(of: Call) -> ModelCall:
                return of.asked(name, prices, counts, reads=reads, writes=answer, calls=share)

            return Asked(terms, make)

        calls = [call("first", self.first, None, asked)]
        if self.verifier is not None:
            calls.append(call("verifier", self.verifier, None, asked, first_answer))
        return [*calls, call("then", self.then, self.doubtful, asked)]

    def request_tokens(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> RequestTokens:
        """Return the tokens of all calls of one request."""
        calls = [asked.make(asked.terms) for asked in self.asks(workload, prices, counts)]
        return together([(call.tokens, call.times) for call in calls])
