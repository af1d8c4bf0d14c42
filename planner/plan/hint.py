"""A word of advice on an option: what to do or to look at, and what it saves where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from planner.plan.charge import Charge, Timing
from planner.quantities.quantity import Quantity, constant, over_months, total


class Topic(Enum):
    """What a hint is about."""

    CACHE = "cache"
    REASONING = "reasoning"
    TRAP = "trap"
    LATENCY = "latency"
    GPUS = "gpus"

    @property
    def warns(self) -> bool:
        """Whether it says that a figure may be wrong, not that something would be cheaper."""
        return self not in {Topic.CACHE, Topic.GPUS}

    @property
    def is_latency(self) -> bool:
        """Whether it is about how long answers take."""
        return self in {Topic.LATENCY, Topic.GPUS}


@dataclass(frozen=True, slots=True)
class Hint:
    """Advice, and the money it saves in each month, shape (draws, months) or broadcastable to it."""

    topic: Topic
    what: str
    saving: Quantity | None = None


def saved_a_month(now: Sequence[Charge], instead: Sequence[Charge], months: int) -> Quantity | None:
    """Return what other charges would save in each month, in money a month; None where nothing differs.

    What is paid to launch is spread evenly over the months, so that their sum is what the whole plan saves.
    Charges that stand on both sides are left out.
    """
    before, after = ({_identity(charge) for charge in charges} for charges in (now, instead))
    gone = [charge for charge in now if _identity(charge) not in after]
    new = [charge for charge in instead if _identity(charge) not in before]
    if not gone or not new:
        return None
    return cost_a_month(gone, months).named("paid now") - cost_a_month(new, months).named("paid then")


def over_the_plan(a_month: Quantity, months: int) -> float:
    """Return what money a month comes to over the whole plan."""
    return float(np.broadcast_to(a_month.plain, (1, months)).sum())


def _identity(charge: Charge) -> tuple[str, Timing, bytes]:
    return charge.item, charge.timing, charge.amount.plain.tobytes()


def cost_a_month(charges: Sequence[Charge], months: int) -> Quantity:
    """Return what charges come to in each month, in money a month; what is paid to launch is spread evenly."""
    spread = constant(months, "month", "months of the plan")
    return total(
        [
            over_months(charge.amount) / spread if charge.timing is Timing.LAUNCH else charge.amount
            for charge in charges
        ]
    )
