"""One call to a model that is paid by the token: as a file writes it, and as it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Required, TypedDict, Unpack

from pydantic import model_validator

from planner.plan.catalog.price_book import PriceBook
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.latency.call_latency import CallLatency
from planner.plan.problems import problem_at
from planner.plan.request import Counter, RequestTokens, Texts
from planner.plan.texts import TokenCounts, TokenSource
from planner.quantities.located import place_of
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant


class Caching(FileModel):
    """How a call uses its provider's prompt cache; the rule's name alone will do."""

    rule: PlacedText
    """A caching rule of the model's price file, or `off`."""
    hit_share: (
        Annotated[Quantity, Measure("share", "measured cache hit share", at_most=1, counted=True)] | None
    ) = None
    """The measured share of requests that find the prefix cached; derived from the arrival rate when left out."""

    @model_validator(mode="before")
    @classmethod
    def _rule_alone(cls, raw: object) -> object:
        return {"rule": raw} if isinstance(raw, str) else raw


class Exchange(TypedDict, total=False):
    """What one call reads and writes, and how often a request makes it."""

    reads: Required[tuple[TokenSource, ...]]
    """What it reads besides its prompt."""
    writes: Required[TokenSource]
    """What it answers, unless it says so itself."""
    calls: Quantity | None
    """How often a request makes it; once when left out."""
    retrieved: Quantity | None
    """What retrieval adds to what it reads."""


class Call(Texts):
    """A call to a hosted model: which one, how it is bought, and what it reads and writes."""

    note: str | None = None
    """What a reader should know about it."""
    model: PlacedText
    """The SKU that serves the requests, as `provider/sku`."""
    successor: PlacedText | None = None
    """The SKU that takes over when the model retires; the provider's own suggestion when left out."""
    variant: PlacedText | None = None
    """A way of buying it: batch, flex or priority."""
    caching: Caching | None = None
    """How its prompt cache is used; automatic caches apply by themselves."""
    reasoning_tokens: Annotated[Quantity, Measure("tok/request", "reasoning")] | None = None
    """Tokens it thinks before it answers, billed as output; 0 for a model that is asked not to reason."""
    latency: CallLatency | None = None
    """How long it takes, where the tables do not say or somebody knows better."""
    retries: Annotated[Quantity, Measure("share", "calls made again", counted=True)] | None = None
    """Calls made again for each call, such as `2%` after time-outs and malformed answers; each is paid in full."""

    @property
    def bought(self) -> str:
        """The text of the file that says how it is bought: the variant, or the model where no file names one."""
        return self.variant if self.variant is not None and place_of(self.variant) else self.model

    def counter(self, prices: PriceBook, counts: TokenCounts) -> Counter:
        """Return what counts this call's texts; raises BadInput when its price file names no tokenizer."""
        offer = prices.offer(self.model, self.model)
        if offer.sku.tokenizer is None:
            raise problem_at(self.model, f"{offer.name} names no tokenizer, so it serves no prompts")
        return Counter(counts, offer.sku.tokenizer, offer.framing)

    def asked(
        self,
        name: str,
        prices: PriceBook,
        counts: TokenCounts,
        **exchange: Unpack[Exchange],
    ) -> ModelCall:
        """Return the call as it is made on what it reads and writes."""
        count = self.counter(prices, counts)
        tokens = RequestTokens(
            prompt=count.prompt(self),
            user=count.user(*exchange["reads"]),
            output=count.plain(self.output_tokens or exchange["writes"], "output"),
            reasoning=self.reasoning_tokens,
            retrieved=exchange.get("retrieved"),
        )
        times = calls = exchange.get("calls")
        if self.retries is not None:
            tries = (constant(1, "", "1") + self.retries).named("calls for each answer")
            times = tries if calls is None else (calls * tries).named("calls per request")
        return ModelCall(name, self, tokens, times, calls)

    def each_request(
        self,
        name: str,
        prices: PriceBook,
        counts: TokenCounts,
        **exchange: Unpack[Exchange],
    ) -> Asked:
        """Return the call as every request asks for it."""

        def make(terms: Call) -> ModelCall:
            return terms.asked(name, prices, counts, **exchange)

        return Asked(self, make)


class SideCall(Call):
    """A call that helps: to a judge, a verifier, a teacher or a generator of examples."""

    caching: Caching | None = None
    """How its prompt cache is used, with a measured hit share outside a request; none is counted when left out."""
    input_tokens: TokenSource | None = None
    """What it reads besides its prompt, where that is not simply what it is asked about: a number, or a file."""

    def asked(
        self,
        name: str,
        prices: PriceBook,
        counts: TokenCounts,
        **exchange: Unpack[Exchange],
    ) -> ModelCall:
        """Return the call on these texts unless it says otherwise, without a cache unless it says so."""
        terms = self if self.caching is not None else self.model_copy(update={"caching": NO_CACHING})
        if self.input_tokens is not None:
            exchange = {**exchange, "reads": (self.input_tokens,)}
        return Call.asked(terms, name, prices, counts, **exchange)


NO_CACHING = Caching(rule="off")
"""No prompt cache at all."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days in which a call is made, where they are written, and how often it is made on each of them."""

    since: date
    until: date | None
    share: Quantity
    """The share of each month that they are."""
    origin: Origin | None = None
    times: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A call as it is made for each request.

    `times` is how often it is made for a request, retries included, shape (draws, months); None for exactly once.
    """

    name: str
    """What tells it from the request's other calls; empty for the only one."""
    terms: Call
    tokens: RequestTokens
    times: Quantity | None = None
    asked: Quantity | None = None
    """How often a request makes it, calls made again left out; None for exactly once."""
    days: Days | None = None
    """The days in which it is made, for a model that retires within the plan and for its successor."""
    drift: Quantity | None = None
    """What listed prices are multiplied by in each month for an option free to follow falling prices.

    Every call of a request has it, a verifier's too; judges beside the requests, embeddings and cache storage do not.
    """

    def often(self, quantity: Quantity) -> Quantity:
        """Return a quantity of one call for all calls that one request makes."""
        return quantity if self.times is None else quantity * self.times

    def always(self, quantity: Quantity) -> Quantity:
        """Return a quantity of one call for all calls of a request, as if it were made on all days."""
        times = self.times if self.days is None else self.days.times
        return quantity if times is None else quantity * times

    def on_its_days(self, quantity: Quantity) -> Quantity:
        """Return what a month has for the days in which it is made."""
        return quantity if self.days is None else quantity * self.days.share

    def only(self, days: Days, words: str) -> ModelCall:
        """Return the call made on some days only; `words` say on which, to tell it from the others."""
        times = days.share if self.times is None else (self.times * days.share).named("calls per request")
        name = f"{self.name}, {words}" if self.name else words
        return replace(self, name=name, times=times, days=replace(days, times=self.times))


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that a request asks for: its terms, and what makes it of them: a successor counts its own tokens."""

    terms: Call
    make: Callable[[Call], ModelCall]
