"""Plain text: the signs of figures and charts in ASCII, for screen readers and old terminals."""

from __future__ import annotations

from typing import Final

_SIGNS: Final = str.maketrans("−–—…≤≥·×÷✓✗▸◂▾→●│─├└┴\u00a0", "---~<>-x/+x><v>o|-|++ ")
_CURRENCIES: Final = str.maketrans({"€": "EUR ", "£": "GBP ", "¥": "JPY "})


def ascii_signs(text: str) -> str:
    """Return a text of the same width whose signs are ASCII; currencies and the plan's own words stay as they are."""
    return text if text.isascii() else text.translate(_SIGNS)


def in_ascii(text: str) -> str:
    """Do the same with the letters of a currency for its sign, which takes more cells."""
    return text if text.isascii() else text.translate(_SIGNS).translate(_CURRENCIES)
