"""The lines of a text: where one begins and ends, whatever breaks it, and what stands on it."""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BLANK: Final = " \t"


def line_start(text: str, offset: int) -> int:
    """Return where the line begins on which an offset stands."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Return where that line ends, before its break."""
    found = _BREAK.search(text, offset)
    return found.start() if found else len(text)


def next_line(text: str, offset: int) -> int:
    """Return where the line behind it begins; the text's end where there is none."""
    found = _BREAK.search(text, offset)
    return found.end() if found else len(text)


def before_break(text: str, offset: int) -> int:
    """Return where the break begins that stands directly before an offset; the offset itself where none does."""
    if offset and text[offset - 1] == "\n":
        offset -= 1
        return offset - 1 if offset and text[offset - 1] == "\r" else offset
    return offset - 1 if offset and text[offset - 1] == "\r" else offset


def break_of(text: str) -> str:
    """Return what breaks the lines of a text: what breaks its first one."""
    found = _BREAK.search(text)
    return found.group() if found else "\n"


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their breaks."""
    return _BREAK.split(text)


def is_blank(text: str, offset: int) -> bool:
    """Whether nothing stands on the line that begins at an offset."""
    return not text[offset : line_end(text, offset)].strip(_BLANK)


def comment_column(text: str, offset: int) -> int | None:
    """Return the column of the comment that is all of the line that begins at an offset; None where none is."""
    line = text[offset : line_end(text, offset)]
    words = line.lstrip(_BLANK)
    return len(line) - len(words) if words.startswith("#") else None
