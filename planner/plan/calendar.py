"""Time: the horizon a scenario asks for, and its months as arrays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from planner.plan.file_model import FileModel, PlacedText
from planner.quantities.located import place_of
from planner.quantities.months import MONTH_PATTERN, Month
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant, given
from planner.quantities.units import unit


def _month_text(text: str) -> str:
    Month.parse(text)
    return text


def _month_length(raw: object) -> object:
    length = re.fullmatch(r"(\d{1,2}(?:\.\d+)?) days", raw) if isinstance(raw, str) else None
    if raw != "calendar" and (length is None or float(length[1]) < 1):
        raise ValueError(f"expected 'calendar', or a length such as '30 days', got {raw!r}")
    return raw


MonthText = Annotated[
    PlacedText,
    AfterValidator(_month_text),
    WithJsonSchema({"type": "string", "pattern": f"^{MONTH_PATTERN}$", "examples": ["2026-12"]}),
]


class Horizon(FileModel):
    """The months a plan covers."""

    start: MonthText
    """The first month, such as 2026-12. What is paid to launch falls in it."""
    months: Annotated[int, Field(ge=1, le=120, strict=True)]
    """How many months, 1 to 120."""
    month: Annotated[PlacedText, BeforeValidator(_month_length)] = "calendar"
    """How long a month is: `calendar`, or a length such as `30 days` to reproduce a published example."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months of a plan, how long they are, and the day up to which prices are known."""

    months: tuple[Month, ...]
    days: Quantity
    as_of: date

    @classmethod
    def of(cls, horizon: Horizon, as_of: date) -> Calendar:
        """Lay out a horizon."""
        first = Month.parse(horizon.start)
        months = tuple(first.plus(i) for i in range(horizon.months))
        place = place_of(horizon.month) or place_of(horizon.start)
        location = place[1] if place else None
        if horizon.month == "calendar":
            days: Any = [month.days for month in months]
            origin = Origin("horizon.start", location, note="calendar days")
        else:
            days = float(horizon.month.split()[0])
            origin = Origin("horizon.month", location)
        return cls(months, given(days, unit("day/month"), origin, "days in the month"), as_of)

    @property
    def count(self) -> int:
        """The number of months."""
        return len(self.months)

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in the plan."""
        return self.months[0].first_day <= day <= self.months[-1].last_day

    def days_before(self, day: date) -> float:
        """Return the days from the start to a day, in months as long as the plan's; real ones beyond its end."""
        lengths = np.broadcast_to(self.days.plain[0], (self.count,))
        shares = [1 - month.share_from(day) for month in self.months]
        return float(lengths @ shares) + max(0, (day - self.months[-1].last_day).days - 1)

    @property
    def hours(self) -> Quantity:
        """Hours in each month."""
        return (self.days * constant(24, "h/day", "hours in a day")).named("hours in the month")

    @property
    def elapsed(self) -> Quantity:
        """Whole months since the start: 0, 1, 2 ..."""
        return replace(
            constant(0, "", "months since the start"),
            value=np.arange(self.count, dtype=np.float64).reshape(1, -1),
        )
