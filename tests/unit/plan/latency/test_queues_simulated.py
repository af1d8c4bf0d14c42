"""Queues against a simulator: the mean wait, and the waits that 95 % and 99 % of requests do not exceed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from planner.plan.latency.queues import mean_wait, wait_percentile

if sys.version_info[:3] == (3, 14, 1):
    pytest.skip("networkx, which the simulator needs, does not run on Python 3.14.1", allow_module_level=True)

import ciw

REPLICATIONS = 6
REQUESTS = 11_000
WARM_UP = 1_000
UNFINISHED = 100
"""A run ends with its last completion: of the last to come, those that wait long are missing."""
ERRORS = 3


@dataclass(frozen=True)
class Simulated:
    """A queue of mean service 1 s, and how far its formulas may be off by what they neglect, as shares of each."""

    utilisation: float
    servers: int
    variation: float
    service: Callable[[], Any]
    neglected: Sequence[float]
    """Of the mean, the P95 and the P99."""


def mixed(short: float, long: float, share_long: float) -> tuple[float, Callable[[], Any]]:
    """Return variation and distribution of two constant service times: short and long prompts."""
    mean = (1 - share_long) * short + share_long * long
    assert mean == pytest.approx(1)
    square = (1 - share_long) * short**2 + share_long * long**2
    return square - 1, lambda: ciw.dists.Pmf([short, long], [1 - share_long, share_long])


def exponential() -> Any:
    return ciw.dists.Exponential(1)


def constant() -> Any:
    return ciw.dists.Deterministic(1)


# Where the formulas are exact nothing is neglected. What the mixtures lose was measured once, on 4 million requests.
QUEUES = {
    "M/M/1": Simulated(0.6, 1, 1.0, exponential, (0, 0, 0)),
    "M/M/4": Simulated(0.7, 4, 1.0, exponential, (0, 0, 0)),
    "M/D/1": Simulated(0.7, 1, 0.0, constant, (0, 0, 0)),
    # Exactly 0.4 %, 2.7 % and 1.7 %, as Crommelin's equations in test_queues.py give.
    "M/D/4": Simulated(0.7, 4, 0.0, constant, (0.005, 0.028, 0.018)),
    # Two kinds of prompts end sooner than the gamma distribution of that variation, with the same mean wait.
    "M/G/1": Simulated(0.6, 1, *mixed(0.7, 2.2, 0.2), (0, 0.01, 0.005)),
    "M/G/4": Simulated(0.7, 4, *mixed(0.7, 2.2, 0.2), (0.003, 0.03, 0.015)),
    # A wide mixture: the mean of several servers is no longer a matter of two moments.
    "M/G/4, wide": Simulated(0.7, 4, *mixed(5 / 9, 5.0, 0.1), (0.055, 0.015, 0.02)),
}


def waits(queue: Simulated, seed: int) -> list[float]:
    """Return mean, P95 and P99 of the simulated waits in one replication."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(queue.utilisation * queue.servers)],
        service_distributions=[queue.service()],
        number_of_servers=[queue.servers],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(REQUESTS, method="Finish")
    records = sorted(simulation.get_all_records(), key=lambda record: record.arrival_date)
    times = [record.waiting_time for record in records[WARM_UP:-UNFINISHED]]
    return [float(np.mean(times)), *np.quantile(times, [0.95, 0.99]).tolist()]


@pytest.mark.parametrize("name", QUEUES)
def test_waits_are_those_of_a_simulation(name: str) -> None:
    queue = QUEUES[name]
    runs = np.array([waits(queue, seed) for seed in range(REPLICATIONS)])
    error = runs.std(axis=0, ddof=1) / REPLICATIONS**0.5
    shape = np.array(queue.utilisation * queue.servers), np.array(1.0), np.array(queue.variation)
    servers = np.array(float(queue.servers))
    formula = np.array(
        [
            float(mean_wait(*shape, servers)),
            *wait_percentile(np.array([0.95, 0.99]), *shape, servers),
        ]
    )
    off = np.abs(runs.mean(axis=0) - formula)
    allowed = ERRORS * error + np.array(queue.neglected) * formula
    assert np.all(off <= allowed), (formula, runs.mean(axis=0), error)
