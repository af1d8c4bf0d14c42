"""What an option costs by itself, as if it served from its launch to the last month, and what happens to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.engine.events import events
from planner.engine.situations import Setting
from planner.plan.charge import Charge
from planner.plan.component import Situation
from planner.plan.event import Event
from planner.plan.option import Option
from planner.plan.phases import Phases
from planner.quantities.branching import Branch, following, in_question
from planner.quantities.quantity import Quantity


@dataclass(frozen=True, slots=True)
class OwnCosts:
    """An option in its situation, what it charges, and its events."""

    name: str
    option: Option
    situation: Situation
    charges: tuple[tuple[str, Charge], ...]
    """Every charge with its component, as if the option were ready at the start and served to the end."""
    events: tuple[Event, ...]
    branches: tuple[Branch, ...] = ()
    """What its code branched on."""

    @classmethod
    def of(cls, name: str, setting: Setting, inputs: Mapping[str, float] | None = None) -> OwnCosts:
        """Compute them, in the base case or for other inputs; raises BadInput with all that is wrong with it."""
        option = setting.scenario.options[name]
        with following(inputs) as branches:
            costs = cls._in(name, option, setting.situation(option), setting.scenario.tuned_before)
        return replace(costs, branches=tuple(branches))

    def launched_on(self, day: date, tuned_before: Sequence[str]) -> OwnCosts:
        """Return the same option launched on a day, ready by then: its retrainings count from there."""
        phases = Phases(self.situation.calendar, takes_over_on=day)
        return self._in(self.name, self.option, replace(self.situation, phases=phases), tuned_before)

    @classmethod
    def _in(cls, name: str, option: Option, situation: Situation, tuned_before: Sequence[str]) -> OwnCosts:
        charges = tuple(option.spending(situation))
        falling_due = [situation.phases.settled(charge) for _, charge in charges]
        with in_question() as asked:
            found = events(
                falling_due,
                situation,
                tuned_before,
                tuned=option.training is not None,
                handed_over=option.after_retirement is not None,
            )
            if _never_starts(found, situation):
                asked.clear()  # whatever else may happen to it, it is blocked in every draw
        return cls(name, option, situation, charges, found)

    @property
    def wrong_answers(self) -> Quantity | None:
        """The wrong answers of each month in which it serves all requests; None where its accuracy is not given."""
        return self.option.errors.wrong_answers(self.situation)

    @property
    def answers(self) -> Quantity:
        """The requests of each month in which it serves all of them, those aside that it hands to people."""
        return self.option.errors.answers(self.situation)

    @property
    def end(self) -> Event | None:
        """The first event that blocks it; None where it can be used to the last month."""
        return next((event for event in self.events if event.blocks), None)


def _never_starts(found: Sequence[Event], situation: Situation) -> bool:
    """Whether something that no number decides blocks an option from the first day on."""
    first = situation.calendar.months[0].first_day
    return any(event.blocks and event.on <= first and event.falls_due is None for event in found)
