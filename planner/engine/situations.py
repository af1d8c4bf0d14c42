"""Puts an option into its situation: the months, the demand, the prices, and the calls that each request makes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.plan.calendar import Calendar
from planner.plan.call import ModelCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.component import Situation
from planner.plan.currency import Currencies
from planner.plan.migration import Migration, eras, over_time
from planner.plan.option import Option
from planner.plan.phases import Phases
from planner.plan.scenario import Scenario
from planner.plan.texts import TokenCounts
from planner.plan.workload import Demand
from planner.quantities.quantity import Quantity, constant, power

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """What all options of a plan have in common."""

    scenario: Scenario
    calendar: Calendar
    demand: Demand
    prices: PriceBook
    counts: TokenCounts

    @property
    def price_drift(self) -> Quantity | None:
        """What list prices are multiplied by in each month: (1 + drift) to the power of the years so far."""
        drift = self.scenario.price_drift
        if drift is None:
            return None
        elapsed = self.calendar.elapsed
        years = replace(elapsed, value=elapsed.value / _MONTHS_A_YEAR, label="years since the start")
        return power(constant(1, "", "1") + drift, years).named("price drift so far")

    def situation(self, option: Option) -> Situation:
        """Return what every component of an option is told; raises BadInput for a model that is not known."""
        scenario, calls, moves = self.scenario, list[ModelCall](), list[Migration]()
        drift, from_days = self.price_drift if option.free_to_move else None, []

        def drifting(call: ModelCall) -> ModelCall:
            return call if drift is None else replace(call, drift=drift)

        for asked in option.asks(scenario.workload, self.prices, self.counts):
            made, since, found = over_time(
                asked, self.prices, self.calendar, moves=option.lock_in is not None
            )
            calls += made
            from_days.append([(day, drifting(call)) for day, call in since])
            moves += found
        return Situation(
            calendar=self.calendar,
            workload=scenario.workload,
            demand=self.demand,
            prices=self.prices,
            texts=self.counts,
            people=scenario.people,
            currencies=Currencies(scenario.currency, scenario.exchange_rates),
            phases=Phases(self.calendar, option.build_weeks),
            tokens=option.request_tokens(scenario.workload, self.prices, self.counts),
            calls=tuple(map(drifting, calls)),
            eras=eras(from_days),
            migrations=tuple(dict.fromkeys(moves)),
            parts=dict(option.components()),
            limits=scenario.limits,
        )
