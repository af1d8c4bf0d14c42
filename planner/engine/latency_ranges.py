"""What is believed of latencies: their percentiles over the draws of all that they were made from.

They are drawn from the same streams as costs are, the plain way: there are few of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from planner.engine.moving import beliefs_in, inputs_in
from planner.quantities.draws import BLOCK, Correlation, Draws
from planner.quantities.quantity import Quantity
from planner.quantities.replay import Memo, replayed
from planner.results.percentiles import Percentiles

_Key = TypeVar("_Key")


def ranges(
    numbers: Mapping[_Key, Quantity], count: int, seed: int, correlations: Sequence[Correlation]
) -> dict[_Key, Percentiles]:
    """Return P10, P50 and P90 of numbers without months, in their own units; nothing where none is uncertain.

    They are those of the first block of draws.
    """
    beliefs = beliefs_in(inputs_in(numbers.values()))
    if not beliefs or not count:
        return {}
    together = [each for each in correlations if {each.first, each.second} <= beliefs.keys()]
    draws = Draws(beliefs, seed, min(count, BLOCK), together)
    block = draws.block(next(draws.blocks()))
    inputs = {path: values[:, np.newaxis] for path, values in block.items()}
    memo: Memo = {}
    with np.errstate(all="ignore"):
        return {
            key: Percentiles.of(
                np.broadcast_to(replayed(number, inputs, memo), (draws.count, 1))[:, 0] / number.unit.scale
            )
            for key, number in numbers.items()
        }
