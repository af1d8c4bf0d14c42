"""The way back from a number to the lines it was made from.

Only what decides the number here is followed: the branch that was taken, the larger of two, nothing behind a factor of 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.quantities.quantity import (
    CHANCE_WITHIN,
    CHOICE,
    INPUT,
    LARGER,
    POWER,
    PRODUCT,
    QUOTIENT,
    ROUND_DOWN,
    ROUND_UP,
    SMALLER,
    Quantity,
)


class Effect(StrEnum):
    """How an input acts on a number."""

    MOVES = "moves"
    """A change of the input changes the number."""
    STEPS = "steps"
    """Only a large enough change does: it acts through rounding, a threshold or a choice."""


@dataclass(frozen=True, slots=True)
class TracedInput:
    """An input that a number was made from, and how it acts on it."""

    quantity: Quantity
    effect: Effect

    @property
    def path(self) -> str:
        """The input's place in the plan."""
        return self.quantity.origin.path if self.quantity.origin else ""


def parts(quantity: Quantity) -> Iterator[tuple[Quantity, Effect]]:
    """Return the operands that decide a quantity's value, each with how it acts."""
    operation, operands = quantity.operation, quantity.operands
    if operation in {LARGER, SMALLER}:
        yield from _of_two(quantity)
    elif operation is CHOICE:
        left, right, then, other = operands
        chosen = left.plain >= right.plain
        if chosen.any():
            yield then, Effect.MOVES
        if not chosen.all():
            yield other, Effect.MOVES
        yield left, Effect.STEPS
        yield right, Effect.STEPS
    elif operation in {ROUND_UP, ROUND_DOWN}:
        yield from ((operand, Effect.STEPS) for operand in operands)
    elif operation is CHANCE_WITHIN and bool(np.all(quantity.value == 1.0)):
        # So many requests come within a cache's lifetime that every one finds it; a little more or less changes nothing.
        yield from ((operand, Effect.STEPS) for operand in operands)
    elif operation is PRODUCT and any(operand.is_zero for operand in operands):
        yield from ((operand, Effect.MOVES) for operand in operands if operand.is_zero)
    elif (operation is QUOTIENT and operands[0].is_zero) or (operation is POWER and operands[1].is_zero):
        yield from ((operand, Effect.MOVES) for operand in operands if operand.is_zero)
    else:
        yield from ((operand, Effect.MOVES) for operand in operands)


def _of_two(quantity: Quantity) -> Iterator[tuple[Quantity, Effect]]:
    first, second = quantity.operands
    made = quantity.plain
    for operand in (first, second):
        decides = bool(np.any(np.broadcast_to(operand.plain, made.shape) == made))
        yield operand, Effect.MOVES if decides else Effect.STEPS


def inputs(*quantities: Quantity) -> dict[str, TracedInput]:
    """Return every input that the quantities were made from, by its place in the plan.

    An input that acts in two ways is said to move the number.
    """
    found: dict[str, TracedInput] = {}
    seen: set[tuple[int, Effect]] = set()
    waiting = [(quantity, Effect.MOVES) for quantity in reversed(quantities)]
    while waiting:
        quantity, effect = waiting.pop()
        if (id(quantity), effect) in seen:
            continue
        seen.add((id(quantity), effect))
        if quantity.operation is INPUT and quantity.origin is not None:
            path = quantity.origin.path
            if path not in found or effect is Effect.MOVES:
                found[path] = TracedInput(quantity, effect)
            continue
        for operand, how in parts(quantity):
            waiting.append((operand, Effect.STEPS if Effect.STEPS in {effect, how} else Effect.MOVES))
    return found


def flattened(quantity: Quantity) -> list[tuple[Quantity, Effect]]:
    """Return a formula's terms: operands, with unnamed parts of the same operation opened."""
    terms: list[tuple[Quantity, Effect]] = []
    for operand, effect in parts(quantity):
        if not operand.label and operand.operands and operand.operation is quantity.operation:
            terms += [(part, Effect.STEPS if Effect.STEPS in {effect, how} else how) for part, how in flattened(operand)]
        else:
            terms.append((operand, effect))
    return terms
