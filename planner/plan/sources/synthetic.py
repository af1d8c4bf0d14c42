"""Synthetic examples: a generator writes inputs, a teacher answers them, a judge scores, weak answers are redone.

With acceptance rate a and at most r tries an input yields an example with chance 1 - (1 - a)^r, after
(1 - (1 - a)^r) / a tries on average. For n examples that is n / (1 - (1 - a)^r) inputs, and n / a tries, each of which
is answered and judged. The loop is the one of article 000, which calls it not production-proven yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from planner.plan.call import ModelCall, SideCall
from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import Measure
from planner.plan.sources.reviewed import Reviewed
from planner.quantities.quantity import Quantity, constant, power


class Synthetic(Reviewed):
    """Inputs x generator call + tries x (teacher call + judge call), and people who review a share."""

    examples: Annotated[Quantity, Measure("example", "synthetic examples")]
    """How many accepted examples are wanted."""
    acceptance: Annotated[Quantity, Measure("share", "acceptance rate", above=0, at_most=1, counted=True)]
    """The share of answers that the judge accepts, for each try."""
    most_tries: Annotated[Quantity, Measure("", "most tries for an input", at_least=1, whole=True)]
    """How often an input is answered before it is discarded."""
    generator: SideCall
    """Writes an input: reads its prompt, answers with a request as long as the workload's unless it says so."""
    teacher: SideCall
    """Answers an input, as the large model would; it reads what the generator wrote."""
    judge: SideCall | None = None
    """Scores an answer; it reads the generator's input and the teacher's answer."""

    def charges(self, situation: Situation) -> Iterator[Charge]:
        """Return the calls of the three models and the people's hours."""
        asked, answer = situation.workload.user_tokens, situation.workload.output_tokens
        made, taught = self.generator.output_tokens or asked, self.teacher.output_tokens or answer
        tries, inputs = self._tries(), self._inputs()
        yield _called(situation, situation.side(self.generator, "generator", writes=asked), inputs)
        yield _called(situation, situation.side(self.teacher, "teacher", made, writes=answer), tries)
        if self.judge is not None:
            judge = situation.side(self.judge, "judge", made, taught, writes=answer)
            yield _called(situation, judge, tries)
        yield from self.review(self.examples, situation, "synthetic examples reviewed")

    def _tries(self) -> Quantity:
        return (self.examples / self.acceptance).named("answers tried")

    def _inputs(self) -> Quantity:
        one = constant(1, "", "1")
        failing = power(one - self.acceptance, self.most_tries).named("chance that every try fails")
        return (self.examples / (one - failing).named("yield of an input")).named("inputs generated")


def _called(situation: Situation, call: ModelCall, examples: Quantity) -> Charge:
    priced = situation.priced(call)
    each = constant(1, "request/example", "one call each")
    calls = call.often(examples * each).named(f"{call.name} calls")
    return Charge(
        f"synthetic examples: {call.name} calls", calls, priced.cost, Timing.LAUNCH, priced.offer.name
    )
