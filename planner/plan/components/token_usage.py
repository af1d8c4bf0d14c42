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
from planner.quantities.quantity import Quantity


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
        prefix, sku = f"{call.name}: " if call.name else "", priced.offer.name
        for part in priced.classes:
            item, used = f"{prefix}{part.item}", requests * part.amount
            label = f"{item} a month"
            quantity, always = call.often(used).named(label), call.always(used).named(label)
            window = _window(call, always)
            yield Charge(item, quantity, part.price, Timing.MONTHLY, sku, part.meter, window=window)
        stored = priced.storage()
        if stored is not None:
            item, kept, window = f"{prefix}cache storage", stored.kept, _window(call, stored.kept)
            quantity = call.on_its_days(kept).named(kept.label)
            yield Charge(item, quantity, stored.price, Timing.MONTHLY, sku, "cache_storage", window=window)


def _window(call: ModelCall, always: Quantity) -> Window | None:
    """Return the days in which a call is made, with a quantity as if they were all; None for one made always."""
    days = call.days
    return None if days is None else Window(days.since, days.until, always, days.origin)
