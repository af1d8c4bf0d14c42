"""Distillation: real inputs, answered by a large model that already works; a small one learns from the answers.

cost = (examples / acceptance) x (share not logged yet x teacher call + judge call) + examples x share reviewed x hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from planner.plan.call import SideCall
from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import Measure
from planner.plan.sources.reviewed import Reviewed
from planner.quantities.quantity import Quantity, constant


class Distillation(Reviewed):
    """Answers x (teacher call + judge call), and people who review a share."""

    examples: Annotated[Quantity, Measure("example", "distilled examples")]
    """How many accepted examples are wanted."""
    teacher: SideCall
    """The model that works in production."""
    logged: (
        Annotated[Quantity, Measure("share", "share of answers in the logs", at_most=1, counted=True)] | None
    ) = None
    """The share of the answers that is in the logs already, and paid."""
    acceptance: (
        Annotated[Quantity, Measure("share", "acceptance rate", above=0, at_most=1, counted=True)] | None
    ) = None
    """The share of the answers that is good enough to learn from; all of them when left out."""
    judge: SideCall | None = None
    """Scores each answer; it reads the request and the teacher's answer."""

    def charges(self, situation: Situation) -> Iterator[Charge]:
        """Return the teacher's calls, the judge's and the people's hours."""
        asked, answer = situation.workload.user_tokens, situation.workload.output_tokens
        answers = self.examples * constant(1, "request/example", "one answer each")
        if self.acceptance is not None:
            answers = answers / self.acceptance
        answers = answers.named("answers looked at")
        missing = answers
        if self.logged is not None:
            fresh = (constant(1, "share", "all answers") - self.logged).named("share not in the logs")
            missing = (answers * fresh).named("answers not in the logs")
        teacher = situation.priced(situation.side(self.teacher, "teacher", asked, writes=answer))
        calls = teacher.call.often(missing).named("teacher calls")
        yield Charge("distillation: teacher calls", calls, teacher.cost, Timing.LAUNCH, teacher.offer.name)
        if self.judge is not None:
            taught = self.teacher.output_tokens or answer
            judge = situation.priced(situation.side(self.judge, "judge", asked, taught, writes=answer))
            judged = judge.call.often(answers).named("judge calls")
            yield Charge("distillation: judge calls", judged, judge.cost, Timing.LAUNCH, judge.offer.name)
        yield from self.review(self.examples, situation, "distilled examples reviewed")
