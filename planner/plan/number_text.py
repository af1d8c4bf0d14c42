"""Numbers as people write them: `3k`, `1.2M`, `5%`, `50 000`; ranges such as `30 to 60`; counts such as `46 of 50`."""

from __future__ import annotations

import re
from math import isnan

from planner.quantities.distribution import Counted, Distribution, Quantiles
from planner.quantities.units import Unit, plural, unit

MULTIPLES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
# No blank in these patterns can belong to two of their parts: a text that does not match is refused at once.
DIGITS = r"[-+]?(?:[0-9](?:[_ ,]*[0-9])*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
UNIT = r"[A-Za-z][A-Za-z0-9_/·]*(?: +[A-Za-z0-9_/·]+)*"
_MARKED = rf"({DIGITS})(?:\s*([kKMB]))?(?:\s*(%))?"
_BETWEEN = rf"{_MARKED}\s+to\s+{_MARKED}"
NUMBER = re.compile(rf"{_MARKED}(?:\s+({UNIT}))?")
# `to` and the bracket say where one number ends and the next begins, so ranges are refused as fast.
RANGE = re.compile(rf"(?:{_MARKED}\s*\(\s*{_BETWEEN}\s*\)|{_BETWEEN})(?:\s+({UNIT}))?")
COUNTED = re.compile(rf"({DIGITS})(?:\s*([kKMB]))?\s+of\s+({DIGITS})(?:\s*([kKMB]))?")
THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

_SHOWN_MARKED = rf"{DIGITS}(\s*[kKMB])?(\s*%)?"
_SHOWN_BETWEEN = rf"{_SHOWN_MARKED}\s+to\s+{_SHOWN_MARKED}"
_SHOWN_NUMBER = rf"{_SHOWN_MARKED}(\s*\(\s*{_SHOWN_BETWEEN}\s*\)|\s+to\s+{_SHOWN_MARKED})?"
NUMBER_PATTERN = rf"^\s*{_SHOWN_NUMBER}(\s+(?!of\s){UNIT})?\s*$"
"""What an editor takes for a number or a range in a text, as a JSON schema says it."""
ONE_NUMBER_PATTERN = rf"^\s*{_SHOWN_MARKED}(\s+(?!of\s){UNIT})?\s*$"
"""What it takes for a single number in a text."""
COUNTED_PATTERN = r"^\s*[0-9][0-9_, ]*(\s*[kKMB])?\s+of\s+[0-9][0-9_, ]*(\s*[kKMB])?\s*$"
"""What it takes for hits among cases."""

MOST_CASES = 1e9
"""Nobody has counted more cases one by one."""

_COUNT_OTHERWISE = re.compile(r"([0-9]{1,9})\s*(?:/|out of)\s*([0-9]{1,9})")
_RANGE_OTHERWISE = re.compile(
    r"([0-9][0-9.]{0,14}[kMB%]?)\s*(?:-|–|\.\.|\.\.\.)\s*([0-9][0-9.]{0,14}[kMB%]?)"
)
"""Notations that people know from elsewhere."""


class RangeError(ValueError):
    """A range or a count that cannot be meant as it is written; its text says why."""


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
    if isinstance(raw, dict | list):
        return "a mapping" if isinstance(raw, dict) else "a list"
    return f"'{str(raw)[:40]}'"


def number_error(raw: object, measure: Unit, instead: str = "") -> str:
    """Say that a field of a unit takes no such thing, and what it takes."""
    more = f", or {instead}" if instead else ""
    meant = _meant(raw.strip(), measure) if isinstance(raw, str) else ""
    return f"expected {expected_in(measure)}{more}, got {shown_value(raw)}{meant}"


def _meant(text: str, measure: Unit) -> str:
    """Say how to write what somebody probably meant: a count or a range in another notation."""
    counted = _COUNT_OTHERWISE.fullmatch(text)
    if counted and measure.is_share:
        return f"; write {counted[1]} of {counted[2]}"
    ranged = _RANGE_OTHERWISE.fullmatch(text)
    return f"; write {ranged[1]} to {ranged[2]}" if ranged else ""


def number_of(text: str) -> float:
    """Read `800`, `50 000`, `3k`, `1.2M` or `5%`; raises ValueError for anything else."""
    number, unit = number_and_unit(text)
    if unit is not None:
        raise ValueError(f"{text!r} is not a number; it has a unit")
    return number


def number_and_unit(text: str) -> tuple[float, str | None]:
    """Read a number that may name its unit, such as `25 h` or `3k tok/request`; raises ValueError for anything else."""
    match = NUMBER.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a number")
    digits, multiple, percent, unit = match.groups()
    return _value(digits, multiple, percent), unit


def belief_and_unit(text: str) -> tuple[float | Distribution, str | None]:
    """Read a number, a range or a count, with the unit it may name.

    Raises RangeError for one that cannot be meant, or that can be read in two ways, and ValueError for anything else.
    """
    counted = counted_of(text) if "of" in text else None
    if counted is not None:
        return counted, None
    return ("to" in text and range_and_unit(text)) or number_and_unit(text)


def counted_of(text: str) -> Counted | None:
    """Read `46 of 50`; None for a text that counts nothing, RangeError for a count that cannot be."""
    match = COUNTED.fullmatch(text.strip())
    if not match:
        return None
    hits, cases = _value(match[1], match[2], None), _value(match[3], match[4], None)
    shown = f"{hits:.15g} of {cases:.15g}"
    if not (hits.is_integer() and cases.is_integer()):
        raise RangeError(f"{shown} does not count whole cases; write whole numbers, as in '46 of 50'")
    if cases < 1 or hits < 0:
        raise RangeError(f"{shown} is no count; write how many of how many, as in '46 of 50'")
    if hits > cases:
        raise RangeError(f"{shown} has more hits than cases; write the hits first, as in '46 of 50'")
    if cases > MOST_CASES:
        raise RangeError(f"{shown} has too many cases to be meant")
    return Counted.of(int(hits), int(cases))


def range_and_unit(text: str) -> tuple[Quantiles, str | None] | None:
    """Read `30 to 60` or `40 (30 to 60)`, with the unit it may name; None for a text that is no range.

    Raises RangeError for a range that cannot be meant, or that can be read in two ways.
    """
    match = RANGE.fullmatch(text.strip())
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
    return Quantiles(low, high, *given), unit


def number_in(raw: object, expected: Unit) -> float:
    """Return a single number in a unit; raises TypeError or ValueError for what is none."""
    value, name = number_and_unit(raw) if isinstance(raw, str) else (plain_number(raw), None)
    if isnan(value):
        raise ValueError("not a number")
    return value * factor_into(str(raw), name, expected)


def factor_into(text: str, name: str | None, expected: Unit) -> float:
    """Return what brings a number that may name its unit into the expected one, as `25 h` or `800 tok/request`."""
    if "%" in text and expected.dimensions and expected.text != "share/month":
        raise ValueError("a percentage is no count")
    if name is None:
        return 1.0
    # A time is that of a request: `20 ms/request` says no more than `20 ms`.
    named = unit(name.removesuffix("/request") if expected.text == "ms" else name)
    if named.dimensions != expected.dimensions:
        raise ValueError(f"{name} is another unit")
    return named.scale / expected.scale


def currency_of(number: str | float) -> str | None:
    """Return the currency that a number or a range names with its unit; None where it names none."""
    if not isinstance(number, str):
        return None
    _, named = belief_and_unit(number)
    return None if named is None else unit(named).currency


def _value(digits: str, multiple: str | None, percent: str | None) -> float:
    if "," in digits and not THOUSANDS.fullmatch(digits):
        raise ValueError(f"{digits!r} is not a number; write a decimal point as '.'")
    value = float(re.sub(r"[_ ,]", "", digits)) * MULTIPLES[multiple or ""]
    return value / 100 if percent else value
