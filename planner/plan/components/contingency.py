"""Contingency: a reserve on what is not sure, listed as a line of its own.

reserve = share x what every other component charges to launch, and share x what each month costs. It is part of the
total, as in any budget, and of no other component. What errors cost is no spending that anybody budgets for: no reserve
is put on it, so that a cost of errors or an accuracy at which two options cost the same stays exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure
from planner.quantities.quantity import Quantity, total

_NO_SPENDING = "errors"


class Contingency(FileModel):
    """A share of what it costs to launch, and of what each month costs."""

    launch: Annotated[Quantity, Measure("share", "contingency on the launch", at_most=1)] | None = None
    """The share of everything paid to launch."""
    running: Annotated[Quantity, Measure("share", "contingency on running costs", at_most=1)] | None = None
    """The share of everything paid month by month."""

    @model_validator(mode="after")
    def _is_something(self) -> Contingency:
        if self.launch is None and self.running is None:
            raise ValueError("is empty; give launch, running, or both")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return a reserve for each timing that has a share."""
        others = [
            situation.currencies.changed(charge)
            for name, part in situation.parts.items()
            if part is not self and name != _NO_SPENDING
            for charge in part.charges(situation)
        ]
        lines = []
        for share, timing, item in (
            (self.launch, Timing.LAUNCH, "reserve for the launch"),
            (self.running, Timing.MONTHLY, "reserve for running costs"),
            (self.running, Timing.DATED, "reserve for dated costs"),
        ):
            amounts = [charge.amount for charge in others if charge.timing is timing]
            if share is not None and amounts:
                base = total(amounts).named(f"costs that the {item} is a share of")
                lines.append(Charge(item, share, base, timing))
        return lines
