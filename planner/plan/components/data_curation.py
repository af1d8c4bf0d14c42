"""Data curation: what training examples cost, by where they come from; sources can be mixed.

logs and labelling: examples x hours per 1,000 x hourly rate, or examples x price per label; `checked_twice` is the
share that a second person checks. Synthetic examples and distillation stand in `planner/plan/sources/`. All of it is
paid to launch. Labelling from scratch: 40+ hours per 1,000 by article "Fine-Tuning Is Usually Wrong".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Component, Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.sources.distillation import Distillation
from planner.plan.sources.synthetic import Synthetic
from planner.quantities.quantity import Quantity, total


class Logs(FileModel):
    """Real requests and answers out of logs, that people clean and check."""

    examples: Annotated[Quantity, Measure("example", "examples from logs")]
    """How many examples are taken."""
    hours_per_1000: Annotated[Quantity, Measure("h/1k example", "hours per 1,000 examples from logs")]
    """Hours to clean and check 1,000 of them."""
    role: PlacedText
    """Who does it: a role under `people`."""

    def charges(self, situation: Situation) -> Iterator[Charge]:
        """Return the work."""
        hours = (self.examples * self.hours_per_1000).named("hours of cleaning logs")
        yield Charge("logs cleaned", hours, situation.rate(self.role), Timing.LAUNCH)


class Labelling(FileModel):
    """Examples that people write, label and check."""

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
    """The share of examples that a second person checks, at the same effort."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Labelling:
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

    def charges(self, situation: Situation) -> Iterator[Charge]:
        """Return the work, and the second check where there is one."""
        if self.price_per_label is not None and self.examples is not None:
            work, price = self.examples, self.price_per_label
        else:
            work, price = self._hours(), situation.rate(self.role or "")
        yield Charge("examples made", work, price, Timing.LAUNCH)
        if self.checked_twice is not None:
            again = (work * self.checked_twice).named("work done twice")
            yield Charge("examples checked twice", again, price, Timing.LAUNCH)

    def _hours(self) -> Quantity:
        if self.hours is not None:
            return self.hours
        if self.examples is None or self.hours_per_1000 is None:
            raise AssertionError("the validator lets one way through")
        return (self.examples * self.hours_per_1000).named("curation hours")


class DataCuration(FileModel):
    """Training examples by source."""

    logs: Logs | None = None
    """Examples out of logs."""
    labelling: Labelling | None = None
    """Examples that people make."""
    synthetic: Synthetic | None = None
    """Examples that models make: generate, respond, evaluate, refine."""
    distillation: Distillation | None = None
    """Real inputs with the answers of a model that already works."""

    @model_validator(mode="after")
    def _is_something(self) -> DataCuration:
        if not self.sources:
            raise ValueError("is empty; give logs, labelling, synthetic or distillation")
        return self

    @property
    def sources(self) -> list[Logs | Labelling | Synthetic | Distillation]:
        """The sources that are used."""
        every = (self.logs, self.labelling, self.synthetic, self.distillation)
        return [source for source in every if source is not None]

    @property
    def examples(self) -> Quantity | None:
        """All examples, for training; None where a source does not count its own."""
        counts = [source.examples for source in self.sources]
        known = [count for count in counts if count is not None]
        return total(known).named("training examples") if len(known) == len(counts) else None

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return what each source costs."""
        return [charge for source in self.sources for charge in source.charges(situation)]

    def again(self, much: Quantity) -> Component:
        """Return a share of the data, made again."""
        return _Share(self, much)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of all examples."""

    whole: DataCuration
    share: Quantity

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the same charges, each for the share."""
        return [
            replace(charge, quantity=(charge.quantity * self.share).named(f"{charge.quantity.label}, again"))
            for charge in self.whole.charges(situation)
        ]
