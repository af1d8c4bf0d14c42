"""Panel 3: charts of break-evens, worked out in threads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.views.tui.layout import BREAK_EVEN
from planner.views.tui.panels.panel import Panel


def _ask_for(plan: Path, requests: int) -> None:
    plan.write_text(plan.read_text("utf-8").replace("value: 20000", f"value: {requests}"), "utf-8")


async def test_brackets_step_through_the_charts_and_round_again(dashboard: Any) -> None:
    async with dashboard(size=(100, 40)) as desk:
        await desk.press("3", "m")
        await desk.sees("cost over 12 months", "1 of 4", "cost so far")
        await desk.press("right_square_bracket")
        await desk.sees("along requests a day", "2 of 4", "the plan says 20,000")
        await desk.press("right_square_bracket")
        await desk.sees("requests a day ×", "of this map")
        await desk.press("right_square_bracket")
        await desk.sees("dates in 12 months", "4 of 4")
        await desk.press("right_square_bracket")
        await desk.sees("1 of 4")


async def test_below_the_chart_every_option_has_its_payback_or_why_it_has_none(dashboard: Any) -> None:
    async with dashboard(size=(110, 40)) as desk:
        await desk.press("3", "m")
        assert "6.2 mo" in desk.line("●  Small model tuned")
        assert "baseline" in desk.line("■  Large")
        assert "not possible" in desk.line("✗  Small model of last")


async def test_an_option_that_never_pays_back_is_told_with_the_requests_it_needs(
    dashboard: Any, plan_copy: Path
) -> None:
    _ask_for(plan_copy, 800)
    async with dashboard(plan_copy, size=(120, 40)) as desk:
        await desk.press("3", "m")
        await desk.until(lambda: "requests/day)" in desk.line("●  Small model tuned"))
        assert "never (needs " in desk.line("●  Small model tuned")


async def test_the_chart_follows_the_input_a_person_goes_to_and_v_takes_another(dashboard: Any) -> None:
    async with dashboard(size=(140, 50)) as desk:
        await desk.press("3", "right_square_bracket", "1")
        await desk.go_down_to("hourly rate")
        await desk.sees("along hourly rate, engineer")
        await desk.press("3", "v")
        await desk.no_longer_sees("along hourly rate, engineer")


async def test_an_input_that_cannot_be_moved_says_why(dashboard: Any) -> None:
    async with dashboard(size=(140, 50)) as desk:
        panel = desk.app.dashboard.panel(BREAK_EVEN)
        await desk.press("3", "right_square_bracket", "right_square_bracket")
        panel.move_along("horizon.months")
        await desk.sees("months of the plan: cannot be moved on a map")


async def test_what_an_older_answer_came_to_is_dropped(dashboard: Any) -> None:
    async with dashboard(size=(120, 40)) as desk:
        panel = desk.app.dashboard.panel(BREAK_EVEN)
        wanted = Panel.Wanted(panel, "along", ("people.engineer",))
        older = desk.app.answer
        await desk.press("r")
        await desk.until(lambda: desk.app.answer is not older)
        desk.app.dashboard.post_message(desk.app.dashboard.Found(wanted, older, object()))
        await desk.quiet()
        assert ("along", "people.engineer") not in panel._known


async def test_an_option_hidden_in_one_chart_is_hidden_in_all(dashboard: Any) -> None:
    async with dashboard(size=(140, 50)) as desk:
        await desk.press("2", "space")
        await desk.sees("hidden")
        assert desk.app.dashboard.panel(BREAK_EVEN).rows.hidden == {"small"}
        await desk.press("3", "space")
        await desk.no_longer_sees("hidden")


async def test_pinning_is_an_edit_of_the_baseline_and_grey_on_it(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 50)) as desk:
        await desk.press("3", "p")
        await desk.until(lambda: desk.app.answer.comparison.baseline == "small")
        await desk.sees("● 1 unsaved", "Small model stays cheapest")
        await desk.press("p")
        await desk.sees("Baseline: it is the baseline already")
        await desk.press("u")
        await desk.until(lambda: desk.app.answer.comparison.baseline == "large")


async def test_a_grey_key_says_why_it_cannot(dashboard: Any) -> None:
    async with dashboard(size=(66, 24)) as desk:
        await desk.press("space")
        await desk.sees("Hide in chart: no room")
