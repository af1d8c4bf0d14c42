"""A dated fact on a plan's timeline: a launch, a retraining, a retirement, a price step, a window that closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.quantities.provenance import Location, Reference
from planner.quantities.quantity import Quantity


class Weight(StrEnum):
    """What an event means for an option."""

    TOLD = "told"
    """Good to know; what it costs is in the figures."""
    WARNS = "warns"
    """A door closes, and nothing in the plan goes through it."""
    BLOCKS = "blocks"
    """From then on the option cannot be used."""


class Kind(StrEnum):
    """What an event is, besides what it means for an option."""

    LAUNCH = "launch"
    RETIREMENT = "retirement"
    """What it buys is no longer sold."""
    PRICE_CUT = "price cut"
    PRICE_RISE = "price rise"
    WORK = "work"
    """Something that is done and paid for on its day: a retraining, a move to another model."""
    TRAINING = "training"
    """A training can no longer be started."""
    LIMIT = "limit"
    """More is asked than a part can serve, or an account may ask for."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to an option on a day."""

    on: date
    what: str
    weight: Weight
    kind: Kind
    location: Location | None = None
    reference: Reference | None = None
    cost: float | None = None
    """What it costs in the plan's currency, where the event itself is paid for."""
    ends_by: Ending | None = None
    """For an event that blocks: by what the option ends."""
    happens_to: str = ""
    """The title of the option that stands in, where it happens to that one."""
    waits: bool = False
    """Whether it is a limit that makes requests wait."""
    falls_due: Quantity | None = None
    """For a day that numbers decide: what is above 0 for the first time in its month."""

    @property
    def blocks(self) -> bool:
        """Whether the option cannot be used from then on."""
        return self.weight is Weight.BLOCKS


class Ending(StrEnum):
    """By what an option ends."""

    RETIRED = "retired"
    """What it buys is no longer sold."""
    TRAINING_CLOSED = "training closed"
    """A training it needs cannot be started."""
    CAPACITY = "beyond capacity"
    """More is asked than it can serve."""
    NEVER_READY = "never ready"
    """It would launch after the plan's last month."""
