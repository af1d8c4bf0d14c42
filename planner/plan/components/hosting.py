"""Hosting: a tuned model kept ready, by the hour, by the month, or on whole rented replicas.

Whole replicas make the cost a staircase: a GPU that stays rented is not discounted by how little it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_at
from planner.quantities.quantity import Quantity, larger, rounded_up


class Deployment(FileModel):
    """Deployments x hours x price, busy or idle."""

    sku: PlacedText
    """The SKU with a price by the hour."""
    count: Annotated[Quantity, Measure("", "deployments")]
    """How many are kept."""


class StoredModels(FileModel):
    """Custom models x months x price."""

    sku: PlacedText
    """The SKU with a price by the month."""
    count: Annotated[Quantity, Measure("model", "models stored")]
    """How many are kept."""


class Replicas(FileModel):
    """GPUs x hours x price, with replicas = max(minimum, ceil(busy rate / (capacity x target load))) + spare."""

    sku: PlacedText
    """The SKU of the rented GPU."""
    capacity: Annotated[Quantity, Measure("request/GPU·s", "capacity of one replica", above=0)]
    """Requests a second that one replica answers at full load."""
    target_load: Annotated[Quantity, Measure("share", "target load", above=0, at_most=1)]
    """The share of its capacity that a replica is planned to run at in the busy hour."""
    minimum: Annotated[Quantity, Measure("GPU", "fewest replicas", whole=True)]
    """Replicas that are always kept."""
    spare: Annotated[Quantity, Measure("GPU", "spare replicas", whole=True)] | None = None
    """Replicas kept on top, for failures and roll-outs."""

    def count(self, situation: Situation) -> Quantity:
        """Return how many GPUs are rented in each month."""
        busy = situation.demand.busy_rate
        if busy is None:
            raise problem_at(
                self.sku, "whole replicas need workload.busy_hour, the busiest hour's share of a day"
            )
        needed = rounded_up(busy / (self.capacity * self.target_load)).named("replicas for the busy hour")
        rented = larger(self.minimum, needed)
        return (rented if self.spare is None else rented + self.spare).named("replicas")


class Operations(FileModel):
    """People who keep it running."""

    role: PlacedText
    """Who does it: a role under `people`."""
    hours_per_month: Annotated[Quantity, Measure("h/month", "operating hours a month")]
    """Hours in every month."""


class Hosting(FileModel):
    """Deployments by the hour, stored models by the month, replicas by the GPU-hour, and people to run them."""

    deployment: Deployment | None = None
    """A deployment paid by the hour."""
    storage: StoredModels | None = None
    """Custom models kept in storage."""
    replicas: Replicas | None = None
    """Rented GPUs."""
    operations: Operations | None = None
    """Who keeps it running, and for how long."""

    @model_validator(mode="after")
    def _is_something(self) -> Hosting:
        parts = (self.deployment, self.storage, self.replicas, self.operations)
        if all(part is None for part in parts):
            raise ValueError("is empty; give deployment, storage, replicas or operations")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return one monthly line for each part there is."""
        calendar, prices, monthly = situation.calendar, situation.prices, Timing.MONTHLY
        lines = []
        if self.deployment is not None:
            sku = self.deployment.sku
            hours = (self.deployment.count * calendar.hours).named("deployment hours")
            price = prices.offer(sku, sku).price("deployment_hour", calendar, asked=sku)
            lines.append(Charge("deployment", hours, price, monthly, sku, "deployment_hour"))
        if self.storage is not None:
            sku = self.storage.sku
            price = prices.offer(sku, sku).price("model_month", calendar, asked=sku)
            lines.append(Charge("model storage", self.storage.count, price, monthly, sku, "model_month"))
        if self.replicas is not None:
            sku = self.replicas.sku
            hours = (self.replicas.count(situation) * calendar.hours).named("GPU hours")
            price = prices.offer(sku, sku).price("gpu_hour", calendar, asked=sku)
            lines.append(Charge("rented GPUs", hours, price, monthly, sku, "gpu_hour"))
        if self.operations is not None:
            hours = self.operations.hours_per_month
            lines.append(Charge("operations", hours, situation.rate(self.operations.role), monthly))
        return lines
