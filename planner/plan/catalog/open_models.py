"""Open models by their architecture: what decides how fast a GPU runs them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from planner.plan.catalog.terms import PageReference
from planner.plan.file_model import Day, FileModel, Measure
from planner.plan.mistakes import misplaced
from planner.plan.problems import printable, suggest
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity


class OpenModel(FileModel):
    """A dense decoder-only transformer with grouped-query attention."""

    title: str
    """Its name as people say it."""
    parameters: Annotated[Quantity, Measure("parameter", "parameters", above=0)]
    """All its parameters, embeddings included: what has to fit into the GPU's memory."""
    layer_parameters: Annotated[Quantity, Measure("parameter", "parameters of the layers", above=0)]
    """Parameters of the layers' matrices: each prompt and output token is multiplied with all of them."""
    head_parameters: Annotated[Quantity, Measure("parameter", "parameters of the output head", above=0)]
    """Parameters of the matrix that makes tokens of the last layer's output: vocabulary x hidden size."""
    layers: Annotated[Quantity, Measure("layer", "layers", above=0, whole=True)]
    """Layers."""
    heads: Annotated[Quantity, Measure("head/layer", "attention heads", above=0, whole=True)]
    """Attention heads of a layer."""
    kv_heads: Annotated[Quantity, Measure("head/layer", "key and value heads", above=0, whole=True)]
    """Heads of a layer whose keys and values are kept: fewer than `heads` with grouped-query attention."""
    head_size: Annotated[Quantity, Measure("number/head", "size of a head", above=0, whole=True)]
    """Numbers in a head of one token."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""


class ServingAssumed(FileModel):
    """What is assumed of serving an open model where a plan says nothing."""

    mfu: Annotated[Quantity, Measure("share", "model FLOP utilisation of prefill", above=0, at_most=1)]
    """The share of the GPU's dense peak that reading a prompt reaches."""
    mbu: Annotated[Quantity, Measure("share", "memory bandwidth utilisation", above=0, at_most=1)]
    """The share of the GPU's memory bandwidth that writing output reaches."""
    host_overhead: Annotated[Quantity, Measure("ms", "host overhead")]
    """What a request takes besides the GPU's work."""
    adapter_overhead: Annotated[Quantity, Measure("share", "overhead of an adapter that is not merged")]
    """How much longer all takes with a LoRA adapter that is not merged into the weights."""
    prefill_load: Annotated[Quantity, Measure("share", "prefill load", above=0, at_most=1)]
    """The share of its time that a GPU is planned to read prompts in the busy hour."""
    memory_share: Annotated[Quantity, Measure("share", "memory for the model", above=0, at_most=1)]
    """The share of the GPU's memory that the server takes."""
    reserve: Annotated[Quantity, Measure("GB/GPU", "memory reserved")]
    """Memory besides weights and cache: activations, graphs."""
    variation: Annotated[Quantity, Measure("", "variation of prefill times")]
    """The squared coefficient of variation of how long prompts take to be read."""
    sigma: Annotated[Quantity, Measure("", "sigma of ln TTFT", at_most=3)]
    """The standard deviation of ln TTFT, the queue aside."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""


class OpenModelTable(FileModel):
    """The file open_models.yaml."""

    references: dict[str, PageReference]
    """The pages that the figures are from."""
    still_valid_on: Day
    """The last day somebody checked them."""
    models: dict[str, OpenModel] = Field(default_factory=dict)
    """Each model under its short name."""
    assumed: ServingAssumed | None = None
    """What is assumed of serving one; one file has it."""

    @model_validator(mode="after")
    def _names_resolve(self) -> OpenModelTable:
        mistakes: list[tuple[Path, str]] = [
            (
                ("models", name, "ref"),
                f"references has no '{printable(each.ref)}'{suggest(each.ref, self.references)}",
            )
            for name, each in self.models.items()
            if each.ref not in self.references
        ]
        if self.assumed is not None and self.assumed.ref not in self.references:
            mistakes.append((("assumed", "ref"), f"references has no '{printable(self.assumed.ref)}'"))
        if "assumed" in self.models:
            mistakes.append((("models", "assumed"), "is the name of a part of this file; take another"))
        if mistakes:
            raise misplaced(mistakes)
        return self
