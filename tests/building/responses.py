"""How long requests take that make some calls, worked out from scratch."""

from __future__ import annotations

from collections.abc import Sequence

from planner.plan.latency.response_time import Wait, percentile_of_ways, share_of_ways, ways_through
from planner.plan.latency.ways import Call
from planner.quantities.quantity import FloatArray


def percentile(share: float, stages: Sequence[Sequence[Call]], wait: Wait | None = None) -> FloatArray:
    return percentile_of_ways(share, ways_through(stages), wait)


def share_within(time: FloatArray, stages: Sequence[Sequence[Call]], wait: Wait | None = None) -> FloatArray:
    return share_of_ways(time, ways_through(stages), wait)
