"""A value a step higher or lower, as a text that a person might have typed.

A step is 5 % of the number, as 1, 2 or 5 times a power of ten, and at least 1 for a whole number; a percentage goes by
one of its last digit, a count by one hit, a day by one day and a month by one month. A step back always undoes a step
of a number above 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from planner.plan.moved_form import Form
from planner.plan.moved_range import Limits
from planner.plan.number_text import COUNTED, counted_of
from planner.plan.one_number import OneNumber, rounded
from planner.plan.value_text import is_value_form, shown
from planner.plan.written_range import WrittenRange
from planner.quantities.months import MONTH_PATTERN, Month

if TYPE_CHECKING:
    from planner.plan.file_model import Measure

_SHARE = Decimal("0.05")
_SIZES = (1, 2, 5, 10)
_LEAST_OF_A_SHARE = Decimal("0.01")
_MOST_STEPS = 1000
_SMALLER_SIZES = 4
_DIGITS = 4
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Step = Callable[[Decimal], Decimal]


def nudged(raw: object, steps: int, measure: Measure | None = None) -> str:
    """Return what a person would type to move a value by so many steps up, or down where it is below 0.

    It is for `retyped`, so that a range moves along. Within the limits of the field where its measure is known; what is
    not below 0 never goes below otherwise. What has no steps, such as a text, stays as it is shown.
    """
    steps = max(-_MOST_STEPS, min(_MOST_STEPS, steps))
    inner = raw["value"] if is_value_form(raw) else raw
    text = shown(inner)
    if not steps:
        return text
    if isinstance(inner, str):
        try:
            other = _other_day(text.strip(), steps) or _other_count(text.strip(), steps)
        except (ValueError, OverflowError):  # no such day, or none that a calendar has; no count that can be
            return text
        if other:
            return other
    found = _middle(inner)
    if found is None:
        return text
    number, places = found
    limits = Limits.of(measure, number.unit)
    if number.value >= 0 and limits.least is None:
        limits = Limits(Decimal(0), limits.most)
    above = measure is not None and measure.above is not None
    value, step = number.value, _step(number, places, measure)
    for _ in range(abs(steps)):
        new = _up(value, step) if steps > 0 else _down(value, step)
        if new != limits.kept(new) or (above and new == limits.least):
            break
        value = new
    # One decimal place says that a number is not a whole one; of a percentage all of them say how large a step is.
    kept = places if number.percent else 0 if number.multiple else min(places, 1)
    return number.with_unit(number.text(value, kept))


def _other_day(text: str, steps: int) -> str | None:
    if re.fullmatch(MONTH_PATTERN, text):
        return str(Month.parse(str(Month.parse(text).plus(steps))))
    if _DAY.fullmatch(text):
        return (date.fromisoformat(text) + timedelta(days=steps)).isoformat()
    return None


def _other_count(text: str, steps: int) -> str | None:
    counted = counted_of(text) if COUNTED.fullmatch(text) else None
    if counted is None:
        return None
    return f"{max(0, min(counted.cases, counted.hits + steps))} of {counted.cases}"


def _middle(inner: object) -> tuple[OneNumber, int] | None:
    """Return the number that steps start from, and with how many decimal places it is written."""
    known_range, form = WrittenRange.of(inner), Form.of(inner)
    if known_range is not None:
        number = known_range.middle
        written = shown(inner).partition("(")[0] if known_range.given else number.text(number.value)
    elif form is not None:
        style, middle = form.style, form.middle
        exact = any(middle == each.value for each in form.numbers.values())
        number = OneNumber(
            middle if exact else rounded(middle, _DIGITS), style.multiple, style.percent, style.unit
        )
        written = number.text(number.value)
    else:
        single = OneNumber.of(inner)
        if single is None:
            return None
        number, written = single, shown(inner)
    places = re.search(r"\.([0-9]+)", written)
    if places is None and number.value != int(number.value) and not number.percent:
        written = number.text(number.value)
        places = re.search(r"\.([0-9]+)", written)
    return number, len(places[1]) if places else 0


def _step(number: OneNumber, places: int, measure: Measure | None) -> Step:
    """Return the rule for the size of a step from a number above or at 0."""
    if number.percent:
        last = number.per_mark * Decimal(1).scaleb(-places)
        return lambda _: last
    is_share = measure is not None and measure.unit.startswith("share")
    whole = number.value == int(number.value) and not (places and not number.multiple)
    least = Decimal(1) if whole else Decimal(1).scaleb(-places)

    def step(value: Decimal) -> Decimal:
        size = _nice(value * _SHARE) if value else least
        if is_share:
            return min(size, _LEAST_OF_A_SHARE)
        return max(size, Decimal(1)) if whole else size

    return step


def _nice(size: Decimal) -> Decimal:
    """Return the nearest of 1, 2 and 5 times a power of ten, nearest by ratio."""
    power = Decimal(1).scaleb(size.adjusted())
    digit = float(size / power)
    for low, high in pairwise(_SIZES):
        if digit < sqrt(low * high):
            return low * power
    return 10 * power


def _up(value: Decimal, step: Step) -> Decimal:
    return value + step(value) if value >= 0 else -_down(-value, step)


def _down(value: Decimal, step: Step) -> Decimal:
    """Return the number from which a step up leads here, or where there is none, one that lies a step below."""
    if value <= 0:
        return -_up(-value, step)
    size = step(value)
    candidate = size
    for _ in range(_SMALLER_SIZES):
        before = value - candidate
        if before >= 0 and step(before) == candidate:
            return before
        candidate = _nice(candidate / 2)
    return max(value - step(max(value - size, Decimal(0))), Decimal(0))
