"""The dashboard's colours: a dark theme, a light one, and one that leaves all colours to the terminal.

Blue is better and orange is worse; every colour only repeats what a glyph or a word says.
"""

from __future__ import annotations

from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

from planner.views.charts.palette import (
    DARK_BAND,
    DARK_BANDS,
    DARK_SERIES,
    LIGHT_BAND,
    LIGHT_BANDS,
    LIGHT_SERIES,
)

DARK: Final = "planner-dark"
LIGHT: Final = "planner-light"
TERMINAL: Final = "planner-terminal"

_ANSI_SERIES = ("ansi_yellow", "ansi_cyan", "ansi_green", "ansi_magenta", "ansi_bright_yellow", "ansi_red")
_NO_BANDS = ("ansi_default",) * len(_ANSI_SERIES)
"""A terminal's own colours have no tint that all others can be read on: ranges are dotted there."""


def _variables(colours: tuple[str, ...], bands: tuple[str, ...], **others: str) -> dict[str, str]:
    numbered = {f"series-{number}": colour for number, colour in enumerate(colours, start=1)}
    numbered |= {f"band-{number}": colour for number, colour in enumerate(bands, start=1)}
    named = {name.replace("_", "-"): colour for name, colour in others.items()}
    track = {f"scrollbar-background{state}": named["background"] for state in ("", "-hover", "-active")}
    handle = {f"scrollbar{state}": named["frame"] for state in ("", "-hover", "-active")}
    return numbered | named | track | handle | {"scrollbar-corner-color": named["background"]}


_DARK_THEME = Theme(
    name=DARK,
    primary="#56B4E9",
    secondary="#8AA4BF",
    accent="#56B4E9",
    warning="#E69F00",
    error="#FF6E6E",
    success="#56B4E9",
    foreground="#D6DCE4",
    background="#12161C",
    surface="#12161C",
    panel="#1B212A",
    variables=_variables(
        DARK_SERIES,
        DARK_BANDS,
        band=DARK_BAND,
        background="#12161C",
        better="#56B4E9",
        worse="#E69F00",
        blocked="#FF6E6E",
        faint="#8794A4",
        frame="#36414F",
        frame_focused="#56B4E9",
        cursor="#243447",
        cursor_text="#FFFFFF",
        bar="#1B212A",
    ),
)
_LIGHT_THEME = Theme(
    name=LIGHT,
    primary="#005A8C",
    secondary="#4A5E72",
    accent="#005A8C",
    warning="#B04A00",
    error="#B3141C",
    success="#005A8C",
    foreground="#1C232B",
    background="#FCFCFA",
    surface="#FCFCFA",
    panel="#EDEFF1",
    dark=False,
    variables=_variables(
        LIGHT_SERIES,
        LIGHT_BANDS,
        band=LIGHT_BAND,
        background="#FCFCFA",
        better="#005A8C",
        worse="#B04A00",
        blocked="#B3141C",
        faint="#5C6873",
        frame="#B9C2CB",
        frame_focused="#005A8C",
        cursor="#D9E7F2",
        cursor_text="#000000",
        bar="#EDEFF1",
    ),
)
_TERMINAL_THEME = Theme(
    name=TERMINAL,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    ansi=True,
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | _variables(
        _ANSI_SERIES,
        _NO_BANDS,
        band="ansi_default",
        background="ansi_default",
        better="ansi_cyan",
        worse="ansi_yellow",
        blocked="ansi_red",
        faint="ansi_default",
        frame="ansi_default",
        frame_focused="ansi_cyan",
        cursor="ansi_default",
        cursor_text="ansi_default",
        bar="ansi_default",
    ),
)

THEMES: Final = {"dark": _DARK_THEME, "light": _LIGHT_THEME, "the terminal's own": _TERMINAL_THEME}
"""The themes a person can choose, by what the palette calls them."""
