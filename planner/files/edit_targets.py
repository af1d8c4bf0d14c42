"""Where an input of a plan is edited: the place in a file where its value stands, or would stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from planner.files.reading import Files
from planner.files.shipped import shipped, shown
from planner.files.varying import measure_at
from planner.files.yaml_text import YamlDocument
from planner.plan.belief_forms import FORM_KEYS
from planner.plan.file_model import Measure
from planner.plan.objectives import limits_in
from planner.quantities.located import Path
from planner.quantities.provenance import Location


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a file, and what stands there now; None where nothing does."""

    file: FilePath
    path: Path
    raw: Any
    listed: bool = False
    """Whether it is a fact of the shipped price tables, which are never changed themselves."""
    measure: Measure | None = None
    """The unit and the limits of the number that may stand there, where they are known."""


def target_of(
    name: str,
    location: Location | None,
    scenario: FilePath,
    filled: YamlDocument,
    files: Files,
    folders: Sequence[FilePath],
) -> Target | None:
    """Find where the input called `name` in the plan, written at `location`, is edited; None where nobody knows.

    `filled` is the scenario with its presets filled in, `folders` are the price folders laid over the shipped one.
    """
    said = files.document(scenario)
    if location is not None:
        for path in _paths_at(location, filled, name):
            wanted = _whole(path, filled.data)
            return _in_scenario(scenario, wanted, said.data)
        for folder, listed in ((shipped("pricing"), True), *((folder, False) for folder in folders)):
            found = _in_tables(location, folder, files)
            if found is not None:
                return Target(found[0], *found[1:], listed=listed)
        return None
    path = tuple(int(part) if part.isdigit() else part for part in name.split("."))
    return _in_scenario(scenario, path, said.data)


def at(data: Any, path: Path) -> Any:
    """Return what stands at a path of a file's data; None where nothing does."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _paths_at(location: Location, document: YamlDocument, name: str) -> Iterator[Path]:
    """Return the paths of the values that stand at a place, the one that the input is called by first.

    A number that a preset fills in stands in the scenario wherever a mapping asks for the preset.
    """
    found = [path for path, place in document.locations.items() if place == location]
    yield from sorted(found, key=lambda path: (not name.startswith(".".join(map(str, path))), -len(path)))


def _whole(path: Path, data: Any) -> Path:
    """Return the path of the whole number, of which a part such as `value` or `p10` was located."""
    for end in range(len(path) - 1, 0, -1):
        beyond = at(data, path[:end])
        if isinstance(beyond, dict) and path[end] in (*FORM_KEYS, "file", "field"):
            return path[:end]
    return path


def _in_scenario(file: FilePath, path: Path, data: Any) -> Target:
    """Return the place in the scenario itself, where objectives may be a list of sentences."""
    measure = measure_at(path, data)
    listed = data.get("objectives") if path[:1] == ("objectives",) and len(path) == 2 else None
    limits = limits_in(listed) if isinstance(listed, list) else None
    if limits is not None and path[1] in limits:
        return Target(file, ("objectives", place := list(limits).index(str(path[1]))), listed[place])
    return Target(file, path, at(data, path), measure=measure)


def _in_tables(location: Location, folder: FilePath, files: Files) -> tuple[FilePath, Path, Any] | None:
    for inside in (folder, folder / "providers", folder / "latency"):
        for file in files.listed(inside):
            if shown(file) == location.file:
                document = files.document(file)
                for path in _paths_at(location, document, ""):
                    whole = _whole(path, document.data)
                    return file, whole, at(document.data, whole)
    return None
