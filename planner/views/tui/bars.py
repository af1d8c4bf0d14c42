"""Bars drawn in eighths of a cell."""

from __future__ import annotations

_EIGHTHS = " ▏▎▍▌▋▊▉"
_WHOLE = "█"


def bar(share: float, width: int) -> str:
    """Return a bar of `share` of `width` cells; anything above nothing shows at least its thinnest line."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    if share > 0 and width > 0:
        eighths = max(1, eighths)
    whole, rest = divmod(eighths, 8)
    return _WHOLE * whole + (_EIGHTHS[rest] if rest else "")
