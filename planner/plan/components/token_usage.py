"""Token usage: what the models of a request read and write, paid by the token.

charge = requests x calls per request x tokens of the class x price of the class, for each call of a request and each
class of tokens; `planner/plan/call_cost.py` splits a call into its classes and prices them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.plan.call import ModelCall
from planner.plan.charge import Charge, Timing, Window
from planner.plan.component import Situation


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Requests x calls x (uncached input + cache reads + cache writes + output), each class at its own price.

    A chain has several calls; retries multiply each of them. Batch, flex and priority are variants of the prices.
    A cache that charges for keeping a prefix adds token hours x price.
    """

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return one monthly line for each class of tokens of each call."""
        return [charge for call in situation.calls for charge in self._of(call, situation)]

    def _of(self, call: ModelCall, situation: Situation) -> Iterator[Charge]:
        priced, requests = situation.priced(call), situation.demand.requests
        prefix = f"{call.name}: " if call.name else ""
        for part in priced.classes():
            label, used, days = f"{prefix}{part.item} a month", requests * part.amount, call.days
            always = call.always(used).named(label)
            yield Charge(
                item=f"{prefix}{part.item}",
                quantity=call.often(used).named(label),
                unit_price=part.price,
                timing=Timing.MONTHLY,
                sku=priced.offer.name,
                meter=part.meter,
                window=None if days is None else Window(days.since, days.until, always, days.origin),
            )
        stored = priced.storage()
        if stored is not None:
            yield Charge(
                f"{prefix}cache storage",
                stored.kept,
                stored.price,
                Timing.MONTHLY,
                priced.offer.name,
                "cache_storage",
            )
