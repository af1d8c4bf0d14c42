"""The ledger: charges laid out over months, and what may not be one."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import evaluated, scenario, shop, sku

from planner.plan.calendar import Calendar, Horizon
from planner.plan.charge import Charge, Timing
from planner.plan.phases import Phases
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant, given
from planner.quantities.units import unit
from planner.results.ledger import Line
from planner.results.trace import inputs

PRICES = shop(sku("small", input=1.00, output=4.00))


def number(path: str, value: float | list[float], measure: str) -> Quantity:
    return given(value, unit(measure), Origin(path), path)


def test_a_launch_charge_falls_in_the_first_month() -> None:
    line = Line.of(
        "a", "staff", Charge("work", number("h", 3, "h"), number("r", 50, "USD/h"), Timing.LAUNCH), 3
    )
    assert line.amounts.tolist() == [[150, 0, 0]]
    assert line.total == 150


def test_a_monthly_charge_falls_in_every_month() -> None:
    charge = Charge("work", number("h", [1, 2, 3], "h/month"), number("r", 50, "USD/h"), Timing.MONTHLY)
    assert Line.of("a", "staff", charge, 3).amounts.tolist() == [[50, 100, 150]]


def test_of_a_launch_charge_only_the_first_month_counts_and_is_traced() -> None:
    december, january = number("december", 1, "USD/h"), number("january", 9, "USD/h")
    first = given([1, 0], unit(""), Origin("first month"), "first month")
    price = december * first + january * given([0, 1], unit(""), Origin("second month"), "second month")
    calendar = Calendar.of(Horizon(start="2026-12", months=2), date(2026, 11, 20))
    launch = Phases(calendar).settled(Charge("work", number("h", 3, "h"), price, Timing.LAUNCH))
    assert launch.amount.value.tolist() == [[3]]
    assert "january" not in inputs(launch.amount)
    monthly = Charge("work", number("h", 3, "h/month"), price, Timing.MONTHLY)
    assert monthly.amount.value.tolist() == [[3, 27]]
    assert "january" in inputs(monthly.amount)


@pytest.mark.parametrize(
    ("measure", "timing"),
    [("h", Timing.MONTHLY), ("h/month", Timing.LAUNCH), ("h/day", Timing.MONTHLY), ("tok", Timing.LAUNCH)],
)
def test_a_charge_that_is_not_money_when_due_is_a_mistake_in_a_formula(measure: str, timing: Timing) -> None:
    with pytest.raises(TypeError, match="charge cannot be in"):
        Line.of("a", "staff", Charge("work", number("h", 3, measure), number("r", 50, "USD/h"), timing), 3)


def test_money_needs_a_currency() -> None:
    with pytest.raises(TypeError, match="charge cannot be in"):
        Line.of("a", "x", Charge("work", constant(1, "h", "h"), constant(1, "1/h", "r"), Timing.LAUNCH), 1)


def test_entries_multiply_out_in_the_units_they_show() -> None:
    options = {
        "a": "kind: prompted, model: shop/small, prompt: 800, staff: {work: {role: engineer, hours: 2}}",
        "b": "kind: prompted, model: shop/small, prompt: 80",
    }
    evaluation = evaluated(scenario(options, horizon="start: 2026-12, months: 3"), PRICES)
    ledger = evaluation.ledger
    entries = list(ledger.entries())
    # Two token lines in three months for each option, and the work once.
    assert len(entries) == 2 * 2 * 3 + 1
    for entry in entries:
        charge = entry.line.charge
        scale = charge.quantity.unit.scale * charge.unit_price.unit.scale
        assert entry.quantity * entry.unit_price * scale == pytest.approx(entry.amount)
    assert sum(entry.amount for entry in entries) == pytest.approx(
        sum(each.total for each in evaluation.options.values())
    )
    assert {entry.line.component for entry in entries} == {"token_usage", "staff"}
    assert [line.charge.item for line in evaluation.options["a"].of("staff")] == ["work"]
    assert len(evaluation.options["a"].lines) == 3
