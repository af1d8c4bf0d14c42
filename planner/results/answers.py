"""How many answers an option gives, how many of them are wrong, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

from planner.quantities.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Answers:
    """How many requests an option answers, how many wrongly, and what one wrong answer costs."""

    own: Quantity
    """Requests it answers itself in each month, in request/month."""
    wrong: Quantity | None
    """Wrong answers in each month, whoever gives them before its launch and after its end; None where not known."""
    accuracy: Quantity | None
    cost_per_error: Quantity | None
