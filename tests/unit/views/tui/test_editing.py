"""Editing: what a person types is tried out at once, kept or dropped, taken back and saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.views.headline_text import verdict

NEW_VOLUME = "requests: {value: 2000, source: ticket export of October}"


async def test_what_is_typed_is_counted_at_once_and_enter_keeps_it(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        before = verdict(desk.app.answer)
        await desk.at_input("requests a day")
        await desk.press("enter")
        await desk.sees("requests a day = ", "requests/day", "was 20000", "ticket export of October")
        await desk.type("2000")
        await desk.settles()
        await desk.sees("● 1 unsaved")
        assert verdict(desk.app.answer) != before
        await desk.press("enter")
        await desk.settles()
        assert "2,000" in desk.line("requests a day")
        assert not desk.app.editor.line.display
        assert desk.app.focused.id == "inputs-list"
        assert plan_copy.read_text("utf-8").count("20000") == 1, "nothing is written before it is saved"


async def test_escape_puts_back_exactly_what_was_there(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("requests a day")
        answer, screen = desk.app.answer, desk.screen
        await desk.press("e")
        await desk.type("7")
        await desk.settles()
        assert desk.screen != screen
        await desk.press("escape")
        await desk.settles()
        assert desk.app.answer is answer
        assert desk.screen == screen
        assert not desk.app.session.draft.is_changed


async def test_plus_and_minus_nudge_and_several_in_a_row_are_one_edit(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press("plus", "plus")
        await desk.settles()
        assert "22,000" in desk.line("requests a day")
        await desk.press("u")
        await desk.settles()
        assert "20,000" in desk.line("requests a day")
        await desk.press("ctrl+r", "minus")
        await desk.settles()
        assert "21,000" in desk.line("requests a day")


async def test_arrows_nudge_in_the_line_and_arithmetic_is_worked_out(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press("e", "up")
        assert desk.app.editor.line.typed.value == "21000"
        await desk.press("ctrl+u")
        await desk.type("24*1k")
        await desk.press("enter")
        await desk.settles()
        assert "24,000" in desk.line("requests a day")


async def test_the_range_moves_along_with_its_middle(dashboard: Any, doubtful: Path) -> None:
    async with dashboard(doubtful, size=(140, 40)) as desk:
        await desk.at_input("hourly rate, engineer")
        await desk.press("e")
        assert desk.app.editor.line.typed.value == "60 to 130"
        await desk.type("100")
        await desk.sees("range moves along: ")
        await desk.press("enter")
        await desk.settles()
        assert "engineer: 100 (" in desk.app.session.draft.text(doubtful.absolute())


async def test_what_is_no_value_is_told_in_the_line_and_not_kept(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy) as desk:
        await desk.at_input("requests a day")
        answer = desk.app.answer
        await desk.press("e")
        await desk.type("many")
        await desk.sees("expected a number", "got 'many'")
        await desk.press("enter")
        await desk.sees("got 'many'")
        await desk.until(lambda: desk.app.editor.current is not None)
        await desk.press("escape")
        await desk.settles()
        assert desk.app.answer is answer


async def test_tab_keeps_it_and_goes_on_to_the_next_input(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("months  ")
        await desk.press("e")
        await desk.type("18")
        await desk.press("tab")
        await desk.sees("prices known on = ")
        await desk.press("escape")
        await desk.settles()
        assert desk.app.answer.evaluation.calendar.count == 18


async def test_any_value_can_be_set_by_its_path(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.press("1", "colon")
        await desk.type("objectives.budget = 1k")
        await desk.press("enter")
        await desk.settles()
        await desk.sees("No option", "meets every objective")
        await desk.press("u")
        await desk.settles()
        await desk.sees("Small model is cheapest")


async def test_a_price_is_changed_in_a_file_of_ones_own(dashboard: Any, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "scenario: 1\ntitle: One\nas_of: 2026-11-20\nhorizon: {start: 2026-12, months: 6}\n"
        "workload: {requests: 9k, per: day, user_tokens: 90, output_tokens: 9}\nbaseline: large\n"
        "options:\n  large: {kind: prompted, title: Large, model: openai/gpt-6.1-sol, prompt: 800,"
        " reasoning_tokens: 0}\n",
        "utf-8",
    )
    async with dashboard(plan, size=(140, 40)) as desk:
        await desk.at_input("input tokens")
        total = desk.app.answer.evaluation.options["large"].total
        await desk.press("e")
        await desk.type("0.01")
        await desk.press("enter")
        await desk.settles()
        assert desk.app.answer.evaluation.options["large"].total < total
        assert "~$0.01" in desk.line("input tokens"), "a price that somebody tried out is an estimate"
        await desk.press("ctrl+s")
        await desk.until(lambda: not desk.app.session.draft.is_changed)
    assert "0.01" in (tmp_path / "pricing" / "providers" / "openai.yaml").read_text("utf-8")


async def test_saving_keeps_every_comment_and_undo_goes_behind_it(dashboard: Any, plan_copy: Path) -> None:
    commented = plan_copy.read_text("utf-8").replace("per: day", "per: day  # weekends too")
    plan_copy.write_text(commented, "utf-8")
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press("e")
        await desk.type("2000")
        await desk.press("ctrl+s")
        await desk.until(lambda: NEW_VOLUME in plan_copy.read_text("utf-8"))
        expected = commented.replace("value: 20000", "value: 2000")
        assert plan_copy.read_text("utf-8") == expected
        await desk.no_longer_sees("unsaved")
        await desk.press("u")
        await desk.settles()
        await desk.sees("● 1 unsaved")
        await desk.press("ctrl+s")
        await desk.until(lambda: plan_copy.read_text("utf-8") == commented)


async def test_what_others_wrote_meanwhile_is_never_written_over(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        desk.app.documents.look = lambda: None  # nobody looks before it is saved
        await desk.at_input("requests a day")
        await desk.press("e")
        await desk.type("2000")
        await desk.press("enter")
        theirs = plan_copy.read_text("utf-8").replace("engineer: {value: 90", "engineer: {value: 95")
        plan_copy.write_text(theirs, "utf-8")
        await desk.press("ctrl+s")
        await desk.sees("was changed on disk: not saved", "+  engineer: {value: 95", "Merge")
        assert plan_copy.read_text("utf-8") == theirs
        await desk.press("m")
        both = theirs.replace("value: 20000", "value: 2000")
        await desk.until(lambda: plan_copy.read_text("utf-8") == both)
        await desk.settles()
        assert "$95.00" in desk.line("hourly rate, engineer")


async def test_a_change_on_disk_is_read_at_once_where_nothing_was_edited(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        text = plan_copy.read_text("utf-8")
        plan_copy.write_text(text.replace("value: 20000", "value: 500"), "utf-8")
        desk.app.documents.look()
        await desk.until(lambda: desk.app.answer.evaluation.options["large"].total < 2_000)
        await desk.press("1")
        await desk.sees("500  requests/day")


async def test_a_change_on_disk_is_asked_about_where_something_was_edited(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("months  ")
        await desk.press("plus")
        await desk.settles()
        text = plan_copy.read_text("utf-8")
        plan_copy.write_text(text.replace("value: 20000", "value: 500"), "utf-8")
        desk.app.documents.look()
        await desk.sees("was changed on disk", "Take what is on disk")
        await desk.press("t")
        await desk.settles()
        assert not desk.app.session.draft.is_changed
        assert "500" in desk.line("requests a day")


async def test_unsaved_work_asks_before_quitting(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy) as desk:
        await desk.at_input("requests a day")
        await desk.press("plus")
        await desk.settles()
        await desk.press("q")
        await desk.sees("Not everything is saved", "Save 1 unsaved change and quit", "Quit without saving")
        await desk.press("escape")
        await desk.no_longer_sees("Not everything is saved")
        await desk.press("q", "s")
        await desk.until(lambda: desk.app._exit)
    assert "value: 21000" in plan_copy.read_text("utf-8")


async def test_the_leaf_of_an_explanation_is_edited_where_it_stands(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.press("1", "slash")
        await desk.type("engineer")
        await desk.press("enter", "w", "e")
        await desk.sees("hourly rate, engineer = ")
        await desk.type("50")
        await desk.press("enter")
        await desk.settles()
        await desk.sees("$600.00")
        assert desk.app.focused.id == "why-tree"


async def test_d_shows_what_changed_in_values_and_in_money(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(120, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press("e")
        await desk.type("2000")
        await desk.press("enter", "d")
        await desk.sees("1 value changed against the saved file", "workload.requests.value", "20000", "2000")
        await desk.sees("before  Small model is cheapest", "against git HEAD")
        rows = desk.app.screen.query_one("#differences-list").lines
        assert any("Large [b]model[/b]" in row and "token usage −$" in row for row in rows)
        await desk.press("escape")
        await desk.no_longer_sees("against the saved file")


async def test_escape_before_the_answer_came_still_shows_the_draft_that_is_there(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press_at_once("plus", "e", "escape")
        await desk.settles()
        shown = desk.app.answer.evaluation.options["large"].total
        assert "value: 21000" in desk.app.session.draft.text(plan_copy.absolute())
        assert "21,000" in desk.line("requests a day")
        await desk.press("r", "k")
        await desk.settles()
        assert desk.app.answer.evaluation.options["large"].total == shown


async def test_an_edit_goes_where_its_name_is_though_the_lines_have_moved(
    dashboard: Any, plan_copy: Path
) -> None:
    async with dashboard(plan_copy, size=(140, 50)) as desk:
        await desk.at_input("review minutes")
        row = desk.app.dashboard.active.rows.current
        desk.app.session.keep(
            desk.app.session.draft.with_text(
                plan_copy.absolute(),
                plan_copy.read_text("utf-8").replace("discount_rate: 8%\n", ""),
                "a line less",
            )
        )
        desk.app.editor.nudge_row(row, 1)
        await desk.settles()
        text = desk.app.session.draft.text(plan_copy.absolute())
        assert "review_minutes: 0.105" in text
        assert text.count("prompt: 800") == plan_copy.read_text("utf-8").count("prompt: 800")


async def test_a_file_that_is_half_written_ends_nothing(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        desk.app.documents.look = lambda: None
        await desk.at_input("requests a day")
        await desk.press("plus")
        await desk.settles()
        plan_copy.write_text("scenario: [", "utf-8")
        await desk.press("plus", "e", "escape", "d")
        await desk.sees("against the saved file")
        await desk.press("escape")
        await desk.settles()
        assert "22,000" in desk.line("requests a day")
        assert desk.app.failure is None


async def test_taking_what_is_on_disk_can_be_taken_back(dashboard: Any, plan_copy: Path) -> None:
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("requests a day")
        await desk.press("plus")
        await desk.settles()
        plan_copy.write_text(plan_copy.read_text("utf-8").replace("fee: 200", "fee: 300"), "utf-8")
        desk.app.documents.look()
        await desk.sees("was changed on disk")
        await desk.press("t")
        await desk.settles()
        assert "20,000" in desk.line("requests a day")
        await desk.press("u")
        await desk.settles()
        assert "21,000" in desk.line("requests a day")


async def test_a_changed_prompt_is_counted_again_even_right_after_an_edit(
    dashboard: Any, tmp_path: Path
) -> None:
    plan, prompt = tmp_path / "plan.yaml", tmp_path / "prompt.md"
    prompt.write_text("sort the ticket " * 50, "utf-8")
    plan.write_text(
        "scenario: 1\ntitle: One\nas_of: 2026-11-20\nhorizon: {start: 2026-12, months: 6}\n"
        "workload: {requests: 9k, per: day, user_tokens: 90, output_tokens: 9}\nbaseline: large\n"
        "options:\n  large: {kind: prompted, title: Large, model: openai/gpt-6.1-sol,"
        " prompt: {file: prompt.md}, reasoning_tokens: 0}\n",
        "utf-8",
    )
    async with dashboard(plan, size=(140, 40)) as desk:
        await desk.press("1")
        before = desk.line("prompt.md in")
        prompt.write_text("sort the ticket " * 500, "utf-8")
        await desk.at_input("requests a day")
        await desk.press("plus")
        await desk.settles()
        desk.app.documents.look()
        await desk.until(lambda: desk.line("prompt.md in") not in {before, ""})


async def test_a_changed_price_file_is_seen_though_edits_of_the_scenario_were_kept_aside(
    dashboard: Any, plan_copy: Path
) -> None:
    prices = plan_copy.parent / "pricing" / "example.yaml"
    async with dashboard(plan_copy, size=(140, 40)) as desk:
        await desk.at_input("months  ")
        await desk.press("plus")
        await desk.settles()
        plan_copy.write_text(plan_copy.read_text("utf-8").replace("fee: 200", "fee: 300"), "utf-8")
        desk.app.documents.look()
        await desk.sees("was changed on disk")
        await desk.press("k")
        await desk.no_longer_sees("was changed on disk")
        prices.write_text(f"{prices.read_text('utf-8')}# looked at again\n", "utf-8")
        desk.app.documents.look()
        await desk.sees("counted")
