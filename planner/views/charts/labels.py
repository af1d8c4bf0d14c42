"""Labels beside a chart: one a row, each as near to what it names as the others let it be."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[int], rows: int) -> list[int]:
    """Return a row of its own for each wanted one, in the same order from the top, moved as little as possible.

    There must not be more of them than rows.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    # Labels that push one another become a block, which stands where its middle is wanted.
    blocks: list[tuple[float, int]] = []  # the sum of where each wants the block to begin, and how many
    for place in order:
        total, size = float(wanted[place]), 1
        while blocks and _begin(*blocks[-1], rows) + blocks[-1][1] > _begin(total, size, rows):
            before, count = blocks.pop()
            total, size = before + total - count * size, count + size
        blocks.append((total, size))
    found = [0] * len(wanted)
    placed = iter(order)
    for total, size in blocks:
        begin = _begin(total, size, rows)
        for row in range(begin, begin + size):
            found[next(placed)] = row
    return found


def _begin(total: float, size: int, rows: int) -> int:
    return min(max(0, round(total / size)), rows - size)
