"""Plain text: the marks of charts and of figures in ASCII, for screen readers and old terminals."""

from __future__ import annotations

from typing import Final

_ASCII: Final = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "…": "~", "≤": "<", "≥": ">", "·": "-", "×": "x", "✗": "x", "\u00a0": " "}
    | {"€": "EUR ", "£": "GBP ", "¥": "JPY "}
)


def in_ascii(text: str) -> str:
    """Return a text whose signs are ASCII; letters of the plan's own words stay as they are."""
    return text.translate(_ASCII)
