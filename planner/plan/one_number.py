"""One number as somebody wrote it, exactly: its value, and the multiple, percent sign and unit it was written with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from planner.plan.number_text import DIGITS, MULTIPLES, NUMBER, THOUSANDS

_LONGEST_POWER = 4
_POWER = re.compile("[eE]([-+]?[0-9]+)$")

_NO_UNIT = re.compile(r"(to|of)\s")
"""What makes a range or a count of two numbers."""


@dataclass(frozen=True, slots=True)
class OneNumber:
    """`10.5%` is the value 0.105 in percent; `3k h` is 3000 in k, with the unit h."""

    value: Decimal
    multiple: str = ""
    percent: bool = False
    unit: str = ""

    @classmethod
    def of(cls, raw: object) -> OneNumber | None:
        """Read a number or the text of one; None for anything else."""
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            return None
        if not isinstance(raw, str):
            return cls(Decimal(decimals(raw)))
        match = NUMBER.fullmatch(raw.strip())
        if match is None or _NO_UNIT.match(match[4] or ""):
            return None
        return cls.of_parts(match[1], match[2], match[3], match[4])

    @classmethod
    def of_parts(
        cls, digits: str, multiple: str | None, percent: str | None, unit: str | None
    ) -> OneNumber | None:
        """Take the parts of a text that `number_text` tells apart; None for digits that are no number."""
        power = _POWER.search(digits)
        if (power and len(power[1]) > _LONGEST_POWER) or ("," in digits and not THOUSANDS.fullmatch(digits)):
            return None
        value = Decimal(re.sub("[_ ,]", "", digits)) * int(MULTIPLES[multiple or ""])
        return cls(value / 100 if percent else value, multiple or "", bool(percent), unit or "")

    @property
    def per_mark(self) -> Decimal:
        """The value of 1 in front of the multiple and the percent sign."""
        return Decimal(int(MULTIPLES[self.multiple])) / (100 if self.percent else 1)

    def text(self, value: Decimal, places: int = 0) -> str:
        """Write another value as this one is written, without its unit and with at least so many decimal places."""
        written = plain(value / self.per_mark)
        have = len(written.partition(".")[2])
        if have < places:
            written += ("" if have else ".") + "0" * (places - have)
        return f"{written}{self.multiple}{'%' if self.percent else ''}"

    def with_unit(self, text: str) -> str:
        """Put the unit behind a text."""
        return f"{text} {self.unit}" if self.unit else text

    def without_unit(self, text: str) -> str:
        """Return the text of this number without the unit behind it."""
        return text.strip().removesuffix(self.unit).strip()


def without_commas(text: str) -> str:
    """Return a text of numbers without separators of thousands that would end it within brackets."""
    return re.sub(DIGITS, lambda match: match[0].replace(",", ""), text)


def decimals(number: float) -> str:
    """Write a number as it stands in a file, but without an exponent; a float keeps one decimal place."""
    return str(int(number)) if isinstance(number, int) else f"{Decimal(repr(float(number))):f}"


def plain(value: Decimal) -> str:
    """Write a value without an exponent and without zeros at its end."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def rounded(value: Decimal, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """Round to so many significant digits."""
    return value.quantize(Decimal((0, (1,), value.adjusted() - digits + 1)), rounding) if value else value
