"""The scenario file: one question, its workload, and the options that answer it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.plan.calendar import Horizon
from planner.plan.file_model import Currency, Day, FileModel, Measure, PlacedText, misplaced
from planner.plan.options import AnyOption
from planner.plan.problems import printable, suggest
from planner.plan.workload import Workload
from planner.quantities.quantity import Quantity

OptionName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Scenario(FileModel):
    """A question about one language-model feature, and the ways to serve it."""

    scenario: Literal[1]
    """The version of this file format: 1."""
    title: str
    """What the plan is called, on screens and on paper."""
    question: str | None = None
    """The question it answers, in a sentence or a paragraph."""
    as_of: Day
    """The day whose knowledge of prices is used: later prices are unknown unless they were announced."""
    currency: Currency = "USD"
    """The currency of every amount in this file."""
    horizon: Horizon
    """The months it covers."""
    discount_rate: Annotated[Quantity, Measure("share", "yearly discount rate", at_most=1)] | None = None
    """The yearly rate at which later money counts less, for the net present value."""
    workload: Workload
    """What is asked of every option alike."""
    people: dict[str, Annotated[Quantity, Measure("money/h", "hourly rate")]] = Field(default_factory=dict)
    """What an hour of each role costs, all included."""
    tuned_before: tuple[PlacedText, ...] = ()
    """Providers with which the team has tuned models before: training windows that close for newcomers stay open."""
    baseline: str
    """The option that the others are compared with."""
    options: Annotated[dict[OptionName, AnyOption], Field(min_length=1)]
    """The ways to serve it, each under a short name."""

    @model_validator(mode="after")
    def _baseline_is_an_option(self) -> Scenario:
        if self.baseline not in self.options:
            hint = suggest(self.baseline, self.options) or f"; there are {', '.join(self.options)}"
            raise misplaced([(("baseline",), f"no option is called '{printable(self.baseline)}'{hint}")])
        return self
