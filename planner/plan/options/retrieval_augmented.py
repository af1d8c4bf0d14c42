"""Retrieval-augmented: a hosted model whose prompt also carries text found for each request."""

from __future__ import annotations

from typing import Literal

from planner.plan.components.retrieval import Retrieval
from planner.plan.hosted_option import HostedOption


class RetrievalAugmented(HostedOption):
    """A hosted model with a prompt and retrieved text."""

    kind: Literal["retrieval_augmented"]
    """A hosted model whose prompt also carries retrieved text."""
    retrieval: Retrieval
    """The corpus, its embeddings and its database."""
