"""Options as a whole, and other scenarios: added, copied, renamed, switched, removed; opened, compared, chosen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from planner.views.tui.app import PlannerApp

GALLERY = "ticket-triage-2024"


def _options(desk: Any) -> list[str]:
    return list(desk.app.answer.evaluation.options)


async def test_an_option_is_added_from_a_template_and_counted(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.press("a")
        await desk.sees("Add an option", "Prompt with examples", "Over night")
        await desk.press("2")
        await desk.settles()
        assert len(_options(desk)) == 5
        await desk.press("u")
        await desk.settles()
        assert len(_options(desk)) == 4


async def test_an_option_is_copied_renamed_switched_off_and_on_and_removed(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 50)) as desk:
        await desk.press("c")
        await desk.settles()
        await desk.sees("Small model, copy")
        await desk.go_down_to("Small model, copy")
        await desk.press("n")
        await desk.sees("title = ")
        await desk.type("Second: [b]try[/b]")
        await desk.press("enter")
        await desk.settles()
        await desk.sees("Second: [b]try[/b]")
        await desk.go_down_to("Second: ")
        await desk.press("t")
        await desk.settles()
        await desk.sees("small-model-copy: switched off")
        assert "small-model-copy" not in _options(desk)
        await desk.go_down_to("switched off")
        await desk.press("t")
        await desk.settles()
        assert "small-model-copy" in _options(desk)
        await desk.press("home")
        await desk.go_down_to("Second: ")
        await desk.press("D")
        await desk.settles()
        assert "small-model-copy" not in _options(desk)
        assert not desk.app.session.draft.is_changed, "the file is byte for byte as it was"


async def test_an_option_gets_another_short_name_wherever_it_is_named(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.go_down_to("Large [b]model[/b]")
        await desk.press("N")
        await desk.sees("short name = ")
        await desk.type("largest")
        await desk.press("enter")
        await desk.settles()
        assert desk.app.answer.comparison.baseline == "largest"
        assert "baseline: largest" in desk.app.session.draft.text(plan_copy.absolute())


async def test_the_baseline_is_neither_removed_nor_switched_off(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.go_down_to("Large [b]model[/b]")
        for key in ("D", "t"):
            await desk.press(key)
            await desk.sees("Not done: ", "baseline")
        assert "large" in _options(desk)


async def test_another_scenario_is_opened_and_the_first_is_remembered(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(120, 40)) as desk:
        await desk.press("o")
        await desk.sees("Open a scenario", "scenarios/ticket-triage-2024.yaml")
        await desk.type(GALLERY)
        await desk.press("enter")
        await desk.sees("Ticket triage in 2024: is it 90 % cheaper?", "4o-mini, 800 tokens stays cheapest")
        await desk.settles()
        await desk.press("o")
        await desk.sees("Recent", "A help desk")


async def test_two_scenarios_stand_side_by_side(dashboard: Any, plan_copy: Path) -> None:
    other = plan_copy.with_name("other.yaml")
    other.write_text(plan_copy.read_text("utf-8").replace("value: 20000", "value: 900"), "utf-8")
    async with dashboard(plan_copy, size=(120, 40)) as desk:
        await desk.press("O")
        await desk.sees("Compare with a scenario")
        await desk.type(str(other))
        await desk.press("enter")
        await desk.sees("1 value changed against ", "workload.requests.value  900", "there", "here")
        await desk.press("escape")
        await desk.no_longer_sees("1 value changed")


async def test_a_scenario_of_the_gallery_is_saved_as_a_copy(
    dashboard: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with dashboard(Path(GALLERY), size=(120, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press("plus")
        await desk.settles()
        await desk.press("ctrl+s")
        await desk.sees("save as = ", "the gallery stays as it is")
        monkeypatch.chdir(tmp_path)
        desk.app.editor.line.typed.value = "mine.yaml"
        await desk.press("enter")
        await desk.until((tmp_path / "mine.yaml").exists)
        await desk.settles()
        assert desk.app.session.draft.scenario == tmp_path / "mine.yaml"
        assert not desk.app.session.draft.is_changed


async def test_without_a_scenario_there_is_one_to_choose_and_leaving_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(Path(__file__).parents[4] / "docs")
    app = PlannerApp(None)
    async with app.run_test(size=(100, 30)) as pilot, asyncio.timeout(8):
        while "Gallery" not in "\n".join(strip.text for strip in app.screen._compositor.render_strips()):
            await pilot.pause()
        await pilot.press("escape")
        while not app._exit:
            await pilot.pause()
