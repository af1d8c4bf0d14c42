from __future__ import annotations

import pytest

from planner.views.tui.bars import bar


@pytest.mark.parametrize(
    ("share", "width", "drawn"),
    [
        (0.0, 8, ""),
        (1.0, 4, "████"),
        (0.5, 3, "█▌"),
        (0.001, 4, "▏"),
        (7.0, 2, "██"),
        (-1.0, 4, ""),
        (0.5, 0, ""),
    ],
)
def test_a_bar_is_drawn_in_eighths_of_a_cell(share: float, width: int, drawn: str) -> None:
    assert bar(share, width) == drawn
