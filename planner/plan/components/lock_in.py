"""Lock-in: what moving to another model costs, when the one in use retires and at a rate per year.

cost = moves x (share of the data + rounds + evaluation runs + hours + weeks in parallel), where a retirement within the
plan is one move on its day, to the successor and at its prices, and `per_year` is the rate of moves that no date
announces. Without lock_in a retirement ends the option. Base models lived 18 to 30 months between 2023 and 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from planner.plan.charge import Charge, Timing
from planner.plan.component import Portable, Situation
from planner.plan.file_model import Measure
from planner.plan.redo import Redo, each_time
from planner.plan.spans import once_in
from planner.quantities.quantity import Quantity, constant


class LockIn(Redo):
    """Moves to another model x what one costs; all parts may be left out where moving costs nothing."""

    per_year: Annotated[Quantity, Measure("1/year", "moves a year")] | None = None
    """Moves a year that no date announces, such as 0.5 for a better model every second year."""

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the moves that retirements force, and those expected besides."""
        lines: list[Charge] = []
        for move in situation.migrations:
            times = once_in(move.month, situation.calendar)
            after = situation.on(move.on)
            lines += self._moves(times, after, f"move from {move.gone} to {move.to}", move.on)
        if self.per_year is not None:
            a_month = self.per_year / constant(12, "month/year", "12 months a year")
            times = a_month.named("moves a month")
            for of, era, then in situation.apart():
                due = times if era is None else times * era.share(situation.calendar)
                lines += [
                    replace(charge, timing=Timing.MONTHLY)
                    for charge in self._moves(due, then, f"moves{of} that nobody announced")
                ]
        return lines

    def _moves(
        self, times: Quantity, situation: Situation, why: str, day: date | None = None
    ) -> Iterator[Charge]:
        yield from self.done_again(times, situation, why, day)
        for part in situation.parts.values():
            carried = part.carried_over() if isinstance(part, Portable) else None
            for charge in carried.charges(situation) if carried is not None else ():
                yield each_time(charge, times, why, day)
