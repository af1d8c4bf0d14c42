"""The dashboard at every size of the terminal; which panels stand where is in test_layout.py."""

from __future__ import annotations

import random
from typing import Any

import pytest

from planner.views.tui.panels.panel import Panel


def _widths(desk: Any) -> dict[int, int]:
    return {panel.number: panel.size.width for panel in desk.app.screen.query(Panel) if panel.display}


async def _resized(desk: Any, width: int, height: int) -> None:
    await desk.pilot.resize_terminal(width, height)
    await desk.quiet()


async def test_a_wider_terminal_shows_inputs_figures_and_a_chart_and_a_narrow_one_the_focused(
    dashboard: Any,
) -> None:
    async with dashboard() as desk:
        assert set(_widths(desk)) == {2}
        await _resized(desk, 120, 40)
        assert set(_widths(desk)) == {1, 2, 3}
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


async def test_the_figures_used_last_stand_above_the_chart_or_why(dashboard: Any) -> None:
    async with dashboard(size=(120, 40)) as desk:
        await desk.press("4")
        assert set(_widths(desk)) == {1, 4, 3}
        await desk.press("6")
        assert set(_widths(desk)) == {1, 4, 6}
        await desk.press("2")
        assert set(_widths(desk)) == {1, 2, 6}


async def test_a_very_high_terminal_shows_every_panel_and_needs_no_tabs(dashboard: Any) -> None:
    async with dashboard(size=(200, 60)) as desk:
        assert set(_widths(desk)) == {1, 2, 3, 4, 5, 6, 7}
        assert not desk.app.screen.query_one("#tabs").display
        await _resized(desk, 200, 40)
        assert set(_widths(desk)) == {1, 2, 3, 6, 7}
        assert desk.app.screen.query_one("#tabs").display


async def test_the_focused_panel_can_have_the_whole_screen(dashboard: Any) -> None:
    async with dashboard(size=(140, 40)) as desk:
        await desk.press("m")
        assert set(_widths(desk)) == {2}
        assert "is cheapest" in desk.lines[0]
        assert desk.lines[1].startswith("╭─ 2 Compare")
        await desk.press("m")
        assert set(_widths(desk)) == {1, 2, 3}


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
    chance = random.Random(7)  # noqa: S311 - which sizes is not a secret
    async with dashboard(size=(140, 40)) as desk:
        calm = desk.screen
        storm = [
            (1, 1),
            (3, 3),
            (300, 100),
            (2, 50),
            (300, 1),
            (1, 100),
            (12, 7),
            (100, 8),
            (99, 25),
            (100, 26),
        ]
        storm += [(149, 60), (150, 26), (150, 55), (150, 56), (20, 3)]
        storm += [(chance.randint(1, 250), chance.randint(1, 70)) for _ in range(25)]
        for width, height in storm:
            await _resized(desk, width, height)
            await desk.press(
                chance.choice(["down", "tab", "up", "m", "enter", "right_square_bracket", *"1234567"])
            )
            assert len(desk.lines) == height
            if width >= 20 and height >= 3:
                assert "cheapest" in desk.screen or "Small model saves" in desk.screen, desk.screen
        if desk.app.dashboard._maximised:
            await desk.press("m")
        await _resized(desk, 140, 40)
        await desk.press("3", "2", "home")
        await desk.until(lambda: desk.lines[:4] == calm.split("\n")[:4])


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (20, 5), (300, 100)])
async def test_it_opens_in_the_smallest_and_the_largest_terminal(
    dashboard: Any, size: tuple[int, int]
) -> None:
    async with dashboard(size=size) as desk:
        await desk.press(
            "1",
            "6",
            "4",
            "5",
            "3",
            "7",
            "down",
            "2",
            "down",
            "enter",
            "right",
            "question_mark",
            "escape",
            "slash",
        )
        assert len(desk.lines) == size[1]
