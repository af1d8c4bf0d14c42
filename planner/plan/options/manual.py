"""Manual: people answer every request, as before there was any model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from planner.plan.catalog.price_book import PriceBook
from planner.plan.component import Component
from planner.plan.components.handling import Handling
from planner.plan.option import Option
from planner.plan.request import RequestTokens
from planner.plan.texts import TokenCounts
from planner.plan.workload import Workload
from planner.quantities.quantity import constant


class Manual(Option):
    """People who answer the requests themselves."""

    kind: Literal["manual"]
    """People answer every request themselves."""
    handling: Handling
    """Who answers, and how long one takes or what it costs."""

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return the people's work."""
        yield "handling", self.handling

    def request_tokens(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> RequestTokens:
        """Return no tokens: no model reads anything."""
        del workload, prices, counts
        none = constant(0, "tok/request", "no tokens")
        return RequestTokens(none, none, none)
