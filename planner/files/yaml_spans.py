"""Where each key and value of a YAML text begins and ends, by path: what an edit of the text has to know.

Offsets count characters from the start of the text, a byte-order mark included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, Protocol, TypeAlias

import yaml

from planner.files.text_lines import before_break, comment_column, is_blank, line_end, line_start, next_line
from planner.files.yaml_text import YamlDocument, events, parse_yaml
from planner.quantities.located import Path

Kind: TypeAlias = Literal["scalar", "mapping", "list"]


class _Mark(Protocol):
    """A place in the text that is parsed, as either loader says it."""

    index: int
    column: int


_BYTE_ORDER_MARK = "\ufeff"
_SPACE: Final = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*+")


@dataclass(frozen=True, slots=True)
class Span:
    """One value, with the key or the dash that leads to it."""

    path: Path
    kind: Kind
    is_flow: bool
    """Whether the value is written in brackets."""
    in_flow: bool
    """Whether it stands within brackets."""
    column: int
    """The column of the key or the dash, from 0; in brackets that of the value where there is no key."""
    start: int
    """Where the key or the dash begins, or a value without either."""
    key_end: int
    """Where the key ends, before its colon; `start` where there is no key."""
    behind: int
    """Just behind the colon or the dash: from here on the value may stand."""
    value_start: int
    value_end: int
    """Where the value ends; behind its last character, and never behind a line break."""
    inner: tuple[Path, ...] = ()
    """The paths of what is directly in it, in their order."""

    @property
    def is_block(self) -> bool:
        """Whether the value is a mapping or a list written in lines."""
        return self.kind != "scalar" and not self.is_flow

    @property
    def has_colon(self) -> bool:
        """Whether a key is followed by its colon; in `{a}` it is not."""
        return self.behind > self.key_end


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A YAML text, what it says, and where it says it."""

    text: str
    document: YamlDocument
    spans: Mapping[Path, Span]

    def last_line_end(self, span: Span) -> int:
        """Return where the last line of a block entry ends; comments below it that are indented deeper are its own."""
        end = line_end(self.text, span.value_end)
        place = next_line(self.text, end)
        while place < len(self.text):
            column = comment_column(self.text, place)
            if column is not None and column > span.column:
                end = line_end(self.text, place)
            elif column is not None or not is_blank(self.text, place):
                break
            place = next_line(self.text, place)
        return end

    def first_line(self, span: Span) -> int:
        """Return where the first line of a block entry begins, comment lines directly above it included.

        Comments at the head of the file belong to the file.
        """
        first = place = line_start(self.text, span.start)
        while place > 0:
            above = line_start(self.text, before_break(self.text, place))
            if comment_column(self.text, above) != span.column:
                return place
            place = above
        return first if comment_column(self.text, 0) is not None else place

    def starts_its_line(self, span: Span) -> bool:
        """Whether nothing but spaces stands before the key or the dash on its line."""
        return not self.text[line_start(self.text, span.start) : span.start].strip(_BYTE_ORDER_MARK + " ")

    def line_of(self, span: Span) -> int:
        """Return the number of its line, from 1."""
        place = self.document.key_locations.get(span.path) or self.document.locations[span.path]
        return place.line


@lru_cache(maxsize=4)  # while a value is typed, each letter edits the same text
def marked(text: str, file: str) -> MarkedText:
    """Read a text with the places of all that it says; raises BadInput for what `parse_yaml` refuses."""
    document = parse_yaml(text, file)
    reader = _Reader(text)
    for event in events(text.removeprefix(_BYTE_ORDER_MARK)):
        reader.take(event)
    return MarkedText(text, document, reader.spans)


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is not read to its end yet, and where it stands itself."""

    path: Path
    kind: Kind
    is_flow: bool
    place: _Place
    start: int
    inner: list[Path] = field(default_factory=list)
    end: int = 0
    """Where the last thing in it ends; at first, where it begins."""
    key: _Place | None = None
    """The key that was read last and waits for its value."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is led to: by a key, a dash or nothing."""

    column: int
    start: int
    key_end: int
    behind: int


class _Reader:
    """Takes the events of an accepted text, one after the other."""

    def __init__(self, text: str) -> None:
        self.spans: dict[Path, Span] = {}
        self._text = text
        self._shift = 1 if text.startswith(_BYTE_ORDER_MARK) else 0
        self._levels: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            level = self._levels[-1]
            if level.kind == "mapping" and level.key is None:
                self._take_key(event, level)
            else:
                self._take_scalar(event, level)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            level = self._levels.pop()
            end = _mark(event.end_mark).index + self._shift if level.is_flow else level.end
            self._put(level.path, level.kind, level, (level.start, end), level.place)

    def _take_key(self, event: yaml.ScalarEvent, level: _Open) -> None:
        start, end = self._marks(event)
        behind = self._behind(end, ":") or end
        level.key, level.name = _Place(_mark(event.start_mark).column, start, end, behind), event.value

    def _take_scalar(self, event: yaml.ScalarEvent, level: _Open) -> None:
        start, end = self._marks(event)
        place = self._next_place(level, start, _mark(event.start_mark).column)
        if event.style in ("|", ">"):
            end = self._block_end(start, end)
        elif start == end and event.style in (None, ""):
            start = end = place.behind
        path = self._next_path(level)
        self._put(path, "scalar", None, (start, end), place)

    def _block_end(self, start: int, end: int) -> int:
        """Return where a folded or literal text ends: blank lines at its end count where its head keeps them."""
        if "+" in self._text[start : line_end(self._text, start)].partition("#")[0]:
            return before_break(self._text, end)
        return line_end(self._text, start + len(self._text[start:end].rstrip()))

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        mark = _mark(event.start_mark)
        start, column = mark.index + self._shift, mark.column
        kind: Kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
        flow = bool(event.flow_style)
        if self._levels:
            level = self._levels[-1]
            path, place = self._next_path(level), self._next_place(level, start, column)
        else:
            path, place = (), _Place(column, start, start, start)
        self._levels.append(_Open(path, kind, flow, place, start, end=start))

    def _next_path(self, level: _Open) -> Path:
        return (*level.path, level.name if level.kind == "mapping" else len(level.inner))

    def _next_place(self, level: _Open, start: int, column: int) -> _Place:
        if level.key is not None:
            return level.key
        if level.is_flow:
            return _Place(column, start, start, start)
        behind = self._behind(level.end, "-") or start
        dash = behind - 1
        return _Place(dash - line_start(self._text, dash), dash, dash, behind)

    def _behind(self, offset: int, sign: str) -> int | None:
        """Return the offset behind a sign, where spaces and comments at most stand before it."""
        space = _SPACE.match(self._text, offset)
        place = space.end() if space else offset
        return place + 1 if self._text.startswith(sign, place) else None

    def _put(
        self, path: Path, kind: Kind, closed: _Open | None, value: tuple[int, int], place: _Place
    ) -> None:
        level = self._levels[-1] if self._levels else None
        inner = () if closed is None else tuple(closed.inner)
        flow, within = closed is not None and closed.is_flow, level is not None and level.is_flow
        self.spans[path] = Span(
            path, kind, flow, within, place.column, place.start, place.key_end, place.behind, *value, inner
        )
        if level is not None:
            level.inner.append(path)
            level.end, level.key = value[1], None

    def _marks(self, event: yaml.ScalarEvent) -> tuple[int, int]:
        return _mark(event.start_mark).index + self._shift, _mark(event.end_mark).index + self._shift


def _mark(mark: _Mark | None) -> _Mark:
    if mark is None:
        raise AssertionError("the parser marks every event of a text")
    return mark
