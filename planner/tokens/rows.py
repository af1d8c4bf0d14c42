"""The texts in a decoded file, format by format, each with the line it starts on.

Rule: an item is a text exactly as its format spells it, or what is wrong with it; reading goes on after a
wrong item wherever the next one can be told apart for certain.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
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
Rows = Iterator[tuple[int, dict[str, Any] | Wrong]]


def whole(text: str, field: str | None) -> Items:
    """Yield the file as one text, with its line ends as Python's `open` reads them."""
    if field is not None:
        yield None, Wrong(f"only .jsonl, .csv and .tsv files have fields; leave out the field {field!r}")
        return
    yield None, text.replace("\r\n", "\n").replace("\r", "\n")


def json_lines(text: str, field: str | None) -> Items:
    """Yield the string that every line's object has under `field`; blank lines are passed over."""
    for number, found in json_objects(text):
        if isinstance(found, Wrong):
            yield number, found
        elif field is None:
            yield number, Wrong(f"say which field holds the text{named('', list(found))}")
            return
        else:
            yield number, _string_in(found, field)


def json_objects(text: str) -> Rows:
    """Yield every line's object; blank lines are passed over."""
    # Not splitlines: JSON allows U+2028 and U+0085 inside a string, and only a newline ends a line.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as problem:
            yield number, Wrong(f"it is not JSON: {problem.msg} at character {problem.colno}")
        except (ValueError, RecursionError) as problem:  # a number of 5,000 digits; brackets without end
            yield number, Wrong(f"its JSON cannot be read: {problem}")
        else:
            yield (
                number,
                value if isinstance(value, dict) else Wrong(f"it is {kind_of(value)} and not an object"),
            )


def table(text: str, field: str | None, delimiter: str) -> Items:
    """Yield the cells of the column `field`, under a first row of names; blank lines are passed over."""
    rows = table_rows(text, delimiter)
    first, header = next(rows)
    if isinstance(header, Wrong):
        yield first, header
    elif field is None or header.count(field) != 1:
        yield 1, no_column(header, field)
    else:
        column = header.index(field)
        for line, row in rows:
            yield line, row if isinstance(row, Wrong) else row[column]


def table_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | Wrong]]:
    """Yield the first row of names, empty in an empty file, and then every row as long; blank lines are passed over."""
    # The limit belongs to the whole process: it is raised and never put back, for somebody else may be reading.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        yield 1, header
        line = rows.line_num + 1
        for row in rows:
            if len(row) == len(header):
                yield line, row
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


def no_column(header: Sequence[str], field: str | None) -> Wrong:
    """Say that the first row does not have this column exactly once."""
    if field is None:
        return Wrong(f"say which column holds the text{named('', header)}")
    if field in header:
        return Wrong(f"{header.count(field)} columns are called {field!r}; rename all but one")
    return Wrong(f"there is no column {field!r}{named(field, header)}")


def no_field(value: Mapping[str, Any], field: str) -> Wrong:
    """Say that an object does not have this field."""
    return Wrong(f"the object has no field {field!r}{named(field, list(value))}")


def _string_in(value: Mapping[str, Any], field: str) -> str | Wrong:
    if field not in value:
        return no_field(value, field)
    content = value[field]
    if not isinstance(content, str):
        return Wrong(f"the field {field!r} is {kind_of(content)} and not a string")
    return content


def kind_of(value: Any) -> str:
    """Say what a JSON value is, with its article."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds: dict[type, str] = {dict: "an object", list: "a list", str: "a string"}
    return kinds.get(type(value), "a number")
