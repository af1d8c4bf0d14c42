"""The way back from a number to the lines it was made from.

Only what decides the number here is followed: the branch taken, the larger of two, nothing behind a factor of 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.quantities.quantity import (
    BEFORE,
    CHANCE_WITHIN,
    CHOICE,
    INPUT,
    LARGER,
    LARGEST_MONTH,
    OVER_MONTHS,
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
    operation = quantity.operation
    if operation in {LARGER, SMALLER}:
        yield from _of_two(quantity)
    elif operation is CHOICE:
        yield from _of_a_choice(quantity)
    else:
        silencing = [operand for operand in quantity.operands if _silences(operand, quantity)]
        # Where both factors are 0, neither changes anything by itself.
        flat = _is_flat(quantity) or len(silencing) > 1
        effect = Effect.STEPS if flat else Effect.MOVES
        yield from ((operand, effect) for operand in silencing or quantity.operands)


def _is_flat(quantity: Quantity) -> bool:
    """Whether small changes of the operands change nothing: roundings, and a chance that is 1 as far as numbers go."""
    if quantity.operation in {ROUND_UP, ROUND_DOWN} or (
        quantity.operation is BEFORE and quantity.is_zero_at_middle
    ):
        return True
    if quantity.operation is PRODUCT and quantity.is_zero_at_middle:
        # Factors that are each 0 in other months: the product stays 0 until they meet in one.
        return not any(operand.is_zero_at_middle for operand in quantity.operands)
    return quantity.operation is CHANCE_WITHIN and bool(np.all(quantity.value == 1.0))


def _silences(operand: Quantity, of: Quantity) -> bool:
    """Whether an operand is a 0 that makes the others irrelevant."""
    if not operand.is_zero_at_middle:
        return False
    first = of.operands[0]
    return of.operation is PRODUCT or (of.operation is QUOTIENT and operand is first) or of.operation is POWER


def _of_a_choice(quantity: Quantity) -> Iterator[tuple[Quantity, Effect]]:
    left, right, then, other = quantity.operands
    chosen = left.plain >= right.plain
    if chosen.any():
        yield then, Effect.MOVES
    if not chosen.all():
        yield other, Effect.MOVES
    yield left, Effect.STEPS
    yield right, Effect.STEPS


def _of_two(quantity: Quantity) -> Iterator[tuple[Quantity, Effect]]:
    first, second = quantity.operands
    made, differ = quantity.plain, first.plain != second.plain
    for operand in (first, second):
        # Where both are the same, the number follows either of them in one direction only.
        decides = bool(np.any((operand.plain == made) & differ))
        yield operand, Effect.MOVES if decides else Effect.STEPS


def inputs(*quantities: Quantity) -> dict[str, TracedInput]:
    """Return every input that the quantities were made from, by its place in the plan.

    An input that acts in two ways is said to move the number. One that acts only in months in which something else
    is 0 acts in steps: it has to meet with that first.
    """
    found: dict[str, TracedInput] = {}
    seen: set[tuple[int, Effect, bytes]] = set()
    waiting = [(quantity, Effect.MOVES, _EVERYWHERE) for quantity in reversed(quantities)]
    while waiting:
        quantity, effect, months = waiting.pop()
        key = (id(quantity), effect, months.tobytes())
        if key in seen:
            continue
        seen.add(key)
        if quantity.operation is INPUT and quantity.origin is not None:
            known = found.setdefault(quantity.origin.path, TracedInput(quantity, effect))
            # Of a charge to launch it is known in the months of the build only; what knows all months is kept.
            widest = max(known.quantity, quantity, key=lambda each: each.value.shape[1])
            moves = Effect.MOVES in {known.effect, effect}
            found[quantity.origin.path] = TracedInput(widest, Effect.MOVES if moves else Effect.STEPS)
            continue
        for operand, how in parts(quantity):
            acts = _acting(operand, quantity, months)
            stepwise = Effect.STEPS in {effect, how} or not acts.any()
            waiting.append(
                (operand, Effect.STEPS if stepwise else Effect.MOVES, acts if acts.any() else _EVERYWHERE)
            )
    return found


_EVERYWHERE = np.ones((1, 1), dtype=bool)


def _acting(operand: Quantity, of: Quantity, months: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the months in which an operand acts: those in which no other factor is 0."""
    if of.operation in {BEFORE, OVER_MONTHS}:  # every month acts on the sum
        return _EVERYWHERE
    if of.operation is LARGEST_MONTH:
        largest: NDArray[np.bool_] = months & (operand.plain[:1] == of.plain[:1])
        return largest
    if of.operation not in {PRODUCT, QUOTIENT}:
        return months
    for other in of.operands:
        if other is not operand and not other.value.all():
            months = months & (other.value != 0)
    return months


def flattened(quantity: Quantity) -> list[tuple[Quantity, Effect]]:
    """Return a formula's terms: operands, with unnamed parts of the same operation opened."""
    terms: list[tuple[Quantity, Effect]] = []
    for operand, effect in parts(quantity):
        if not operand.label and operand.operands and operand.operation is quantity.operation:
            terms += [
                (part, Effect.STEPS if Effect.STEPS in {effect, how} else how)
                for part, how in flattened(operand)
            ]
        else:
            terms.append((operand, effect))
    return terms
