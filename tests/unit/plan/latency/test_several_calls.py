"""Numbers asked for again: a further percentile of the same calls is got sooner, and is the same."""

from __future__ import annotations

import numpy as np
import pytest
from building.responses import percentile

from planner.plan.latency import several_calls
from planner.plan.latency.several_calls import SeveralCalls
from planner.plan.latency.ways import Call

SHAPE = ((False,), (True,))


def numbers() -> list[np.ndarray]:
    """Median, sigma and rest of a call, and the same with a chance of a second one."""
    return [np.full((3, 1), each) for each in (300.0, 0.9, 10.0, 400.0, 0.8, 20.0, 0.3)]


def alone(share: float, arrays: list[np.ndarray]) -> np.ndarray:
    return percentile(share, [[Call(*arrays[:3])], [Call(*arrays[3:])]])


def test_percentiles_and_limits_of_the_same_numbers_go_the_same_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    through = several_calls.ways_through
    monkeypatch.setattr(several_calls, "ways_through", lambda stages: asked.append(1) or through(stages))
    several, arrays = SeveralCalls(SHAPE, queued=False), numbers()
    for share in (0.5, 0.95, 0.99):
        found = several.percentile(share, *arrays)
        assert found.tolist() == alone(share, arrays).tolist()
        done = several.share_done(found, *(each.copy() for each in arrays))
        assert done == pytest.approx(np.full((3, 1), share), abs=1e-6)
    assert len(asked) == 1


def test_numbers_that_change_where_they_lie_are_not_taken_for_the_same() -> None:
    several, arrays = SeveralCalls(SHAPE, queued=False), numbers()
    several.percentile(0.95, *arrays)
    arrays[0][1] = 900.0
    assert several.percentile(0.95, *arrays).tolist() == alone(0.95, arrays).tolist()
