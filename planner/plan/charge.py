"""A ledger line: quantity x unit price, when it falls due, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.quantities.quantity import Quantity, in_month


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

    def __post_init__(self) -> None:
        """Keep of what is paid to launch only the first month: no later price or volume acts on it."""
        if self.timing is Timing.LAUNCH:
            object.__setattr__(self, "quantity", in_month(self.quantity, 0))
            object.__setattr__(self, "unit_price", in_month(self.unit_price, 0))

    @property
    def amount(self) -> Quantity:
        """The money, shape (draws, months) or broadcastable to it."""
        return (self.quantity * self.unit_price).named(self.item)
