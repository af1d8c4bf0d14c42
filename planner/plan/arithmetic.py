"""Arithmetic that a person types for a number: `30*24`, `(2+3)*1k`, `50k*1.1 tok`; worked out exactly.

A parser of its own for + - * / and brackets; nothing else is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from planner.plan.number_text import DIGITS, MULTIPLES, THOUSANDS, UNIT

_LONGEST = 120
"""Characters that are read: enough for any sum, and no more brackets in one another than can be followed."""
_MOST_DIGITS = 15
"""Significant digits of a result that has no end, such as 10/3, or too late a one to be meant."""
_LONGEST_POWER = 3
"""Characters of an exponent: no number in a plan needs more, and longer ones take all memory."""
_SIZES = (Fraction(1, 10**30), Fraction(10**30))

_MARKS = r"(?:\s*([kKMB])(?![A-Za-z]))?(?:\s*(%))?"
# A sign belongs to the expression.
_NUMBER = re.compile(rf"({DIGITS.removeprefix('[-+]?')})(?![0-9]){_MARKS}")
_BEHIND_BRACKET = re.compile(_MARKS)
_UNIT_BEHIND = re.compile(rf"\s+(?!(?:to|of)\s)({UNIT})\s*|\s*")
_BLANKS = re.compile(r"\s*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_TIMES, _OVER = "*×", "/÷"


@dataclass(frozen=True, slots=True)
class Result:
    """What arithmetic comes to, and the unit written behind it.

    `percent` is True for a sum of percentages, False where there are none, and None for a product such as 200*5%,
    which can be written either way.
    """

    value: Fraction
    percent: bool | None
    unit: str


class _NoArithmeticError(ValueError):
    """The text is none, or can be read in two ways."""


def worked_out(text: str) -> Result | None:
    """Work out arithmetic; None for a text that is none, such as a single number, a range or a date.

    None too for what can be read in two ways: 110+10%, or 30-60, which is a range for many.
    """
    text = text.strip()
    if len(text) > _LONGEST or _DATE.fullmatch(text):
        return None
    reading = _Reading(text)
    try:
        found = reading.sum()
        behind = _UNIT_BEHIND.fullmatch(text, reading.at)
    except _NoArithmeticError:
        return None
    lonely = not reading.operators or (reading.operators == ["-"] and found.value < 0)
    if behind is None or lonely or (found.value and not _SIZES[0] <= abs(found.value) < _SIZES[1]):
        return None
    return Result(found.value, found.percent, behind[1] or "")


def decimal_text(value: Fraction) -> str:
    """Write a number exactly, without an exponent; one whose digits go on and on with 15 of them."""
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) != value or len(exact.normalize().as_tuple().digits) > 2 * _MOST_DIGITS:
        with localcontext(prec=_MOST_DIGITS):
            exact = +exact
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class _Part:
    value: Fraction
    percent: bool | None = False


class _Reading:
    """Reads a text from left to right, and notes where it is."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.operators: list[str] = []

    def sum(self) -> _Part:
        """Read terms with + and - between them."""
        found = self.product()
        while sign := self._next("+-"):
            other = self.product()
            if {found.percent, other.percent} == {True, False}:
                raise _NoArithmeticError  # 110+10% is 110.1 for one and 121 for another
            value = found.value + other.value if sign == "+" else found.value - other.value
            found = _Part(value, found.percent if other.percent is None else other.percent)
        return found

    def product(self) -> _Part:
        """Read factors with * and / between them."""
        found = self.factor()
        while sign := self._next(_TIMES + _OVER):
            other = self.factor()
            if sign in _TIMES:
                plain = found.percent is False and other.percent is False
                found = _Part(found.value * other.value, False if plain else None)
            elif other.value == 0:
                raise _NoArithmeticError
            else:
                plain = found.percent is False or other.percent is not False
                found = _Part(found.value / other.value, False if plain else None)
        return found

    def factor(self) -> _Part:
        """Read a number or a bracket, with its sign."""
        sign = self._next("+-", counts=False)
        if self._next("(", counts=False):
            inner = self.sum()
            if not self._next(")"):
                raise _NoArithmeticError
            found = self._marked(inner)
        else:
            found = self._number()
        return _Part(-found.value, found.percent) if sign == "-" else found

    def _number(self) -> _Part:
        match = _NUMBER.match(self.text, self._past_blanks())
        if match is None:
            raise _NoArithmeticError
        digits, _, power = match[1].lower().partition("e")
        if len(power) > _LONGEST_POWER or ("," in digits and not THOUSANDS.fullmatch(digits)):
            raise _NoArithmeticError
        self.at = match.end()
        value = Fraction(re.sub("[_ ,]", "", digits)) * Fraction(10) ** int(power or 0)
        value *= int(MULTIPLES[match[2] or ""])
        return _Part(value / 100, percent=True) if match[3] else _Part(value)

    def _marked(self, inner: _Part) -> _Part:
        """Read what stands behind a bracket: (2+3)k, (2+3)%."""
        match = _BEHIND_BRACKET.match(self.text, self.at)
        if match is None or not match.group():
            return inner
        if inner.percent is not False:
            raise _NoArithmeticError
        self.at = match.end()
        value = inner.value * int(MULTIPLES[match[1] or ""])
        return _Part(value / 100, percent=True) if match[2] else _Part(value)

    def _next(self, signs: str, *, counts: bool = True) -> str:
        """Take one of some signs if it comes next, and note it as arithmetic where it is."""
        place = self._past_blanks()
        sign = self.text[place : place + 1]
        if not sign or sign not in signs:
            return ""
        self.at = place + 1
        if counts:
            self.operators.append(sign)
        return sign

    def _past_blanks(self) -> int:
        match = _BLANKS.match(self.text, self.at)
        return match.end() if match else self.at
