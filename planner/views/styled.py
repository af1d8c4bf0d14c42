"""A line of text and how it is meant: what carries the meaning is the words, never the colour alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Style = Literal["plain", "strong", "bad", "good", "faint"]


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One line for a terminal."""

    text: str = ""
    style: Style = "plain"
    spans: tuple[tuple[str, str], ...] = ()
    """For a line of a chart: the parts of the text, each with its tone."""


def charted(lines: Iterable[tuple[tuple[str, str], ...]]) -> Iterator[StyledLine]:
    """Return the lines of a chart as lines for a terminal."""
    for spans in lines:
        yield StyledLine("".join(text for text, _ in spans), spans=spans)


def wrapped(text: str, width: int, style: Style = "plain", indent: str = "") -> Iterator[StyledLine]:
    """Return a text as lines of at most `width` cells, the later ones indented; a number keeps its sign and unit."""
    whole = text.replace(" %", "\u00a0%").replace(" / ", "\u00a0/\u00a0")
    if whole.isascii() or _cells(whole) == len(whole):
        lines = textwrap.wrap(whole, width, subsequent_indent=indent, break_on_hyphens=False)
    else:
        lines = list(_in_cells(whole, width, indent))
    for line in lines:
        yield StyledLine(line.replace("\u00a0", " "), style)


def _in_cells(text: str, width: int, indent: str) -> Iterator[str]:
    """Do the same for letters of two cells, between any two of which a line may end."""
    line, gap = "", ""
    for piece in _pieces(text):
        if piece.isspace() and line:
            gap = piece
            continue
        if line.strip() and _cells(line + gap + piece) > width:
            yield line
            line, gap = indent, ""
        line, gap = line + gap + piece, ""
        while _cells(line) > width:  # a word that no line has room for
            cut = next((n for n in range(len(line), 0, -1) if _cells(line[:n]) <= width), 0)
            cut = max(cut, len(indent) + 1)  # at least one letter, however narrow the page
            yield line[:cut]
            line = indent + line[cut:]
    if line.strip():
        yield line


def _pieces(text: str) -> Iterator[str]:
    """Return words and the space between them, and every letter of two cells for itself."""
    for _, letters in groupby(enumerate(text), _kind):
        yield "".join(letter for _, letter in letters)


def _kind(placed: tuple[int, str]) -> int:
    place, letter = placed
    if _cells(letter) > 1:
        return place
    return -1 if letter in " \t\n" else -2


def _cells(text: str) -> int:
    from rich.cells import cell_len  # not for help, which has nothing but plain letters

    return cell_len(text)
