"""A formula worked out again with other inputs: the plain way, every part in full shape.

This is what a formula means for draws; the engine's compiled programs have to agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.quantities.quantity import INPUT, FloatArray, Quantity

Memo = dict[int, tuple[Quantity, FloatArray]]


def replayed(quantity: Quantity, inputs: Mapping[str, FloatArray], memo: Memo | None = None) -> FloatArray:
    """Return a quantity in base units, shape (draws, months) or broadcastable to it, with these inputs in place.

    `inputs` are by their places in the plan, in base units, shape (draws, 1); all others stay as they are. A `memo`
    keeps what was worked out for the next quantity with the same inputs.
    """
    known: Memo = {} if memo is None else memo

    def of(part: Quantity) -> FloatArray:
        if id(part) not in known:
            known[id(part)] = (part, _once(part))
        return known[id(part)][1]

    def _once(part: Quantity) -> FloatArray:
        if part.operation is INPUT and part.origin is not None and part.origin.path in inputs:
            return inputs[part.origin.path]
        if not part.operands:
            return part.plain
        value: FloatArray = part.operation.apply(*(of(operand) for operand in part.operands))
        # Of a sum along the months, only the first ones may be kept.
        return value[:, : part.value.shape[1]] if value.shape[1] > part.value.shape[1] else value

    return of(quantity)
