"""Manual: people answer every request, as before there was any model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from planner.plan.component import Component, Situation
from planner.plan.components.handling import Handling
from planner.plan.latency.call_profile import ONE_TOKEN
from planner.plan.latency.option_timing import OptionTiming
from planner.plan.latency.request_time import CallTime, CallTokens, RequestTime
from planner.plan.option import Option


class Manual(Option):
    """People who answer the requests themselves."""

    kind: Literal["manual"]
    """People answer every request themselves."""
    handling: Handling
    """Who answers, and how long one takes or what it costs."""

    def timings(self, situation: Situation) -> Sequence[OptionTiming]:
        """Return how long a person takes; what requests wait for one is not known."""
        if self.handling.minutes is None:
            return [OptionTiming(None, None, ("nobody says how long people take",))]
        call = CallTime.of(
            "", self.handling.pace(situation.tokens), CallTokens(situation.tokens.input, ONE_TOKEN)
        )
        return [OptionTiming(None, RequestTime(((call,),)), leaves_out=("what requests wait for a person",))]

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return the people's work."""
        yield "handling", self.handling
