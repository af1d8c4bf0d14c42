"""Many ways a request may go, as fewer: in each draw those that take about as long are taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.plan.latency.ways import FITTED_AT, TINY, Way, time_of
from planner.quantities.quantity import FloatArray

_FITTING_STEPS = 3
"""Between the earliest and the latest of neighbours so few bring what they are together."""
_RARE = 0.25
"""How much less a gap counts beside ways that few go, as a power of how many do."""

Places = NDArray[np.intp]


def taken_together(ways: Sequence[Way], most: int) -> list[Way]:
    """Return so many ways at most: half of them those that most requests go, and the others' neighbours together.

    Neighbours are parted where the gaps between them are widest, and each group goes through its own percentiles.
    """
    if len(ways) <= most:
        return list(ways)
    every = [
        np.stack(np.broadcast_arrays(*each))
        for each in zip(*((way.weight, way.shift, way.middle, way.sigma) for way in ways), strict=True)
    ]
    kept = most // 2
    by_weight = _in_order(every, np.argsort(-every[0], axis=0, kind="stable"))
    rest = [each[kept:] for each in by_weight]
    rest = _in_order(rest, np.argsort(rest[1] + np.exp(rest[2]), axis=0, kind="stable"))
    weight, shift, middle, sigma = by_weight
    alone = [Way(weight[place], shift[place], middle[place], sigma[place]) for place in range(kept)]
    return alone + _Neighbours.of(Way(rest[0], rest[1], rest[2], rest[3]), most - kept).together()


def _in_order(every: Sequence[FloatArray], order: Places) -> list[FloatArray]:
    return [np.take_along_axis(each, order, axis=0) for each in every]


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Ways along the first axis, in the order of their medians, and to which group each belongs in each draw."""

    ways: Way
    group: Places
    ends: Places
    """Where the last way of each group stands."""

    @classmethod
    def of(cls, ways: Way, groups: int) -> _Neighbours:
        """Part them into so many groups at the widest gaps."""
        medians = np.log(np.maximum(ways.shift + np.exp(ways.middle), TINY))
        before, after = ways.weight[:-1], ways.weight[1:]
        counts = np.maximum(before, after) ** _RARE
        gaps = np.diff(medians, axis=0) * counts
        ends = np.sort(np.argsort(-gaps, axis=0, kind="stable")[: groups - 1], axis=0)
        parted = np.zeros(medians.shape, dtype=np.intp)
        np.put_along_axis(parted, ends + 1, 1, axis=0)
        last = np.full((1, *medians.shape[1:]), len(medians) - 1)
        return cls(ways, np.cumsum(parted, axis=0), np.concatenate([ends, last]))

    def together(self) -> list[Way]:
        """Return each group as one way."""
        total = self._summed(self.ways.weight)
        alike = self._summed(np.ones_like(self.ways.weight))
        # Where nobody goes any of a group, each counts alike.
        shares = np.where(
            self._each(total) > TINY,
            self.ways.weight / np.maximum(self._each(total), TINY),
            1 / self._each(alike),
        )
        each = self.ways.deeper(1)

        def within(times: FloatArray) -> FloatArray:
            return self._summed(shares[..., np.newaxis] * each.share_within(self._each(times)))

        times = each.at(FITTED_AT)
        low, high = (
            np.stack(
                [reduce(np.where(self._in(group), times, empty), axis=0) for group in range(len(self.ends))]
            )
            for reduce, empty in ((np.min, np.inf), (np.max, -np.inf))
        )
        fitted = Way.through(time_of(FITTED_AT, within, low, high, _FITTING_STEPS))
        return [
            Way(total[group], fitted.shift[group], fitted.middle[group], fitted.sigma[group])
            for group in range(len(self.ends))
        ]

    def _in(self, group: int) -> NDArray[np.bool_]:
        chosen: NDArray[np.bool_] = (self.group == group)[..., np.newaxis]
        return chosen

    def _each(self, of_groups: FloatArray) -> FloatArray:
        """Return for each way what its group has."""
        return np.take_along_axis(of_groups, _beside(self.group, of_groups), axis=0)

    def _summed(self, of_ways: FloatArray) -> FloatArray:
        """Return for each group what its ways come to: what there is up to its end, less what there was before it."""
        upto = np.take_along_axis(np.cumsum(of_ways, axis=0), _beside(self.ends, of_ways), axis=0)
        return np.diff(upto, axis=0, prepend=0.0)


def _beside(places: Places, array: FloatArray) -> Places:
    """Return places with as many axes as an array has."""
    return places if array.ndim == places.ndim else places[..., np.newaxis]
