"""What an unquoted YAML word means: the core schema of YAML 1.2.2, section 10.3.2, with finite numbers only.

Under it `no` and `12:30` are texts, as people expect; PyYAML's own loaders follow 1.1 and change both.
"""

from __future__ import annotations

import math
import re

from planner.plan.problems import printable
from planner.quantities.located import Scalar

# What YAML forbids, plus what some programs take for a line end and others do not: with those, line numbers
# would depend on the editor. A lone surrogate stands for a byte that is not UTF-8. A byte-order mark in
# the text would turn a number into a text without anybody seeing it.
UNACCEPTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

# 250 hexadecimal digits still fit a float, and Python refuses to read or print over 4,300 decimal ones.
MOST_NUMBER_CHARACTERS = 250

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEXADECIMAL = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class UnusableNumberError(ValueError):
    """A number that YAML allows and no computation here can use; its text says why and what to write."""


def meaning(word: str) -> Scalar:
    """Return what an unquoted word stands for: None, a bool, an int, a float or the word itself.

    Raises UnusableNumberError for infinity, not-a-number, and numbers too large or too long.
    """
    if word in _WORDS:
        return _WORDS[word]
    if not (word[0] in "-+." or word[0].isdecimal()):
        return word
    if _NOT_FINITE.fullmatch(word):
        raise UnusableNumberError(f"{word} is not a finite number; write one, or put a text in quotes")
    if not any(form.fullmatch(word) for form in (_DECIMAL, _OCTAL_OR_HEXADECIMAL, _FLOAT)):
        return word
    return _number(word)


def _number(word: str) -> int | float:
    if len(word) > MOST_NUMBER_CHARACTERS:
        raise UnusableNumberError(
            f"the number {printable(word, 20)} has {len(word):,} characters, and at most "
            f"{MOST_NUMBER_CHARACTERS} are read; shorten it, or put a text in quotes"
        )
    if _OCTAL_OR_HEXADECIMAL.fullmatch(word):
        return int(word, base=0)
    if _DECIMAL.fullmatch(word):
        return int(word)
    number = float(word)
    if not math.isfinite(number):
        raise UnusableNumberError(
            f"{printable(word)} is too large for a finite number; write a smaller one, or put it in quotes"
        )
    return number
