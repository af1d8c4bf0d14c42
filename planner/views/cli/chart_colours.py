"""The tones of charts in a terminal's colours; every one only repeats what a glyph or a place says."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Final

import click

from planner.views.charts.grid import Span, tone_and_tint
from planner.views.charts.palette import (
    DARK_BAND,
    DARK_BANDS,
    DARK_SERIES,
    LIGHT_BAND,
    LIGHT_BANDS,
    LIGHT_SERIES,
)

Colour = int | tuple[int, int, int]

_STYLES: Final[dict[str, dict[str, Any]]] = {
    "strong": {"bold": True},
    "heading": {"bold": True},
    "faint": {"dim": True},
    "blocked": {"fg": "red"},
}
_BETTER_AND_WORSE: Final = {"better": 1, "accent": 1, "worse": 0}
"""Blue and orange, by their places among the colours of options."""
_LIGHT_GROUNDS: Final = frozenset({"7", "15"})
_LEVELS: Final = (0, 95, 135, 175, 215, 255)


def painted(spans: Iterable[Span]) -> str:
    """Return a line of a chart with the codes that colour it."""
    light = os.environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_GROUNDS
    every = os.environ.get("COLORTERM") in {"truecolor", "24bit"}
    return "".join(_painted(text, tone, light=light, every=every) for text, tone in spans)


def _painted(text: str, tone: str, *, light: bool, every: bool) -> str:
    own, under = tone_and_tint(tone)
    style = dict(_STYLES.get(own, {}))
    colours = LIGHT_SERIES if light else DARK_SERIES
    place = int(own.removeprefix("series-")) - 1 if own.startswith("series-") else _BETTER_AND_WORSE.get(own)
    if place is not None:
        style["fg"] = _colour(colours[place], every=every)
    if under:
        bands, neutral = (LIGHT_BANDS, LIGHT_BAND) if light else (DARK_BANDS, DARK_BAND)
        number = under.removeprefix("band").removeprefix("-")
        tint = bands[int(number) - 1] if number else neutral
        style["bg"] = _colour(tint, every=every) if every else (254 if light else 236)
        # What lies on a tint has a colour of its own: the terminal's may be as dark, or as light, as the tint.
        style.setdefault("fg", 236 if light else 252)
        style.pop("dim", None)
    return click.style(text, **style) if style else text


def _colour(code: str, *, every: bool) -> Colour:
    """Return a colour as it is, or the nearest of a terminal's 256."""
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    if every:
        return red, green, blue
    nearest = [min(range(6), key=lambda level: abs(_LEVELS[level] - part)) for part in (red, green, blue)]
    return 16 + 36 * nearest[0] + 6 * nearest[1] + nearest[2]
