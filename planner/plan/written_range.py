"""A range as somebody wrote it, `40 (30 to 60) h` or `30 to 60`, and the same around another middle."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.plan.moved_range import Limits, Move, factor_to
from planner.plan.number_text import RANGE, belief_and_unit
from planner.plan.one_number import OneNumber, rounded
from planner.quantities.distribution import Distribution

if TYPE_CHECKING:
    from planner.plan.file_model import Measure

_SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class WrittenRange:
    """The two ends, the middle where it is written, and the unit behind all."""

    low: OneNumber
    high: OneNumber
    given: OneNumber | None
    unit: str

    @classmethod
    def of(cls, raw: object) -> WrittenRange | None:
        """Read a range; None for anything else, and for one that cannot be meant."""
        match = RANGE.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if match is None:
            return None
        try:
            belief_and_unit(str(raw))
        except ValueError:
            return None
        *parts, name = match.groups()
        percent = parts[8] or parts[14]  # `10 to 60%` is said of both ends
        numbers = [
            OneNumber.of_parts(parts[at], parts[at + 1], parts[at + 2] or percent, name)
            for at in range(0, len(parts), 3)
            if parts[at] is not None
        ]
        if None in numbers:
            return None
        *given, low, high = [number for number in numbers if number is not None]
        return cls(low, high, given[0] if given else None, name or "")

    @property
    def middle(self) -> OneNumber:
        """The middle as it is written, or in four digits the one that both ends share."""
        if self.given is not None:
            return self.given
        value = rounded(self._middle, _SHOWN_DIGITS)
        return OneNumber(value, self.high.multiple, self.high.percent, self.unit)

    @property
    def _middle(self) -> Decimal:
        low, high = self.low.value, self.high.value
        if self.given is not None:
            return self.given.value
        return (low * high).sqrt() if low > 0 else (low + high) / 2

    @property
    def ends(self) -> str:
        """The ends, as they are written."""
        return f"{self.low.text(self.low.value)} to {self.high.text(self.high.value)}"

    def in_unit(self, name: str, measure: Measure | None) -> WrittenRange | None:
        """Return the range in another unit; None where it measures something else, or nobody knows what."""
        if name in {"", self.unit}:
            return self
        own = self.unit or (measure.unit if measure else "")
        try:
            factor = factor_to(own, name)
        except ValueError:
            return None

        def named(number: OneNumber) -> OneNumber:
            return OneNumber(number.value / factor, unit=name)

        return WrittenRange(named(self.low), named(self.high), self.given and named(self.given), name)

    def around(self, typed: OneNumber, text: str, measure: Measure | None) -> tuple[str, str] | None:
        """Return the range around a middle in its unit, and how its ends move; None where nothing but that is left.

        `text` is how the middle is typed; its multiple and percent sign hold for the ends too.
        """
        low, high = self.low.value, self.high.value
        percent = typed.percent and low >= 0 and max(high, typed.value) <= 1
        move = Move(self._middle, typed.value, low, high, Limits.of(measure, typed.unit, percent=percent))
        ends = [typed.text(move.to(end)) for end in (low, high)]
        if ends[0] == ends[1]:
            return None
        short = " to ".join(ends)
        # Without a middle in the file there is none to write, if both ends share it exactly.
        exact = self.given is None and _middle_of(short) == _middle_of(text)
        return typed.with_unit(short if exact else f"{text} ({short})"), f"{move.how}: {short}"


def _middle_of(text: str) -> float:
    found, _ = belief_and_unit(text)
    return found.middle if isinstance(found, Distribution) else found
