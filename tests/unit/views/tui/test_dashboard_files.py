"""The dashboard and its files: broken ones, mended ones, and ones that break while it is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.views.tui.problems_screen import ProblemsScreen

BROKEN = """\
scenario: 1
title: "[red]x[/]"
as_of: 2026-11-20
horizon: {start: 2026-12, months: twelve}
workload: {requests: 20000, per: day, user_tokenz: 100, output_tokens: 20}
baseline: "[/]"
options: {large: {kind: prompted, title: Large, model: example/large, prompt: 800}}
"""


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


async def test_a_broken_scenario_shows_every_problem_with_its_line(dashboard: Any, plan_copy: Path) -> None:
    _write(plan_copy, BROKEN)
    async with dashboard(plan_copy, size=(120, 30)) as desk:
        await desk.until(lambda: isinstance(desk.app.screen, ProblemsScreen))
        await desk.sees(
            "scenario.yaml:4:",
            "horizon.months: expected a whole number",
            "did you mean 'user_tokens'?",
            "Not read",
        )
        await desk.press("q")
        assert desk.app.return_code == 2


async def test_a_mended_scenario_is_read_again(dashboard: Any, plan_copy: Path) -> None:
    whole = _read(plan_copy)
    _write(plan_copy, BROKEN)
    async with dashboard(plan_copy) as desk:
        await desk.until(lambda: isinstance(desk.app.screen, ProblemsScreen))
        _write(plan_copy, whole)
        await desk.press("r")
        await desk.sees("Small model is cheapest")
        await desk.press("q")
        assert desk.app.return_code == 0


async def test_a_change_on_disk_is_shown_after_reading_again(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy) as desk:
        await desk.sees("$9,937")
        await desk.press("down")
        _write(plan_copy, _read(plan_copy).replace("fee: 200", "fee: 300"))
        await desk.press("r")
        await desk.sees("$10,337", "Where the money goes: Small model tuned")


async def test_the_last_good_answer_stays_when_reading_again_fails(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        _write(plan_copy, BROKEN)
        await desk.press("r")
        await desk.until(lambda: isinstance(desk.app.screen, ProblemsScreen))
        await desk.press("escape")
        await desk.sees("$9,937", "this is the last good answer")
        await desk.press("q")
        assert desk.app.return_code == 0


async def test_an_explanation_of_what_is_gone_is_taken_away(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.press("down", "enter")
        await desk.sees("6 Why", "▾ Small model tuned")
        whole = _read(plan_copy)
        _write(plan_copy, whole[: whole.index("  tuned:")])
        await desk.press("r")
        await desk.no_longer_sees("Small model tuned")
        await desk.sees("▾ Small model")
