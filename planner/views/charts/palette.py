"""What tells options apart in every view: a glyph, a colour and a tint for each, by its place in the plan."""

from __future__ import annotations

from typing import Final

GLYPHS: Final = ("■", "▲", "◆", "●", "▼", "★")
"""What stands beside an option's colour, in the order of the plan."""
_MORE = ("□", "△", "◈", "○", "▽", "☆")
"""What the next ones have: the colours begin again, the glyphs do not."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def glyph(option: int, *, plain: bool = False) -> str:
    """Return the glyph of the option that stands in this place of the plan; a letter where only ASCII is wanted."""
    shapes = _LETTERS if plain else (*GLYPHS, *_MORE, *_LETTERS)
    return shapes[option % len(shapes)]


def series(option: int) -> str:
    """Return the tone of the option that stands in this place of the plan."""
    return f"series-{option % len(GLYPHS) + 1}"


def band(option: int) -> str:
    """Return the tint of that option's range."""
    return f"band-{option % len(GLYPHS) + 1}"
