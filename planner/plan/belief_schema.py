"""How an editor is told what may stand for a number: the forms of `belief_forms` as a JSON schema."""

from __future__ import annotations

from pydantic.json_schema import JsonSchemaValue

from planner.plan.number_text import COUNTED_PATTERN, NUMBER_PATTERN, ONE_NUMBER_PATTERN

NUMBER_TEXT: JsonSchemaValue = {"type": "string", "pattern": NUMBER_PATTERN}
COUNTED_TEXT: JsonSchemaValue = {"type": "string", "pattern": COUNTED_PATTERN}
_ONE_TEXT: JsonSchemaValue = {"type": "string", "pattern": ONE_NUMBER_PATTERN}

CLIP: JsonSchemaValue = {
    "type": "array",
    "items": {"anyOf": [{"type": "number"}, _ONE_TEXT, {"type": "null"}]},
    "minItems": 2,
    "maxItems": 2,
    "description": "The least and the largest value that a draw may have; null is an open end.",
}
_BESIDE: JsonSchemaValue = {
    "source": {"type": "string", "description": "Where the number is from."},
    "note": {"type": "string", "description": "What a reader should know about it."},
    "clip": CLIP,
}


def _number(description: str) -> JsonSchemaValue:
    return {"anyOf": [{"type": "number"}, _ONE_TEXT], "description": description}


def _list(description: str) -> JsonSchemaValue:
    items = {"anyOf": [{"type": "number"}, _ONE_TEXT]}
    return {"type": "array", "items": items, "minItems": 1, "description": description}


def _form(description: str, needed: tuple[str, ...], properties: JsonSchemaValue) -> JsonSchemaValue:
    return {
        "type": "object",
        "description": description,
        "properties": {**properties, **_BESIDE},
        "required": list(needed),
        "additionalProperties": False,
    }


UNCERTAIN: JsonSchemaValue = {
    "anyOf": [
        _form(
            "A low, a middle and a high value of an uncertain number.",
            ("p10", "p50", "p90"),
            {
                "p10": _number("One case in ten lies below it."),
                "p50": _number("The median: half of all cases lie below it."),
                "p90": _number("One case in ten lies above it."),
            },
        ),
        _form(
            "The least, the likeliest and the largest value of an uncertain number (PERT).",
            ("low", "mode", "high"),
            {
                "low": _number("The least it can be."),
                "mode": _number("The likeliest value."),
                "high": _number("The most it can be."),
            },
        ),
        _form(
            "Mean and standard deviation of an uncertain number, normally distributed.",
            ("mean", "sd"),
            {
                "mean": _number("The mean."),
                "sd": _number("The standard deviation: two in three cases lie no further from the mean."),
            },
        ),
        _form(
            "One of a few values.",
            ("choices",),
            {
                "choices": _list("The values it can have."),
                "weights": _list("How likely each is, relative to the others; left out, all are alike."),
            },
        ),
    ]
}
"""The long forms that are the same for every field."""
SAME_FOR_ALL: JsonSchemaValue = {"x-forms": "Uncertain"}
"""What stands for them in the schema of a field, until it is printed: copies would slow every message down."""


def forms_schema(number: JsonSchemaValue, measure: str) -> JsonSchemaValue:
    """Return the schema of a field of a unit, whose plain numbers look like `number`."""
    short = [number, NUMBER_TEXT, *([COUNTED_TEXT] if measure == "share" else [])]
    described = f"The number or range, in {measure or 'plain counts'}."
    value = {"anyOf": short, "description": described, "x-unit": measure}
    long = _form("A number, and where it is from.", ("value",), {"value": value})
    return {"anyOf": [*short, long, SAME_FOR_ALL], "x-unit": measure}
