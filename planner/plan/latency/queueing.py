"""Queues as quantities: what requests wait for a GPU to read their prompt, and what they wait at a limit."""

from __future__ import annotations

import numpy as np

from planner.plan.latency.queues import chance_at_one, decay_at_one, mean_wait, tail_at_one
from planner.plan.latency.request_time import Queue
from planner.quantities.quantity import FloatArray, Operation, Quantity, of_all

_ONE = np.ones(1)


def prefill_queue(rate: Quantity, service: Quantity, variation: Quantity) -> Queue:
    """Return the queue of one GPU that reads prompts one after the other: M/G/1.

    `rate` is in 1/s, `service` the mean time in s, `variation` its squared coefficient of variation.
    """
    numbers = (rate, service, variation)
    tail = of_all(_TAIL, "", *numbers).named("exponent of the tail of waits")
    return Queue(
        chance=of_all(_CHANCE, "", *numbers, tail).named("share of requests that wait"),
        decay=of_all(_DECAY, "1/s", *numbers, tail).named("how fast waiting ends"),
        mean=of_all(_MEAN, "ms", *numbers).named("mean wait"),
        load=(rate * service).named("load of the queue"),
    )


def _mean(rate: FloatArray, service: FloatArray, variation: FloatArray) -> FloatArray:
    return mean_wait(rate, service, variation, _ONE)


_TAIL = Operation("M/G/1, exponent of the tail, of rate, service and variation:", tail_at_one, rising=False)
_CHANCE = Operation("M/G/1, share that waits, of the same and the exponent:", chance_at_one, rising=False)
_DECAY = Operation("M/G/1, decay of the wait, of the same and the exponent:", decay_at_one, rising=False)
_MEAN = Operation(
    "M/G/1, mean wait (Pollaczek-Khinchine), of rate, service and variation:", _mean, rising=False
)
