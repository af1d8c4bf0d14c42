"""One line of a list: texts with their tones, and what it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.cells import cell_len

from planner.views.styled import wrapped

GUTTER = 2
TONES = ("plain", "strong", "faint", "heading", "better", "worse", "blocked", "accent")

Span = tuple[str, str]
"""A text and its tone: one of TONES or an option's series, and ` on band-2` behind it over a tinted ground."""
ON = " on "


_NARROW = re.compile(
    r"[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc\u2605\u2713\u2717\u2800-\u28ff]*"
)
"""Texts of nothing but letters of one cell, as most are; asking for each letter takes longer than drawing it."""


def cells_of(text: str) -> int:
    """Return how many cells a text takes."""
    return len(text) if _NARROW.fullmatch(text) else cell_len(text)


@dataclass(frozen=True, slots=True)
class Row:
    """One line; rows with the same key are one item, and the cursor passes over rows without a key."""

    spans: tuple[Span, ...] = ()
    key: str = ""

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(text for text, _ in self.spans)


def wrapped_rows(text: str, width: int, tone: str = "plain", key: str = "", indent: str = "  ") -> list[Row]:
    """Return a text as the rows of one item; a number keeps its sign and its unit."""
    return [Row(((line.text, tone),), key) for line in wrapped(text, max(8, width), indent=indent)]


def faded(row: Row) -> Row:
    """Return a row as it looks while what it says is not known to hold any more."""
    return Row(tuple((text, "faint") for text, _ in row.spans), row.key)
