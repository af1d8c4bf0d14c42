"""Units of measure, as `USD / 1M tok`: what a number counts, so that a formula that mixes them up fails.

Days, hours and seconds stay apart on purpose: every conversion is a visible factor in a formula.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

_MULTIPLES = {"k": 1e3, "M": 1e6, "G": 1e9}
_SINGULAR = {
    "requests": "request",
    "examples": "example",
    "days": "day",
    "months": "month",
    "hours": "h",
    "tokens": "tok",
    "rounds": "round",
    "texts": "text",
    "models": "model",
    "queries": "query",
    "calls": "call",
    "GPUs": "GPU",
}
# Things that are counted: their words take an s, and none of them is a currency.
_COUNTED = {
    "request",
    "example",
    "day",
    "month",
    "round",
    "text",
    "model",
    "GPU",
    "time",
    "case",
    "epoch",
    "unit",
    "job",
    "call",
    "week",
    "year",
    "minute",
    "iteration",
}
_SCALED = {"TFLOP": ("FLOP", 1e12), "ms": ("s", 1e-3)}
# Counts that multiply a thing without changing what it is.
_PURE = {"", "share", "times", "epochs"}

Dimensions = tuple[tuple[str, int], ...]
"""Base units with their powers, by name."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of base units, with a factor such as the million in `USD / 1M tok`."""

    dimensions: Dimensions
    scale: float = 1.0
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_share(self) -> bool:
        """True for a number that people read as a percentage."""
        return self.text == "share"

    @property
    def currency(self) -> str | None:
        """The three-letter currency this unit counts in, on top of the fraction; None for other units."""
        for name, power in self.dimensions:
            if power == 1 and is_currency(name):
                return name
        return None

    def __mul__(self, other: Unit) -> Unit:
        return _product(self.dimensions, other.dimensions, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return _product(self.dimensions, other.dimensions, -1)


@cache
def _product(one: Dimensions, other: Dimensions, sign: int) -> Unit:
    """Return one unit times another, or divided by it; a plan has few units and many products."""
    return _from_powers([*one, *((name, sign * power) for name, power in other)])


@cache
def _joined(dimensions: Dimensions) -> str:
    above = "·".join(name for name, power in dimensions for _ in range(power))
    below = "·".join(name for name, power in dimensions for _ in range(-power))
    if not below:
        return above
    return f"{above or '1'}/{below}"


def _from_powers(powers: Iterable[tuple[str, int]]) -> Unit:
    sums: Counter[str] = Counter()
    for name, power in powers:
        sums[name] += power
    dimensions = tuple(sorted((name, power) for name, power in sums.items() if power))
    return Unit(dimensions, 1.0, _joined(dimensions))


@cache
def unit(text: str) -> Unit:
    """Read a unit such as `tok/request`, `USD/1M tok`, `h/1k example` or `share`.

    Raises ValueError for a text that is none.
    """
    above, _, below = text.partition("/")
    scale = 1.0
    powers: list[tuple[str, int]] = []
    for part, sign in ((above, 1), (below, -1)):
        for raw in re.split(r"[·\s]+", part.strip()):
            number = re.fullmatch(r"1([kMG])?|(\d+)", raw)
            if number:
                factor = _MULTIPLES.get(number[1] or "", 1.0) if number[2] is None else float(number[2])
                scale *= factor if sign > 0 else 1 / factor
            elif raw not in _PURE:
                if not re.fullmatch(r"[A-Za-z_]+", raw):
                    raise ValueError(f"{raw!r} is not a unit")
                name, factor = _SCALED.get(raw, (_SINGULAR.get(raw, raw), 1.0))
                scale *= factor if sign > 0 else 1 / factor
                powers.append((name, sign))
    plain = _from_powers(powers)
    return Unit(plain.dimensions, scale, text)


def is_currency(text: str) -> bool:
    """Tell whether a text is the code of a currency: three capitals, and nothing that is counted."""
    return re.fullmatch("[A-Z]{3}", text) is not None and text not in _COUNTED


def plural(text: str, amount: float) -> str:
    """Spell a unit's first word for an amount: `1 request/day`, `2 requests/day`."""
    first, slash, rest = text.partition("/")
    if first in _COUNTED and abs(amount) != 1:
        return f"{first}s{slash}{rest}"
    return text


PURE = unit("")
SHARE = unit("share")
