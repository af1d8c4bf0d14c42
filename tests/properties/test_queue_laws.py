"""Laws of queues: what more load, servers and variation do, and that arrays hold what each element gives alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.plan.latency.queues import chance_of_waiting_longer, erlang_c, mean_wait, wait_percentile

utilisations = st.floats(1e-4, 1.2)
services = st.floats(1e-3, 1e3)
variations = st.sampled_from([0.0, 1.0]) | st.floats(0, 20)
servers = st.integers(1, 60)
shares = st.sampled_from([0.5, 0.9, 0.95, 0.99, 0.999])
ROUNDING = 1 + 1e-9


def waits(share: float, rate: float, service: float, variation: float, count: float) -> list[float]:
    """Return the share that waits, the mean wait, a percentile, and the share that waits longer than a service."""
    queue = [np.array(each) for each in (rate, service, variation, count)]
    found = [
        erlang_c(queue[0] * queue[1], queue[3]),
        mean_wait(*queue),
        wait_percentile(np.array(share), *queue),
        chance_of_waiting_longer(queue[1], *queue),
    ]
    return [float(each) for each in found]


@given(utilisations, st.floats(1, 10), shares, services, variations, servers)
def test_more_load_never_waits_less(
    utilisation: float, more: float, share: float, service: float, variation: float, count: int
) -> None:
    rate = utilisation * count / service
    less, greater = (waits(share, each, service, variation, count) for each in (rate, rate * more))
    assert all(one <= other * ROUNDING for one, other in zip(less, greater, strict=True))


@given(utilisations, st.integers(1, 20), shares, services, variations, servers)
def test_more_servers_never_wait_longer(
    utilisation: float, more: int, share: float, service: float, variation: float, count: int
) -> None:
    rate = utilisation * count / service
    few, many = (waits(share, rate, service, variation, each) for each in (count, count + more))
    assert all(one <= other * ROUNDING for one, other in zip(many[:2], few[:2], strict=True))


@given(st.floats(1e-4, 0.999), services, variations, st.floats(0, 10), servers)
def test_more_variation_never_shortens_the_mean_wait(
    utilisation: float, service: float, variation: float, more: float, count: int
) -> None:
    queue = np.array(utilisation * count / service), np.array(service)
    less, greater = (
        float(mean_wait(*queue, np.array(v), np.array(count))) for v in (variation, variation + more)
    )
    assert less <= greater * ROUNDING


@given(utilisations, st.floats(1e-3, 1e3), shares, services, variations, servers)
def test_a_wait_does_not_depend_on_the_unit_of_time(
    utilisation: float, unit: float, share: float, service: float, variation: float, count: int
) -> None:
    rate = utilisation * count / service
    chance, mean, long, longer = waits(share, rate, service, variation, count)
    again = waits(share, rate / unit, service * unit, variation, count)
    if abs(utilisation - 1) > 1e-6 and abs(chance - 1 + share) > 1e-9:
        assert again == pytest.approx([chance, mean * unit, long * unit, longer], rel=1e-6)


@given(st.floats(1e-4, 0.999), shares, services, variations, servers)
@example(utilisation=0.875, share=0.5, service=1.0, variation=5e-324, count=1)
def test_a_percentile_is_exceeded_by_the_rest(
    utilisation: float, share: float, service: float, variation: float, count: int
) -> None:
    queue = [np.array(each) for each in (utilisation * count / service, service, variation, float(count))]
    long = wait_percentile(np.array(share), *queue)
    exceeded = float(chance_of_waiting_longer(long, *queue))
    assert exceeded <= (1 - share) * ROUNDING
    at_all = float(chance_of_waiting_longer(np.array(0.0), *queue))
    assert exceeded == pytest.approx(min(1 - share, at_all), rel=1e-6)


@given(st.lists(st.tuples(st.floats(0, 60), services, variations, servers), min_size=1, max_size=6), shares)
def test_an_array_holds_what_each_element_gives_alone(
    rows: list[tuple[float, float, float, int]], share: float
) -> None:
    load, service, variation, count = (
        np.array(column, float)[:, np.newaxis] for column in zip(*rows, strict=True)
    )
    rate = load / service * np.array([0.5, 1.0])
    together = wait_percentile(np.array(share), rate, service, variation, count)
    assert together.shape == mean_wait(rate, service, variation, count).shape == (len(rows), 2)
    for row in range(len(rows)):
        for column in range(2):
            own = (
                float(rate[row, column]),
                float(service[row, 0]),
                float(variation[row, 0]),
                float(count[row, 0]),
            )
            assert waits(share, *own)[1:3] == pytest.approx(
                [
                    float(mean_wait(rate, service, variation, count)[row, column]),
                    float(together[row, column]),
                ],
                rel=1e-9,
            )
