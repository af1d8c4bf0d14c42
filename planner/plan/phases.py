"""When an option serves: after it was built, and until something it needs is no longer there.

Before its launch and after its end another option serves in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from planner.plan.calendar import Calendar
from planner.plan.charge import Charge, Timing
from planner.plan.spans import Span, months_begun, only_where, place_of_day, since_first
from planner.quantities.branching import here, is_zero, where_positive
from planner.quantities.first_months import in_first_months
from planner.quantities.provenance import Origin
from planner.quantities.quantity import (
    Quantity,
    before,
    constant,
    given,
    if_at_least,
    larger,
    over_months,
    smaller,
)
from planner.quantities.units import SHARE

_DAYS_A_WEEK = 7
_A_MOMENT = 1e-9
"""Days by which the end of a build may miss a midnight for the last bit of a number."""


@dataclass(frozen=True)
class Phases:
    """An option's time to build, and the day it ends; either may be missing. Each share is worked out once."""

    calendar: Calendar
    build_weeks: Quantity | None = None
    ends_on: date | None = None
    end_origin: Origin | None = None
    """Where the day of the end is written, if that is known."""
    ends_beyond: Quantity | None = None
    """For an end that numbers decide: what is above 0 for the first time in the month that begins with it."""
    takes_over_on: date | None = None
    """For an option that takes over from another one: the day it does, which is its launch."""

    @cached_property
    def building(self) -> Quantity | None:
        """The share of each month before the launch; None for an option that is ready at the start."""
        days = self._build_days
        if days is None:
            return None
        zero, whole = constant(0, "share", "none of the month"), constant(1, "share", "the whole month")
        rest = (days - self._days_before).named("days of the build from the month on")
        left = (rest / self.calendar.days * constant(1, "1/month", "in each month")).named(
            "rest of the build in months"
        )
        started = larger(left, zero).named("rest of the build, none once it is done")
        return smaller(started, whole).named("share of the month before the launch")

    @cached_property
    def awaited(self) -> Quantity | None:
        """The share of each month in which its launch is still waited for: none of it after an end that comes first."""
        building, ended = self.building, self.ended
        if building is None or ended is None:
            return building
        left = constant(1, "share", "the whole month") - ended
        return smaller(building, left).named("share of the month before launch and end")

    @property
    def launches_on(self) -> date | None:
        """The day of the launch along the plan's own months, some of 30 days; None for one ready at the start.

        It is for what is told; what happens or not is asked of `launched_by`.
        """
        if self._build_days is None:
            return None
        left, calendar = float(here(self._build_days)[0, 0]), self.calendar
        lengths = np.broadcast_to(calendar.days.plain[0], (calendar.count,))
        for month, length in zip(calendar.months, lengths, strict=True):
            if left < length - _A_MOMENT:
                return month.first_day + timedelta(days=int(left / length * month.days + _A_MOMENT))
            left -= float(length)
        return calendar.months[-1].last_day + timedelta(days=1 + int(left + _A_MOMENT))

    def launched_by(self, day: date) -> bool:
        """Tell whether it has launched on a day or before; one that is ready at the start always has."""
        days = self._build_days
        if days is None:
            return True
        over = self.calendar.days_before(day + timedelta(days=1)) - _A_MOMENT
        left = constant(over, days.unit.text, f"days to the end of {day}") - days
        return where_positive(left)[0]

    @cached_property
    def launched_after(self) -> Quantity:
        """Months from the start to the launch, fractions included."""
        if self.takes_over_on is not None:
            return place_of_day(self.takes_over_on, self.calendar)
        if self.building is None:
            return constant(0, "", "launched at the start")
        return over_months(self.building).named("months to the launch")

    @cached_property
    def ended(self) -> Quantity | None:
        """The share of each month after the end; None for an option that serves to the last month."""
        if self.ends_on is None:
            return None
        if self.ends_beyond is not None:
            return since_first(self.ends_beyond).named(f"share of the month from {self.ends_on}")
        shares = [month.share_from(self.ends_on) for month in self.calendar.months]
        return self._by_the_end(shares, f"share of the month from {self.ends_on}")

    def settled(self, charge: Charge) -> Charge:
        """Return a charge as it falls due: spread over the build, or counted only while the option serves."""
        if charge.timing is Timing.LAUNCH:
            return self._launched(charge)
        if charge.timing is Timing.MONTHLY:
            return self._during(self.serving, Span(self._launch, self._end), charge, "while it serves")
        return charge if self._end is None else self._on_days(Span(None, self._end), charge, "before its end")

    def until_launch(self, charge: Charge) -> Charge:
        """Return what another option charges in the time before the launch."""
        if charge.timing is not Timing.MONTHLY:
            return self._on_days(Span(None, self._awaited_to), charge, "before the launch")
        return self._during(self.awaited, Span(None, self._awaited_to), charge, "before the launch")

    def after_end(self, charge: Charge) -> Charge:
        """Return what another option charges in the time after the end."""
        if charge.timing is not Timing.MONTHLY:
            return self._on_days(Span(self._end, None), charge, "after the end")
        return self._during(self.ended, Span(self._end, None), charge, "after the end")

    @cached_property
    def _launch(self) -> Quantity | None:
        return None if self.building is None else self.launched_after

    @cached_property
    def _end(self) -> Quantity | None:
        return None if self.ends_on is None else place_of_day(self.ends_on, self.calendar, self.end_origin)

    @cached_property
    def _awaited_to(self) -> Quantity | None:
        if self._launch is None or self._end is None:
            return self._launch
        return smaller(self._launch, self._end)

    def _during(self, share: Quantity | None, span: Span, charge: Charge, words: str) -> Charge:
        """Return a monthly charge for its share of each month; one of some days only, for the days of both."""
        window = charge.window
        if window is None or share is None:
            return charge.counted(share, words)
        days = Span(
            place_of_day(window.since, self.calendar, window.origin),
            None if window.until is None else place_of_day(window.until, self.calendar, window.origin),
        )
        both = span.shared_with(days, self.calendar).named(f"share of the month {words}, on its days")
        return replace(charge, quantity=window.quantity).counted(both, words)

    def _on_days(self, span: Span, charge: Charge, words: str) -> Charge:
        """Return a dated charge where its day lies in a span, whole, and nothing where it does not."""
        begun = months_begun(self.calendar)
        day = begun if charge.day is None else place_of_day(charge.day, self.calendar)
        return charge.counted(span.holds(day).named(f"day {words}"), words)

    @cached_property
    def _build_days(self) -> Quantity | None:
        if self.build_weeks is None:
            return None
        return (self.build_weeks * constant(_DAYS_A_WEEK, "day/week", "days in a week")).named(
            "days to build"
        )

    @cached_property
    def _days_before(self) -> Quantity:
        return before(self._days_in_month).named("days before the month")

    @cached_property
    def _days_in_month(self) -> Quantity:
        # A month of its own for each, also where all are equally long: days are counted along them.
        one = replace(constant(1, "month", "one month"), value=np.ones((1, self.calendar.count)))
        return (self.calendar.days * one).named("days in the month")

    @cached_property
    def serving(self) -> Quantity | None:
        """The share of each month in which it serves; None for all of every month."""
        awaited, ended = self.awaited, self.ended
        if awaited is None and ended is None:
            return None
        served = constant(1, "share", "the whole month")
        for away in (awaited, ended):
            served = served if away is None else served - away
        return served.named("share of the month it serves")

    def _by_the_end(self, shares: list[float], label: str) -> Quantity:
        """Return shares of the months that the end decides, with where its day is written."""
        if self.end_origin is None:
            return replace(constant(0, "share", label), value=np.array([shares]))
        return given(shares, SHARE, self.end_origin, label)

    def _launched(self, charge: Charge) -> Charge:
        """Keep of what is paid to launch only the months of the build: no later price or volume acts on it."""
        if self.building is None:
            return replace(
                charge,
                quantity=in_first_months(charge.quantity, 1),
                unit_price=in_first_months(charge.unit_price, 1),
            )
        asked = in_first_months(charge.quantity, self._months_of_build)
        return replace(
            charge,
            quantity=(asked * self._share_of_build).named(f"{charge.quantity.label}, in the month"),
            unit_price=in_first_months(charge.unit_price, self._months_of_build),
        )

    @cached_property
    def _months_of_build(self) -> int:
        """The months that a build may take: as many as any draw of its weeks needs, whatever the base case does.

        So one formula pays for all draws of an uncertain build. A case beyond them looks at all months.
        """
        building, weeks = self.building, self.build_weeks
        if building is None or weeks is None:
            return 1
        months = int(np.count_nonzero(building.value.any(axis=0)))
        if weeks.origin is not None and weeks.origin.belief is not None:
            longest = weeks.origin.belief.reach[1] * _DAYS_A_WEEK
            months = int(np.count_nonzero(self._days_before.plain[0] < longest))
        later = [month >= months for month in range(building.value.shape[1])]
        return max(1, months) if is_zero(only_where(building, later)) else len(later)

    @cached_property
    def _share_of_build(self) -> Quantity:
        """The share of the build that falls in each of its months, none of it once it is done."""
        days, earlier, month = self._build_days, self._days_before, self._days_in_month
        none = constant(0, "share", "none of the build")
        if days is None:
            return none
        rest = larger(constant(1, "share", "all of the build") - earlier / days, none)
        share = if_at_least(earlier + month, days, rest.named("rest of the build"), month / days)
        return in_first_months(share.named("share of the build in the month"), self._months_of_build)
