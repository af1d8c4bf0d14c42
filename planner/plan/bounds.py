"""How large and how small a number in a file may be, and what is said of one that is not."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf

from pydantic_core import PydanticCustomError

from planner.quantities.distribution import Distribution, Limited, Quantiles

Clip = tuple[float | None, float | None]
"""What a file keeps the draws of a number within; None is an open end."""


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
        self.check_size(value, in_percent=in_percent)
        if self.whole and value != int(value):
            raise PydanticCustomError("bounds", "{value} is not a whole number", {"value": f"{value:g}"})

    def kept(self, belief: Distribution, clip: Clip = (None, None)) -> Distribution:
        """Return a belief whose draws never leave the limits; its ends lie within them.

        Raises a pydantic error where they could not be kept above a limit, or where a whole number has no whole middle.
        """
        if self.whole and isinstance(belief, Quantiles):
            _check_middle(belief)
        least, most = self._within(clip)
        if least <= 0 and most == inf and not (self.above or self.whole) and _is_lognormal(belief):
            return belief  # what is above 0 anyway
        low, high = belief.reach
        if self.above is not None and max(low, least) <= self.above:
            sure = belief.sure_above(self.above)
            if sure is None:
                raise PydanticCustomError(
                    "bounds",
                    "in more than 1 of 1,000 draws it would not be above {limit}; give a range above it, or `clip`",
                    {"limit": f"{self.above:.4g}"},
                )
            least = sure
        if not self.whole and least <= low and high <= most:
            return belief
        return Limited(belief, least, most, 1.0 if self.whole else None)

    def _within(self, clip: Clip) -> tuple[float, float]:
        """Return the least and the largest value that a draw may have; above a limit no value is the least."""
        inclusive = self.at_least if self.above is None else None
        least = max(-inf if end is None else end for end in (clip[0], inclusive))
        most = min(inf if end is None else end for end in (clip[1], self.at_most))
        if self.whole:
            if self.above is not None:
                least = max(least, floor(self.above) + 1)
            least, most = (
                end if abs(end) == inf else tidy(end) for end, tidy in ((least, ceil), (most, floor))
            )
        return least, most

    def check_size(self, value: float, *, in_percent: bool) -> None:
        """Raise a pydantic error for a number beyond the limits, whole or not."""
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


def _is_lognormal(belief: Distribution) -> bool:
    return isinstance(belief, Quantiles) and belief.low > 0


def _check_middle(found: Quantiles) -> None:
    if found.middle != int(found.middle):
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
