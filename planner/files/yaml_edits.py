"""Edits of a YAML text that keep every comment and every byte they are not about.

Each returns a new text. Before that, the new text is read again: where anything but what was meant says something else
now, nothing is changed and BadInput says so. `file` is the name that messages show.
"""

from __future__ import annotations

from planner.files.text_lines import break_of, is_blank, line_start, next_line, split_lines
from planner.files.yaml_data import dropped, inserted, is_there, put, renamed, same, value_at
from planner.files.yaml_events import Value
from planner.files.yaml_places import (
    block_lines,
    emptied,
    entry_written,
    lines_behind,
    spliced,
    step_of,
    taken_out,
    value_written,
)
from planner.files.yaml_spans import MarkedText, Span, marked
from planner.files.yaml_text import parse_yaml
from planner.files.yaml_words import flow_text, key_text, quoted
from planner.plan.problems import BadInput, Problem, dotted, printable, suggest
from planner.quantities.located import Path
from planner.quantities.provenance import Location

__all__ = ["quoted", "with_copy", "with_entry", "with_key", "with_value", "without"]

_FILE = "scenario"
_OPENING = ("[", "{", '"', "'")
_LITERAL = ("|", ">")
"""How a text begins whose blank lines at the end may count."""


def with_value(text: str, path: Path, value: str, *, behind: str = "", file: str = _FILE) -> str:
    """Return the text with `value`, written as behind a colon, at a path; keys that are missing are made.

    A new key comes last, or behind the sibling called `behind`. What YAML would read as something else, such as `a: b`,
    is a text and put in quotes; brackets and quotes that do not close are refused.
    """
    known = marked(text, file)
    value = value.lstrip() if value.lstrip().startswith(_LITERAL) else value.strip()
    parent = _holder(known, path)
    forms = [value] if value.startswith(_OPENING) else [value, quoted(value), quoted(value, in_flow=True)]
    refusal: BadInput | None = None
    for written in dict.fromkeys(forms):
        if parent is None:
            new = value_written(known, known.spans[path], written)
        else:
            new = entry_written(known, parent, path[len(parent.path) :], written, behind)
        try:
            found = parse_yaml(new, file).data
            said = value_at(found, path)
            expected = put(known.document.data, path, said, behind)
            meant = said if written == value else value
            if same(found, expected) and same(said, meant) and _is_all(new, path, written, file):
                return new
            refusal = refusal or _refused(known, path, "something else in the file would change with it")
        except (BadInput, KeyError, IndexError) as error:
            refusal = refusal or (error if isinstance(error, BadInput) else None)
    what = f"{printable(value)!r} cannot stand there"
    raise _refused(known, path, what + (f": {refusal.problems[0].what}" if refusal else ""))


def without(text: str, path: Path, *, file: str = _FILE) -> str:
    """Return the text without an entry, its own comments and the comment lines directly above it."""
    known = marked(text, file)
    span = _there(known, path)
    parent = known.spans[path[:-1]]
    if len(parent.inner) > 1:
        left = dropped(known.document.data, path)
        try:
            return _checked(known, taken_out(known, span), left, path)
        except BadInput:  # a literal text above has more line breaks than it had, or one less
            return _checked(known, taken_out(known, span, literal_above=True), left, path)
    if not parent.path and parent.is_block:
        raise _refused(known, path, "is all that the file says; it stays")
    empty: Value = {} if parent.kind == "mapping" else []
    new = emptied(known, span, parent)
    return _checked(known, new, put(known.document.data, path[:-1], empty) if path[:-1] else empty, path)


def with_key(text: str, path: Path, new_key: str, *, file: str = _FILE) -> str:
    """Return the text with another last key of a path; its value and its place stay."""
    known = marked(text, file)
    span = _there(known, path)
    if new_key == path[-1]:
        return text
    _refuse_known(known, path, new_key)
    written = key_text(new_key, like=text[span.start : span.key_end], in_flow=span.in_flow)
    new = spliced(text, span.start, span.key_end, written)
    return _checked(known, new, renamed(known.document.data, path, new_key), path)


def with_copy(text: str, path: Path, new_key: str, *, file: str = _FILE) -> str:
    """Return the text with a copy of an entry, its inner comments included, under another key right behind it."""
    known = marked(text, file)
    span = _there(known, path)
    _refuse_known(known, path, new_key)
    parent, name = known.spans[path[:-1]], str(path[-1])
    value = value_at(known.document.data, path)
    holder = value_at(known.document.data, path[:-1])
    expected: Value = inserted(holder if isinstance(holder, dict) else {}, name, new_key, value)
    key = key_text(new_key, like=text[span.start : span.key_end], in_flow=span.in_flow)
    if parent.is_flow:
        copy = f", {key}{text[span.key_end : span.value_end]}"
        new = spliced(text, span.value_end, span.value_end, copy)
    else:
        copy = " " * span.column + key + text[span.key_end : known.last_line_end(span)]
        new = lines_behind(known, span, _apart(known, parent, copy, path))
    return _checked(
        known, new, put(known.document.data, path[:-1], expected) if path[:-1] else expected, path
    )


def with_entry(text: str, path: Path, entry: str, *, file: str = _FILE) -> str:
    """Return the text with a new entry at the end of a mapping: `entry` is a mapping in lines, from column 0 on.

    It keeps its comments where its parent is written in lines; within brackets they are left out.
    """
    known = marked(text, file)
    said = parse_yaml(entry, file).data
    parent = known.spans.get(path[:-1])
    if is_there(known.document.data, path):
        _refuse_known(known, path, str(path[-1]))
    if parent is None or not parent.is_block or parent.kind != "mapping":
        return with_value(text, path, flow_text(said), file=file)
    column, step = known.spans[parent.inner[0]].column, step_of(known)
    ends = break_of(text)
    lines = [
        " " * (column + step) + line if line.strip() else line for line in split_lines(entry.rstrip("\r\n "))
    ]
    head = block_lines(path[-1:], "", column, step, ends)
    last = known.spans[parent.inner[-1]]
    new = lines_behind(known, last, _apart(known, parent, ends.join([head, *lines]), last.path))
    return _checked(known, new, put(known.document.data, path, said), path)


def _apart(known: MarkedText, parent: Span, lines: str, beside: Path) -> str:
    """Return lines that go behind an entry, with a blank one above them where the entries there are kept apart so."""
    text, entries, end = known.text, parent.inner, known.last_line_end(known.spans[beside])
    if is_blank(text, line_start(text, end)):  # blank lines at the end of a literal text are its own
        return lines
    if (
        len(entries) == 1 and len(parent.path) == 1
    ):  # an only option has no habit; that of the whole file counts
        entries, beside = known.spans[()].inner, parent.path
    place = entries.index(beside)
    before = entries[min(place, len(entries) - 2)] if len(entries) > 1 else None
    apart = before is not None and is_blank(text, next_line(text, known.last_line_end(known.spans[before])))
    return (break_of(text) if apart else "") + lines


def _holder(known: MarkedText, path: Path) -> Span | None:
    """Return what a missing value has to be written into; None where there is a value. Raises BadInput for no place."""
    if not path:
        raise _refused(known, path, "name a key to change")
    if path in known.spans:
        return None
    depth = next(depth for depth in range(len(path) - 1, -1, -1) if path[:depth] in known.spans)
    parent, step = known.spans[path[:depth]], path[depth]
    data = value_at(known.document.data, parent.path)
    if parent.kind == "list" and isinstance(step, str):
        raise _refused(known, parent.path, f"is a list; it has no {printable(step)!r}")
    if parent.kind == "mapping" and isinstance(step, int):
        raise _refused(known, parent.path, f"is a mapping; it has no entry {step}")
    if parent.kind == "scalar" and data is not None:
        raise _refused(known, parent.path, f"is a single value; it cannot hold {printable(str(step))!r}")
    ints = [(place, each) for place, each in enumerate(path[depth:]) if isinstance(each, int)]
    if any(each != (len(parent.inner) if place == 0 else 0) for place, each in ints):
        raise _refused(
            known, parent.path, f"has {len(parent.inner)} entries; the next one is {len(parent.inner)}"
        )
    return parent


def _there(known: MarkedText, path: Path) -> Span:
    """Return where something stands; raises BadInput where nothing does."""
    if not path or path not in known.spans:
        beside = [str(each[-1]) for each in known.spans if each and each[:-1] == path[:-1]]
        hint = suggest(str(path[-1]), beside) if path else ""
        raise BadInput([Problem(Location(known.document.file), dotted(path), f"is not there{hint}")])
    return known.spans[path]


def _refuse_known(known: MarkedText, path: Path, key: str) -> None:
    if not isinstance(path[-1], str):
        raise _refused(known, path, "is an entry of a list; it has no name")
    if (*path[:-1], key) in known.spans:
        raise _refused(known, (*path[:-1], key), "is there already; choose another name")


def _is_all(new: str, path: Path, written: str, file: str) -> bool:
    """Whether all that was written is the value: no part of it a comment, none of it on the next line."""
    if "#" not in written and "\n" not in written and "\r" not in written:
        return True
    span = marked(new, file).spans[path]
    return new[span.value_start : span.value_end] == written


def _checked(known: MarkedText, new: str, expected: Value, path: Path) -> str:
    """Return the new text where it says what it should and nothing else; raises BadInput otherwise."""
    try:
        found = parse_yaml(new, known.document.file).data
    except BadInput as bad:
        what = f"cannot be changed: the file would not be readable any more ({bad.problems[0].what})"
        raise _refused(known, path, what) from None
    if not same(found, expected):
        raise _refused(known, path, "cannot be changed: something else in the file would change with it")
    return new


def _refused(known: MarkedText, path: Path, what: str) -> BadInput:
    near = next(path[:depth] for depth in range(len(path), -1, -1) if path[:depth] in known.spans)
    place = Location(known.document.file, known.line_of(known.spans[near]))
    return BadInput([Problem(place, dotted(path), what)])
