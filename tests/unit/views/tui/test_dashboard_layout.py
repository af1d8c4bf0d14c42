"""The dashboard at every size of the terminal."""

from __future__ import annotations

import random
from typing import Any

import pytest

from planner.views.tui.panels.panel import Panel


def _widths(desk: Any) -> dict[int, int]:
    return {panel.number: panel.size.width for panel in desk.app.screen.query(Panel) if panel.display}


async def _resized(desk: Any, width: int, height: int) -> None:
    await desk.pilot.resize_terminal(width, height)
    await desk.pilot.pause()


async def test_a_wider_terminal_shows_inputs_figures_and_why_and_a_narrow_one_the_focused(
    dashboard: Any,
) -> None:
    async with dashboard() as desk:
        assert set(_widths(desk)) == {2}
        await _resized(desk, 120, 40)
        assert set(_widths(desk)) == {1, 2, 6}
        await desk.press("1")
        await _resized(desk, 99, 40)
        assert set(_widths(desk)) == {1}


async def test_a_wide_but_low_terminal_shows_two_panels(dashboard: Any) -> None:
    async with dashboard(size=(120, 22)) as desk:
        assert set(_widths(desk)) == {1, 2}
        await desk.press("6")
        assert set(_widths(desk)) == {1, 6}
        await desk.press("1")
        assert set(_widths(desk)) == {1, 6}


async def test_the_figures_used_last_stand_above_why(dashboard: Any) -> None:
    async with dashboard(size=(120, 40)) as desk:
        await desk.press("4")
        assert set(_widths(desk)) == {1, 4, 6}
        await desk.press("6")
        assert set(_widths(desk)) == {1, 4, 6}
        await desk.press("2")
        assert set(_widths(desk)) == {1, 2, 6}


async def test_a_very_high_terminal_shows_costs_and_times_together_and_needs_no_tabs(dashboard: Any) -> None:
    async with dashboard(size=(200, 60)) as desk:
        assert set(_widths(desk)) == {1, 2, 4, 6}
        assert not desk.app.screen.query_one("#tabs").display
        await _resized(desk, 200, 40)
        assert desk.app.screen.query_one("#tabs").display


async def test_no_panel_narrows_as_the_terminal_widens(dashboard: Any) -> None:
    async with dashboard(size=(100, 40)) as desk:
        before = _widths(desk)
        for width in range(101, 260, 13):
            await _resized(desk, width, 40)
            now = _widths(desk)
            assert all(now[number] >= before[number] for number in before), width
            before = now


async def test_the_focused_panel_can_have_the_whole_screen(dashboard: Any) -> None:
    async with dashboard(size=(140, 40)) as desk:
        await desk.press("m")
        assert set(_widths(desk)) == {2}
        assert "is cheapest" not in desk.screen
        await desk.press("m")
        assert set(_widths(desk)) == {1, 2, 6}


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 40), (200, 60)])
async def test_every_frame_is_closed_within_the_screen(dashboard: Any, size: tuple[int, int]) -> None:
    async with dashboard(size=size) as desk:
        assert len(desk.lines) == size[1]
        assert (
            desk.screen.count("╭")
            == desk.screen.count("╮")
            == desk.screen.count("╰")
            == desk.screen.count("╯")
        )
        assert "? Help" in desk.lines[-1]
        assert "q Quit" in desk.lines[-1]


@pytest.mark.parametrize("width", [30, 40, 56, 64, 80, 100, 112, 140, 200])
async def test_no_figure_is_ever_cut(dashboard: Any, width: int) -> None:
    async with dashboard(size=(width, 40)) as desk:
        await desk.press("2")
        rows = [line for line in desk.lines if "Small model tuned" in line or "●" in line]
        assert any("$9,937" in line for line in rows)
        for row in desk.app.focused._rows:
            assert row.text == row.text.rstrip() or len(row.text.rstrip()) <= desk.app.focused.size.width - 2


async def test_a_storm_of_resizes_ends_as_if_nothing_had_happened(dashboard: Any) -> None:
    sizes = random.Random(7)  # noqa: S311 - which sizes is not a secret
    async with dashboard(size=(140, 40)) as desk:
        calm = desk.screen
        storm = [(1, 1), (300, 100), (2, 50), (300, 1), (1, 100), (12, 7), (100, 8), (99, 25), (100, 26)]
        storm += [(sizes.randint(1, 300), sizes.randint(1, 100)) for _ in range(3)]
        for width, height in storm:
            await _resized(desk, width, height)
            await desk.press(sizes.choice(["down", "1", "2", "4", "6", "tab", "up"]))
            assert len(desk.lines) == height
        await _resized(desk, 140, 40)
        await desk.press("2", "home")
        await desk.until(lambda: desk.lines[:4] == calm.split("\n")[:4])


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (20, 5), (300, 100)])
async def test_it_opens_in_the_smallest_and_the_largest_terminal(
    dashboard: Any, size: tuple[int, int]
) -> None:
    async with dashboard(size=size) as desk:
        await desk.press(
            "1", "6", "4", "down", "2", "down", "enter", "right", "question_mark", "escape", "slash"
        )
        assert len(desk.lines) == size[1]
