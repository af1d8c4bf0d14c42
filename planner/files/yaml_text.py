"""Reads one YAML text into plain values that know their line, and refuses what would surprise its reader.

YAML 1.2 core schema, one document, one mapping of text keys; no anchors, aliases, tags or merge keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from planner.files.yaml_events import MOST_PROBLEMS, EventReader, Value
from planner.files.yaml_scalars import UNACCEPTABLE
from planner.plan.problems import BadInput, Problem, printable
from planner.quantities.located import Path
from planner.quantities.provenance import Location

MOST_BYTES = 1_000_000

# A PyYAML that was built without libyaml has only the slower loader.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BYTE_ORDER_MARK = "\ufeff"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(r"\r\n|\r|\n")

# A part of what either loader says of a syntax error, and what usually mends it; the first part found counts.
_REMEDIES = (
    ("tab character", "indent with spaces, not with tabs"),
    ("cannot start any token", "put the text in quotes"),
    ("mapping values are not allowed", "put a text with `: ` in it in quotes, or check the indentation"),
    ("sequence entries are not allowed", "start the list on its own line"),
    ("expected key", "check the indentation and the quotes"),
    ("parsing a block collection", "start each entry of the list with `- `"),
    ("<block end>", "check the indentation and the quotes"),
    ("expected ','", "close the bracket, or put a comma between two entries"),
    ("node content", "close the bracket, or write the entry that is missing"),
    ("expected ':'", "write `name: value`"),
    ("unexpected end of stream", "close the quote"),
    ("escape c", "write a backslash twice, or use single quotes"),
    ("incompatible YAML document", "remove the line `%YAML`"),
    ("version number", "remove the line `%YAML`"),
    ("tag handle", "remove the tag; none is accepted"),
)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The content of one YAML file, and the place of every value and of every key in it, by path.

    Texts and numbers in `data` also carry their own place: `planner.quantities.located.place_of` returns it.
    """

    file: str
    data: dict[str, Value]
    locations: Mapping[Path, Location]
    key_locations: Mapping[Path, Location]


def parse_yaml(text: str | bytes, file: str) -> YamlDocument:
    """Read a YAML text, or the bytes of one in UTF-8; `file` is the name that messages show.

    Raises BadInput with every problem that one pass over the text can find.
    """
    text = _within_size(text, file).removeprefix(_BYTE_ORDER_MARK)
    _check_characters(text, file)
    reader = EventReader(file)
    problems: list[Problem] = reader.problems
    try:
        for event in events(text):
            reader.take(event)
            if reader.finished:
                break
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(error, text, file))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The slower loader fails so, without a line, on an escape or a version number out of range.
        problems.append(Problem(Location(file), "", f"not readable as YAML: {printable(str(error))}"))
    if problems or not isinstance(reader.top, dict):
        raise BadInput(problems)
    return YamlDocument(file, reader.top, reader.locations, reader.key_locations)


def events(text: str) -> Iterator[yaml.Event]:
    """Return what the parser finds in a text without a byte-order mark, one after the other."""
    found: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
    return found


def _within_size(text: str | bytes, file: str) -> str:
    """Return the text, with a lone surrogate for each byte that is not UTF-8."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    if len(raw) > MOST_BYTES:
        what = f"the file has {len(raw):,} bytes, at most {MOST_BYTES:,} are read; split it"
        raise BadInput([Problem(Location(file), "", what)])
    if isinstance(text, str):
        return text
    if text.startswith(_UTF_16_MARKS):
        raise BadInput([Problem(Location(file), "", "the file is in UTF-16; save it as UTF-8")])
    return text.decode("utf-8", errors="surrogateescape")


def _check_characters(text: str, file: str) -> None:
    """Raise BadInput that names the first unacceptable character of each line."""
    if not UNACCEPTABLE.search(text):
        return
    problems: list[Problem] = []
    for number, line in enumerate(_LINE_END.split(text), start=1):
        found = UNACCEPTABLE.search(line)
        if found and len(problems) < MOST_PROBLEMS:
            what = _unacceptable(found.group())
            problems.append(Problem(Location(file, number, found.start() + 1), "", what))
    raise BadInput(problems)


def _unacceptable(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"the byte {code - 0xDC00:#04x} is not UTF-8; save the file as UTF-8"
    return f"the control character {printable(character)} is not accepted; remove it"


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    words = error.problem or error.context or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = _LINE_END.split(text)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    if line > len(lines):  # the end of the file counts as one more line
        line, column = len(lines), len(lines[-1]) + 1
    start = error.context_mark.line + 1 if error.context_mark else line
    since = f" {error.context} that starts on line {start}" if error.context and start < line else ""
    at_a_tab = line and lines[line - 1][column - 1 : column] == "\t"
    seen = f"{'tab character, ' if at_a_tab else ''}{words} {error.context}"
    remedy = next((remedy for part, remedy in _REMEDIES if part in seen), "check this line and the one above")
    return Problem(Location(file, line, column), "", f"not valid YAML: {printable(words)}{since}; {remedy}")
