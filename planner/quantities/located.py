"""Values that remember where they were written: ordinary texts and numbers plus a path and a place in a file.

Arithmetic and string methods give plain values again; only the value as it was read carries a place.
"""

from __future__ import annotations

from typing import Any, Self, TypeAlias

from planner.quantities.provenance import Location

Path: TypeAlias = tuple[str | int, ...]
Scalar: TypeAlias = str | int | float | bool | None


class LocatedStr(str):
    """A text with the path of keys and indices that leads to it and its place in a file."""

    __slots__ = ("location", "path")
    path: Path
    location: Location

    def __new__(cls, value: str, path: Path, location: Location) -> Self:
        """Take a plain text and its place."""
        located = super().__new__(cls, value)
        located.path, located.location = path, location
        return located

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.path, self.location)


class LocatedInt(int):
    """A whole number with the path of keys and indices that leads to it and its place in a file."""

    path: Path
    location: Location

    def __new__(cls, value: int, path: Path, location: Location) -> Self:
        """Take a plain whole number and its place."""
        located = super().__new__(cls, value)
        located.path, located.location = path, location
        return located

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (int(self), self.path, self.location)


class LocatedFloat(float):
    """A number with the path of keys and indices that leads to it and its place in a file."""

    __slots__ = ("location", "path")
    path: Path
    location: Location

    def __new__(cls, value: float, path: Path, location: Location) -> Self:
        """Take a plain number and its place."""
        located = super().__new__(cls, value)
        located.path, located.location = path, location
        return located

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (float(self), self.path, self.location)


def locate(value: Scalar, path: Path, location: Location) -> Scalar:
    """Return the value with its place; true, false and None cannot carry one and come back as they are."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return LocatedStr(value, path, location)
    if isinstance(value, int):
        return LocatedInt(value, path, location)
    return LocatedFloat(value, path, location)


def place_of(value: object) -> tuple[Path, Location] | None:
    """Return the path and the location a value carries, or None for a value that carries none."""
    if isinstance(value, LocatedStr | LocatedInt | LocatedFloat):
        return value.path, value.location
    return None
