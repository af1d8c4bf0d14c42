"""Facts that belong to no single provider: tokenizers and accelerators."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from planner.plan.catalog.terms import PageReference
from planner.plan.file_model import Day, FileModel, Measure
from planner.quantities.quantity import Quantity


class Tokenizer(FileModel):
    """How a model family cuts text: exactly, or by its ratio to a tokenizer that is at hand."""

    title: str
    """The model families it belongs to."""
    exact: str | None = None
    """The name of the models' own vocabulary, as the planner counts it; left out where another one stands in."""
    relative_to: str | None = None
    """The tokenizer that the ratio refers to; the ratio holds where nothing exact is at hand."""
    low: Annotated[Quantity, Measure("", "low end of the ratio", above=0)] | None = None
    """The low end of tokens for each token of the other tokenizer."""
    high: Annotated[Quantity, Measure("", "high end of the ratio", above=0)] | None = None
    """The high end of tokens for each token of the other tokenizer."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""

    @model_validator(mode="after")
    def _is_exact_or_relative(self) -> Tokenizer:
        relative = (self.relative_to, self.low, self.high)
        if self.exact is None and None in relative:
            raise ValueError("a tokenizer needs `exact`, or all of `relative_to`, `low` and `high`")
        if self.low is not None and self.high is not None and self.low.value.item() > self.high.value.item():
            raise ValueError("the low end is above the high end")
        return self


class TokenizerTable(FileModel):
    """The file tokenizers.yaml."""

    references: dict[str, PageReference]
    """The pages that the ratios are from."""
    tokenizers: dict[str, Tokenizer]
    """Each tokenizer under its short name."""


class Accelerator(FileModel):
    """A GPU and what it can do."""

    title: str
    """Its name as people say it."""
    peak: Annotated[Quantity, Measure("TFLOP/GPU·s", "dense bf16 peak", above=0)]
    """Dense bf16 TFLOP a second; beware of marketing figures with sparsity."""
    bandwidth: Annotated[Quantity, Measure("GB/GPU·s", "memory bandwidth", above=0)]
    """Memory bandwidth in GB a second."""
    memory: Annotated[Quantity, Measure("GB/GPU", "memory", above=0)]
    """Memory in GB."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""


class AcceleratorTable(FileModel):
    """The file accelerators.yaml."""

    references: dict[str, PageReference]
    """The pages that the figures are from."""
    still_valid_on: Day
    """The last day somebody checked them."""
    accelerators: dict[str, Accelerator] = Field(min_length=1)
    """Each accelerator under its short name."""
