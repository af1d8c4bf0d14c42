"""Manual: people answer every request, as before there was any model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from planner.plan.component import Component
from planner.plan.components.handling import Handling
from planner.plan.option import Option


class Manual(Option):
    """People who answer the requests themselves."""

    kind: Literal["manual"]
    """People answer every request themselves."""
    handling: Handling
    """Who answers, and how long one takes or what it costs."""

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return the people's work."""
        yield "handling", self.handling
