"""Prompted: a model as the provider sells it, with a prompt that says everything."""

from __future__ import annotations

from typing import Literal

from planner.plan.hosted_option import HostedOption


class Prompted(HostedOption):
    """A hosted model with a prompt."""

    kind: Literal["prompted"]
    """A model as the provider sells it, with a prompt."""
