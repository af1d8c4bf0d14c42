"""Presets: numbers to start from, under the name of the article or page that gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, PlainValidator, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from planner.plan.belief_schema import COUNTED_TEXT, NUMBER_TEXT
from planner.plan.catalog.terms import PageReference
from planner.plan.file_model import FileModel, PlacedText
from planner.plan.mistakes import misplaced
from planner.plan.number_text import (
    RangeError,
    belief_and_unit,
    plain_number,
    shown_value,
)
from planner.plan.problems import printable, suggest
from planner.quantities.located import Path
from planner.quantities.units import unit


def _number(raw: Any) -> Any:
    """Return a number or range as it is written: only the field that it fills knows its unit and its bounds."""
    try:
        if isinstance(raw, str):
            _, name = belief_and_unit(raw)
            unit(name or "")
        else:
            plain_number(raw)
    except RangeError as error:
        raise PydanticCustomError("range", "{what}", {"what": str(error)}) from None
    except (TypeError, ValueError, OverflowError) as error:
        what = "expected a number such as 3, or a range such as '30 to 60', got {got}"
        raise PydanticCustomError("number", what, {"got": shown_value(raw)}) from error
    return raw


PresetNumber: TypeAlias = Annotated[
    str | float,
    PlainValidator(_number),
    WithJsonSchema({"anyOf": [{"type": "number"}, NUMBER_TEXT, COUNTED_TEXT]}),
]
"""A number, range or count that keeps its line, so that an explanation can lead there."""

PresetSection: TypeAlias = Annotated[dict[str, PresetNumber], Field(min_length=1)]


def _form(raw: Any) -> str:
    return "a section" if isinstance(raw, dict) else "a number"


class Preset(FileModel):
    """Numbers from one page, each for a field of a scenario."""

    title: str
    """What the numbers are, in a few words."""
    ref: PlacedText
    """The page they are from: a name under `references`."""
    note: PlacedText | None = None
    """What a reader should know, such as which part of a range the page says itself."""
    values: Annotated[
        dict[
            str,
            Annotated[
                Annotated[PresetSection, Tag("a section")] | Annotated[PresetNumber, Tag("a number")],
                Discriminator(_form),
            ],
        ],
        Field(min_length=1),
    ]
    """Sections of a scenario with their fields, or single fields: `training: {rounds: 3 to 5}`, `build_weeks: 3 to 10`.

    Money names its currency, as in `75 to 180 USD/h`, so that a scenario in another currency is refused.
    """

    def at(self, path: Path) -> Mapping[str, str | float] | str | float | None:
        """Return what it has for the mapping at a path of a scenario: a section, a single number, or None.

        Only the last two keys of the path count, so that the names of options and tasks do not matter.
        """
        keys = [part for part in path if isinstance(part, str)]
        own = self.values.get(keys[-1]) if keys else None
        if isinstance(own, Mapping):
            return own
        parent = self.values.get(keys[-2]) if len(keys) > 1 else None
        inner = parent.get(keys[-1]) if isinstance(parent, Mapping) else None
        return own if inner is None else inner

    def numbers(self) -> Iterator[tuple[str, str | float]]:
        """Return each number with its place: `training.rounds`, `build_weeks`."""
        for name, value in self.values.items():
            if isinstance(value, Mapping):
                yield from ((f"{name}.{field}", number) for field, number in value.items())
            else:
                yield name, value


class PresetTable(FileModel):
    """The file presets.yaml."""

    references: dict[str, PageReference]
    """The articles and pages that the numbers are from, each under a short name."""
    presets: dict[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")], Preset]
    """Each preset under the name that a scenario gives after `preset:`."""

    @model_validator(mode="after")
    def _references_resolve(self) -> PresetTable:
        mistakes: list[tuple[Path, str]] = [
            (
                ("presets", name, "ref"),
                f"references has no '{printable(preset.ref)}'{suggest(preset.ref, self.references)}",
            )
            for name, preset in self.presets.items()
            if preset.ref not in self.references
        ]
        if mistakes:
            raise misplaced(mistakes)
        return self

    def cited(self) -> dict[str, CitedPreset]:
        """Return each preset with its page."""
        return {
            name: CitedPreset(preset, self.references[preset.ref]) for name, preset in self.presets.items()
        }


@dataclass(frozen=True, slots=True)
class CitedPreset:
    """A preset with the page it is from."""

    preset: Preset
    page: PageReference

    @property
    def source(self) -> str:
        """What stands as the source of each of its numbers: the title, and the address where it is a web page."""
        is_web = self.page.address.startswith(("https://", "http://"))
        return f"{self.page.title}, {self.page.address}" if is_web else str(self.page.title)
