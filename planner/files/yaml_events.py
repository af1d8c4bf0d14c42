"""Builds plain values from the events of the YAML parser, and notes every problem on the way.

It keeps one level per open mapping or list and follows no alias: the cost grows with the file's length only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from planner.files.yaml_scalars import UNACCEPTABLE, UnusableNumberError, meaning
from planner.plan.problems import Problem, dotted, printable
from planner.quantities.located import Path, Scalar, locate
from planner.quantities.provenance import Location

MOST_LEVELS = 64
MOST_PROBLEMS = 100

Value: TypeAlias = Scalar | dict[str, "Value"] | list["Value"]

_STANDARD_TAG = "tag:yaml.org,2002:"
_UNUSABLE_KEY = "?"


@dataclass(slots=True)
class _Level:
    """A mapping or a list that is still open; in a mapping, `key` is the one whose value comes next.

    `in_key` says that it is itself a part of a key, which no mapping here can have.
    """

    path: Path
    values: dict[str, Value] | list[Value]
    wants_key: bool
    in_key: bool
    key: str = ""
    keys: dict[str, Location] = field(default_factory=dict)

    def name(self, key: str) -> None:
        self.key, self.wants_key = key, False

    def next_path(self) -> Path:
        return (*self.path, len(self.values) if isinstance(self.values, list) else self.key)

    def put(self, value: Value) -> None:
        if isinstance(self.values, list):
            self.values.append(value)
        else:
            self.values[self.key] = value
            self.wants_key = True


class EventReader:
    """Takes one event after another; `finished` says that the rest of the file is not worth reading."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.top: Value = None
        self.locations: dict[Path, Location] = {}
        self.key_locations: dict[Path, Location] = {}
        self.problems: list[Problem] = []
        self.finished = False
        self._levels: list[_Level] = []
        self._documents = 0
        self._reuses = False

    def take(self, event: yaml.Event) -> None:
        """Add what the event brings: a key, a value, the start or the end of a mapping or a list."""
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._levels.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._take_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                what = "a second document starts here; keep one in a file and remove the line `---`"
                self._report(self._location(event), (), what)
                self.finished = True
        elif isinstance(event, yaml.StreamEndEvent):
            self._check_top()

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        location = self._location(event)
        if self._levels and self._levels[-1].wants_key:
            self._take_key(event, location)
            return
        path = self._next_path()
        self._refuse_anchor_and_tag(event, path, location)
        self._refuse_characters(event.value, path, location)
        self._put(self._value(event, path, location), path, location)

    def _value(self, event: yaml.ScalarEvent, path: Path, location: Location) -> Scalar:
        is_plain = event.implicit[0]
        try:
            return locate(meaning(event.value) if is_plain else event.value, path, location)
        except UnusableNumberError as refusal:
            self._report(location, path, str(refusal))
            return None

    def _take_key(self, event: yaml.ScalarEvent, location: Location) -> None:
        level, key = self._levels[-1], event.value
        path = (*level.path, key)
        self._refuse_anchor_and_tag(event, level.path, location)
        self._refuse_characters(key, level.path, location)
        if event.implicit[0]:
            self._refuse_unquoted_key(key, level.path, location)
        self.key_locations[path] = location
        first = level.keys.setdefault(key, location)
        if first is not location:
            lines = _both_lines(first, location)
            self._report(location, path, f"this key stands twice, {lines}; keep one of them")
        level.name(key)

    def _refuse_unquoted_key(self, key: str, path: Path, location: Location) -> None:
        kind = _kind_of_key(key)
        if not key:
            self._report(location, path, "a key is missing before the colon; write its name")
        elif key == "<<":
            self._report(location, path, "the merge key << is not accepted; write the merged keys out")
        elif kind:
            shown = printable(key)
            what = f"the key {shown} is {kind}, and a key is a text; put it in quotes: '{shown}'"
            self._report(location, path, what)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        location = self._location(event)
        if len(self._levels) == MOST_LEVELS:
            what = f"nested more than {MOST_LEVELS} levels deep; write it flatter, or look for stray brackets"
            self._report(location, (), what)
            self.finished = True
            return
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        values: dict[str, Value] | list[Value] = {} if is_mapping else []
        parent = self._levels[-1] if self._levels else None
        in_key = parent is not None and parent.in_key
        if parent is not None and parent.wants_key:
            if not in_key:
                kind = "mapping" if is_mapping else "list"
                what = f"a {kind} stands where a key belongs; a key is a text, put it in quotes"
                self._report(location, parent.path, what)
            parent.name(_UNUSABLE_KEY)
            path, in_key = self._next_path(), True
        else:
            path = self._next_path()
            self._put(values, path, location)
        self._refuse_anchor_and_tag(event, path, location)
        self._levels.append(_Level(path, values, wants_key=is_mapping, in_key=in_key))

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        location = self._location(event)
        level = self._levels[-1] if self._levels else None
        is_key = level is not None and level.wants_key
        path = level.path if level is not None and is_key else self._next_path()
        self._refuse_reuse(f"*{event.anchor or ''}", path, location)
        if level is not None and is_key:
            level.name(_UNUSABLE_KEY)
        else:
            self._put(None, path, location)

    def _next_path(self) -> Path:
        return self._levels[-1].next_path() if self._levels else ()

    def _put(self, value: Value, path: Path, location: Location) -> None:
        self.locations[path] = location
        if self._levels:
            self._levels[-1].put(value)
        else:
            self.top = value

    def _refuse_anchor_and_tag(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, path: Path, location: Location
    ) -> None:
        if event.anchor is not None:
            self._refuse_reuse(f"&{event.anchor}", path, location)
        if event.tag is not None:
            standard = event.tag.startswith(_STANDARD_TAG)
            tag = f"!!{event.tag.removeprefix(_STANDARD_TAG)}" if standard else event.tag
            what = f"the tag {printable(tag)} is not accepted; remove it, and put a text in quotes"
            self._report(location, path, what)

    def _refuse_reuse(self, name: str, path: Path, location: Location) -> None:
        """Refuse anchors and aliases, once a file: whoever uses one uses many."""
        if not self._reuses:
            what = f"{printable(name)}: anchors and aliases are not accepted; write each value out where it is needed"
            self._report(location, path, what)
        self._reuses = True

    def _refuse_characters(self, text: str, path: Path, location: Location) -> None:
        found = UNACCEPTABLE.search(text)
        if found:
            self._report(location, path, f"holds the control character {printable(found.group())}; remove it")

    def _check_top(self) -> None:
        if isinstance(self.top, dict) or (self.top is None and self.problems):
            return
        kind = "a list" if isinstance(self.top, list) else _kind_of(self.top)
        what = "the file is empty" if self.top is None else f"the file holds {kind}, not a mapping"
        location = Location(self.file, 1, 1) if self.top is None else self.locations[()]
        self._report(location, (), f"{what}; write lines of the form `name: value`")

    def _report(self, location: Location, path: Path, what: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(location, dotted(path), what))
        elif not self.finished:
            what = f"more than {MOST_PROBLEMS} problems; the rest of this file was not read"
            self.problems.append(Problem(location, "", what))
            self.finished = True

    def _location(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        return Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file)


def _kind_of_key(key: str) -> str:
    """Return what an unquoted key is when it is no text, and nothing when it is one."""
    try:
        value = meaning(key)
    except UnusableNumberError:
        return "a number"
    return "" if isinstance(value, str) else _kind_of(value)


def _kind_of(value: Scalar) -> str:
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return "a boolean"
    return "a text" if isinstance(value, str) else "a number"


def _both_lines(first: Location, second: Location) -> str:
    if first.line == second.line:
        return f"both times on line {first.line}"
    return f"on line {first.line} and on line {second.line}"
