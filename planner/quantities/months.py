"""The months axis: which calendar months a plan covers and how long each one is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTH_PATTERN = r"(2[01][0-9]{2})-(0[1-9]|1[0-2])"
"""A month as files write it; the years end where the longest plan still has a calendar."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-12`; raises ValueError for anything else."""
        match = re.fullmatch(MONTH_PATTERN, text.strip())
        if not match:
            raise ValueError(f"{text!r} is not a month such as 2026-12, from 2000-01 to 2199-12")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month a day falls in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """Return the month so many months later."""
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    def minus(self, other: Month) -> int:
        """Return how many months lie between `other` and this month."""
        return (self.year - other.year) * 12 + self.number - other.number

    @property
    def days(self) -> int:
        """The number of days the calendar gives it."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return date(self.year, self.number, self.days)

    def share_from(self, day: date) -> float:
        """Return the share of its days that lie on a day or after it."""
        return min(max((self.last_day - day).days + 1, 0) / self.days, 1.0)
