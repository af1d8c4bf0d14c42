"""One option of an answer as plain data, for the JSON report."""

from __future__ import annotations

from math import isinf
from typing import Any

from planner.plan.event import Event
from planner.quantities.quantity import Quantity
from planner.results.comparison import Against
from planner.results.evaluation import OptionResult
from planner.results.ledger import Line
from planner.results.outcomes import Outcomes, Spread
from planner.results.percentiles import Percentiles
from planner.results.trace import inputs
from planner.views.reports.latency_data import latency_data, limits_data, objectives_data


def option_data(option: OptionResult, against: Against, outcomes: Outcomes | None) -> dict[str, Any]:
    """Return an option with its comparison, events, hints and charges; bare numbers in the plan's currency.

    What needs draws is null where none were made.
    """
    spread = outcomes.spreads[option.name] if outcomes else None
    return {
        "title": option.title,
        "kind": option.kind,
        "total": _spread(option.total, spread.total if spread else None),
        "launch": option.launch,
        "running_per_month": option.running_per_month,
        "present_value": option.present_value,
        "per_request": option.per_request,
        "inference": option.inference,
        "inference_per_day": option.inference_per_day,
        "inference_per_request": option.inference_per_request,
        "tokens_per_request": {
            part: _first(getattr(option.tokens, part))
            for part in ("prompt", "retrieved", "user", "output", "reasoning")
        },
        "components": {name: _spread(amount) for name, amount in option.components.items()},
        "months": [float(amount) for amount in option.monthly[0]],
        "saving": against.saving,
        **_tenths("saving", spread.saving if spread else None),
        "saving_share": against.saving_share,
        "inference_saving_share": against.inference_saving_share,
        "return_on_launch": against.return_on_launch,
        "payback_month": against.payback.months,
        "payback_months_exact": against.payback.exact,
        "payback_reason": against.payback.reason or None,
        "payback_never": against.payback.never.value if against.payback.never else None,
        **_over_draws(spread),
        "break_even_error_cost": against.break_even_error_cost,
        "break_even_accuracy": against.break_even_accuracy,
        "latency_ms": latency_data(option),
        "objectives": objectives_data(option, outcomes),
        "limits": limits_data(option),
        "feasible": option.feasible,
        "estimated": option.estimated,
        "problems": [_problem(event) for event in option.obstacles],
        "events": [_event(event) for event in option.events],
        "sunk": {name: float(amount.plain[0, 0]) for name, amount in option.sunk.items()},
        "hints": [
            {"topic": hint.topic.value, "what": hint.what, "saving": option.hint_saving(hint)}
            for hint in option.hints
        ],
        "charges": [_charge(line) for line in option.lines],
    }


def _over_draws(spread: Spread | None) -> dict[str, float | None]:
    return {
        **_tenths("payback", spread.payback if spread else None),
        "payback_never_share": spread.never if spread else None,
        "possible_share": spread.possible if spread else None,
        "cheapest_share": spread.cheapest if spread else None,
        "cheapest_error": spread.cheapest_error if spread else None,
        "expected_regret": spread.regret if spread else None,
        "expected_total": spread.mean if spread else None,
    }


def _problem(event: Event) -> dict[str, Any]:
    return {
        "on": event.on.isoformat(),
        "what": event.what,
        "blocks": event.blocks,
        "reference": str(event.reference) if event.reference else None,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "on": event.on.isoformat(),
        "what": event.what,
        "weight": event.weight.value,
        "cost": event.cost,
        "at": str(event.location) if event.location else None,
        "reference": str(event.reference) if event.reference else None,
    }


def _charge(line: Line) -> dict[str, Any]:
    charge = line.charge
    return {
        "component": line.component,
        "item": charge.item,
        "sku": charge.sku,
        "timing": charge.timing.value,
        "quantity": float(charge.quantity.value[0, 0]),
        "unit": charge.quantity.unit.text,
        "unit_price": float(charge.unit_price.value[0, 0]),
        "total": line.total,
        "inputs": sorted(inputs(charge.amount)),
    }


def _spread(base: float, over: Percentiles | None = None) -> dict[str, float | None]:
    return {"base": base, **_tenths("", over)}


def _tenths(name: str, over: Percentiles | None) -> dict[str, float | None]:
    """Return three percentiles, null where nothing was drawn and where so many draws never reach a figure."""
    values = (over.p10, over.p50, over.p90) if over else (None, None, None)
    before = f"{name}_" if name else ""
    return {
        f"{before}{key}": None if value is None or isinf(value) else value
        for key, value in zip(("p10", "p50", "p90"), values, strict=True)
    }


def _first(number: Quantity | None) -> float | None:
    return None if number is None else float(number.plain[0, 0])
