"""A number as it is in the first months of a plan, with all that it was made from."""

from __future__ import annotations

from planner.quantities.quantity import BEFORE, LARGEST_MONTH, OVER_MONTHS, Quantity


def in_first_months(quantity: Quantity, count: int) -> Quantity:
    """Return a quantity as it is in the first months, with every part it was made from as that is in them."""
    made: dict[int, Quantity] = {}

    def cut(whole: Quantity) -> Quantity:
        if whole.value.shape[1] <= count:
            return whole
        if id(whole) not in made:
            value = whole.value[:, :count]
            # A sum along the months looks at all of them.
            along = whole.operation in {BEFORE, OVER_MONTHS, LARGEST_MONTH}
            operands = whole.operands if along else tuple(map(cut, whole.operands))
            made[id(whole)] = Quantity(
                value, whole.unit, whole.label, whole.operation, operands, whole.origin
            )
        return made[id(whole)]

    return cut(quantity)
