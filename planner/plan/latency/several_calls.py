"""The time of a request's calls as arrays: whoever asks for a further percentile of the same numbers gets it sooner.

Most of the work is in the ways through all calls, which are the same for every percentile and every limit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.plan.latency.response_time import Wait, percentile_of_ways, share_of_ways, ways_through
from planner.plan.latency.ways import Call, Way
from planner.quantities.quantity import FloatArray


class SeveralCalls:
    """Calls in stages, and a queue before them or none, with the ways through what was asked for last."""

    def __init__(self, shape: Sequence[Sequence[bool]], *, queued: bool) -> None:
        """Take for each call of each stage whether only some requests make it."""
        self._shape = shape
        self._queued = queued
        self._last: tuple[list[FloatArray], list[Way]] | None = None

    def percentile(self, share: float, *arrays: FloatArray) -> FloatArray:
        """Return a percentile from the numbers of all calls, in the order in which they were asked for."""
        return percentile_of_ways(share, *self._through(np.broadcast_arrays(*arrays)))

    def share_done(self, limit: FloatArray, *arrays: FloatArray) -> FloatArray:
        """Return the share of requests done within a limit, from the same numbers."""
        numbers = np.broadcast_arrays(*arrays)
        limit = np.broadcast_to(limit, np.broadcast_shapes(limit.shape, numbers[0].shape))
        return share_of_ways(limit, *self._through(numbers))

    def _through(self, arrays: Sequence[FloatArray]) -> tuple[list[Way], Wait | None]:
        numbers = iter(arrays)
        stages = [
            [
                Call(next(numbers), next(numbers), next(numbers), next(numbers) if some else None)
                for some in stage
            ]
            for stage in self._shape
        ]
        wait = Wait(next(numbers), next(numbers), next(numbers)) if self._queued else None
        return self._ways(stages, arrays[: len(arrays) - 3 * self._queued]), wait

    def _ways(self, stages: Sequence[Sequence[Call]], arrays: Sequence[FloatArray]) -> list[Way]:
        last = self._last
        if last is not None and all(map(np.array_equal, last[0], arrays)):
            return last[1]
        ways = ways_through(stages)
        # Copies: nobody promises that what an array holds stays as it is.
        self._last = [each.copy() for each in arrays], ways
        return ways
