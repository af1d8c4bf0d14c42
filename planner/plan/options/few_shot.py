"""Few-shot: a hosted model whose prompt carries worked examples."""

from __future__ import annotations

from typing import Literal

from planner.plan.hosted_option import HostedOption
from planner.plan.texts import TokenSource


class FewShot(HostedOption):
    """A hosted model with a prompt and worked examples."""

    kind: Literal["few_shot"]
    """A hosted model whose prompt carries worked examples."""
    few_shot: TokenSource
    """Worked examples sent with every request: their tokens, or the file that holds them."""
