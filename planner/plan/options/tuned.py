"""Tuned: a fine-tuned model that a provider hosts and sells by the token."""

from __future__ import annotations

from typing import Literal

from planner.plan.components.training import Training
from planner.plan.hosted_option import HostedOption


class Tuned(HostedOption):
    """A fine-tuned model, hosted by the token."""

    kind: Literal["tuned"]
    """A fine-tuned model that a provider hosts."""
    training: Training
    """Rounds of fine-tuning."""
