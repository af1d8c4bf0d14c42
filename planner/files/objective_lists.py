"""Objectives that a file lists as sentences, as limits by measure: so that each is set and moved by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from planner.files.yaml_events import Value
from planner.files.yaml_text import YamlDocument
from planner.plan.objectives import limits_in
from planner.quantities.located import LocatedStr, Path, place_of

_KEY = "objectives"
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


def _moved(limit: str, path: Path) -> str:
    place = place_of(limit)
    return limit if place is None else LocatedStr(limit, path, place[1])


def _renamed(known: Mapping[Path, _Place], places: Mapping[Path, Path]) -> dict[Path, _Place]:
    return {places.get(path, path): place for path, place in known.items()}
