"""One way to serve the workload: its texts, how it is served, and every other reason it costs money."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.terms import Framing
from planner.plan.charge import Charge
from planner.plan.component import Component, RequestTokens, Situation
from planner.plan.components import Costs
from planner.plan.components.token_usage import Caching, TokenUsage
from planner.plan.file_model import Measure, PlacedText
from planner.plan.hint import Hint, Topic, cost_a_month, over_the_plan, saved_a_month
from planner.plan.problems import BadInput, Problem, problem_at
from planner.plan.texts import TextFile, TokenCounts, TokenSource
from planner.plan.workload import Workload
from planner.quantities.quantity import INPUT, Quantity, total

_WORTH_SAYING = 0.001
"""The share of an option's whole cost that a hint has to save."""


class Option(Costs, ABC):
    """What every kind of option has; a kind adds how requests are served."""

    kind: str
    """Which kind of option it is."""
    title: str
    """What people call it, in tables and on the printed page."""
    note: str | None = None
    """What a reader should know about it."""
    prompt: TokenSource
    """The system prompt: its tokens, or the file that holds it."""
    few_shot: TokenSource | None = None
    """Worked examples sent with every request: their tokens, or the file that holds them."""
    output_tokens: TokenSource | None = None
    """Tokens it answers with, where they differ from the workload's: a number, or a file of real answers."""

    @property
    def served_by(self) -> str | None:
        """The SKU that serves its requests by the token; None where something else does."""
        return None

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return what serving its requests costs, besides the components every option can have."""
        return iter(())

    @abstractmethod
    def tokenizer(self, prices: PriceBook) -> str:
        """Name the tokenizer its texts are counted with."""

    def framing(self, prices: PriceBook) -> Framing | None:
        """Return the tokens its chat format adds around counted files; None where no chat format is known."""
        del prices
        return None

    def request_cost(self, situation: Situation) -> Quantity | None:
        """Return what one request costs; None where requests are not paid one by one."""
        del situation
        return None

    def hints(self, situation: Situation, charges: Sequence[Charge]) -> tuple[Hint, ...]:
        """Return cheaper ways that it walks past, `charges` being all that it pays in this situation."""
        del situation, charges
        return ()

    def reasoning(self) -> Quantity | None:
        """Return the tokens it thinks before it answers; None where none are given."""
        return None

    def components(self) -> Iterator[tuple[str, Component]]:
        """Return every reason it costs money, by name, serving first."""
        yield from self.serving()
        yield from self.costs()

    def charges(self, situation: Situation) -> list[tuple[str, Charge]]:
        """Return what every component charges; raises BadInput with what is wrong in any of them."""
        charges: list[tuple[str, Charge]] = []
        problems: list[Problem] = []
        for part, component in self.components():
            try:
                charges += [(part, charge) for charge in component.charges(situation)]
            except BadInput as bad:
                problems += bad.problems
        if problems:
            raise BadInput(problems)
        return charges

    def situated(self, situation: Situation) -> Situation:
        """Return the situation with what one request costs this option."""
        return replace(situation, request_cost=self.request_cost(situation))

    def request_tokens(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> RequestTokens:
        """Count one request with this option's own tokenizer.

        A number is taken as it stands; a file is counted and gets the chat format's framing around it.
        """
        tokenizer, framing = self.tokenizer(prices), self.framing(prices)

        def counted(
            source: TextFile | Quantity, label: str, *, framed: bool = True, closes: bool = False
        ) -> Quantity:
            if isinstance(source, Quantity):
                return source.named(label)
            parts = [counts.mean_tokens(source, tokenizer)]
            if framed and framing is not None:
                parts += [framing.per_message, *([framing.per_request] if closes else [])]
            tokens = total(parts)
            return tokens if tokens.operation is INPUT else tokens.named(label)

        system = counted(self.prompt, "system prompt")
        if self.few_shot is not None:
            system = (system + counted(self.few_shot, "worked examples")).named("prompt")
        return RequestTokens(
            prompt=system,
            user=counted(workload.user_tokens, "user message", closes=True),
            output=counted(self.output_tokens or workload.output_tokens, "output", framed=False),
            reasoning=self.reasoning(),
            query=self._query(workload, prices, counts),
            retrieved=self.retrieval.retrieved if self.retrieval is not None else None,
        )

    def _query(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Quantity | None:
        """Return the tokens that are embedded for a request: the user's text alone, as the embedding counts it."""
        if self.retrieval is None or isinstance(workload.user_tokens, Quantity):
            return None
        embedding = prices.offer(self.retrieval.embedding, self.retrieval.embedding)
        tokenizer = embedding.sku.tokenizer or self.tokenizer(prices)
        return counts.mean_tokens(workload.user_tokens, tokenizer)


class HostedOption(Option):
    """An option whose requests go to a provider and are paid by the token."""

    model: PlacedText
    """The SKU that serves the requests, as `provider/sku`."""
    variant: PlacedText | None = None
    """A way of buying it: batch, flex or priority."""
    caching: Caching | None = None
    """How its prompt cache is used; automatic caches apply by themselves."""
    reasoning_tokens: Annotated[Quantity, Measure("tok/request", "reasoning")] | None = None
    """Tokens it thinks before it answers, billed as output; 0 for a model that is asked not to reason."""

    @property
    def served_by(self) -> str | None:
        """The SKU that serves the requests."""
        return self.model

    def serving(self) -> Iterator[tuple[str, Component]]:
        """Return the tokens."""
        yield "token_usage", self.token_usage

    def request_cost(self, situation: Situation) -> Quantity | None:
        """Return what the tokens of one request cost."""
        return self.token_usage.request_cost(situation)

    def reasoning(self) -> Quantity | None:
        """Return the tokens it thinks before it answers."""
        return self.reasoning_tokens

    def hints(self, situation: Situation, charges: Sequence[Charge]) -> tuple[Hint, ...]:
        """Return what the prompt cache would save, and whether reasoning was forgotten."""
        hints = [*self._cache_hint(situation, charges)]
        offer = situation.prices.offer(self.model)
        if offer.sku.reasons_by_default and self.reasoning_tokens is None:
            hints.append(
                Hint(Topic.REASONING, "it reasons unless told not to, and no reasoning_tokens are counted")
            )
        return tuple(hints)

    def _cache_hint(self, situation: Situation, now: Sequence[Charge]) -> Iterator[Hint]:
        """Return the way to use the prompt cache that saves most over the whole plan, if any does."""
        months, found = situation.calendar.count, []
        for what, caching, prompt in self.token_usage.cheaper_caching(situation):
            option = self.model_copy(update={"caching": caching})
            try:
                there = option.situated(replace(situation, tokens=replace(situation.tokens, prompt=prompt)))
                saving = saved_a_month(now, [charge for _, charge in option.charges(there)], months)
            except BadInput:  # a rule whose prices are not known cannot be advised
                continue
            if saving is not None:
                found.append((over_the_plan(saving, months), Hint(Topic.CACHE, what, saving)))
        if found:
            most, hint = max(found, key=lambda pair: pair[0])
            if most > _WORTH_SAYING * over_the_plan(cost_a_month(now, months), months):
                yield hint

    @property
    def token_usage(self) -> TokenUsage:
        """The tokens it pays for."""
        return TokenUsage(model=self.model, variant=self.variant, caching=self.caching)

    def tokenizer(self, prices: PriceBook) -> str:
        """Name the model's tokenizer; raises BadInput when its price file does not."""
        offer = prices.offer(self.model, self.model)
        if offer.sku.tokenizer is None:
            raise problem_at(self.model, f"{offer.name} names no tokenizer, so it serves no prompts")
        return offer.sku.tokenizer

    def framing(self, prices: PriceBook) -> Framing | None:
        """Return the tokens of the provider's chat format."""
        return prices.offer(self.model, self.model).framing
