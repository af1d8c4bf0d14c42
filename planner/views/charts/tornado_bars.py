"""A tornado in cells: from where each input at its P10 puts a figure to where its P90 does, all on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from planner.results.sensitivity import Sensitivity

_MARKS = ("━", "┿", "▸", "◂", "▾")
_PLAIN_MARKS = ("=", "+", ">", "<", "v")


@dataclass(frozen=True, slots=True)
class Tornado:
    """Bars around the base case; `▸` or `◂` is the end that the P90 gives."""

    base: float
    low: float
    high: float
    width: int
    plain: bool = False

    @classmethod
    def of(cls, found: Sensitivity, width: int, *, plain: bool = False) -> Tornado:
        """Return the scale that all bars of a plan fit on; where two options cost the same is on it if any is near."""
        ends = [end for each in found.influences for end in (each.at_low, each.at_high)]
        low, high = min(found.difference, *ends), max(found.difference, *ends)
        # The line of no difference is shown where a bar comes as near to it as the bars are long.
        if 0 < low <= high - low:
            low = 0.0
        elif 0 < -high <= high - low:
            high = 0.0
        return cls(found.difference, low, high, width, plain)

    def bar(self, at_low: float, at_high: float) -> str:
        """Return a bar of exactly `width` cells."""
        line, base, up, down, _ = self.marks
        here = self.cell(self.base)
        one, other = self.cell(at_low), self.cell(at_high)
        cells = [" "] * self.width
        for place in range(min(one, other, here), max(one, other, here) + 1):
            cells[place] = line
        cells[here] = base
        if other != here:
            cells[other] = up if at_high > at_low else down
        return "".join(cells)

    def heading(self) -> str:
        """Return the marks above the bars: `▾` over the base case, `0` where the two options cost the same."""
        cells = [" "] * self.width
        if self.low <= 0 <= self.high:
            cells[self.cell(0.0)] = "0"
        cells[self.cell(self.base)] = self.marks[-1]
        return "".join(cells)

    @property
    def marks(self) -> tuple[str, ...]:
        """The line, the base case on it, the two ends that the P90 may give, and the base case above."""
        return _PLAIN_MARKS if self.plain else _MARKS

    def cell(self, value: float) -> int:
        """Return the cell in which a value lies."""
        if self.high == self.low:
            return self.width // 2
        place = (value - self.low) / (self.high - self.low) * (self.width - 1)
        return min(self.width - 1, max(0, round(place)))
