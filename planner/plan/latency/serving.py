"""How a scenario says that an open model is served on rented GPUs."""

from __future__ import annotations

from typing import Annotated, Literal

from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity

BESIDE = "beside the GPU"
"""Where requests come from that take no way."""


class Serving(FileModel):
    """An open model and how it is served; what is left out comes from the tables, with its range."""

    model: PlacedText
    """The open model: a name in open_models.yaml."""
    adapter: Literal["merged", "unmerged"] = "merged"
    """Whether a LoRA adapter is merged into the weights; one that is not takes longer."""
    mfu: (
        Annotated[Quantity, Measure("share", "model FLOP utilisation of prefill", above=0, at_most=1)] | None
    ) = None
    """The share of the GPU's dense peak that reading a prompt reaches; above 90 % is not believed."""
    mbu: Annotated[Quantity, Measure("share", "memory bandwidth utilisation", above=0, at_most=1)] | None = (
        None
    )
    """The share of the GPU's memory bandwidth that writing output reaches."""
    host_overhead: Annotated[Quantity, Measure("ms", "host overhead")] | None = None
    """What a request takes on the server besides the GPU's work."""
    network: Annotated[Quantity, Measure("ms", "way to the GPU and back")] | None = None
    """What the way from the client to the GPU and back takes; left out it is in no figure, and the report says so."""
    adapter_overhead: (
        Annotated[Quantity, Measure("share", "overhead of an adapter that is not merged")] | None
    ) = None
    """How much longer all takes with an adapter that is not merged."""
    prefill_load: Annotated[Quantity, Measure("share", "prefill load", above=0, at_most=0.95)] | None = None
    """The share of its time that a GPU is planned to read prompts in the busy hour: 60 % keeps the queue short."""
    memory_share: Annotated[Quantity, Measure("share", "memory for the model", above=0, at_most=1)] | None = (
        None
    )
    """The share of the GPU's memory that the server takes."""
    reserve: Annotated[Quantity, Measure("GB/GPU", "memory reserved")] | None = None
    """Memory besides weights and cache."""
    variation: Annotated[Quantity, Measure("", "variation of prefill times")] | None = None
    """The squared coefficient of variation of how long prompts take to be read: 0 for prompts of one length."""

    @property
    def place(self) -> str:
        """Where requests come from, as far as their way is in the figures."""
        return BESIDE if self.network is None else "your network"

    @property
    def settings(self) -> tuple[tuple[str, object], ...]:
        """Every setting by name, so that it equals another of the same value wherever that is written."""
        said = ((key, getattr(self, key)) for key in type(self).model_fields)
        return tuple(
            (key, each.plain.tobytes() if isinstance(each, Quantity) else each) for key, each in said
        )
