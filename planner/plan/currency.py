"""Money in the plan's currency: prices stay in the currency of their page and are changed at a dated rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from planner.plan.charge import Charge
from planner.plan.file_model import Day, FileModel, Measure
from planner.plan.problems import problem_at
from planner.quantities.quantity import Quantity
from planner.quantities.units import unit


class ExchangeRate(FileModel):
    """What one unit of a foreign currency is worth, on a day, by a page."""

    rate: Annotated[Quantity, Measure("", "exchange rate", above=0)]
    """Units of the scenario's currency for one of the other: 0.86 for EUR where 1 USD costs 0.86 EUR."""
    on: Day
    """The day it was quoted for."""
    source: str
    """Who published it, such as `ECB euro foreign exchange reference rates`."""
    address: str | None = None
    """The page it was read on."""


@dataclass(frozen=True, slots=True)
class Currencies:
    """The plan's currency and the rates at which others are changed into it."""

    plan: str
    rates: Mapping[str, ExchangeRate]

    def changed(self, charge: Charge) -> Charge:
        """Return a charge in the plan's currency; raises BadInput where no rate is given."""
        foreign = charge.amount.unit.currency
        if foreign is None or foreign == self.plan:
            return charge
        return replace(
            charge, unit_price=self._changed(charge.unit_price, foreign, charge.sku or charge.item)
        )

    def in_plan(self, price: Quantity, bought: str) -> Quantity:
        """Return a price in the plan's currency; raises BadInput, at what is bought, where no rate is given."""
        foreign = price.unit.currency
        return price if foreign is None or foreign == self.plan else self._changed(price, foreign, bought)

    def _changed(self, price: Quantity, foreign: str, bought: str) -> Quantity:
        if foreign not in self.rates:
            raise problem_at(
                bought,
                f"{bought} is priced in {foreign} and the scenario is in {self.plan}; plan in {foreign}, give"
                f" exchange_rates.{foreign}, or a price in {self.plan} in a table of your own",
            )
        changed = (price * self._rate(foreign)).named(f"{price.label}, in {self.plan}")
        shown = price.unit.text.replace(foreign, self.plan)
        return changed.measured_in(shown) if foreign in price.unit.text else changed

    def _rate(self, foreign: str) -> Quantity:
        given = self.rates[foreign]
        origin = given.rate.origin
        source = f"{given.source}, {given.on}" + (f", {given.address}" if given.address else "")
        return replace(
            given.rate,
            unit=unit(f"{self.plan}/{foreign}"),
            label=f"{self.plan} for one {foreign}, {given.on}",
            origin=None if origin is None else replace(origin, source=origin.source or source),
        )
