"""Hosting: a tuned model kept ready, by the hour, by the month, or on whole rented replicas.

replicas x hours x price (`plan/replicas.py` says how many). Whole replicas make the cost a staircase: a GPU that stays
rented is not discounted by how little it is used. Only a job whose GPU is given back in between pays for the hours it
works: requests / (capacity x target load).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import model_validator

from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.replicas import Replicas
from planner.quantities.quantity import Quantity, constant


class Deployment(FileModel):
    """Deployments x hours x price, busy or idle."""

    sku: PlacedText
    """The SKU with a price by the hour."""
    count: Annotated[Quantity, Measure("", "deployments")]
    """How many are kept."""
    hours_per_month: (
        Annotated[Quantity, Measure("h/month", "operating hours a month", at_most=744)] | None
    ) = None
    """Hours a month in which they are deployed; all of them when left out."""

    def hours(self, situation: Situation) -> Quantity:
        """Return the deployment hours of each month."""
        kept = self.hours_per_month or situation.calendar.hours
        return (self.count * kept).named("deployment hours")


class StoredModels(FileModel):
    """Custom models x months x price, or gigabytes x months x price."""

    sku: PlacedText
    """The SKU with a price by the month."""
    count: Annotated[Quantity, Measure("model", "models stored")] | None = None
    """How many are kept, where a model has a price."""
    gigabytes: Annotated[Quantity, Measure("GB", "gigabytes stored")] | None = None
    """How much is kept, where a gigabyte has a price."""

    @model_validator(mode="after")
    def _is_one_way(self) -> StoredModels:
        if (self.count is None) == (self.gigabytes is None):
            raise ValueError("give count or gigabytes")
        return self

    def charge(self, situation: Situation) -> Charge:
        """Return the month's storage."""
        offer = situation.prices.offer(self.sku, self.sku)
        meter = "model_month" if self.count is not None else "gb_month"
        price = offer.price(meter, situation.calendar, asked=self.sku)
        kept = self.count if self.count is not None else self.gigabytes
        if kept is None:
            raise AssertionError("the validator lets one way through")
        return Charge("model storage", kept, price, Timing.MONTHLY, offer.name, meter)


class Job(FileModel):
    """GPUs rented only while they work: requests / (capacity x target load) hours x price."""

    sku: PlacedText
    """The SKU of the rented GPU or machine."""
    capacity: Annotated[Quantity, Measure("request/GPU·s", "capacity of one replica", above=0)]
    """Requests a second that it answers at full load."""
    target_load: Annotated[Quantity, Measure("share", "target load", above=0, at_most=1)] | None = None
    """The share of that which it reaches, start-up included; all of it when left out."""

    def hours(self, situation: Situation) -> Quantity:
        """Return the GPU hours of each month."""
        speed = self.capacity
        if self.target_load is not None:
            speed = (speed * self.target_load).named("speed reached")
        seconds = situation.demand.requests / speed
        return (seconds / constant(3600, "s/h", "seconds in an hour")).named("GPU hours of the job")


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
    """Rented GPUs that stay."""
    job: Job | None = None
    """GPUs that are rented only while they work, for requests that can wait."""
    operations: Operations | None = None
    """Who keeps it running, and for how long."""

    @model_validator(mode="after")
    def _is_something(self) -> Hosting:
        parts = (self.deployment, self.storage, self.replicas, self.job, self.operations)
        if all(part is None for part in parts):
            raise ValueError("is empty; give deployment, storage, replicas, job or operations")
        return self

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return one monthly line for each part there is."""
        lines = []
        for part, meter, item in (
            (self.deployment, "deployment_hour", "deployment"),
            (self.replicas, "gpu_hour", "rented GPUs"),
            (self.job, "gpu_hour", "GPUs for the job"),
        ):
            if part is not None:
                offer = situation.prices.offer(part.sku, part.sku)
                price = offer.price(meter, situation.calendar, asked=part.sku)
                hours = part.hours(situation)
                lines.append(Charge(item, hours, price, Timing.MONTHLY, offer.name, meter))
        if self.storage is not None:
            lines.append(self.storage.charge(situation))
        if self.operations is not None:
            hours = self.operations.hours_per_month
            rate = situation.rate(self.operations.role)
            lines.append(Charge("operations", hours, rate, Timing.MONTHLY))
        return lines

    def at_full_load(self, situation: Situation) -> Quantity | None:
        """Return what a request costs on a replica that runs at its target load all month."""
        if self.replicas is None:
            return None
        offer = situation.prices.offer(self.replicas.sku, self.replicas.sku)
        price = offer.price("gpu_hour", situation.calendar, asked=self.replicas.sku)
        answered = self.replicas.planned_rate(situation) * constant(3600, "s/h", "seconds in an hour")
        return (price / answered).named("cost of a request at full load")

    def returned_when_idle(self) -> bool:
        """Whether GPUs are rented only while they work."""
        return self.job is not None

    def short_of(self, situation: Situation) -> Quantity | None:
        """Return the replicas that each month lacks, 0 where there are enough; None where nothing limits them."""
        return None if self.replicas is None else self.replicas.short(situation)
