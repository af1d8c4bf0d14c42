"""Where a plan's code takes one way or another because of a number, it asks here, and what was asked is noted.

So a plan evaluated for one case stands for every draw that answers all these questions alike, and a draw that does not
is evaluated by itself: `following` its inputs, each question is answered as that draw answers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from planner.quantities.quantity import FloatArray, Quantity
from planner.quantities.replay import Memo, replayed


class Asked(StrEnum):
    """What was asked about a number."""

    IS_ZERO = "is zero"
    """Whether it is 0 in every month."""
    IS_POSITIVE = "is positive"
    """In which months it is above 0."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A question about a number, and its answer: one, or one for each of its months."""

    quantity: Quantity
    asked: Asked
    answer: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    inputs: Mapping[str, FloatArray]
    branches: list[Branch]
    memo: Memo = field(default_factory=dict)


_CASE: ContextVar[_Case | None] = ContextVar("case", default=None)


@contextmanager
def following(inputs: Mapping[str, float] | None = None) -> Iterator[list[Branch]]:
    """Answer all questions for the case with these inputs, in base units by place; collect them with their answers.

    Without inputs it is the base case.
    """
    case = _Case({path: np.full((1, 1), value) for path, value in (inputs or {}).items()}, [])
    before = _CASE.set(case)
    try:
        yield case.branches
    finally:
        _CASE.reset(before)


@contextmanager
def in_question() -> Iterator[list[Branch]]:
    """Collect what is asked meanwhile; whoever finds that it was of no matter clears the list, and nothing is noted."""
    case = _CASE.get()
    if case is None:
        yield []
        return
    asked = _Case(case.inputs, [], case.memo)
    before = _CASE.set(asked)
    try:
        yield asked.branches
    finally:
        _CASE.reset(before)
        case.branches.extend(asked.branches)


def is_zero(quantity: Quantity) -> bool:
    """Tell whether a number is 0 in every month, and note that it was asked."""
    answer = not here(quantity).any()
    _note(quantity, Asked.IS_ZERO, (answer,))
    return answer


def where_positive(quantity: Quantity) -> tuple[bool, ...]:
    """Return for each of its months whether a number is above 0, and note that it was asked."""
    answer = tuple((here(quantity)[0] > 0).tolist())
    _note(quantity, Asked.IS_POSITIVE, answer)
    return answer


def here(quantity: Quantity) -> FloatArray:
    """Return a number in base units in the case at hand, shape (1, months); for what is told, never to branch on it."""
    case = _CASE.get()
    if case is None or not case.inputs:
        return quantity.plain
    return replayed(quantity, case.inputs, case.memo)


def _note(quantity: Quantity, asked: Asked, answer: tuple[bool, ...]) -> None:
    case = _CASE.get()
    if case is not None:
        case.branches.append(Branch(quantity, asked, answer))
