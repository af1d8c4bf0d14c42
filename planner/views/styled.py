"""A line of text and how it is meant: what carries the meaning is the words, never the colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "strong", "bad", "good", "faint"]


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One line for a terminal."""

    text: str = ""
    style: Style = "plain"
