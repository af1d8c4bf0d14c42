"""A ledger line: quantity x unit price, when it falls due, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.quantities.quantity import Quantity


class Timing(StrEnum):
    """When a charge falls due."""

    LAUNCH = "launch"
    """Once, at the start of the first month."""
    MONTHLY = "monthly"
    """In every month, over the month."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One reason money is spent, priced.

    `quantity` x `unit_price` is money a month for a monthly charge, and money for a launch charge.
    `sku` names what is bought where it is bought from a price file.
    """

    item: str
    quantity: Quantity
    unit_price: Quantity
    timing: Timing
    sku: str | None = None
    meter: str | None = None

    @property
    def amount(self) -> Quantity:
        """The money, shape (draws, months) or broadcastable to it."""
        return (self.quantity * self.unit_price).named(self.item)
