"""Queues against published numbers, closed forms of other textbooks, and the exact solution with constant service."""

from __future__ import annotations

from itertools import accumulate
from math import exp, factorial, lgamma, log

import numpy as np
import pytest

from planner.plan.latency.queues import (
    chance_of_waiting_longer,
    erlang_b,
    erlang_c,
    mean_wait,
    wait_percentile,
    wait_tail,
)

INFINITE = float("inf")


def test_the_share_that_waits_is_the_published_one() -> None:
    assert float(erlang_c(np.array(48.0), np.array(55.0))) == pytest.approx(0.238700936, abs=5e-10)


@pytest.mark.parametrize(("load", "servers"), [(0.2, 1), (3.0, 2), (7.5, 10), (20.0, 25), (48.0, 55)])
def test_erlang_b_is_the_sum_of_its_definition(load: float, servers: int) -> None:
    terms = [load**count / factorial(count) for count in range(servers + 1)]
    assert float(erlang_b(np.array(load), np.array(servers))) == pytest.approx(
        terms[-1] / sum(terms), rel=1e-12
    )


def test_each_element_has_its_own_number_of_servers() -> None:
    loads, servers = np.array([[0.5], [2.5]]), np.array([0.0, 1.0, 3.0, 9.0])
    together = erlang_b(loads, servers)
    assert together.shape == (2, 4)
    for row, load in enumerate(loads[:, 0]):
        alone = [float(erlang_b(np.array(load), np.array(count))) for count in servers]
        assert together[row].tolist() == alone
    assert together[:, 0].tolist() == [1, 1]


def test_one_server_with_exponential_service_in_closed_form() -> None:
    rate, service = np.array([0.1, 0.5, 0.9, 0.999]) / 4, 4.0
    load = rate * service
    one, exponential = np.array(1.0), np.array(1.0)
    assert mean_wait(rate, service, exponential, one) == pytest.approx(load * service / (1 - load), rel=1e-12)
    chance, decay = wait_tail(rate, service, exponential, one)
    assert chance == pytest.approx(load, rel=1e-10)
    assert decay == pytest.approx((1 - load) / service, rel=1e-10)
    longer = chance_of_waiting_longer(np.array(7.0), rate, service, exponential, one)
    assert longer == pytest.approx(load * np.exp(-(1 - load) / service * 7), rel=1e-10)


@pytest.mark.parametrize("variation", [0.0, 0.36, 1.0, 2.0, 30.0])
def test_one_server_waits_as_pollaczek_and_khinchine_say(variation: float) -> None:
    load = np.array([0.05, 0.5, 0.95])
    expected = load * 2 * (1 + variation) / (2 * (1 - load))
    found = mean_wait(load / 2, np.array(2.0), np.array(variation), np.array(1.0))
    assert found == pytest.approx(expected, rel=1e-12)


def test_several_servers_with_exponential_service_in_closed_form() -> None:
    rate, service, servers = np.array([0.8, 1.6, 2.4]), np.array(1.25), np.array(4.0)
    waits = erlang_c(rate * service, servers)
    exponential = np.array(1.0)
    assert mean_wait(rate, service, exponential, servers) == pytest.approx(
        waits / (servers / service - rate), rel=1e-12
    )
    chance, decay = wait_tail(rate, service, exponential, servers)
    assert chance == pytest.approx(waits, rel=1e-10)
    assert decay == pytest.approx(servers / service - rate, rel=1e-10)


@pytest.mark.parametrize("variation", [0.0, 1e-9, 0.1, 0.999, 1.001, 4.0, 20.0])
@pytest.mark.parametrize("utilisation", [0.05, 0.5, 0.9, 0.999999])
@pytest.mark.parametrize("servers", [1, 7])
def test_the_decay_solves_its_equation(variation: float, utilisation: float, servers: int) -> None:
    rate, service = utilisation * servers / 3, 3.0
    chance, decay = wait_tail(*(np.array(each) for each in (rate, service, variation, float(servers))))
    tilt = float(decay) * service / servers
    logarithm = -np.log1p(-variation * tilt) / variation if variation else tilt
    assert tilt > 0
    # Beside 1 all but the last digits of the utilisation say how far it is from 1.
    assert utilisation * np.expm1(logarithm) == pytest.approx(tilt, rel=1e-9)
    if servers == 1:
        slope = rate * service * exp((1 + variation) * logarithm)
        assert float(chance) == pytest.approx((1 - utilisation) / (slope - 1), rel=1e-8)


@pytest.mark.parametrize(("variation", "servers"), [(0.0, 2), (0.0, 16), (0.4, 5), (3.0, 5)])
def test_the_distribution_of_several_servers_has_the_mean_wait(variation: float, servers: int) -> None:
    queue = [np.array(each) for each in (0.8 * servers, 1.0, variation, float(servers))]
    times = np.linspace(0, 80, 800_001)
    longer = chance_of_waiting_longer(times, *queue)
    area = float(np.sum((longer[:-1] + longer[1:]) / 2) * (times[1] - times[0]))
    assert area == pytest.approx(float(mean_wait(*queue)), rel=1e-6)


@pytest.mark.parametrize(
    ("servers", "utilisation", "of_mean", "of_long"),
    [
        (1, 0.3, 1e-9, 0.06),
        (1, 0.7, 1e-9, 0.001),
        (2, 0.5, 0.01, 0.03),
        (4, 0.7, 0.005, 0.03),
        (4, 0.9, 0.002, 0.003),
        (16, 0.8, 0.005, 0.09),
        (16, 0.95, 0.005, 0.003),
    ],
)
def test_constant_service_is_close_to_its_exact_solution(
    servers: int, utilisation: float, of_mean: float, of_long: float
) -> None:
    """How many are in the system gives the mean and the distribution, with a formula for neither."""
    load = servers * utilisation
    queue = [np.array(each) for each in (load, 1.0, 0.0, float(servers))]
    chances = found_in_system(load, servers)
    waiting = np.maximum(np.arange(len(chances)) - servers, 0)
    assert float(mean_wait(*queue)) == pytest.approx(float(waiting @ chances) / load, rel=of_mean)
    for share in (0.95, 0.99):
        long = float(wait_percentile(np.array(share), *queue))
        below, above = (
            no_longer(long * scale, chances, load, servers) for scale in (1 - of_long, 1 + of_long)
        )
        assert below <= share <= above


def found_in_system(load: float, servers: int) -> np.ndarray:
    """Solve Crommelin's equations (1932): who is in service now is gone a service time later, who came is there."""
    most = int(servers + 50 / (1 - load / servers))
    arrivals = np.array([exp(count * log(load) - load - lgamma(count + 1)) for count in range(most)])
    equations = -np.eye(most)
    for present in range(most):
        stay = max(0, present - servers)
        equations[stay:, present] += arrivals[: most - stay]
    equations[-1] = 1
    return np.linalg.solve(equations, np.eye(most)[-1])


def no_longer(wait: float, chances: np.ndarray, load: float, servers: int) -> float:
    """Return the share that waits no longer: Franx, G.J. (2001), Oper. Res. Lett. 29; the service time is 1."""
    periods = int(wait) + 1
    queued = list(accumulate(chances))[servers:]
    rest = load * (periods - wait)
    most = periods * servers - 1
    return sum(
        (queued[most - count] if most - count < len(queued) else 1.0)
        * exp(count * log(rest) - rest - lgamma(count + 1))
        for count in range(most + 1)
    )


def test_constant_service_never_waits_longer_than_exponential_service_however_light_the_traffic() -> None:
    servers = np.array([[1.0], [2.0], [8.0], [40.0]])
    rate = servers * np.array([1e-9, 0.01, 0.2, 0.9])
    constant, exponential = (mean_wait(rate, 1.0, np.array(variation), servers) for variation in (0.0, 1.0))
    assert np.all(constant <= exponential)
    some = constant[:2, 0] / exponential[:2, 0]
    assert some == pytest.approx([1 / 2, 2 / 3], rel=1e-6), (
        "the wait for the first of c, uniform or exponential"
    )


def test_without_a_steady_state_everybody_waits_without_end() -> None:
    queues = [np.array([4.0, 4.0, 9.0]), np.array(1.0), np.array([0.0, 1.0, 3.0]), np.array([4.0, 4.0, 2.0])]
    assert erlang_c(queues[0] * queues[1], queues[3]).tolist() == [1, 1, 1]
    assert mean_wait(*queues).tolist() == [INFINITE] * 3
    assert wait_percentile(np.array(0.5), *queues).tolist() == [INFINITE] * 3
    assert chance_of_waiting_longer(np.array(1e9), *queues).tolist() == [1, 1, 1]
    assert [each.tolist() for each in wait_tail(*queues)] == [[1, 1, 1], [0, 0, 0]]


def test_where_nobody_comes_nobody_waits() -> None:
    queues = [np.array(0.0), np.array(1.0), np.array([0.0, 0.5, 1.0, 5.0]), np.array([[0.0], [1.0], [6.0]])]
    assert not mean_wait(*queues).any()
    assert not wait_percentile(np.array(0.99), *queues).any()
    assert not chance_of_waiting_longer(np.array(0.0), *queues).any()
    assert not wait_tail(*queues)[0].any()


def test_a_share_is_served_at_once_where_few_wait() -> None:
    queue = [np.array(2.0), np.array(1.0), np.array(1.0), np.array(6.0)]
    waits = float(erlang_c(queue[0], queue[3]))
    shares = np.array([0.5, 1 - waits - 1e-9, 1 - waits + 1e-3, 0.999])
    found = wait_percentile(shares, *queue)
    assert found[:2].tolist() == [0, 0]
    assert found[2:] == pytest.approx(np.log(waits / (1 - shares[2:])) / 4, rel=1e-9)
