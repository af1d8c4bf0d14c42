"""Batch: a hosted model asked in batches, at the provider's price for answers that may take hours."""

from __future__ import annotations

from typing import Literal

from planner.plan.file_model import PlacedText
from planner.plan.hosted_option import HostedOption


class Batch(HostedOption):
    """A hosted model asked in batches."""

    kind: Literal["batch"]
    """A hosted model asked in batches: cheaper, for requests that can wait for hours."""
    variant: PlacedText = "batch"
    """The way of buying it: the model's batch price."""
