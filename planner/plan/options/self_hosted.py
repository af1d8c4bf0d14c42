"""Self-hosted: an open model on rented GPUs, tuned or as it is; whole replicas instead of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from planner.plan.catalog.price_book import PriceBook
from planner.plan.component import Situation
from planner.plan.components.hosting import Hosting
from planner.plan.file_model import PlacedText
from planner.plan.latency.call_latency import CallLatency
from planner.plan.latency.option_timing import Claim, OptionTiming
from planner.plan.latency.request_time import CallTime, CallTokens, RequestTime
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
    latency: CallLatency | None = None
    """How long its answers take, where somebody measured it; otherwise it follows from `hosting.replicas.serving`."""

    @model_validator(mode="after")
    def _runs_on_something(self) -> SelfHosted:
        parts = (self.hosting.replicas, self.hosting.deployment, self.hosting.job, self.hosting.operations)
        if all(part is None for part in parts):
            what = "an own model costs something to run: give replicas, deployment, or operations on GPUs of your own"
            raise misplaced([(("hosting",), what)])
        return self

    def timings(self, situation: Situation) -> Sequence[OptionTiming]:
        """Return how long a request takes on its GPUs: as measured, or as they and the open model let it."""
        claim = self._claim(situation)
        timing = self._timing(situation)
        return [timing if claim is None else replace(timing, claims=(claim,), claimed=claim)]

    def _timing(self, situation: Situation) -> OptionTiming:
        tokens, replicas = CallTokens.of(situation.tokens), self.hosting.replicas
        if self.latency is not None:
            profile = self.latency.known(tokens, situation.prices.latency, situation.texts)
            if profile is not None:
                call = CallTime.of("", profile, tokens)
                return OptionTiming(None, RequestTime(((call,),)))
        if replicas is not None and replicas.serving is not None:
            timing, capacity = replicas.timing(situation)
            no_way = (
                ("the way to the GPU and back (serving.network)",) if replicas.serving.network is None else ()
            )
            return OptionTiming(None, timing, capacity=capacity, leaves_out=no_way)
        if self.hosting.job is not None:
            return OptionTiming(None, None, ("requests wait for the next job",), waits=True)
        words = "hosting says neither what is served (replicas.serving) nor how long it takes (latency)"
        return OptionTiming(None, None, (words,))

    def _claim(self, situation: Situation) -> Claim | None:
        if self.latency is None or self.latency.claimed is None:
            return None
        return Claim("", self.latency.claimed, self.latency.source, situation.tokens.input, hosted=False)

    def on_gpus(self, count: int) -> Self | None:
        """Return it on at least so many GPUs, as far as it may have them; None where its latency is not theirs."""
        replicas, measured = self.hosting.replicas, self.latency
        if replicas is None or replicas.serving is None:
            return None
        if measured is not None and (measured.is_own or measured.profile is not None):
            return None
        most = count if replicas.maximum is None else replicas.maximum.plain[0, 0]
        fewest = replace(replicas.minimum, value=np.full((1, 1), float(min(count, most))))
        hosting = self.hosting.model_copy(
            update={"replicas": replicas.model_copy(update={"minimum": fewest})}
        )
        return self.model_copy(update={"hosting": hosting})

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
