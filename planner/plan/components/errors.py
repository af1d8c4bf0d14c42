"""Errors: what wrong answers cost, and what is handed to people.

wrong answers = requests x (1 - share escalated) x (1 - accuracy); cost = wrong answers x cost of one, plus requests x
share escalated x cost of an escalation. An escalated request is answered by people, and rightly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.problems import problem_with
from planner.quantities.quantity import Quantity, constant


@dataclass(frozen=True, slots=True)
class Errors:
    """How often an option is wrong, and how often it asks people.

    What one error and one escalation cost stands in the workload: it is the same for every option.
    """

    accuracy: Quantity | None
    escalated: Quantity | None

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return wrong answers and escalations; raises BadInput where one of them has a price and no number."""
        workload, lines = situation.workload, []
        if workload.cost_per_error is not None:
            wrong = self.wrong_answers(situation)
            if wrong is None:
                raise AssertionError("the scenario asks for an accuracy where errors have a price")
            lost = Charge("wrong answers", wrong, workload.cost_per_error, Timing.MONTHLY, billed=False)
            lines.append(lost)
        if self.escalated is not None:
            if workload.cost_per_escalation is None:
                raise problem_with(self.escalated, "escalations need workload.cost_per_escalation")
            asked = situation.demand.requests * self.escalated
            lines.append(
                Charge(
                    "escalations",
                    asked.named("requests escalated a month"),
                    workload.cost_per_escalation,
                    Timing.MONTHLY,
                )
            )
        return lines

    def wrong_answers(self, situation: Situation) -> Quantity | None:
        """Return the wrong answers in each month, in request/month; None where the accuracy is not given."""
        if self.accuracy is None:
            return None
        wrong = (constant(1, "share", "all") - self.accuracy).named("share of wrong answers")
        return (self.answers(situation) * wrong).named("wrong answers a month")

    def answers(self, situation: Situation) -> Quantity:
        """Return the requests of each month that it answers without people, in request/month."""
        requests = situation.demand.requests
        if self.escalated is None:
            return requests
        alone = (constant(1, "share", "all") - self.escalated).named("share answered without people")
        return (requests * alone).named("requests answered a month")
