"""The answer as JSON, for scripts: stable, versioned, bare numbers; see `planner run --format json`.

`schema` counts up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.quantities.quantity import Quantity
from planner.results.comparison import Against
from planner.results.evaluation import Evaluation, OptionResult
from planner.results.trace import inputs

if TYPE_CHECKING:
    from planner.pipeline import Answer

SCHEMA_VERSION = 1


def json_text(answer: Answer) -> str:
    """Return the answer as indented JSON."""
    return indented(json_data(answer))


def indented(data: dict[str, Any]) -> str:
    """Write plain data as every report does."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    # What a terminal hides or acts on, such as a change of writing direction, is written by its number.
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)


def json_data(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain data; figures that need draws are null until they are made."""
    scenario, evaluation, comparison = answer.plan.scenario, answer.evaluation, answer.comparison
    return {
        "schema": SCHEMA_VERSION,
        "planner": __version__,
        "scenario": answer.plan.file.name,
        "title": scenario.title,
        "as_of": scenario.as_of.isoformat(),
        "settings": list(answer.plan.question.settings),
        "currency": evaluation.currency,
        "months": [str(month) for month in evaluation.calendar.months],
        "baseline": comparison.baseline,
        "options": {
            name: _option(option, comparison.against[name]) for name, option in evaluation.options.items()
        },
        "cheapest": comparison.cheapest,
        "cheapest_of_all": comparison.cheapest_of_all,
        "probability_cheapest": None,
        "evpi": None,
        "inputs": _inputs(evaluation),
        "price_tables": [
            {"name": table.name, "skus": len(table.skus)} for table in answer.plan.prices.tables
        ],
    }


def _option(option: OptionResult, against: Against) -> dict[str, Any]:
    return {
        "title": option.title,
        "kind": option.kind,
        "total": _spread(option.total),
        "launch": option.launch,
        "running_per_month": option.running_per_month,
        "present_value": option.present_value,
        "per_request": option.per_request,
        "inference": option.inference,
        "inference_per_day": option.inference_per_day,
        "inference_per_request": option.inference_per_request,
        "tokens_per_request": {
            "prompt": _first(option.tokens.prompt),
            "retrieved": _first(option.tokens.retrieved),
            "user": _first(option.tokens.user),
            "output": _first(option.tokens.output),
            "reasoning": _first(option.tokens.reasoning),
        },
        "components": {name: _spread(amount) for name, amount in option.components.items()},
        "months": [float(amount) for amount in option.monthly[0]],
        "saving": against.saving,
        "saving_share": against.saving_share,
        "inference_saving_share": against.inference_saving_share,
        "return_on_launch": against.return_on_launch,
        "payback_month": against.payback.months,
        "payback_months_exact": against.payback.exact,
        "payback_reason": against.payback.reason or None,
        "payback_never": against.payback.never.value if against.payback.never else None,
        "break_even_error_cost": against.break_even_error_cost,
        "break_even_accuracy": against.break_even_accuracy,
        "latency_ms": None,
        "feasible": option.feasible,
        "estimated": option.estimated,
        "problems": [
            {
                "on": obstacle.on.isoformat(),
                "what": obstacle.what,
                "blocks": obstacle.blocks,
                "reference": str(obstacle.reference) if obstacle.reference else None,
            }
            for obstacle in option.obstacles
        ],
        "events": [
            {
                "on": event.on.isoformat(),
                "what": event.what,
                "weight": event.weight.value,
                "cost": event.cost,
                "at": str(event.location) if event.location else None,
                "reference": str(event.reference) if event.reference else None,
            }
            for event in option.events
        ],
        "sunk": {name: float(amount.plain[0, 0]) for name, amount in option.sunk.items()},
        "hints": [
            {"topic": hint.topic.value, "what": hint.what, "saving": option.hint_saving(hint)}
            for hint in option.hints
        ],
        "charges": [
            {
                "component": line.component,
                "item": line.charge.item,
                "sku": line.charge.sku,
                "timing": line.charge.timing.value,
                "quantity": float(line.charge.quantity.value[0, 0]),
                "unit": line.charge.quantity.unit.text,
                "unit_price": float(line.charge.unit_price.value[0, 0]),
                "total": line.total,
                "inputs": sorted(inputs(line.charge.amount)),
            }
            for line in option.lines
        ],
    }


def _spread(base: float) -> dict[str, float | None]:
    return {"base": base, "p10": None, "p50": None, "p90": None}


def _first(number: Quantity | None) -> float | None:
    return None if number is None else float(number.plain[0, 0])


def _inputs(evaluation: Evaluation) -> dict[str, Any]:
    traced = inputs(*(line.charge.amount for line in evaluation.ledger.lines))
    found = {}
    for path, traced_input in sorted(traced.items()):
        number = traced_input.quantity
        origin = number.origin
        values = number.value[0]
        found[path] = {
            "label": number.label,
            "value": float(values[0]) if len(values) == 1 else [float(value) for value in values],
            "unit": number.unit.text,
            "at": str(origin.location) if origin and origin.location else None,
            "reference": str(origin.reference) if origin and origin.reference else None,
            "source": origin.source if origin else None,
            "note": origin.note if origin else None,
            "estimated": bool(origin and origin.estimated),
            "effect": traced_input.effect.value,
        }
    return found
