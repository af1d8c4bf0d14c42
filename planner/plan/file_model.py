"""The base of everything written in a file: frozen models, and numbers that carry unit and origin.

A field is a `Quantity` from the moment it is read, so formulas use fields as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from planner.plan.bounds import Bounds
from planner.plan.number_text import (
    NUMBER_PATTERN,
    Range,
    RangeError,
    expected_in,
    number_and_unit,
    plain_number,
    range_and_unit,
    shown_value,
)
from planner.plan.problems import printable
from planner.quantities.located import Path, place_of
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, given
from planner.quantities.units import Unit, is_currency, unit


class FileModel(BaseModel):
    """A mapping in a file: unknown keys are refused, and nothing changes after it was read."""

    model_config = ConfigDict(
        defer_build=True,  # a model is built when a file is checked with it, not when it is imported
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        arbitrary_types_allowed=True,
    )


def misplaced(mistakes: Sequence[tuple[Path, str]]) -> PydanticCustomError:
    """Make the error of a check over several fields: for each mistake its path from the model, and what is wrong."""
    return PydanticCustomError(
        "misplaced", "{words}", {"words": "; ".join(what for _, what in mistakes), "mistakes": mistakes}
    )


def _text_only(raw: object) -> object:
    if isinstance(raw, int | float):
        raise PydanticCustomError("day", "expected a date such as 2026-11-20, got '{raw}'", {"raw": str(raw)})
    return raw


Day = Annotated[date, BeforeValidator(_text_only)]
"""A day, written as 2026-11-20; a number is no day."""


def _currency(text: str) -> str:
    if not is_currency(text):
        raise ValueError(f"expected a currency such as USD, got '{printable(text)}'")
    return text


Currency = Annotated[
    str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})
]
"""The three capitals of a currency."""


def _keep_place(raw: object, check: ValidatorFunctionWrapHandler) -> object:
    checked = check(raw)
    return raw if isinstance(raw, str) and raw == checked else checked


PlacedText = Annotated[str, WrapValidator(_keep_place)]
"""A text that still knows its line after checking, because a later error or explanation may point to it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Declares a field as a number in `unit`, within bounds, called `label` in formulas.

    `money` in the unit stands for the currency of the file. A number may be written as `3k`, `1.2M` or `5%`, as a range
    such as `30 to 60` or `40 (30 to 60)`, which counts by its median, or in the long form `{value:, source:, note:}`.
    `instead` says what else the field takes, for the message when it is neither.
    """

    unit: str
    label: str
    at_least: float | None = 0.0
    above: float | None = None
    at_most: float | None = None
    whole: bool = False
    instead: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate with `read`; see pydantic's custom types."""
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the short and the long form to an editor."""
        number: JsonSchemaValue = {"type": "integer" if self.whole else "number"}
        if self.above is not None:
            number["exclusiveMinimum"] = self.above
        elif self.at_least is not None:
            number["minimum"] = self.at_least
        if self.at_most is not None:
            number["maximum"] = self.at_most
        text = {"type": "string", "pattern": NUMBER_PATTERN}
        short: list[JsonSchemaValue] = [number, text]
        shown = self.unit.replace("money", "currency")
        long: JsonSchemaValue = {
            "type": "object",
            "properties": {
                "value": {
                    "anyOf": short,
                    "description": f"The number or range, in {shown or 'plain counts'}.",
                },
                "source": {"type": "string", "description": "Where the number is from."},
                "note": {"type": "string", "description": "What a reader should know about it."},
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [*short, long], "x-unit": shown}

    def read(self, raw: object, info: ValidationInfo) -> Quantity:
        """Make the quantity from what a file says; raises a pydantic error that names the mistake."""
        if isinstance(raw, Quantity):
            return raw
        source = note = None
        if isinstance(raw, dict):
            raw, source, note = self._long_form(raw)
        value, spread = self._value(raw, self._unit(info))
        place = place_of(raw)
        path = ".".join(str(part) for part in place[0] if part != "value") if place else ""
        origin = Origin(path, place[1] if place else None, None, source, note, spread=spread)
        return given(value, self._unit(info), origin, self.label)

    def _unit(self, info: ValidationInfo) -> Unit:
        currency = (info.context or {}).get("currency", "USD")
        return unit(self.unit.replace("money", currency))

    @staticmethod
    def _long_form(raw: dict[object, object]) -> tuple[object, str | None, str | None]:
        unknown = [str(key) for key in raw if key not in {"value", "source", "note"}]
        if unknown or "value" not in raw:
            raise PydanticCustomError(
                "long_form",
                "expected a number, or `value` with `source` and `note`, got {keys}; put a text with a comma in quotes",
                {"keys": ", ".join(map(str, raw)) or "an empty mapping"},
            )
        texts = [raw.get("source"), raw.get("note")]
        if any(text is not None and not isinstance(text, str) for text in texts):
            raise PydanticCustomError("long_form", "source and note are texts")
        source, note = (None if text is None else str(text) for text in texts)
        return raw["value"], source, note

    def _value(self, raw: object, measure: Unit) -> tuple[float, tuple[float, float] | None]:
        """Return the number, or the middle of a range and its ends."""
        bounds = Bounds(self.at_least, self.above, self.at_most, self.whole, self.unit.startswith("share"))
        try:
            found = self._in_unit(raw, measure) if isinstance(raw, str) else plain_number(raw)
        except RangeError as error:
            raise PydanticCustomError("range", "{what}", {"what": str(error)}) from None
        except (TypeError, ValueError, OverflowError) as error:
            raise PydanticCustomError(
                "number",
                "expected {expected}{instead}, got {got}",
                {
                    "expected": expected_in(measure),
                    "instead": f", or {self.instead}" if self.instead else "",
                    "got": shown_value(raw),
                },
            ) from error
        if isinstance(found, Range):
            bounds.check_range(found, in_percent="%" in str(raw))
            return found.middle, (found.low, found.high)
        bounds.check(found, in_percent="%" in str(raw))
        return found, None

    @staticmethod
    def _in_unit(text: str, expected: Unit) -> float | Range:
        """Read a number that may name its unit, which must be the expected one: `25 h`, `800 tok/request`."""
        if "%" in text and expected.dimensions and expected.text != "share/month":
            raise ValueError("a percentage is no count")
        number, name = range_and_unit(text) or number_and_unit(text)
        if name is None:
            return number
        named = unit(name)
        if named.dimensions != expected.dimensions:
            raise ValueError(f"{name} is another unit")
        return number * (named.scale / expected.scale)
