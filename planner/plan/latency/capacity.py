"""How busy rented GPUs are, as it is told."""

from __future__ import annotations

from dataclasses import dataclass

from planner.quantities.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Capacity:
    """How busy rented GPUs are in the month in which each of them gets most requests."""

    rented: Quantity
    """GPUs that share the requests in each month, spare ones aside."""
    planned: Quantity
    """Requests a second that one of them is planned to take, in request/GPU·s."""
    most: Quantity
    """Requests a second that one of them gets in its busiest month, in request/GPU·s."""
    load: Quantity
    """The share of its time that it then reads prompts."""
    batch: Quantity
    """Requests it then answers together."""
    at_once: Quantity
    """Requests whose cache fits into its memory, in request/GPU."""
    mfu: Quantity
    """The share of its arithmetic peak that it is planned to reach."""
    spare: Quantity | None = None
    """GPUs rented besides; None where there are none."""

    @property
    def to_rent(self) -> Quantity:
        """GPUs that are paid for in each month."""
        return self.rented if self.spare is None else self.rented + self.spare
