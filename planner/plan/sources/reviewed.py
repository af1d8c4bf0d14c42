"""People who look at a share of what models made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity


class Reviewed(FileModel):
    """Examples x share reviewed x hours per 1,000 x hourly rate."""

    reviewed: Annotated[Quantity, Measure("share", "share reviewed by people", at_most=1)] | None = None
    """The share of the accepted examples that people look at."""
    hours_per_1000: Annotated[Quantity, Measure("h/1k example", "review hours per 1,000 examples")] | None = (
        None
    )
    """Hours to review 1,000 of them."""
    role: PlacedText | None = None
    """Who does it: a role under `people`."""

    @model_validator(mode="after")
    def _is_whole(self) -> Reviewed:
        given = [part is not None for part in (self.reviewed, self.hours_per_1000, self.role)]
        if any(given) and not all(given):
            raise ValueError("reviewed, hours_per_1000 and role belong together")
        return self

    def review(self, examples: Quantity, situation: Situation, item: str) -> Iterator[Charge]:
        """Return the people's hours, if any."""
        if self.reviewed is not None and self.hours_per_1000 is not None and self.role is not None:
            hours = (examples * self.reviewed * self.hours_per_1000).named("review hours")
            yield Charge(item, hours, situation.rate(self.role), Timing.LAUNCH)
