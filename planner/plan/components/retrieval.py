"""Retrieval (RAG): embedding the corpus, the vector database, each query, and keeping the corpus good.

The retrieved text itself is paid by token usage: `chunks x chunk_tokens` goes into every prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.quantities.quantity import Quantity, constant


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
    database: PlacedText
    """The SKU of the vector database, with a price by the month."""
    reranker: PlacedText | None = None
    """The SKU that reranks each query's results, with a price by the query."""
    curation: Curator | None = None
    """Who keeps the corpus good, and for how long."""

    @property
    def retrieved(self) -> Quantity:
        """Tokens that retrieval adds to each prompt."""
        return (self.chunks * self.chunk_tokens).named("retrieved tokens per request")

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return indexing, queries, database, reranking and curation, those that apply."""
        calendar = situation.calendar
        embed = situation.prices.offer(self.embedding, self.embedding)
        database = situation.prices.offer(self.database, self.database)
        embed_price = embed.price("input", calendar, asked=self.embedding)
        requests = situation.demand.requests
        query = self.query_tokens or situation.tokens.query or situation.tokens.user
        monthly, launch = Timing.MONTHLY, Timing.LAUNCH
        queries = (requests * query).named("query tokens a month")
        fee = database.price("month", calendar, asked=self.database)
        lines = [
            Charge("corpus embedded", self.corpus_tokens, embed_price, launch, embed.name, "input"),
            Charge("queries embedded", queries, embed_price, monthly, embed.name, "input"),
            Charge("vector database", constant(1, "", "one database"), fee, monthly, database.name, "month"),
        ]
        if self.reindexed_per_month is not None:
            again = (self.corpus_tokens * self.reindexed_per_month).named("tokens re-indexed a month")
            lines.append(Charge("corpus re-indexed", again, embed_price, monthly, embed.name, "input"))
        if self.reranker is not None:
            reranker = situation.prices.offer(self.reranker, self.reranker)
            searches = requests * constant(1, "query/request", "one query per request")
            price = reranker.price("search", calendar, asked=self.reranker)
            lines.append(
                Charge(
                    "queries reranked",
                    searches.named("queries a month"),
                    price,
                    monthly,
                    reranker.name,
                    "search",
                )
            )
        if self.curation is not None:
            hours = self.curation.hours_per_month
            lines.append(Charge("corpus curation", hours, situation.rate(self.curation.role), monthly))
        return lines
