"""A line of text and how it is meant: what carries the meaning is the words, never the colour alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "strong", "bad", "good", "faint"]


@dataclass(frozen=True, slots=True)
class Tint:
    """A part of a line in one of the colours that tell options apart, counted from 0."""

    start: int
    end: int
    colour: int


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One line for a terminal."""

    text: str = ""
    style: Style = "plain"
    tints: tuple[Tint, ...] = ()
    """From left to right; none overlaps another."""


def wrapped(text: str, width: int, style: Style = "plain", indent: str = "") -> Iterator[StyledLine]:
    """Return a text as lines of at most `width` cells, the later ones indented; a number keeps its sign and unit."""
    whole = text.replace(" %", "\u00a0%").replace(" / ", "\u00a0/\u00a0")
    for line in textwrap.wrap(whole, width, subsequent_indent=indent, break_on_hyphens=False):
        yield StyledLine(line.replace("\u00a0", " "), style)
