"""What the choice hangs on, as JSON: stable, versioned, bare numbers; see `planner sensitivity --format json`.

`schema` counts up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.results.deciding import Decider
from planner.results.sensitivity import Influence, Sensitivity
from planner.results.unmeasured import Unmeasured
from planner.views.advice_text import nothing_sentence
from planner.views.objective_advice import deciding_input, worth_measuring
from planner.views.reports.json_head import head, indented

if TYPE_CHECKING:
    from planner.pipeline import Answer

SCHEMA_VERSION = 1


def sensitivity_text(answer: Answer, found: Sensitivity | None) -> str:
    """Return what the choice hangs on as indented JSON."""
    return indented(sensitivity_data(answer, found))


def sensitivity_data(answer: Answer, found: Sensitivity | None) -> dict[str, Any]:
    """Return it as plain data; `choice` is null, and `why_none` says why, where there is none to judge."""
    decides = deciding_input(answer, found)
    outcomes = answer.drawn.outcomes if answer.drawn is not None else None
    return {
        **head(answer, SCHEMA_VERSION),
        "currency": answer.evaluation.currency,
        "draws": outcomes.count if outcomes is not None else None,
        "seed": outcomes.seed if outcomes is not None else None,
        "why_none": nothing_sentence(answer) if found is None else None,
        "unmeasured": [_lacking(each) for each in worth_measuring(answer, found)],
        "decides_objectives": None if decides is None else _decider(decides),
        "choice": None if found is None else _choice(found),
        "inputs": [] if found is None else [_input(each) for each in found.influences],
    }


def _lacking(found: Unmeasured) -> dict[str, Any]:
    """Return an option that only lacks measurements: of which objectives, and what it costs less."""
    return {
        "option": found.option,
        "measures": [each.measure for each in found.lacks],
        "total_less": found.less,
    }


def _decider(found: Decider) -> dict[str, Any]:
    """Return the input that decides most whether every objective is met; `up_to` is in its own unit."""
    return {
        "path": found.path,
        "label": found.quantity.label,
        "unit": found.quantity.unit.text,
        "up_to": found.own_split,
        "probability_met_up_to": found.below,
        "probability_met_above": found.above,
    }


def _choice(found: Sensitivity) -> dict[str, Any]:
    return {
        "best": found.best,
        "second": found.second,
        "difference": found.difference,
        "expected_difference": found.expected_difference,
        "expected_total": found.expected,
        "probability_cheapest": dict(found.chances),
        "evpi": found.evpi,
        "settled": found.settled,
    }


def _input(influence: Influence) -> dict[str, Any]:
    """Return one input; its values are in its own unit, all else is money over the whole horizon."""
    learning, (p10, p90) = influence.learning, influence.tenths
    return {
        "path": influence.path,
        "label": influence.quantity.label,
        "unit": influence.quantity.unit.text,
        "value": influence.own(influence.belief.middle),
        "p10": p10,
        "p90": p90,
        "guess": influence.is_guess,
        "difference_at_p10": influence.at_low,
        "difference_at_p90": influence.at_high,
        "explains": influence.share,
        "evppi": influence.evppi,
        "sample": None if learning is None else {"cases": learning.cases, "evsi": learning.worth},
        "samples": [{"cases": each.cases, "evsi": each.worth} for each in influence.samples],
        "cheapest": [
            {
                "from": influence.own(each.low),
                "to": influence.own(each.high),
                "option": each.cheapest,
            }
            for each in influence.stretches
        ],
    }
