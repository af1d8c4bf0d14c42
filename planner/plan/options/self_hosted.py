"""Self-hosted: an open model on rented GPUs, tuned or as it is; whole replicas instead of tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.plan.catalog.price_book import PriceBook
from planner.plan.components.hosting import Hosting
from planner.plan.file_model import PlacedText
from planner.plan.mistakes import misplaced
from planner.plan.option import Option
from planner.plan.request import Counter, RequestTokens, Texts
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Workload


class SelfHosted(Option, Texts):
    """An open model on rented GPUs."""

    kind: Literal["self_hosted"]
    """An open model on rented GPUs."""
    tokenizer_name: Annotated[PlacedText, Field(alias="tokenizer")]
    """The tokenizer of the open model: a name in tokenizers.yaml."""
    hosting: Hosting
    """The GPUs and who runs them."""

    @model_validator(mode="after")
    def _runs_on_something(self) -> SelfHosted:
        parts = (self.hosting.replicas, self.hosting.deployment, self.hosting.job, self.hosting.operations)
        if all(part is None for part in parts):
            what = "an own model costs something to run: give replicas, deployment, or operations on GPUs of your own"
            raise misplaced([(("hosting",), what)])
        return self

    @property
    def free_to_move(self) -> bool:
        """Never: its price is that of the GPUs."""
        return False

    @property
    def own_answer(self) -> TokenSource | None:
        """The model's answer."""
        return self.output_tokens

    def request_tokens(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> RequestTokens:
        """Count one request as the open model does, without any framing; raises BadInput for an unknown tokenizer."""
        prices.tokenizer(self.tokenizer_name, self.tokenizer_name)
        count = Counter(counts, self.tokenizer_name)
        return RequestTokens(
            prompt=count.prompt(self),
            user=count.user(workload.user_tokens),
            output=count.plain(self.output_tokens or workload.output_tokens, "output"),
            retrieved=self.retrieved,
            query=self.query(workload, prices, counts),
        )
