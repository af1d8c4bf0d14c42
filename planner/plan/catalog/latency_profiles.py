"""One file of latency profiles: how long calls to models were measured to take, by whom, where and when.

TTFT is lognormal: its median is that at a reference prompt plus a slope for every further prompt token. Each output
token after the first takes TPOT.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from planner.plan.catalog.terms import PageReference
from planner.plan.file_model import Day, FileModel, Measure, PlacedText
from planner.plan.mistakes import misplaced
from planner.plan.problems import printable, suggest
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity

Ttft = Annotated[Quantity, Measure("ms", "median TTFT at the measured prompt", above=0)]
Slope = Annotated[Quantity, Measure("ms/1k tok", "TTFT for each prompt token")]
Tpot = Annotated[Quantity, Measure("ms/tok", "TPOT")]
Sigma = Annotated[Quantity, Measure("", "sigma of ln TTFT", at_most=3)]


class LatencyProfile(FileModel):
    """How long calls to one model took, as somebody measured it."""

    title: PlacedText
    """The model as the measurement names it, with what was set."""
    skus: tuple[PlacedText, ...] = ()
    """The SKUs it was measured on, as `provider/sku`, which take it unless another one is named; none where another
    measurement is better, or where nothing sold here was measured."""
    stands_in_for: tuple[PlacedText, ...] = ()
    """SKUs nobody is known to have measured, such as a successor: for them it is an estimate."""
    variant: PlacedText | None = None
    """The way of buying that was measured, such as priority; the ordinary one when left out."""
    open_model: PlacedText | None = None
    """For a model on a GPU of one's own: its name in open_models.yaml."""
    accelerator: PlacedText | None = None
    """For a model on a GPU of one's own: the accelerator, a name in accelerators.yaml."""
    ttft: Ttft
    """Median time to the first token, in ms, at a prompt of `prompt_tokens`, from where the client was."""
    prompt_tokens: Annotated[Quantity, Measure("tok/request", "measured prompt")]
    """Tokens of the prompt that was measured."""
    slope: Slope | None = None
    """What 1,000 more prompt tokens add to it, in ms; left out where only one length was measured."""
    tpot: Tpot | None = None
    """Time per output token after the first, in ms; left out where it was not measured."""
    sigma: Sigma | None = None
    """The standard deviation of ln TTFT; left out where too few calls were seen."""
    region: PlacedText
    """Where the client was: a city, a region, or `unknown`."""
    measured_on: Day
    """The day it was measured, or published; of several the last."""
    samples: Annotated[Quantity, Measure("", "calls measured", above=0, whole=True)] | None = None
    """How many calls were measured; left out where the source does not say."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know, such as how the median was made of what the page says."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> LatencyProfile:
        if (self.open_model is None) != (self.accelerator is None):
            raise ValueError("open_model and accelerator belong together")
        if self.open_model is not None and (self.skus or self.stands_in_for):
            raise ValueError(
                "open_model is for a GPU of one's own, skus and stands_in_for are for what is sold"
            )
        return self


class Assumed(FileModel):
    """What holds for models of which it was not measured."""

    slope: Slope
    """What 1,000 more prompt tokens add to TTFT."""
    tpot: Tpot
    """Time per output token after the first."""
    sigma: Sigma
    """The standard deviation of ln TTFT."""
    highest_slope: Slope
    """The highest slope seen in public measurements: what saves more by a shorter prompt is doubted."""
    fastest_hosted: Annotated[Quantity, Measure("ms", "fastest hosted TTFT", above=0)]
    """What hosted models hardly ever answer within: what is entered below it is doubted."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""


class BatchWindow(FileModel):
    """How long a provider may take for what is asked in batches."""

    hours: Annotated[Quantity, Measure("h", "batch window", above=0)]
    """The hours within which a batch is to be done."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""


class LatencyTable(FileModel):
    """A file of latency profiles."""

    references: dict[str, PageReference]
    """The pages that the measurements are from, each under a short name."""
    still_valid_on: Day
    """The last day somebody looked for newer ones."""
    profiles: dict[str, LatencyProfile] = Field(default_factory=dict)
    """Each measurement under a short name."""
    assumed: Assumed | None = None
    """What stands in where a profile says nothing of it; one file has it."""
    batch_windows: dict[str, BatchWindow] = Field(default_factory=dict)
    """For each provider, by its short name: how long a batch may take."""

    @model_validator(mode="after")
    def _names_resolve(self) -> LatencyTable:
        refs: list[tuple[Path, str]] = [
            (("profiles", name, "ref"), each.ref) for name, each in self.profiles.items()
        ]
        refs += [(("batch_windows", name, "ref"), each.ref) for name, each in self.batch_windows.items()]
        if self.assumed is not None:
            refs.append((("assumed", "ref"), self.assumed.ref))
        mistakes: list[tuple[Path, str]] = [
            (path, f"references has no '{printable(name)}'{suggest(name, self.references)}")
            for path, name in refs
            if name not in self.references
        ]
        # Numbers are called latency.NAME.FIELD: two things of one name would be one number.
        taken = [name for name in ("assumed", "batch_windows") if name in self.profiles]
        mistakes += [
            (("profiles", name), "is the name of a part of this file; take another") for name in taken
        ]
        if mistakes:
            raise misplaced(mistakes)
        return self
