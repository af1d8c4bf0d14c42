"""The long forms of an uncertain number around another middle: `{p10:, p50:, p90:}`, `{low:, mode:, high:}` and so on.

Each keeps its keys and how their numbers are written; its middle is its median, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planner.plan.belief_forms import FORMS
from planner.plan.moved_range import P95, Limits, Move
from planner.plan.number_text import number_of
from planner.plan.one_number import OneNumber, rounded
from planner.quantities.distribution import Choices, Pert

if TYPE_CHECKING:
    from planner.plan.file_model import Measure

Numbers = dict[str | tuple[str, int], Decimal]
"""New values by key, or by list and place in it."""
Ends = tuple[Decimal | None, Decimal | None]

_EXACT = 1e-9
_DIGITS_OF_A_MODE = 12


@dataclass(frozen=True, slots=True)
class Form:
    """One of the long forms, with its numbers as they are written."""

    keys: tuple[str, ...]
    numbers: Mapping[str | tuple[str, int], OneNumber]
    middle: Decimal
    clip: Ends
    """What the file keeps the draws within; None is an open end."""

    @classmethod
    def of(cls, raw: object) -> Form | None:
        """Read a long form; None for anything else, for one with several units, and for one that cannot be meant."""
        keys = next((form for form in FORMS[1:] if isinstance(raw, Mapping) and form[0] in raw), None)
        if keys is None or not isinstance(raw, Mapping):
            return None
        try:
            numbers = _numbers(raw, keys)
            middle = _MIDDLES[keys[0]](raw, numbers)
        except (KeyError, TypeError, ValueError, ArithmeticError):  # wrong in the file, and told there
            return None
        said = raw.get("clip")
        ends = said if isinstance(said, list) and len(said) == 2 else (None, None)
        low, high = (OneNumber.of(end) for end in ends)
        return cls(keys, numbers, middle, (low.value if low else None, high.value if high else None))

    @property
    def style(self) -> OneNumber:
        """A number of it, for how all are written."""
        return next(iter(self.numbers.values()))

    def around(self, end: Decimal, measure: Measure | None) -> tuple[Numbers, str] | None:
        """Return its numbers around another middle, and in which way they move; None where nothing but it is left."""
        values = {key: number.value for key, number in self.numbers.items()}
        low, high = min(values.values()), max(values.values())
        if self.keys[0] == "mean":
            reach, (least, most) = P95 * values["sd"], self.clip
            low, high = values["mean"] - reach, values["mean"] + reach
            low, high = low if least is None else max(low, least), high if most is None else min(high, most)
        percent = self.style.percent and low >= 0 and high <= 1 and end <= 1
        limits = Limits.of(measure, self.style.unit, percent=percent)
        move = Move(self.middle, end, low, high, limits)
        found = _AROUND[self.keys[0]](move, values, self.clip)
        return None if found is None else (found, move.how)


def _numbers(raw: Mapping[str, Any], keys: Sequence[str]) -> dict[str | tuple[str, int], OneNumber]:
    """Return the numbers of a form; raises ValueError where one is none, or has another unit than the others."""
    said: list[tuple[str | tuple[str, int], object]]
    if keys[0] == "choices":
        said = [(("choices", place), each) for place, each in enumerate(raw["choices"])]
    else:
        said = [(key, raw[key]) for key in keys]
    numbers: dict[str | tuple[str, int], OneNumber] = {}
    for key, each in said:
        number = OneNumber.of(each)
        if number is None:
            raise ValueError("no number")
        numbers[key] = number
    if len({number.unit for number in numbers.values()}) != 1:
        raise ValueError("several units, or no number at all")
    return numbers


def _median_choice(raw: Mapping[str, Any], numbers: Mapping[Any, OneNumber]) -> Decimal:
    weights = [number_of(str(each)) for each in raw.get("weights") or [1] * len(numbers)]
    values = {float(number.value): number.value for number in numbers.values()}
    found = Choices.of(tuple(float(number.value) for number in numbers.values()), tuple(weights))
    return values[found.middle]


def _likely_middle(_: Mapping[str, Any], numbers: Mapping[Any, OneNumber]) -> Decimal:
    low, mode, high = (numbers[key].value for key in ("low", "mode", "high"))
    if not low <= mode <= high or low == high:
        raise ValueError("no range")
    return _pert_middle(low, mode, high)


def _pert_middle(low: Decimal, mode: Decimal, high: Decimal) -> Decimal:
    return Decimal(repr(Pert.of(float(low), float(mode), float(high)).middle))


def _quantiles(move: Move, values: Numbers, _: Ends) -> Numbers | None:
    low, high = move.to(values["p10"]), move.to(values["p90"])
    return {"p10": low, "p50": move.end, "p90": high} if low < high else None


def _normal(move: Move, values: Numbers, clip: Ends) -> Numbers | None:
    deviation = move.spread(values["sd"], clipped=(clip[0] is not None, clip[1] is not None))
    return {"mean": move.end, "sd": deviation} if deviation > 0 else None


def _pert(move: Move, values: Numbers, _: Ends) -> Numbers | None:
    low, high = move.to(values["low"]), move.to(values["high"])
    if not low < move.end < high:
        return None
    mode = _mode(low, min(max(rounded(move.exact(values["mode"]), 4), low), high), high, move.end)
    if mode is None:  # too near to one end for any mode: the same room on both sides
        room = min(move.end - low, high - move.end)
        low, mode, high = move.end - room, move.end, move.end + room
    return {"low": low, "mode": mode, "high": high}


def _mode(low: Decimal, guess: Decimal, high: Decimal, middle: Decimal) -> Decimal | None:
    """Return the likeliest value that gives a median, the guess if that does; None where none does (regula falsi)."""

    def off(mode: Decimal) -> Decimal:
        return _pert_middle(low, mode, high) - middle

    near = Decimal(_EXACT) * abs(middle)
    ends = [(low, off(low)), (high, off(high))]
    if ends[0][1] > 0 or ends[1][1] < 0:
        return None
    at, missed = guess, off(guess)
    side = None
    for _ in range(50):
        if abs(missed) <= near / 2:
            return at
        place = 0 if missed < 0 else 1
        if side == place:  # Illinois: an end that stays counts half, else it would stay for long
            ends[1 - place] = (ends[1 - place][0], ends[1 - place][1] / 2)
        ends[place], side = (at, missed), place
        (left, below), (right, above) = ends
        at = rounded(left - below * (right - left) / (above - below), _DIGITS_OF_A_MODE)
        missed = off(at)
    return None


def _choices(move: Move, values: Numbers, _: Ends) -> Numbers | None:
    whole = move.limits.whole
    moved = {
        key: move.end if value == move.start else move.to(value, whole=whole) for key, value in values.items()
    }
    return moved if len(set(moved.values())) > 1 else None


_MIDDLES: Mapping[str, Callable[[Mapping[str, Any], Mapping[Any, OneNumber]], Decimal]] = {
    "p10": lambda _, numbers: numbers["p50"].value,
    "low": _likely_middle,
    "mean": lambda _, numbers: numbers["mean"].value,
    "choices": _median_choice,
}
_AROUND: Mapping[str, Callable[[Move, Numbers, Ends], Numbers | None]] = {
    "p10": _quantiles,
    "low": _pert,
    "mean": _normal,
    "choices": _choices,
}
