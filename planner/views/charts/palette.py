"""What tells options apart in every view: a glyph, a colour and a tint for each, by its place in the plan."""

from __future__ import annotations

from typing import Final

GLYPHS: Final = ("■", "▲", "◆", "●", "▼", "★")
"""What stands beside an option's colour, in the order of the plan."""
DARK_SERIES: Final = ("#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#D8CF3E", "#E0713A")
"""Their colours on a dark ground, most of which the colour-blind tell apart (after Okabe and Ito)."""
LIGHT_SERIES: Final = ("#B04A00", "#005A8C", "#006B50", "#8F3A70", "#6E6600", "#A32A12")
"""The same on a light ground."""
DARK_BANDS: Final = ("#2C220B", "#0D2634", "#0A2820", "#35182C", "#26240A", "#351C10")
"""Tints of ranges: every tone of text keeps a contrast of 4.5 on each."""
LIGHT_BANDS: Final = ("#FFE6D4", "#D6EDFB", "#D3F2E8", "#F8E4F1", "#F5F0C8", "#FFE3DE")
DARK_BAND: Final = "#212429"
"""A tint that belongs to no option."""
LIGHT_BAND: Final = "#E6EBF0"
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
