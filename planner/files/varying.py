"""One number of a scenario, moved: which values it may take, and the scenario with one of them in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from planner.files.checking import check, known_keys, schemas_at
from planner.files.overrides import path_of, with_number
from planner.files.scenario_file import ScenarioFile
from planner.files.yaml_data import at
from planner.plan.file_model import Measure
from planner.plan.number_text import number_of
from planner.plan.problems import BadInput, Problem, printable, suggest
from planner.plan.scenario import Scenario
from planner.quantities.located import Path
from planner.quantities.provenance import Location

_TIMES = 100
"""Left to itself, a number moves from a hundredth to a hundred times of what the plan says."""
_ABOVE = 1e-3
"""A span starts at this share of its end where the limit itself is no value."""


@dataclass(frozen=True, slots=True)
class VariedNumber:
    """A number in a scenario, and the span it is moved over."""

    file: ScenarioFile
    path: Path
    unit: str
    whole: bool
    value: float | None
    """What the scenario says; None where it says nothing."""
    low: float
    high: float

    @property
    def name(self) -> str:
        """The path as a person types it."""
        return ".".join(str(part) for part in self.path)

    def scenario(self, value: float) -> Scenario:
        """Return the scenario with this value in place; raises BadInput where that makes no plan."""
        number = round(value) if self.whole else value
        return check(with_number(self.file.document, self.path, number, _here(self.name)), Scenario)


def varied_number(file: ScenarioFile, asked: str, between: tuple[str, str] | None) -> VariedNumber:
    """Find the number that a person means and the span it moves over; raises BadInput when there is none such."""
    data, path = file.document.data, path_of(asked, _here(asked))
    _check_known(path, data, asked)
    if path[0] == "options" and len(path) > 1 and path[1] in file.scenario.switched_off:
        what = f"'{printable(str(path[1]))}' is switched off (enabled: false); nothing hangs on it"
        raise BadInput([Problem(_here(asked), "", what)])
    schema = _number_schema(path, data)
    if schema is None:
        raise BadInput([Problem(_here(asked), "", "is not a number; name one, such as workload.requests")])
    measure = schema["unit"].replace("currency", file.scenario.currency)
    value = _stated(at(data, path), {**schema, "unit": measure}, asked)
    low, high = (
        bounds_of(between, measure, asked) if between else _usual_bounds(value, schema, measure, asked)
    )
    if schema["whole"] and not (low.is_integer() and high.is_integer()):
        raise BadInput([Problem(Location("--between"), "", f"{asked} is a whole number; give whole bounds")])
    return VariedNumber(file, path, measure, schema["whole"], value, low, high)


def measure_at(path: Path, data: Any) -> Measure | None:
    """Return the unit and the limits of the number that may stand at a path of a scenario; None where none may."""
    schema = _number_schema(path, data)
    return None if schema is None else _measure(schema)


def _here(asked: str) -> Location:
    return Location(f"--vary {printable(asked)}")


def _check_known(path: Path, data: Any, asked: str) -> None:
    """Raise BadInput for a path that leads nowhere; a key that a file may leave out is known."""
    for depth, part in enumerate(path):
        keys = list(known_keys(Scenario, path[:depth], data))
        inside = at(data, path[:depth])
        stated = [str(key) for key in inside] if isinstance(inside, dict) else []
        last = depth == len(path) - 1
        if isinstance(inside, list) and isinstance(part, int) and part < len(inside):
            continue
        if str(part) in stated or (last and isinstance(inside, dict) and part in keys):
            continue
        if part in keys:
            what = f"the scenario says nothing under {printable(str(part))!r} that could be moved"
            raise BadInput([Problem(_here(asked), "", what)])
        hint = suggest(str(part), [*stated, *keys])
        raise BadInput(
            [Problem(_here(asked), "", f"the scenario has no {printable(str(part))!r} there{hint}")]
        )


def _number_schema(path: Path, data: Any) -> Mapping[str, Any] | None:
    """Return the unit and the limits of the number at a path; None where no number may stand."""
    for schema in schemas_at(Scenario, path, data):
        if schema.get("type") in {"number", "integer"} and "const" not in schema:
            least = schema.get("minimum", schema.get("exclusiveMinimum"))
            return {
                "unit": schema.get("x-unit", ""),
                "whole": schema["type"] == "integer",
                "least": least,
                "most": schema.get("maximum"),
                "above": "exclusiveMinimum" in schema,
            }
    return None


def _stated(raw: Any, schema: Mapping[str, Any], asked: str) -> float | None:
    """Return what the scenario says, in the field's unit; None for nothing and for a file whose texts are counted."""
    if raw is None or (isinstance(raw, dict) and "file" in raw):
        return None
    try:
        return _measure(schema).middle(raw)
    except PydanticCustomError:
        raise BadInput([Problem(_here(asked), "", "is not a number")]) from None


def _measure(schema: Mapping[str, Any]) -> Measure:
    least, above = schema["least"], schema["above"]
    return Measure(
        schema["unit"],
        "",
        at_least=None if above else least,
        above=least if above else None,
        at_most=schema["most"],
        whole=schema["whole"],
    )


def bounds_of(between: tuple[str, str], measure: str, asked: str) -> tuple[float, float]:
    """Read the bounds that a person gives for a number of a unit; raises BadInput for what cannot be meant."""
    here = Location("--between")
    if measure != "share" and any("%" in text for text in between):
        what = (
            f"{' '.join(between)} are shares, and {printable(asked)} is none; name the bounds in its own unit"
        )
        raise BadInput([Problem(here, "", what)])
    try:
        low, high = (number_of(text) for text in between)
    except ValueError as error:
        raise BadInput([Problem(here, "", printable(str(error)))]) from None
    if not low < high:
        raise BadInput(
            [Problem(here, "", f"the first bound has to be below the second, got {between[0]} {between[1]}")]
        )
    return low, high


def _usual_bounds(
    value: float | None, schema: Mapping[str, Any], measure: str, asked: str
) -> tuple[float, float]:
    """Return the bounds of a span nobody named: all shares, otherwise a hundredth to a hundred times the value."""
    least, most = schema["least"], schema["most"]
    if measure == "share":
        low, high = min(0.0, float(least or 0.0)), 1.0
    elif value is None or value <= 0:
        says = "the plan has no number there" if value is None else f"the plan says {value:g} there"
        raise BadInput([Problem(_here(asked), "", f"{says}; name the bounds with --between A B")])
    else:
        low, high = value / _TIMES, value * _TIMES
    low = low if least is None else max(low, float(least))
    high = high if most is None else min(high, float(most))
    if schema["above"] and low == least:
        low = low + _ABOVE * (high - low)
    if schema["whole"]:
        low, high = float(max(1, round(low))), float(round(high))
    if not low < high:
        raise BadInput([Problem(_here(asked), "", "cannot be moved; name the bounds with --between A B")])
    return low, high
