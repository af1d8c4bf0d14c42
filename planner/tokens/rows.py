"""The texts in a decoded file, format by format, each with the line it starts on.

Rule: an item is a text exactly as its format spells it, or what is wrong with it; reading goes on after a
wrong item wherever the next one can be told apart for certain.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

NAMES_SHOWN = 10
LONGEST_CELL = 200_000_000  # characters; the csv module's own limit of 131,072 would refuse long prompts


@dataclass(frozen=True)
class Wrong:
    """What is wrong with an item, as a sentence."""

    sentence: str


Items = Iterator[tuple[int | None, str | Wrong]]


def whole(text: str, field: str | None) -> Items:
    """Yield the file as one text, with its line ends as Python's `open` reads them."""
    if field is not None:
        yield None, Wrong(f"only .jsonl, .csv and .tsv files have fields; leave out the field {field!r}")
        return
    yield None, text.replace("\r\n", "\n").replace("\r", "\n")


def json_lines(text: str, field: str | None) -> Items:
    """Yield the string that every line's object has under `field`; blank lines are passed over."""
    # Not splitlines: JSON allows U+2028 and U+0085 inside a string, and only a newline ends a line.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as problem:
            yield number, Wrong(f"it is not JSON: {problem.msg} at character {problem.colno}")
            continue
        except (ValueError, RecursionError) as problem:  # a number of 5,000 digits; brackets without end
            yield number, Wrong(f"its JSON cannot be read: {problem}")
            continue
        if field is None and isinstance(value, dict):
            yield number, Wrong(f"say which field holds the text{named('', list(value))}")
            return
        yield number, _string_in(value, field)


def table(text: str, field: str | None, delimiter: str) -> Items:
    """Yield the cells of the column `field`, under a first row of names; blank lines are passed over."""
    # The limit belongs to the whole process: it is raised and never put back, for somebody else may be reading.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        if field is None or header.count(field) != 1:
            yield 1, _no_column(header, field)
            return
        column, line = header.index(field), rows.line_num + 1
        for row in rows:
            if len(row) == len(header):
                yield line, row[column]
            elif row:
                yield (
                    line,
                    Wrong(f"the row has {len(row)} cells and the first row {len(header)}{_why(row, header)}"),
                )
            line = rows.line_num + 1
    except csv.Error as problem:
        # strict: without it an unclosed quotation mark would swallow the rest of the file into one cell.
        yield rows.line_num, Wrong(f"the table breaks off here: {problem}; check the quotation marks")


def named(wanted: str, names: Sequence[str]) -> str:
    """Say, as the end of a sentence, which of the names was meant, or else which there are."""
    if near := get_close_matches(wanted, names, n=1):
        return f"; did you mean {near[0]!r}?"
    if not names:
        return ""
    shown = ", ".join(map(repr, names[:NAMES_SHOWN]))
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"; there is {shown}{more}"


def _why(row: Sequence[str], header: Sequence[str]) -> str:
    return "; put quotation marks around cells with a separator in them" if len(row) > len(header) else ""


def _no_column(header: Sequence[str], field: str | None) -> Wrong:
    if field is None:
        return Wrong(f"say which column holds the text{named('', header)}")
    if field in header:
        return Wrong(f"{header.count(field)} columns are called {field!r}; rename all but one")
    return Wrong(f"there is no column {field!r}{named(field, header)}")


def _string_in(value: Any, field: str | None) -> str | Wrong:
    if not isinstance(value, dict):
        return Wrong(f"it is {_kind(value)} and not an object")
    if field not in value:
        return Wrong(f"the object has no field {field!r}{named(field or '', list(value))}")
    content = value[field]
    if not isinstance(content, str):
        return Wrong(f"the field {field!r} is {_kind(content)} and not a string")
    return content


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds: dict[type, str] = {dict: "an object", list: "a list", str: "a string"}
    return kinds.get(type(value), "a number")
