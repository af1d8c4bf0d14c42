"""Self-hosted: an open model on rented GPUs, tuned or as it is; whole replicas instead of tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.plan.catalog.price_book import PriceBook
from planner.plan.components.hosting import Hosting
from planner.plan.file_model import PlacedText, misplaced
from planner.plan.option import Option


class SelfHosted(Option):
    """An open model on rented GPUs."""

    kind: Literal["self_hosted"]
    """An open model on rented GPUs."""
    tokenizer_name: Annotated[PlacedText, Field(alias="tokenizer")]
    """The tokenizer of the open model: a name in tokenizers.yaml."""
    hosting: Hosting
    """The GPUs and who runs them."""

    @model_validator(mode="after")
    def _runs_on_something(self) -> SelfHosted:
        parts = (self.hosting.replicas, self.hosting.deployment, self.hosting.operations)
        if all(part is None for part in parts):
            what = "an own model costs something to run: give replicas, deployment, or operations on GPUs of your own"
            raise misplaced([(("hosting",), what)])
        return self

    def tokenizer(self, prices: PriceBook) -> str:
        """Return the open model's tokenizer; raises BadInput for an unknown one."""
        prices.tokenizer(self.tokenizer_name, self.tokenizer_name)
        return self.tokenizer_name
