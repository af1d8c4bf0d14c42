"""Cascade: a small model answers first, and what is doubtful goes to a large one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from planner.plan.call import Asked, Call, SideCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.file_model import Measure
from planner.plan.option import Option
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Workload
from planner.quantities.quantity import Quantity


class Cascade(Option):
    """Small model for every request, verifier for every answer, large model for the doubtful share.

    calls per request = 1 x first + 1 x verifier + doubtful x then. What `retrieval` finds is read by the first and the
    large model. `accuracy` is that of the whole cascade. A judge reads an answer as long as the small model's.
    """

    kind: Literal["cascade"]
    """A small model first; what is doubtful goes to a large one."""
    first: Call
    """The small model that answers every request."""
    verifier: SideCall | None = None
    """The model that doubts: it reads the request and the answer. None where the first model's own confidence does."""
    then: Call
    """The large model that answers what is doubtful."""
    doubtful: Annotated[Quantity, Measure("share", "doubtful share", at_most=1, counted=True)]
    """The share of requests that goes on to the large model."""

    @property
    def own_answer(self) -> TokenSource | None:
        """The small model's answer: that of every request, be it doubtful or not."""
        return self.first.output_tokens

    def asks(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Sequence[Asked]:
        """Return the first call, the verifier's, and the large model's for the doubtful share."""
        asked, answer, found = workload.user_tokens, workload.output_tokens, self.retrieved
        first = self.first.each_request(
            "first", prices, counts, reads=(asked,), writes=answer, retrieved=found
        )
        then = self.then.each_request(
            "then", prices, counts, reads=(asked,), writes=answer, calls=self.doubtful, retrieved=found
        )
        if self.verifier is None:
            return [first, then]
        read = (asked, self.first.output_tokens or answer)
        return [
            first,
            self.verifier.each_request("verifier", prices, counts, reads=read, writes=answer),
            then,
        ]
