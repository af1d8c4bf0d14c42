"""An option whose requests go to one hosted model that is paid by the token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.plan.call import Asked, Caching, Call, ModelCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.charge import Charge
from planner.plan.component import Situation
from planner.plan.hint import Hint, Topic, cost_a_month, over_the_plan, saved_a_month
from planner.plan.option import Option
from planner.plan.problems import BadInput
from planner.plan.request import RequestTokens
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Workload
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity

_WORTH_SAYING = 0.001
"""The share of an option's whole cost that a hint has to save."""


class HostedOption(Option, Call):
    """One call to one model for each request."""

    @property
    def own_answer(self) -> TokenSource | None:
        """The one call's answer."""
        return self.output_tokens

    def _calls(self) -> Iterator[tuple[Path, Call]]:
        yield (), self

    def asks(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Sequence[Asked]:
        """Return the one call."""

        def make(terms: Call) -> ModelCall:
            reads, writes = (workload.user_tokens,), workload.output_tokens
            return Call.asked(terms, "", prices, counts, reads=reads, writes=writes, retrieved=self.retrieved)

        return [Asked(self, make)]

    def request_tokens(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> RequestTokens:
        """Count one request with the model's own tokenizer, a call that is made again counted once."""
        (asked,) = self.asks(workload, prices, counts)
        return replace(asked.make(self).tokens, query=self.query(workload, prices, counts))

    def hints(self, situation: Situation, charges: Sequence[Charge]) -> tuple[Hint, ...]:
        """Return what the prompt cache would save."""
        return tuple(self._cache_hint(situation, charges))

    def _cache_hint(self, situation: Situation, now: Sequence[Charge]) -> Iterator[Hint]:
        """Return the way to use the prompt cache that saves most over the whole plan, if any does."""
        months, found = situation.calendar.count, dict[str, tuple[float, Hint]]()
        for call in situation.calls:
            for what, caching, prompt in situation.priced(call).cheaper_caching():
                there = _cached_like(situation, caching, prompt)
                try:
                    charges = [there.phases.settled(charge) for _, charge in self.spending(there)]
                    saving = saved_a_month(now, charges, months)
                except BadInput:  # a rule whose prices are not known cannot be advised
                    continue
                if saving is not None:
                    found[what] = (over_the_plan(saving, months), Hint(Topic.CACHE, what, saving))
        if found:
            most, hint = max(found.values(), key=lambda pair: pair[0])
            if most > _WORTH_SAYING * over_the_plan(cost_a_month(now, months), months):
                yield hint


def _cached_like(situation: Situation, caching: Caching | None, prompt: Quantity) -> Situation:
    """Return the situation with a caching and a prompt at least so long in every call, a successor's included."""

    def longer(tokens: RequestTokens) -> RequestTokens:
        short = bool((tokens.prompt.plain < prompt.plain).any())
        return replace(tokens, prompt=prompt) if short else tokens

    def cached(call: ModelCall) -> ModelCall:
        terms = call.terms.model_copy(update={"caching": caching})
        return replace(call, terms=terms, tokens=longer(call.tokens))

    return replace(
        situation,
        tokens=longer(situation.tokens),
        calls=tuple(map(cached, situation.calls)),
        eras=tuple(replace(era, calls=tuple(map(cached, era.calls))) for era in situation.eras),
    )
