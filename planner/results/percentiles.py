"""Percentiles of what the draws came to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.quantities.quantity import FloatArray

SAME = 1e-12
"""Figures that differ by less, as a share, are the same: the rest is rounding of long sums."""
_DIGITS = 10
"""Figures of draws are told to so many digits: what a machine's way of adding up changes lies behind them."""
_OFF = 0.01


@dataclass(frozen=True, slots=True)
class Percentiles:
    """P10, P50 and P90 of a figure; infinite where so many draws never reach one."""

    p10: float
    p50: float
    p90: float

    @classmethod
    def of(cls, values: FloatArray) -> Percentiles:
        """Take them from all draws of a figure, by one sort: the least value that so many draws do not exceed."""
        ordered = np.sort(values)
        return cls(*(told(float(ordered[place])) for place in places(len(ordered))))

    def is_off(self, base: float) -> bool:
        """Tell whether the middle lies more than a hundredth off what every input at its own middle comes to."""
        return abs(self.p50 - base) > _OFF * abs(base)


def places(count: int) -> list[int]:
    """Return where P10, P50 and P90 stand among so many draws in order."""
    return [max(0, int(np.ceil(share * count - 1e-9)) - 1) for share in (0.1, 0.5, 0.9)]


def told(value: float) -> float:
    """Return a figure of draws to the digits that are the same on any machine."""
    return float(f"{value:.{_DIGITS}g}")


def snapped(difference: float, of: float) -> float:
    """Return the difference of two figures of this size, and 0 where they are the same."""
    return 0.0 if abs(difference) <= SAME * abs(of) else difference
