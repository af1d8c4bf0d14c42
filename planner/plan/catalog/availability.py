"""Until when a model can be used and trained, and by whom: dates as important as prices."""

from __future__ import annotations

from planner.plan.file_model import Day, FileModel, PlacedText


class TrainingWindow(FileModel):
    """A day after which some customers can no longer start a training job."""

    closes: Day
    """The last day on which they can start one."""
    announced: Day | None = None
    """The day this became known; a plan made before it is told in hindsight only."""
    customers: str = "everyone"
    """Whom it closes for: `everyone`, or a description such as `organisations that never tuned here`."""
    new_customers: bool = True
    """Whether it closes for somebody who never tuned with this provider."""
    ref: str | None = None
    """The page it is from, where it is not the page of the whole entry."""


class TunedServing(FileModel):
    """What a provider needs to serve a tuned model, where it does not sell one by the token."""

    sku: PlacedText
    """The SKU, of the same file, on which a tuned model has to run."""
    ref: str
    """The page it is from."""


class Availability(FileModel):
    """The dates of one SKU."""

    retired_on: Day | None = None
    """The day it stops answering."""
    announced: Day | None = None
    """The day the retirement became known; a plan made before it is told in hindsight only."""
    successor: str | None = None
    """What the provider recommends instead, as `provider/sku`."""
    trainable: bool | None = None
    """Whether it can be tuned at all; left out when that is not known."""
    training_windows: tuple[TrainingWindow, ...] = ()
    """When training closes, by customer."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""
