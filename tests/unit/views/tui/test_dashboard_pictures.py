"""Pictures of the dashboard, compared with those in tests/golden/tui."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from planner.views.tui.theme import DARK, LIGHT


def _stable(svg: str) -> str:
    """Drop what differs from run to run: the number that the picture's ids and classes start with."""
    return re.sub(r"terminal-\d+", "terminal", svg)


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("compare-80x24", (80, 24), DARK, []),
        ("inputs-80x24", (80, 24), DARK, ["1"]),
        ("why-80x24", (80, 24), DARK, ["enter", "down", "right", "down", "right"]),
        ("all-140x40", (140, 40), DARK, ["down", "down", "down"]),
        ("all-140x40-light", (140, 40), LIGHT, ["1", "down"]),
        ("help-80x24", (80, 24), DARK, ["question_mark"]),
    ],
)
async def test_the_screen_looks_as_it_did(
    dashboard: Any,
    same_as_golden: Callable[[str, str], None],
    name: str,
    size: tuple[int, int],
    theme: str,
    keys: list[str],
) -> None:
    async with dashboard(size=size, theme=theme) as desk:
        await desk.press(*keys)
        await desk.pilot.wait_for_animation()
        await desk.pilot.pause()
        svg = desk.app.export_screenshot(title="planner", simplify=True)
    same_as_golden(f"tui/{name}.svg", _stable(svg))
