"""The answer as JSON, for scripts: stable, versioned, bare numbers; see `planner run --format json`.

`schema` counts up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.quantities.quantity import Quantity
from planner.results.evaluation import Evaluation
from planner.results.trace import inputs
from planner.views.reports.json_head import head, indented
from planner.views.reports.json_option import option_data

if TYPE_CHECKING:
    from planner.pipeline import Answer

SCHEMA_VERSION = 1


def json_text(answer: Answer) -> str:
    """Return the answer as indented JSON."""
    return indented(json_data(answer))


def json_data(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain data; figures of draws are null where none were made."""
    evaluation, comparison = answer.evaluation, answer.comparison
    outcomes = answer.drawn.outcomes if answer.drawn else None
    spreads = outcomes.spreads if outcomes else {}
    return {
        **head(answer, SCHEMA_VERSION),
        "currency": evaluation.currency,
        "months": [str(month) for month in evaluation.calendar.months],
        "baseline": comparison.baseline,
        "options": {
            name: option_data(option, comparison.against[name], outcomes)
            for name, option in evaluation.options.items()
        },
        "switched_off": list(answer.plan.scenario.switched_off),
        "cheapest": comparison.cheapest,
        "cheapest_of_all": comparison.cheapest_of_all,
        "draws": outcomes.count if outcomes else None,
        "seed": outcomes.seed if outcomes else None,
        "probability_cheapest": {name: spread.cheapest for name, spread in spreads.items()} or None,
        "evpi": outcomes.evpi if outcomes else None,
        "inputs": _inputs(evaluation),
        "price_tables": [
            {"name": table.name, "skus": len(table.skus)} for table in answer.plan.prices.tables
        ],
    }


def _inputs(evaluation: Evaluation) -> dict[str, Any]:
    traced = inputs(*evaluation.numbers)
    found = {}
    for path, traced_input in sorted(traced.items()):
        number = traced_input.quantity
        origin = number.origin
        values = number.value[0]
        p10, p90 = _tenths(number)
        found[path] = {
            "label": number.label,
            "value": float(values[0]) if len(values) == 1 else [float(value) for value in values],
            "p10": p10,
            "p90": p90,
            "unit": number.unit.text,
            "at": str(origin.location) if origin and origin.location else None,
            "reference": str(origin.reference) if origin and origin.reference else None,
            "source": origin.source if origin else None,
            "note": origin.note if origin else None,
            "guess": bool(origin and origin.is_guess),
            "estimated": bool(origin and origin.estimated),
            "effect": traced_input.effect.value,
        }
    return found


def _tenths(number: Quantity) -> tuple[float | None, float | None]:
    """Return P10 and P90 of an uncertain input, in its unit."""
    belief = number.origin.belief if number.origin else None
    if belief is None:
        return None, None
    return belief.at(0.1) / number.unit.scale, belief.at(0.9) / number.unit.scale
