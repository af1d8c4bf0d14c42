"""A word of advice on an option: what to do or to look at, and what it saves where that is known."""

from __future__ import annotations

from dataclasses import dataclass

from planner.quantities.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Hint:
    """Advice, and the money it saves in each month, shape (draws, months) or broadcastable to it."""

    what: str
    saving: Quantity | None = None
