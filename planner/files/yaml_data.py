"""What a YAML text says after an edit that changes one thing: the same data with that one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from planner.files.yaml_events import Value
from planner.quantities.located import Path

Inner: TypeAlias = "dict[str, Value] | list[Value]"


def value_at(data: Value, path: Path) -> Value:
    """Return what stands at a path; raises KeyError or IndexError where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data[str(step)] if isinstance(step, str) else data[_nothing(step)]
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
        else:
            raise KeyError(step)
    return data


def is_there(data: Value, path: Path) -> bool:
    """Whether something stands at a path, be it null."""
    try:
        value_at(data, path)
    except (KeyError, IndexError):
        return False
    return True


def at(data: Any, path: Path) -> Any:
    """Return what stands at a path; None where nothing does."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def put(data: Value, path: Path, value: Value, behind: str = "") -> Value:
    """Return the data with a value at a path; a new key comes behind the one named, or else last."""
    step = path[0]
    last = len(path) == 1
    if isinstance(data, list) and isinstance(step, int):
        inner = value if last else put(data[step] if step < len(data) else None, path[1:], value, behind)
        return [*data[:step], inner, *data[step + 1 :]]
    known = dict(data) if isinstance(data, dict) else {}
    if isinstance(step, int):
        return [value if last else put(None, path[1:], value, behind)]
    inner = value if last else put(known.get(step), path[1:], value, behind)
    if step in known or behind not in known or not last:
        return {**known, step: inner}
    return inserted(known, behind, step, inner)


def inserted(data: Mapping[str, Value], behind: str, key: str, value: Value) -> dict[str, Value]:
    """Return a mapping with a new key behind one that is there."""
    found: dict[str, Value] = {}
    for name, inner in data.items():
        found[name] = inner
        if name == behind:
            found[key] = value
    return found


def dropped(data: Value, path: Path) -> Value:
    """Return the data without what stands at a path."""

    def without(inner: Inner, step: str | int) -> Value:
        if isinstance(inner, dict):
            return {name: value for name, value in inner.items() if name != step}
        return [value for place, value in enumerate(inner) if place != step]

    return changed(data, path, without)


def renamed(data: Value, path: Path, key: str) -> Value:
    """Return the data with another last key of a path, at its old place."""

    def named(inner: Inner, step: str | int) -> Value:
        if not isinstance(inner, dict):
            raise KeyError(step)
        return {key if name == step else name: value for name, value in inner.items()}

    return changed(data, path, named)


def changed(data: Value, path: Path, change: Callable[[Inner, str | int], Value]) -> Value:
    """Return the data with what holds the last step of a path changed."""
    if len(path) == 1:
        if not isinstance(data, dict | list):
            raise KeyError(path[0])
        return change(data, path[0])
    step = path[0]
    inner = changed(value_at(data, (step,)), path[1:], change)
    if isinstance(data, list):
        return [inner if place == step else value for place, value in enumerate(data)]
    if not isinstance(data, dict):
        raise KeyError(step)
    return {name: inner if name == step else value for name, value in data.items()}


def same(one: Value, other: Value) -> bool:
    """Whether two texts say the same: kinds, values and their order."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and list(one) == list(other)
            and all(same(value, other[key]) for key, value in one.items())
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return _kind(one) is _kind(other) and one == other


def _kind(value: Value) -> type:
    for kind in (bool, str, int, float):
        if isinstance(value, kind):
            return kind
    return type(None)


def _nothing(step: str | int) -> str:
    raise KeyError(step)
