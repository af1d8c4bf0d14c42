"""Whole rented GPUs: how many the busy hour needs, and how long requests take on them.

replicas = max(minimum, ceil(busy rate / rate of one)) + spare. The rate of one is capacity x target load where that was
measured, and follows from the GPU and the open model otherwise (`latency/served.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import model_validator

from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.latency.capacity import Capacity
from planner.plan.latency.request_time import RequestTime
from planner.plan.latency.served import Served, served
from planner.plan.latency.serving import Serving
from planner.plan.mistakes import misplaced
from planner.plan.problems import problem_at, problem_with
from planner.quantities.branching import where_positive
from planner.quantities.quantity import Quantity, constant, if_at_least, larger, largest_month, rounded_up

_A_MOMENT = constant(1e-9, "share", "any of the month")


class Replicas(FileModel):
    """GPUs x hours x price, with replicas = max(minimum, ceil(busy rate / rate of one)) + spare."""

    sku: PlacedText
    """The SKU of the rented GPU."""
    capacity: Annotated[Quantity, Measure("request/GPU·s", "capacity of one replica", above=0)] | None = None
    """Requests a second that one replica was measured to answer at full load; otherwise give `serving`."""
    target_load: Annotated[Quantity, Measure("share", "target load", above=0, at_most=1)] | None = None
    """The share of its capacity that a replica is planned to run at in the busy hour."""
    serving: Serving | None = None
    """The open model on it, from which capacity and latency follow, instead of capacity and target_load."""
    minimum: Annotated[Quantity, Measure("GPU", "fewest replicas", whole=True)]
    """Replicas that are always kept."""
    spare: Annotated[Quantity, Measure("GPU", "spare replicas", whole=True)] | None = None
    """Replicas kept on top, for failures and roll-outs."""
    maximum: Annotated[Quantity, Measure("GPU", "most replicas", above=0, whole=True)] | None = None
    """The most that can be had, spare ones aside; a month that needs more is beyond the option's capacity."""
    hours_per_month: (
        Annotated[Quantity, Measure("h/month", "operating hours a month", at_most=744)] | None
    ) = None
    """Hours a month in which they are rented; all of them when left out."""

    @model_validator(mode="after")
    def _is_a_range(self) -> Replicas:
        if self.maximum is not None and (self.minimum.plain > self.maximum.plain).any():
            what = f"more than the most there may be: maximum is {self.maximum.plain[0, 0]:g}"
            raise misplaced([(("minimum",), what)])
        if (self.capacity is None) != (self.target_load is None):
            raise ValueError("capacity and target_load belong together")
        if (self.capacity is None) == (self.serving is None):
            raise ValueError("give capacity and target_load, or serving: one of them")
        return self

    def planned_rate(self, situation: Situation) -> Quantity:
        """Return how many requests a second one replica is planned to answer, in request/GPU·s."""
        if self.capacity is not None and self.target_load is not None:
            return (self.capacity * self.target_load).named("requests a second of one replica, planned")
        return self.served(situation).planned_rate

    def served(self, situation: Situation) -> Served:
        """Return the open model on the rented GPU; raises BadInput where the SKU is none."""
        if self.serving is None:
            raise AssertionError("only replicas that say what they serve are asked")
        key = (id(self), id(situation.tokens))
        if key in situation.served:
            return situation.served[key]
        offer = situation.prices.offer(self.sku, self.sku)
        if offer.sku.accelerator is None:
            raise problem_at(self.sku, f"{offer.name} is not a rented GPU: it names no accelerator")
        here = served(self.serving, offer.sku.accelerator, self.sku, situation.prices, situation.tokens)
        situation.served[key] = here
        return here

    def timing(self, situation: Situation) -> tuple[RequestTime, Capacity]:
        """Return how long requests take in the month in which each replica gets most of them, and how busy it is."""
        rented, busy = self.rented(situation), situation.demand.busy_rate
        if busy is None:
            raise AssertionError("the number of replicas asks for the busy hour")
        one, none = constant(1, "GPU", "one at least"), constant(0, "request/GPU·s", "no requests")
        each = (busy / larger(rented, one)).named("requests a second of each replica")
        if (serving := situation.phases.serving) is not None:
            each = if_at_least(serving, _A_MOMENT, each, none).named(f"{each.label} once it serves")
        most = largest_month(each).named("requests a second of each replica in its busiest month")
        here = self.served(situation)
        return here.timing(most), replace(here.capacity(rented, most), spare=self.spare)

    def needed(self, situation: Situation) -> Quantity:
        """Return how many replicas the busy hour needs in each month."""
        busy = situation.demand.busy_rate
        if busy is None:
            raise problem_at(
                self.sku, "whole replicas need workload.busy_hour, the busiest hour's share of a day"
            )
        return rounded_up(busy / self.planned_rate(situation)).named("replicas for the busy hour")

    def rented(self, situation: Situation) -> Quantity:
        """Return how many replicas share the requests in each month: as many as needed, the minimum at least."""
        self._refuse_too_many()
        return larger(self.minimum, self.needed(situation)).named("replicas, spare ones aside")

    def count(self, situation: Situation) -> Quantity:
        """Return how many GPUs are rented in each month."""
        rented = self.rented(situation)
        return (rented if self.spare is None else rented + self.spare).named("replicas")

    def _refuse_too_many(self) -> None:
        """Raise BadInput where a draw keeps more replicas than it may have, as a file would be refused that says so."""
        if self.maximum is not None and where_positive(self.minimum - self.maximum)[0]:
            what = "in some draws more than the most there may be (maximum); give ranges that do not meet, or `clip`"
            raise problem_with(self.minimum, what)

    def hours(self, situation: Situation) -> Quantity:
        """Return the GPU hours of each month."""
        rented = self.hours_per_month or situation.calendar.hours
        return (self.count(situation) * rented).named("GPU hours")

    def short(self, situation: Situation) -> Quantity | None:
        """Return the replicas that each month lacks, 0 where there are enough; None where nothing limits them."""
        nothing = constant(0, "GPU", "none")
        too_many = None
        if self.maximum is not None:
            too_many = larger(self.needed(situation) - self.maximum, nothing).named("replicas missing")
        if self.serving is None:
            return too_many
        too_small = self.served(situation).short
        return too_small if too_many is None else larger(too_many, too_small).named("replicas missing")
