"""Numbers as people write them: `3k`, `1.2M`, `5%`, `50 000`."""

from __future__ import annotations

import re

from planner.quantities.units import Unit, plural

_MULTIPLES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
# No blank in these patterns can belong to two of their parts: a text that does not match is refused at once.
_DIGITS = r"[-+]?(?:[0-9](?:[_ ,]*[0-9])*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_UNIT = r"[A-Za-z][A-Za-z0-9_/·]*(?: +[A-Za-z0-9_/·]+)*"
_NUMBER = re.compile(rf"({_DIGITS})(?:\s*([kKMB]))?(?:\s*(%))?(?:\s+({_UNIT}))?")
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

NUMBER_PATTERN = rf"^\s*{_DIGITS}(\s*[kKMB])?(\s*%)?(\s+{_UNIT})?\s*$"
"""What an editor takes for a number in a text, as a JSON schema says it."""


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
    number, unit = number_and_unit(text)
    if unit is not None:
        raise ValueError(f"{text!r} is not a number; it has a unit")
    return number


def number_and_unit(text: str) -> tuple[float, str | None]:
    """Read a number that may name its unit, such as `25 h` or `3k tok/request`; raises ValueError for anything else."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a number")
    digits, multiple, percent, unit = match.groups()
    if "," in digits and not _THOUSANDS.fullmatch(digits):
        raise ValueError(f"{text!r} is not a number; write a decimal point as '.'")
    value = float(re.sub(r"[_ ,]", "", digits)) * _MULTIPLES[multiple or ""]
    return (value / 100 if percent else value), unit
