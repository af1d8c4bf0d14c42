"""The base of everything written in a file: frozen models, and numbers that carry unit and origin.

A field is a `Quantity` from the moment it is read, so formulas use fields as they stand.
"""

from __future__ import annotations

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

from planner.plan.belief_forms import LongForm, form_of, texts_beside
from planner.plan.belief_schema import forms_schema
from planner.plan.bounds import Bounds
from planner.plan.mistakes import misplaced
from planner.plan.number_text import (
    RangeError,
    belief_and_unit,
    expected_in,
    factor_into,
    number_error,
    plain_number,
    shown_value,
)
from planner.plan.problems import printable
from planner.quantities.distribution import Counted, Distribution
from planner.quantities.located import place_of
from planner.quantities.provenance import Location, Origin
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

    `money` in the unit stands for the currency of the file. A number may be written as `3k`, `1.2M` or `5%`, as what is
    believed of an uncertain one (`30 to 60`, `46 of 50`), which counts by its median, or in one of the long forms of
    `belief_forms`. `counted` says that it is a share of cases, which looking at cases tells; `instead` says what else
    the field takes, for the message when it is neither.
    """

    unit: str
    label: str
    at_least: float | None = 0.0
    above: float | None = None
    at_most: float | None = None
    whole: bool = False
    counted: bool = False
    instead: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate with `read`; see pydantic's custom types."""
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe every form to an editor."""
        number: JsonSchemaValue = {"type": "integer" if self.whole else "number"}
        if self.above is not None:
            number["exclusiveMinimum"] = self.above
        elif self.at_least is not None:
            number["minimum"] = self.at_least
        if self.at_most is not None:
            number["maximum"] = self.at_most
        return forms_schema(number, self.unit.replace("money", "currency"))

    def read(self, raw: object, info: ValidationInfo) -> Quantity:
        """Make the quantity from what a file says; raises a pydantic error that names the mistake."""
        if isinstance(raw, Quantity):
            return raw
        measure = unit(self.unit.replace("money", (info.context or {}).get("currency", "USD")))
        source, note = texts_beside(raw) if isinstance(raw, dict) else (None, None)
        found, key = self._found(raw, measure)
        path, location = _place(raw, key)
        if isinstance(found, float):
            return given(found, measure, Origin(path, location, None, source, note), self.label)
        origin = Origin(
            path, location, None, source, note, belief=found.times(measure.scale), counted=self.counted
        )
        return given(found.middle, measure, origin, self.label)

    def middle(self, raw: object) -> float:
        """Return the number that counts for what a file says, where the unit names its currency itself."""
        found, _ = self._found(raw, unit(self.unit))
        return found if isinstance(found, float) else found.middle

    def _found(self, raw: object, measure: Unit) -> tuple[float | Distribution, str]:
        """Return the number or the belief, in the unit and within bounds, and the first key of its form."""
        bounds = Bounds(self.at_least, self.above, self.at_most, self.whole, self.unit.startswith("share"))
        said = raw if isinstance(raw, dict) else {"value": raw}
        form = form_of(raw, self.instead) if isinstance(raw, dict) else ("value",)
        if form[0] == "value":
            found = self._written(said["value"], measure)
            if isinstance(found, float) and said.get("clip") is not None:
                raise misplaced([(("clip",), "has no effect on a number that is certain; give a range")])
            if not isinstance(found, float):
                found = LongForm(said, measure, bounds).clipped(found)
        else:
            found = LongForm(said, measure, bounds).belief(form)
        if not isinstance(found, float):
            low, high = found.ends
            if low < high:
                return found, form[0]
            found = low
        bounds.check(found, in_percent="%" in str(said[form[0]]))
        return found, form[0]

    def _written(self, raw: object, measure: Unit) -> float | Distribution:
        """Read what stands for the whole number: a number, a range or a count."""
        try:
            if not isinstance(raw, str):
                return plain_number(raw)
            found, name = belief_and_unit(raw)
            factor = factor_into(raw, name, measure)
        except RangeError as error:
            raise PydanticCustomError("range", "{what}", {"what": str(error)}) from None
        except (TypeError, ValueError, OverflowError) as error:
            what = number_error(raw, measure, self.instead)
            raise PydanticCustomError("number", "{what}", {"what": what}) from error
        if isinstance(found, float):
            return found * factor
        if isinstance(found, Counted) and not measure.is_share:
            what = f"{shown_value(raw)} counts a share; write {expected_in(measure)} instead"
            raise PydanticCustomError("range", "{what}", {"what": what})
        return found if factor == 1 else found.times(factor)


def _place(raw: object, key: str) -> tuple[str, Location | None]:
    """Return the path of a number and where it stands; a long form stands where the first number of its form does."""
    inner = raw[key] if isinstance(raw, dict) else raw
    place = place_of(inner[0] if isinstance(inner, list) else inner)
    if place is None:
        return "", None
    path, location = place
    if isinstance(raw, dict) and key in path:  # what a preset fills in stands at the field's own path
        path = path[: len(path) - 1 - path[::-1].index(key)]
    return ".".join(map(str, path)), location
