"""A ledger line: quantity x unit price, when it falls due, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity


class Timing(StrEnum):
    """When a charge falls due."""

    LAUNCH = "launch"
    """Once, to launch: at the start of the first month, or spread over the time it takes to build."""
    MONTHLY = "monthly"
    """In every month in which the option serves, over the month."""
    DATED = "dated"
    """In single months, such as those of a retraining; its quantity is 0 in all others."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which a monthly charge falls due, and its quantity as if it always did."""

    since: date
    until: date | None
    quantity: Quantity
    origin: Origin | None = None
    """Where the days are written."""


@dataclass(frozen=True)
class Charge:
    """One reason money is spent, priced.

    `quantity` x `unit_price` is money for a launch charge, and money a month for every other one.
    `sku` names what is bought where it is bought from a price file.
    """

    item: str
    quantity: Quantity
    unit_price: Quantity
    timing: Timing
    sku: str | None = None
    meter: str | None = None
    occasion: str = ""
    """For a dated charge: what happens then, such as `retraining`."""
    window: Window | None = None
    """For a monthly charge of some days only, such as those before a model retires: `quantity` holds their share."""
    stands_in: bool = False
    """Whether it is another option's, which serves in this one's place."""
    day: date | None = None
    """For a dated charge: the day, where it is known to the day."""
    billed: bool = True
    """Whether somebody sends a bill for it: what wrong answers do to the business is a loss, and no spending."""

    @cached_property
    def amount(self) -> Quantity:
        """The money, shape (draws, months) or broadcastable to it."""
        return (self.quantity * self.unit_price).named(self.item)

    def counted(self, share: Quantity | None, words: str) -> Charge:
        """Return it counted for a share of each month only, in `words`; the whole of it when there is none."""
        if share is None:
            return self
        return replace(self, quantity=(self.quantity * share).named(f"{self.quantity.label}, {words}"))
