"""GPU hours of a training job: from its floating-point work, or from a measured speed.

hours = k x parameters x tokens / (peak x MFU) / 3,600, with k = 4 for LoRA (2 forward, 2 backward: the gradient of
frozen weights is spared) and 6 for full training; or hours = tokens / (tokens per second) / 3,600.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from planner.plan.catalog.offer import Offer
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_at
from planner.quantities.quantity import Quantity, constant

_OPERATIONS = {"lora": 4.0, "full": 6.0}


class TrainingGpus(FileModel):
    """Training on rented GPUs: k x parameters x tokens / (peak x MFU), or tokens / measured speed."""

    sku: PlacedText
    """The SKU of the rented GPU; its accelerator's dense peak is used."""
    parameters: Annotated[Quantity, Measure("parameter", "model parameters", above=0)] | None = None
    """Parameters of the model, such as `8B`."""
    method: Literal["lora", "full"] | None = None
    """LoRA or full training."""
    mfu: Annotated[Quantity, Measure("share", "model FLOP utilisation", above=0, at_most=1)] | None = None
    """The share of the GPU's dense peak that training reaches: 25 % for short unpacked examples, 40 % packed."""
    tokens_per_second: (
        Annotated[Quantity, Measure("tok/GPU·s", "measured training speed", above=0)] | None
    ) = None
    """Tokens one GPU was measured to train on in a second, instead of parameters, method and mfu."""

    @model_validator(mode="after")
    def _is_one_way(self) -> TrainingGpus:
        computed = [part is not None for part in (self.parameters, self.method, self.mfu)]
        if (self.tokens_per_second is not None) == any(computed) or (any(computed) and not all(computed)):
            raise ValueError("give parameters, method and mfu, or tokens_per_second")
        return self

    def hours(self, tokens: Quantity, offer: Offer) -> Quantity:
        """Return the GPU hours for so many tokens."""
        if self.tokens_per_second is not None:
            seconds = tokens / self.tokens_per_second
        else:
            seconds = self._work(tokens) / self._speed(offer)
        return (seconds / constant(3600, "s/h", "seconds in an hour")).named("training GPU hours")

    def _work(self, tokens: Quantity) -> Quantity:
        if self.parameters is None or self.method is None:
            raise AssertionError("the validator lets one way through")
        k = _OPERATIONS[self.method]
        label = f"{k:g} operations per parameter and token ({self.method})"
        return (constant(k, "FLOP/parameter·tok", label) * self.parameters * tokens).named("training work")

    def _speed(self, offer: Offer) -> Quantity:
        if self.mfu is None:
            raise AssertionError("the validator lets one way through")
        if offer.sku.accelerator is None:
            raise problem_at(self.sku, f"{offer.name} is not a rented GPU: it names no accelerator")
        gpu = offer.book.accelerator(offer.sku.accelerator, self.sku)
        return (gpu.peak * self.mfu).named("training speed of one GPU")
