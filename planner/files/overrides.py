"""`--set PATH=VALUE` and `--vary PATH`: values of a scenario changed on the command line, as if the file said so."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from planner.files.objective_lists import by_measure
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.plan.problems import BadInput, Problem, suggest
from planner.quantities.located import Path, locate
from planner.quantities.provenance import Location


def with_overrides(document: YamlDocument, settings: Sequence[str]) -> YamlDocument:
    """Return the document with each `PATH=VALUE` applied; raises BadInput for a path that leads nowhere."""
    data = deepcopy(document.data)
    locations, keys = dict(document.locations), dict(document.key_locations)
    problems: list[Problem] = []
    for setting in settings:
        name, equals, text = setting.partition("=")
        here = Location(f"--set {name}")
        path = _steps(name)
        if not equals or not all(str(part) for part in path):
            problems.append(Problem(here, "", "expected PATH=VALUE, such as workload.requests=60000"))
            continue
        if path[0] == "objectives" and isinstance(path[-1], str) and len(path) > 1:
            said = by_measure(replace(document, data=data, locations=locations, key_locations=keys))
            data, locations, keys = said.data, dict(said.locations), dict(said.key_locations)
        try:
            value = _value(text, path, here)
            _set(data, path, value, here)
        except BadInput as bad:
            problems += bad.problems
            continue
        for places in (keys, locations):  # what stood there in the file is gone, with its lines
            for stale in [place for place in places if place[: len(path)] == path]:
                del places[stale]
        keys[path] = here
        locations |= dict.fromkeys(_places(value, path), here)
    if problems:
        raise BadInput(problems)
    return replace(document, data=data, locations=locations, key_locations=keys)


def path_of(text: str, here: Location) -> Path:
    """Read a path as a person types it; raises BadInput for a text that is none."""
    path = _steps(text)
    if not all(str(part) for part in path):
        raise BadInput([Problem(here, "", "expected a path, such as workload.requests")])
    return path


def with_number(document: YamlDocument, path: Path, number: float, here: Location) -> YamlDocument:
    """Return the document with one number in place; everything beside its path is shared with the original."""
    data = _placed(document.data, path, locate(number, path, here))
    return replace(document, data=data, locations=ChainMap({path: here}, dict(document.locations)))


def _steps(text: str) -> Path:
    return tuple(
        int(part) if part.isascii() and part.isdigit() else part
        for part in text.strip().replace("[", ".").replace("]", "").split(".")
    )


def _placed(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, list):
        index = int(path[0])
        return [*data[:index], _placed(data[index], path[1:], value), *data[index + 1 :]]
    key = str(path[0])
    return {**data, key: _placed(data.get(key), path[1:], value)}


def _value(text: str, path: Path, here: Location) -> Any:
    try:
        value = parse_yaml(f"value: {text}", here.file).data["value"]
    except BadInput as bad:
        raise BadInput([Problem(here, "", problem.what) for problem in bad.problems]) from None
    return _located(value, path, here)


def _located(value: Any, path: Path, here: Location) -> Any:
    if isinstance(value, dict):
        return {key: _located(inner, (*path, key), here) for key, inner in value.items()}
    if isinstance(value, list):
        return [_located(inner, (*path, index), here) for index, inner in enumerate(value)]
    return locate(value, path, here)


def _places(value: Any, path: Path) -> Iterator[Path]:
    """Return the path of a value and of all within it."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _places(part, (*path, key))


def _set(data: Any, path: Path, value: Any, here: Location) -> None:
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            if last:
                data[part] = value
            data = data[part]
        elif isinstance(data, dict) and (str(part) in data or last):
            if last:
                data[str(part)] = value
            else:
                data = data[str(part)]
        else:
            known = [str(key) for key in data] if isinstance(data, dict) else []
            raise BadInput(
                [Problem(here, "", f"the scenario has no {part!r} there{suggest(str(part), known)}")]
            )
