"""Pictures of the dashboard, compared with those in tests/golden/tui."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.views.tui.theme import DARK, LIGHT

TIMES = Path(__file__).parent / "times" / "scenario.yaml"


def _stable(svg: str) -> str:
    """Drop what differs from run to run: the number that the picture's ids and classes start with."""
    return re.sub(r"terminal-\d+", "terminal", svg)


async def _picture(desk: Any, keys: list[str]) -> str:
    await desk.press(*keys)
    await desk.quiet()
    await desk.quiet()
    return _stable(desk.app.export_screenshot(title="planner", simplify=True))


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("compare-80x24", (80, 24), DARK, []),
        ("inputs-80x24", (80, 24), DARK, ["1"]),
        ("why-80x24", (80, 24), DARK, ["enter", "down", "right", "down", "right"]),
        ("all-140x40", (140, 40), DARK, ["down", "down", "down"]),
        ("all-140x40-light", (140, 40), LIGHT, ["1", "down"]),
        ("break-even-100x40", (100, 40), DARK, ["3", "m"]),
        ("summary-80x24-light", (80, 24), LIGHT, ["7"]),
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
        same_as_golden(f"tui/{name}.svg", await _picture(desk, keys))


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("latency-80x24", (80, 24), DARK, ["4"]),
        ("latency-100x30", (100, 30), DARK, ["4", "down"]),
        ("latency-140x40", (140, 40), DARK, ["4", "down", "down", "down"]),
        ("latency-140x40-light", (140, 40), LIGHT, ["4", "down", "enter"]),
    ],
)
async def test_latency_looks_as_it_did(
    dashboard: Any,
    same_as_golden: Callable[[str, str], None],
    name: str,
    size: tuple[int, int],
    theme: str,
    keys: list[str],
) -> None:
    async with dashboard(TIMES, size=size, theme=theme) as desk:
        same_as_golden(f"tui/{name}.svg", await _picture(desk, keys))


async def test_latency_without_colours_looks_as_it_did(
    dashboard: Any, same_as_golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with dashboard(TIMES, size=(100, 40)) as desk:
        same_as_golden("tui/latency-100x40-no-colour.svg", await _picture(desk, ["4", "down", "down"]))
