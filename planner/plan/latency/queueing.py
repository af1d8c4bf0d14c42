"""Queues as quantities: what requests wait for a GPU to read their prompt."""

from __future__ import annotations

import numpy as np

from planner.plan.latency.queues import coefficient_at_one, decay_at_one, mean_wait, tail_at_one
from planner.plan.latency.request_time import Queue
from planner.quantities.quantity import FloatArray, Operation, Quantity, constant, of_all, smaller

_ONE = np.ones(1)


def prefill_queue(rate: Quantity, service: Quantity, variation: Quantity) -> Queue:
    """Return the queue of one GPU that reads prompts one after the other: M/G/1, where as many wait as it is busy.

    `rate` is in 1/s, `service` the mean time in s, `variation` its squared coefficient of variation.
    """
    numbers = (rate, service, variation)
    tail = of_all(_TAIL, "", *numbers).named("exponent of the tail of waits")
    load = (rate * service).named("load of the queue")
    return Queue(
        waits=smaller(load, constant(1, "", "all requests")).named("share of requests that wait"),
        coefficient=of_all(_COEFFICIENT, "", *numbers, tail).named("coefficient of the tail of waits"),
        decay=of_all(_DECAY, "1/s", *numbers, tail).named("how fast waiting ends"),
        mean=of_all(_MEAN, "ms", *numbers).named("mean wait"),
        load=load,
    )


def _mean(rate: FloatArray, service: FloatArray, variation: FloatArray) -> FloatArray:
    return mean_wait(rate, service, variation, _ONE)


_TAIL = Operation("M/G/1, exponent of the tail, of rate, service and variation:", tail_at_one, rising=False)
_COEFFICIENT = Operation(
    "M/G/1, coefficient of the tail, of the same and the exponent:", coefficient_at_one, rising=False
)
_DECAY = Operation("M/G/1, decay of the wait, of the same and the exponent:", decay_at_one, rising=False)
_MEAN = Operation(
    "M/G/1, mean wait (Pollaczek-Khinchine), of rate, service and variation:", _mean, rising=False
)
