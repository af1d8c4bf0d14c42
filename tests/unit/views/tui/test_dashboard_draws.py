"""The dashboard with draws: how sure the answer is, what it hangs on, and what is still being worked out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.pipeline import Question, answer, with_bands, with_draws, with_matters
from planner.views.advice_text import choice_sentences
from planner.views.spread_text import sureness_sentences
from planner.views.tui.calculations import with_draws_of
from planner.views.tui.layout import SENSITIVITY, SUMMARY
from planner.views.verdict_text import doubt_words


def _rename(plan: Path, option: str, other: str) -> None:
    plan.write_text(plan.read_text("utf-8").replace(f"  {option}:", f"  {other}:"), "utf-8")


async def test_the_headline_says_the_range_and_in_how_many_draws_the_verdict_holds(
    dashboard: Any, doubtful: Path
) -> None:
    async with dashboard(doubtful, size=(180, 40)) as desk:
        await desk.draws()
        verdict = doubt_words(desk.app.dashboard.answer)[0]
        assert "of 100 draws" in verdict
        assert verdict in desk.lines[1]


async def test_until_the_draws_are_made_the_panels_say_so(dashboard: Any, doubtful: Path) -> None:
    async with dashboard(doubtful) as desk:
        point = replace(desk.app.answer, drawn=None, bands=None, matters=None)
        desk.app.dashboard.show(point, fresh=False)
        await desk.sees("is being worked out")
        await desk.press("5")
        await desk.sees("working out what the choice hangs on")
        await desk.press("7")
        await desk.sees("How sure that is, is being worked out")


async def test_draws_of_an_earlier_edit_stay_and_are_faint(dashboard: Any, doubtful: Path) -> None:
    async with dashboard(doubtful, size=(160, 40)) as desk:
        await desk.press("2", "m")
        await desk.draws()
        assert "faint" not in desk.tones(" of 100")
        desk.app.dashboard.show(desk.app.dashboard.answer, fresh=False)
        await desk.until(lambda: desk.tones(" of 100") == {"faint"})
        await desk.press("5")
        assert {tone for row in desk.app.focused._rows for _, tone in row.spans} == {"faint"}


def test_draws_of_other_options_are_not_carried_over(doubtful: Path) -> None:
    before = with_matters(with_bands(with_draws(answer(Question(str(doubtful))))))
    same = with_draws_of(answer(Question(str(doubtful))), before)
    assert same.drawn is before.drawn
    _rename(doubtful, "tuned", "other")
    other = with_draws_of(answer(Question(str(doubtful))), before)
    assert other.drawn is other.bands is other.matters is None


async def test_compare_shows_ranges_and_how_often_each_is_the_cheapest(
    dashboard: Any, doubtful: Path
) -> None:
    async with dashboard(doubtful, size=(200, 30)) as desk:
        await desk.press("m")
        await desk.draws()
        await desk.sees("P10 – P90", "cheapest in")
        assert " of 100" in desk.line("▲  Small model ")
        await desk.pilot.resize_terminal(60, 30)
        await desk.until(lambda: "P10 – P90" not in desk.screen)
        assert "payback" in desk.screen


async def test_an_input_that_matters_is_explained_from_the_tornado(dashboard: Any, doubtful: Path) -> None:
    async with dashboard(doubtful, size=(100, 60)) as desk:
        await desk.draws()
        await desk.press("5")
        await desk.sees(
            next(iter(choice_sentences(desk.app.dashboard.answer, desk.app.dashboard.answer.matters)))[:40]
        )
        await desk.until(lambda: "Worth finding out" in desk.screen)
        await desk.press("m")
        await desk.go_down_to("━")
        assert "hours a month · prompt upkeep" in desk.here()
        assert "▲" in desk.here()
        await desk.press("enter")
        await desk.until(lambda: desk.app.focused.id == "why-tree")
        await desk.sees("hours a month")
        await desk.press("escape")
        assert desk.app.dashboard.panel(SENSITIVITY).rows.has_focus


async def test_without_uncertainty_sensitivity_says_what_to_write(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("5")
        await desk.sees("Nothing is uncertain here", "engineer: 75 to 180")
        await desk.press("w")
        await desk.sees("Why: nothing is uncertain here")


async def test_the_summary_can_be_read_out_and_each_sentence_explained(
    dashboard: Any, doubtful: Path
) -> None:
    async with dashboard(doubtful, size=(110, 60)) as desk:
        await desk.draws()
        await desk.press("7", "m")
        said = " ".join(" ".join(desk.app.focused.lines).split())
        answer = desk.app.dashboard.answer
        for sentence in sureness_sentences(answer):
            assert sentence in said
        for words in ("Question", "Answer", "Payback", "Turns on", "Find out", "Dates", "Guesses", "Assumes"):
            assert words in said
        assert "Cheapest below" in said
        await desk.go_down_to("Turns on")
        await desk.press("enter")
        await desk.until(lambda: desk.app.focused.id == "why-tree")
        await desk.press("escape")
        assert desk.app.dashboard.panel(SUMMARY).rows.has_focus


async def test_the_headline_counts_unsaved_edits_and_keeps_the_verdict(dashboard: Any) -> None:
    from planner.views.tui.headline import Headline

    async with dashboard(size=(60, 12)) as desk:
        desk.app.screen.query_one(Headline).unsaved(2)
        await desk.sees("● 2 unsaved")
        assert "is cheapest" in desk.lines[1]
