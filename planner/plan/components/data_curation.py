"""Data curation: the people who write, clean and check training examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity


class DataCuration(FileModel):
    """Examples x hours per 1,000 x hourly rate, or examples x price per label; a share is checked by a second person.

    hours = examples x hours_per_1000 x (1 + checked_twice). All of it is paid to launch.
    """

    examples: Annotated[Quantity, Measure("example", "training examples")] | None = None
    """How many examples people make."""
    hours_per_1000: Annotated[Quantity, Measure("h/1k example", "hours per 1,000 examples")] | None = None
    """Hours to write, clean and check 1,000 of them."""
    hours: Annotated[Quantity, Measure("h", "curation hours")] | None = None
    """All hours at once, instead of `examples` and `hours_per_1000`."""
    role: PlacedText | None = None
    """Who does it: a role under `people`."""
    price_per_label: Annotated[Quantity, Measure("money/example", "price of one label")] | None = None
    """What a labelling service charges for one example, instead of hours."""
    checked_twice: Annotated[Quantity, Measure("share", "share checked twice", at_most=1)] | None = None
    """The share of examples that a second person checks."""

    @model_validator(mode="after")
    def _is_one_way(self) -> DataCuration:
        counted = self.examples is not None and self.hours_per_1000 is not None
        if [counted, self.hours is not None, self.price_per_label is not None].count(True) != 1:
            raise ValueError(
                "give one of: examples with hours_per_1000, hours, or examples with price_per_label"
            )
        if self.hours is not None and self.examples is not None:
            raise ValueError("examples have no effect beside hours")
        if self.hours_per_1000 is not None and not counted:
            raise ValueError("hours_per_1000 has no effect without examples")
        if self.price_per_label is not None and self.role is not None:
            raise ValueError("role has no effect beside price_per_label")
        if self.price_per_label is not None and self.examples is None:
            raise ValueError("price_per_label needs examples")
        if self.price_per_label is None and self.role is None:
            raise ValueError("hours need a role")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the work, and the second check where there is one."""
        if self.price_per_label is not None and self.examples is not None:
            work, price = self.examples, self.price_per_label
        else:
            work, price = self._hours(), situation.rate(self.role or "")
        lines = [Charge("examples made", work, price, Timing.LAUNCH)]
        if self.checked_twice is not None:
            again = (work * self.checked_twice).named("work done twice")
            lines.append(Charge("examples checked twice", again, price, Timing.LAUNCH))
        return lines

    def _hours(self) -> Quantity:
        if self.hours is not None:
            return self.hours
        if self.examples is None or self.hours_per_1000 is None:
            raise AssertionError("the validator lets one way through")
        return (self.examples * self.hours_per_1000).named("curation hours")
