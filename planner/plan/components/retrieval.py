"""Retrieval (RAG): embedding the corpus, the vector database, each query, and keeping the corpus good.

cost = corpus x embedding price, once and again for the share re-indexed each month + queries x (query tokens x
embedding price + reranker price) + database + curation hours x rate, where the database costs its monthly fee, or what
its storage and its queries come to if that is more. The retrieved text itself is paid by token usage:
`chunks x chunk_tokens` goes into every prompt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity, constant, larger, total


class Curator(FileModel):
    """People who keep the corpus good."""

    role: PlacedText
    """Who does it: a role under `people`."""
    hours_per_month: Annotated[Quantity, Measure("h/month", "corpus hours a month")]
    """Hours in every month."""


class Retrieval(FileModel):
    """Corpus x embedding price once and again for the share re-indexed each month, database fee, queries, curation."""

    chunks: Annotated[Quantity, Measure("", "chunks per request")]
    """How many pieces of the corpus go into each prompt."""
    chunk_tokens: Annotated[Quantity, Measure("tok/request", "tokens per chunk")]
    """Tokens of one piece."""
    corpus_tokens: Annotated[Quantity, Measure("tok", "corpus")]
    """Tokens of the whole corpus."""
    reindexed_per_month: Annotated[Quantity, Measure("share/month", "share re-indexed a month")] | None = None
    """The share of the corpus that is embedded again each month."""
    embedding: PlacedText
    """The SKU that embeds corpus and queries."""
    query_tokens: Annotated[Quantity, Measure("tok/request", "query tokens")] | None = None
    """Tokens of a query; the request's own tokens when left out."""
    database: PlacedText | None = None
    """The SKU of the vector database; its price by the month is the least that a month costs."""
    database_gigabytes: Annotated[Quantity, Measure("GB", "size of the index")] | None = None
    """What the index takes, where the database charges for storage."""
    read_units_per_query: Annotated[Quantity, Measure("unit/query", "read units per query")] | None = None
    """Units that one query takes, where the database charges for queries."""
    database_fee: Annotated[Quantity, Measure("money/month", "vector database")] | None = None
    """What the database costs a month, instead of a SKU."""
    reranker: PlacedText | None = None
    """The SKU that reranks each query's results, with a price by the query."""
    curation: Curator | None = None
    """Who keeps the corpus good, and for how long."""

    @property
    def retrieved(self) -> Quantity:
        """Tokens that retrieval adds to each prompt."""
        return (self.chunks * self.chunk_tokens).named("retrieved tokens per request")

    @model_validator(mode="after")
    def _has_one_database(self) -> Retrieval:
        if (self.database is None) == (self.database_fee is None):
            raise ValueError("give database, a SKU, or database_fee, an amount a month")
        used = (self.database_gigabytes, self.read_units_per_query)
        if self.database is None and any(part is not None for part in used):
            raise ValueError("database_gigabytes and read_units_per_query have no effect without a database")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return indexing, queries, database, reranking and curation, those that apply."""
        lines = [*self._embedded(situation), self._database(situation)]
        if self.reranker is not None:
            reranker = situation.prices.offer(self.reranker, self.reranker)
            price = reranker.price("search", situation.calendar, asked=self.reranker)
            queries = _queries(situation)
            lines.append(Charge("queries reranked", queries, price, Timing.MONTHLY, reranker.name, "search"))
        if self.curation is not None:
            hours, rate = self.curation.hours_per_month, situation.rate(self.curation.role)
            lines.append(Charge("corpus curation", hours, rate, Timing.MONTHLY))
        return lines

    def _embedded(self, situation: Situation) -> Iterator[Charge]:
        embed = situation.prices.offer(self.embedding, self.embedding)
        price = embed.price("input", situation.calendar, asked=self.embedding)
        query = self.query_tokens or situation.tokens.query or situation.tokens.user
        queries = (situation.demand.requests * query).named("query tokens a month")
        yield Charge("corpus embedded", self.corpus_tokens, price, Timing.LAUNCH, embed.name, "input")
        yield Charge("queries embedded", queries, price, Timing.MONTHLY, embed.name, "input")
        if self.reindexed_per_month is not None:
            again = (self.corpus_tokens * self.reindexed_per_month).named("tokens re-indexed a month")
            yield Charge("corpus re-indexed", again, price, Timing.MONTHLY, embed.name, "input")

    def _database(self, situation: Situation) -> Charge:
        one, monthly, item = constant(1, "", "one database"), Timing.MONTHLY, "vector database"
        if self.database_fee is not None:
            return Charge(item, one, self.database_fee, monthly, meter="month")
        if self.database is None:
            raise AssertionError("the validator lets one way through")
        offer, calendar = situation.prices.offer(self.database, self.database), situation.calendar
        used = []
        if self.database_gigabytes is not None:
            price = offer.price("gb_month", calendar, asked=self.database)
            used.append((self.database_gigabytes * price).named("storage of the index"))
        if self.read_units_per_query is not None:
            units = _queries(situation) * self.read_units_per_query
            price = offer.price("read_unit", calendar, asked=self.database)
            used.append((units * price).named("queries to the database"))
        if used and not offer.has("month"):
            return Charge(item, one, total(used).named("database use"), monthly, offer.name, "read_unit")
        fee = offer.price("month", calendar, asked=self.database)
        if used:
            fee = larger(fee, total(used).named("database use")).named(f"month of {offer.title}")
        return Charge(item, one, fee, monthly, offer.name, "month")


def _queries(situation: Situation) -> Quantity:
    each = constant(1, "query/request", "one query per request")
    return (situation.demand.requests * each).named("queries a month")
