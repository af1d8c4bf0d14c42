"""Formulas in words, as they stand beside a number: `requests a month × price of input tokens`."""

from __future__ import annotations

from planner.plan.charge import Charge
from planner.plan.problems import printable
from planner.quantities.quantity import (
    BEFORE,
    CHANCE_WITHIN,
    CHOICE,
    CONSTANT,
    LARGER,
    LARGEST_MONTH,
    OVER_MONTHS,
    PRODUCT,
    QUOTIENT,
    ROUND_DOWN,
    ROUND_UP,
    SMALLER,
    Operation,
    Quantity,
)
from planner.results.trace import flattened

_CALLS = {
    LARGER: "the larger of",
    SMALLER: "the smaller of",
    ROUND_UP: "rounded up",
    ROUND_DOWN: "rounded down",
    BEFORE: "the sum over earlier months of",
    OVER_MONTHS: "the sum over all months of",
    LARGEST_MONTH: "the largest month of",
}


def charge_formula(charge: Charge) -> str:
    """Write a charge's formula in words: quantity x unit price."""
    return f"{_reference(charge.quantity)} × {_reference(charge.unit_price)}"


def in_other_units(number: Quantity) -> Quantity:
    """Return what a number without a name is a mere change of units of, such as requests x one request; else itself."""
    while not number.label and number.operation in {PRODUCT, QUOTIENT}:
        rest = [part for part in number.operands if not _is_one(part)]
        if len(rest) != 1 or (number.operation is QUOTIENT and rest[0] is not number.operands[0]):
            break
        number = rest[0]
    return number


def formula(number: Quantity) -> str:
    """Write what a number was made from: the names of its parts with signs or words between them."""
    operation = number.operation
    terms = [_reference(in_other_units(part)) for part, _ in flattened(number)]
    if operation is CHOICE:
        return _choice(number)
    if operation in _CALLS:
        return f"{_CALLS[operation]} {' and '.join(terms)}"
    if operation.symbol.endswith(":"):
        return f"{operation.symbol} {', '.join(terms)}"
    if operation is CHANCE_WITHIN:
        return f"1 − e^−({terms[0]})"
    parts = [in_other_units(part) for part, _ in flattened(number)]
    if operation in {PRODUCT, QUOTIENT}:  # a factor of 1 only changes the unit
        parts = [part for i, part in enumerate(parts) if i == 0 or not _is_one(part)]
    return f" {operation.symbol} ".join(_bracketed(part, operation) for part in parts)


def _is_one(number: Quantity) -> bool:
    return number.operation is CONSTANT and bool((number.plain == 1).all())


def _reference(number: Quantity) -> str:
    return printable(number.label) or formula(number)


def _bracketed(number: Quantity, around: Operation) -> str:
    text = _reference(number)
    return f"({text})" if not number.label and number.operation is not around else text


def _choice(number: Quantity) -> str:
    """Write a choice: what was chosen and why, where it is the same in every month."""
    left, right, then, other = (_reference(part) for part in number.operands)
    chosen = number.operands[0].plain >= number.operands[1].plain
    if chosen.all():
        return f"{then}, because {left} ≥ {right}"
    if not chosen.any():
        return f"{other}, because {left} < {right}"
    return f"{then} if {left} ≥ {right}, else {other}"
