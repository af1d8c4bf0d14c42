"""Numbers as people write them: `3k`, `1.2M`, `5%`, `50 000`."""

from __future__ import annotations

import re

from planner.quantities.units import Unit, plural

_MULTIPLES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
_NUMBER = re.compile(r"([-+]?(?:\d[\d_ ,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)\s*([kKMB]?)\s*(%?)")


def plain_number(raw: object) -> float:
    """Return a number that is no text; raises TypeError for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise TypeError("no number")
    return float(raw)


def expected_in(measure: Unit) -> str:
    """Say what a field expects, in words."""
    if measure.is_share:
        return "a share such as 5%"
    if not measure.text:
        return "a plain number"
    many = plural(measure.text, 2)
    return (
        f"a number of {many}" if many != measure.text and measure.text.isalpha() else f"a number in {measure}"
    )


def shown_value(raw: object) -> str:
    """Say what stands there instead."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if raw is None:
        return "nothing"
    return "a list" if isinstance(raw, list) else f"'{str(raw)[:40]}'"


def number_of(text: str) -> float:
    """Read `800`, `50 000`, `3k`, `1.2M` or `5%`; raises ValueError for anything else."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a number")
    digits = match[1]
    if "," in digits and not re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        raise ValueError(f"{text!r} is not a number; write a decimal point as '.'")
    value = float(re.sub(r"[_ ,]", "", digits)) * _MULTIPLES[match[2]]
    return value / 100 if match[3] else value
