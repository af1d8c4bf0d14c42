"""Tuned with retrieval: a fine-tuned model for behaviour, and retrieved text for knowledge."""

from __future__ import annotations

from typing import Literal

from planner.plan.components.retrieval import Retrieval
from planner.plan.components.training import Training
from planner.plan.hosted_option import HostedOption


class TunedWithRetrieval(HostedOption):
    """A fine-tuned model, hosted by the token, whose prompt also carries retrieved text."""

    kind: Literal["tuned_with_retrieval"]
    """A fine-tuned model whose prompt also carries retrieved text."""
    training: Training
    """Rounds of fine-tuning; the examples hold retrieved text too."""
    retrieval: Retrieval
    """The corpus, its embeddings and its database."""
