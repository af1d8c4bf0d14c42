"""Numbers as people write them: `3k`, `1.2M`, `5%`, `50 000`, and ranges such as `30 to 60` and `40 (30 to 60)`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from planner.quantities.units import Unit, plural, unit

_MULTIPLES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
# No blank in these patterns can belong to two of their parts: a text that does not match is refused at once.
_DIGITS = r"[-+]?(?:[0-9](?:[_ ,]*[0-9])*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_UNIT = r"[A-Za-z][A-Za-z0-9_/·]*(?: +[A-Za-z0-9_/·]+)*"
_MARKED = rf"({_DIGITS})(?:\s*([kKMB]))?(?:\s*(%))?"
_BETWEEN = rf"{_MARKED}\s+to\s+{_MARKED}"
_NUMBER = re.compile(rf"{_MARKED}(?:\s+({_UNIT}))?")
# `to` and the bracket say where one number ends and the next begins, so ranges are refused as fast.
_RANGE = re.compile(rf"(?:{_MARKED}\s*\(\s*{_BETWEEN}\s*\)|{_BETWEEN})(?:\s+({_UNIT}))?")
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

_SHOWN_MARKED = rf"{_DIGITS}(\s*[kKMB])?(\s*%)?"
_SHOWN_BETWEEN = rf"{_SHOWN_MARKED}\s+to\s+{_SHOWN_MARKED}"
_SHOWN_NUMBER = rf"{_SHOWN_MARKED}(\s*\(\s*{_SHOWN_BETWEEN}\s*\)|\s+to\s+{_SHOWN_MARKED})?"
NUMBER_PATTERN = rf"^\s*{_SHOWN_NUMBER}(\s+{_UNIT})?\s*$"
"""What an editor takes for a number or a range in a text, as a JSON schema says it."""


class RangeError(ValueError):
    """A range that cannot be meant as it is written; its text says why."""


@dataclass(frozen=True, slots=True)
class Range:
    """What is known of an uncertain number: its P5 and P95, and its median where somebody gave it."""

    low: float
    high: float
    given: float | None = None

    @property
    def middle(self) -> float:
        """The median of the distribution: lognormal where the low end is above 0, normal otherwise."""
        if self.given is not None:
            return self.given
        return math.sqrt(self.low * self.high) if self.low > 0 else (self.low + self.high) / 2

    def __mul__(self, factor: float) -> Range:
        """Return the same range in another unit."""
        given = None if self.given is None else self.given * factor
        return Range(self.low * factor, self.high * factor, given)


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
    return _value(digits, multiple, percent), unit


def range_and_unit(text: str) -> tuple[Range, str | None] | None:
    """Read `30 to 60` or `40 (30 to 60)`, with the unit it may name; None for a text that is no range.

    Raises RangeError for a range that cannot be meant, or that can be read in two ways.
    """
    match = _RANGE.fullmatch(text.strip())
    if not match:
        return None
    *parts, unit = match.groups()
    numbers = [tuple(parts[i : i + 3]) for i in range(0, len(parts), 3) if parts[i] is not None]
    percent = numbers[-1][2]  # `10 to 60%` is said of both ends
    values = [_value(digits, multiple, sign or percent) for digits, multiple, sign in numbers]
    if not percent and any(sign for _, _, sign in numbers):
        raise RangeError(f"'{text[:40]}' can be read in two ways; write % behind each number")
    counted = [multiple for (_, multiple, _), value in zip(numbers, values, strict=True) if value]
    if None in counted and any(counted):
        mark = next(filter(None, counted))
        raise RangeError(f"'{text[:40]}' can be read in two ways; write {mark} behind each number")
    *given, low, high = values
    shown = [f"{value * 100:g}%" if percent else f"{value:g}" for value in values]
    if low > high:
        raise RangeError(f"the low end {shown[-2]} is above the high end {shown[-1]}")
    if given and not low <= given[0] <= high:
        raise RangeError(f"the middle {shown[0]} is not within {shown[-2]} to {shown[-1]}")
    return Range(low, high, *given), unit


def currency_of(number: str | float) -> str | None:
    """Return the currency that a number or a range names with its unit; None where it names none."""
    if not isinstance(number, str):
        return None
    ranged = range_and_unit(number)
    named = ranged[1] if ranged is not None else number_and_unit(number)[1]
    return None if named is None else unit(named).currency


def _value(digits: str, multiple: str | None, percent: str | None) -> float:
    if "," in digits and not _THOUSANDS.fullmatch(digits):
        raise ValueError(f"{digits!r} is not a number; write a decimal point as '.'")
    value = float(re.sub(r"[_ ,]", "", digits)) * _MULTIPLES[multiple or ""]
    return value / 100 if percent else value
