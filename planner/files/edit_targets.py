"""Where an input of a plan is edited: the place in a file where its value stands, or would stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from planner.files.presets import KEY
from planner.files.reading import Files
from planner.files.shipped import shipped, shown
from planner.files.varying import measure_at
from planner.files.yaml_data import at
from planner.files.yaml_text import YamlDocument
from planner.plan.belief_forms import FORM_KEYS
from planner.plan.file_model import Measure
from planner.plan.objectives import in_two, limits_in
from planner.plan.problems import dotted
from planner.plan.value_text import BESIDE
from planner.plan.value_text import shown as written
from planner.quantities.located import Path
from planner.quantities.provenance import Location

ENDS = ("low", "high")
"""The keys of a tokenizer's ratio, which has no key of its own."""
_OBJECTIVES = "objectives"
_RETIRED = ("availability", "retired_on")


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a file, and what stands there now, or what a preset fills in there; None where nothing does."""

    file: FilePath
    path: Path
    raw: Any
    listed: bool = False
    """Whether it is a fact of the shipped price tables, which are never changed themselves."""
    measure: Measure | None = None
    """The unit and the limits of the number that may stand there, where they are known."""
    beginning: str = ""
    """What stands before the value in its text: `latency p95 <= ` in an objective."""
    in_two_ends: bool = False
    """Whether the path leads to a mapping of which `low` and `high` are the ends of the number."""


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
    A fact of the shipped tables that a file of the same name in one of them has too is edited there.
    """
    said = files.document(scenario).data
    if location is None:
        path = tuple(int(part) if part.isdigit() else part for part in name.split("."))
        return _in_scenario(scenario, path, said, filled.data)
    # The answer may be of a text before this one, whose lines are others: the name decides.
    found = _path_at(location, filled, name)
    if found is not None and not _is_called(found, name):
        found = next((path for path in filled.locations if ".".join(map(str, path)) == name), None)
        if found is None:
            return None
        found = _whole(found, filled.data)
    if found is not None:
        return _in_scenario(scenario, found, said, filled.data)
    for folder in reversed(folders):
        own = _in_tables(location, folder, files)
        if own is not None:
            return own
    tables = shipped("pricing")
    listed = _in_tables(location, tables, files)
    if listed is None:
        return None
    for folder in reversed(folders):
        copy = own_file(folder, tables, listed.file)
        raw = said_at(listed, files.document(copy).data) if files.is_file(copy) else None
        if raw is not None:
            return replace(listed, file=copy, raw=raw)
    return replace(listed, listed=True)


def own_file(folder: FilePath, tables: FilePath, file: FilePath) -> FilePath:
    """Return the file in a person's own folder that a file of some tables is copied to."""
    return folder / file.relative_to(tables)


def said_at(where: Target, data: Any) -> Any:
    """Return what a file's data, or another version of it, says at a target as `raw` has it; None for nothing."""
    if where.in_two_ends:
        return _ratio(at(data, where.path))
    if not where.beginning:
        return at(data, where.path)
    listed = at(data, where.path[:1])
    limits = limits_in(listed) if isinstance(listed, list) else None
    return None if limits is None else limits.get(next(iter(limits_in([where.beginning + "1"]) or {"": ""})))


def _path_at(location: Location, document: YamlDocument, name: str) -> Path | None:
    """Return the path of the number that stands at a place and is called so; None where none stands there.

    A number that a preset fills in stands in the scenario wherever a mapping asks for the preset, each time at the
    same place: that of the preset.
    """

    def likeness(path: Path) -> tuple[bool, bool, int]:
        names = ".".join(map(str, path)), dotted(path)
        return name in names, name.startswith(names), len(path)

    found = [_whole(path, document.data) for path, place in document.locations.items() if place == location]
    return max(found, key=likeness, default=None)


def _is_called(path: Path, name: str) -> bool:
    """Whether a path is that of an input, or leads to the number of which the input is a part."""
    return any(
        name == names or name.startswith((f"{names}.", f"{names} "))
        for names in (".".join(map(str, path)), dotted(path))
    )


def _whole(path: Path, data: Any) -> Path:
    """Return the path of the whole number, of which a part such as `value` or `p10` was located."""
    known = {*FORM_KEYS, *BESIDE, KEY, "file", "field"}
    for end in range(len(path) - 1, 0, -1):
        number = at(data, path[:end])
        if path[end] in known and isinstance(number, dict) and known.issuperset(number):
            named = any(
                isinstance(inner, dict) for inner in number.values()
            )  # an option may be called `value`
            return path if named else path[:end]
    return path


def _in_scenario(file: FilePath, path: Path, said: Any, filled: Any) -> Target:
    """Return the place in the scenario itself, where objectives may be a list of sentences."""
    listed = said.get(_OBJECTIVES) if path[:1] == (_OBJECTIVES,) and len(path) == 2 else None
    limits = limits_in(listed) if isinstance(listed, list) else None
    if limits is not None and isinstance(listed, list) and path[1] in limits:
        place = list(limits).index(str(path[1]))
        beginning, _ = in_two(str(listed[place]))
        measure = measure_at(path, {**said, _OBJECTIVES: {}})
        return Target(file, (_OBJECTIVES, place), limits[str(path[1])], measure=measure, beginning=beginning)
    raw = at(said, path)
    if raw is None or (isinstance(raw, Mapping) and KEY in raw and not raw.keys() & set(FORM_KEYS)):
        beside = {key: inner for key, inner in (raw or {}).items() if key != KEY}
        number = at(filled, path)
        number = number.get("value") if isinstance(number, Mapping) else number
        raw = {"value": number, **beside} if beside else number
    return Target(file, path, raw, measure=measure_at(path, said) or measure_at(path, filled))


def _in_tables(location: Location, folder: FilePath, files: Files) -> Target | None:
    for file in _tables(folder, files):
        if shown(file) == location.file:
            document = files.document(file)
            path = _path_at(location, document, "")
            return None if path is None else _fact(file, path, document.data)
    return None


def _tables(folder: FilePath, files: Files) -> Iterator[FilePath]:
    for inside in (folder, folder / "providers", folder / "latency"):
        yield from files.listed(inside)


def _fact(file: FilePath, path: Path, data: Any) -> Target | None:
    """Return the place of a fact: a ratio is located by its lower end, the end of a SKU by the SKU's title."""
    if path[:1] == ("tokenizers",) and path[2:] in {(end,) for end in ENDS}:
        return Target(file, path[:2], _ratio(at(data, path[:2])), in_two_ends=True)
    if path[-1] == "title":
        path = (*path[:-1], *_RETIRED)
        return None if at(data, path) is None else Target(file, path, at(data, path))
    return Target(file, path, at(data, path))


def _ratio(tokenizer: Any) -> str | None:
    """Write the ratio of a tokenizer, which lies in the middle of its ends."""
    if not isinstance(tokenizer, Mapping) or not all(
        isinstance(tokenizer.get(end), int | float) for end in ENDS
    ):
        return None
    low, high = (tokenizer[end] for end in ENDS)
    middle = written(round((low + high) / 2, 6))
    return middle if low == high else f"{middle} ({written(low)} to {written(high)})"
