"""How large and how small a number in a file may be, and what is said of one that is not."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from planner.plan.number_text import Range


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of a field; `is_share` says that people may have meant a percentage."""

    at_least: float | None
    above: float | None
    at_most: float | None
    whole: bool
    is_share: bool

    def check(self, value: float, *, in_percent: bool) -> None:
        """Raise a pydantic error that names the limit a number breaks."""
        self._check_size(value, in_percent=in_percent)
        if self.whole and value != int(value):
            raise PydanticCustomError("bounds", "{value} is not a whole number", {"value": f"{value:g}"})

    def check_range(self, found: Range, *, in_percent: bool) -> None:
        """Raise a pydantic error for a range of which an end or the middle breaks a limit."""
        for end in (found.low, found.high):
            self._check_size(end, in_percent=in_percent)
        if self.whole and found.middle != int(found.middle):
            raise PydanticCustomError(
                "bounds",
                "the middle {middle} of {low} to {high} is not a whole number; give one, as in"
                " '{whole} ({low} to {high})'",
                {
                    "middle": f"{found.middle:.3g}",
                    "low": f"{found.low:g}",
                    "high": f"{found.high:g}",
                    "whole": f"{round(found.middle):g}",
                },
            )

    def _check_size(self, value: float, *, in_percent: bool) -> None:
        limits = {
            "above": (self.above, self.above is not None and value <= self.above),
            "at least": (
                self.at_least,
                self.above is None and self.at_least is not None and value < self.at_least,
            ),
            "at most": (self.at_most, self.at_most is not None and value > self.at_most),
        }
        for words, (limit, broken) in limits.items():
            if broken and limit is not None:
                raise PydanticCustomError(
                    "bounds",
                    "{value} is not {words} {limit}{hint}",
                    {
                        "value": f"{value * 100:g}%" if in_percent else f"{value:g}",
                        "words": words,
                        "limit": f"{limit * 100:.3g}%" if in_percent else f"{limit:.4g}",
                        "hint": f"; write {value:g}%"
                        if self.is_share and 1 < value <= 100 and not in_percent
                        else "",
                    },
                )
        for words, absurd in (("large", not abs(value) < 1e15), ("small", 0 < abs(value) < 1e-15)):
            if absurd:
                what = "{value} is too " + words + " to be meant"
                raise PydanticCustomError("bounds", what, {"value": f"{value:g}"})
