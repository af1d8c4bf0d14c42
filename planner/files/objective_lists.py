"""Objectives that a file lists as sentences, as limits by measure: so that each is set and moved by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from planner.files.yaml_edits import with_value, without
from planner.files.yaml_events import Value
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.plan.objectives import in_two, is_at_most, limits_in
from planner.quantities.located import LocatedStr, Path, place_of

_KEY = "objectives"
_NOTHING = ("", "~", "null")
_Place = TypeVar("_Place")


def by_measure(document: YamlDocument) -> YamlDocument:
    """Return the document with its list of sentences as a mapping; the same where none is or one cannot be read."""
    said = document.data.get(_KEY)
    limits = limits_in(said) if isinstance(said, list) else None
    if limits is None:
        return document
    places: dict[Path, Path] = {(_KEY, number): (_KEY, measure) for number, measure in enumerate(limits)}
    located: dict[str, Value] = {measure: _moved(limit, (_KEY, measure)) for measure, limit in limits.items()}
    locations = _renamed(document.locations, places)
    keys = {new: locations[new] for new in places.values() if new in locations}
    return replace(
        document,
        data={**document.data, _KEY: located},
        locations=locations,
        key_locations={**_renamed(document.key_locations, places), **keys},
    )


def with_setting(text: str, path: Path, value: str) -> str:
    """Return the text of a scenario with a value at a path, as `--set` has it: a sentence is found by its measure.

    Raises BadInput where no value can stand there, and for a text that is no YAML.
    """
    said = parse_yaml(text, "scenario").data.get(_KEY) if path[:1] == (_KEY,) and len(path) == 2 else None
    limits = limits_in(said) if isinstance(said, list) else None
    if limits is None or not isinstance(said, list) or isinstance(path[1], int):
        return with_value(text, path, value)
    measure, value = path[1], value.strip()
    place = list(limits).index(measure) if measure in limits else len(said)
    if value in _NOTHING:
        return without(text, (_KEY, place)) if place < len(said) else text
    sign = "<=" if is_at_most(measure) else ">="
    beginning = in_two(str(said[place]))[0] if place < len(said) else f"{measure.replace('_', ' ')} {sign} "
    if not in_two(f"budget {value}")[0]:
        return with_value(text, (_KEY, place), f"{beginning}{value}")
    return with_value(
        text, (_KEY, place), f"{measure.replace('_', ' ')} {value}"
    )  # it brings a sign of its own


def _moved(limit: str, path: Path) -> str:
    place = place_of(limit)
    return limit if place is None else LocatedStr(limit, path, place[1])


def _renamed(known: Mapping[Path, _Place], places: Mapping[Path, Path]) -> dict[Path, _Place]:
    return {places.get(path, path): place for path, place in known.items()}
