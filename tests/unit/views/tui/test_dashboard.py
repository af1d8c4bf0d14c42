"""The dashboard as a person uses it, key by key."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from planner.views.headline_text import payback_sentence, verdict
from planner.views.tui.screen import Dashboard
from planner.views.tui.theme import LIGHT


async def test_it_opens_with_the_verdict_and_the_paybacks(dashboard: Any) -> None:
    async with dashboard(size=(160, 40)) as desk:
        await desk.sees("Small model is cheapest", verdict(desk.app.answer))
        assert "✗ 1 option cannot be used" in desk.screen
    async with dashboard(size=(240, 40)) as desk:
        await desk.sees(payback_sentence(desk.app.answer, "small"))


async def test_every_option_is_compared_with_saving_and_payback(dashboard: Any) -> None:
    async with dashboard() as desk:
        row = desk.line("●  Small model tuned")
        assert "$9,937" in row
        assert "$8,783" in row
        assert "6.2 mo" in row
        assert "baseline" in desk.line("■  Large")


async def test_what_stands_in_an_options_way_is_said_in_words_with_its_date(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("down", "down", "down")
        await desk.sees("Dates: cannot be used for the whole plan", "✗ Old is retired on 2027-04-14")
        assert "not possible" in desk.line("✗  Small model of last")


async def test_numbers_and_tab_switch_panels_in_a_narrow_terminal(dashboard: Any) -> None:
    async with dashboard() as desk:
        assert "Where the money goes" in desk.screen
        await desk.press("1")
        await desk.sees("hourly rate, engineer")
        assert "Where the money goes" not in desk.screen
        await desk.press("6")
        await desk.sees("= token usage + evaluation + staff")
        await desk.press("tab")
        await desk.sees("Question", "Answer")
        await desk.press("tab")
        await desk.sees("hourly rate, engineer")
        await desk.press("tab")
        await desk.sees("Where the money goes")
        await desk.press("tab")
        await desk.sees("cost so far", "pays back")
        await desk.press("tab")
        await desk.sees("How long it takes")
        await desk.press("tab")
        await desk.sees("5 Sensitivity")
        await desk.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await desk.sees("= token usage + evaluation + staff")


async def test_inputs_stand_in_groups_with_unit_and_line(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1")
        row = desk.line("requests a day")
        assert "20,000" in row
        assert "requests/day" in row
        assert "scenario.yaml:7" in row
        for group in ("Horizon", "Workload", "People", "Large [b]model[/b]"):
            assert group in desk.screen


async def test_an_input_without_a_source_is_marked(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1")
        assert "!" in desk.line("yearly discount rate")
        assert "!" not in desk.line("requests a day")
        assert "no source: !15 *1" in desk.screen


async def test_an_input_with_only_a_note_is_told_from_one_with_nothing(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1")
        row = desk.line("hourly rate, engineer")
        assert "*" in row
        assert "!" not in row


async def test_a_filter_narrows_the_inputs_and_escape_shows_all(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash", *"hour")
        await desk.sees("hourly rate, engineer", "1 Inputs · 5 of ")
        assert "requests a day" not in desk.screen
        await desk.press("enter")
        assert desk.app.focused.id == "inputs-list"
        await desk.press("escape")
        await desk.sees("requests a day")


async def test_a_filter_that_finds_nothing_says_so(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash", *"zzz")
        await desk.sees("No input holds these words")


async def test_a_filter_may_be_typed_like_markup(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash", "left_square_bracket", "slash", "b", "right_square_bracket")
        await desk.sees("[/b]", "Large [b]model[/b]")


async def test_an_input_shows_the_charges_it_acts_on_with_their_money(dashboard: Any) -> None:
    async with dashboard(size=(140, 40)) as desk:
        await desk.press("1", "slash", *"engineer", "enter", "w")
        await desk.until(lambda: desk.app.focused.id == "why-tree")
        await desk.sees("▾ charges of Large [b]model[/b]", "$1,080.00", "▾ charges of Small", "$8,640.00")
        await desk.press("down", "enter")
        await desk.sees("prompt upkeep")


async def test_enter_on_an_option_explains_it(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("down", "enter")
        await desk.sees("6 Why", "▾ Small model tuned", "$9,936.80")


async def test_enter_on_a_component_explains_that_component(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("down", "down", "down", "down", "w")
        await desk.sees("6 Why")
        assert "token usage" in desk.here()


async def test_enter_on_an_obstacle_shows_where_it_was_read(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("down", "down", "down", "end", "enter")
        await desk.sees("6 Why", "example.yaml:21", "https://example.org/prices")


async def test_a_number_opens_down_to_the_line_and_the_address_of_its_price(dashboard: Any) -> None:
    async with dashboard(size=(80, 40)) as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.app.focused.id == "why-tree")
        for _ in range(40):
            if "price of input token" in desk.here():
                break
            await desk.press("right" if "▸" in desk.here() else "down")
        assert "example.yaml:18" in desk.here()
        await desk.sees("pricing/example.yaml:18", "https://example.org/prices", "read 2026-11-19")


async def test_backspace_goes_up_and_the_path_shows_the_way(dashboard: Any) -> None:
    async with dashboard(size=(120, 40)) as desk:
        await desk.press("enter")
        await desk.press("down", "right", "down")
        await desk.until(lambda: "Small model › token usage › " in desk.screen)
        await desk.press("backspace")
        await desk.sees("Small model › token usage")
        await desk.press("backspace")
        assert "▾ Small model" in desk.here()
        await desk.press("backspace")
        assert desk.app.focused.id == "compare-list"


async def test_left_closes_what_is_open(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("enter")
        await desk.press("down")
        await desk.sees("▾ token usage")
        await desk.press("left")
        await desk.sees("▸ token usage")


async def test_brackets_step_through_the_months_and_round_again(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("enter")
        await desk.sees("all 12 months", "$3,993.16")
        await desk.press("right_square_bracket")
        await desk.sees("2026-12 (1 of 12)", "$1,709.56")
        await desk.press("right_square_bracket")
        await desk.sees("2027-01 (2 of 12)", "$207.60")
        await desk.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
        await desk.sees("2027-11 (12 of 12)")


async def test_y_copies_the_number_with_its_place(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash", *"engineer", "enter", "w", "y")
        await desk.until(lambda: desk.app.clipboard)
        assert "hourly rate, engineer = $90.00 / h" in desk.app.clipboard
        assert "scenario.yaml:12" in desk.app.clipboard


async def test_space_hides_an_option_in_the_chart_and_rescales_it(dashboard: Any) -> None:
    async with dashboard(size=(140, 40)) as desk:
        before = desk.line("▲  Small model").count("█")
        await desk.press("down", "down", "space")
        await desk.sees("hidden")
        assert desk.line("▲  Small model").count("█") > before
        await desk.press("space")
        await desk.no_longer_sees("hidden")


async def test_a_click_moves_the_cursor_and_a_double_click_explains(dashboard: Any) -> None:
    async with dashboard(size=(140, 40)) as desk:
        pilot: Pilot[None] = desk.pilot
        await pilot.click("#compare-list", offset=(8, 2))
        await desk.sees("Where the money goes: Small model tuned")
        await pilot.click("#compare-list", offset=(8, 2), times=2)
        await desk.until(lambda: desk.app.focused.id == "why-tree")


async def test_tabs_can_be_clicked(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.pilot.click("#tabs", offset=(3, 0))
        await desk.sees("hourly rate, engineer")


async def test_help_lists_every_key_with_what_it_does(dashboard: Any) -> None:
    async with dashboard(size=(100, 80)) as desk:
        await desk.press("question_mark")
        await desk.sees(
            "Everywhere", "In every list", "1 Inputs", "2 Compare", "3 Break-even", "5 Sensitivity"
        )
        for words in ("Show every key and sign", "Explain what the cursor is on", "Copy the line", "Quit"):
            assert words in desk.screen
        await desk.press("escape")
        await desk.no_longer_sees("In every list")


async def test_help_and_footer_show_remapped_keys(dashboard: Any) -> None:
    async with dashboard(size=(160, 80), keymap={"panel.maximise": "z"}) as desk:
        assert "z Maximise" in desk.screen
        await desk.press("f1")
        await desk.sees("z           Give the panel the whole screen")


async def test_the_palette_runs_every_action_under_our_own_names(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("ctrl+p")
        await desk.sees("Go to Inputs")
        await desk.press(*"colours")
        await desk.sees("Colours: dark", "Colours: light", "Colours: the terminal's own")
        assert "Screenshot" not in desk.screen
        await desk.press(*": light")
        await desk.until(lambda: "Colours: dark" not in desk.screen)
        await desk.press("enter")
        await desk.until(lambda: desk.app.theme == LIGHT)


async def test_the_palette_runs_an_action_of_another_panel(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("ctrl+p", *"only inputs with some")
        await desk.sees("Inputs: Only inputs with some words")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Dashboard) and desk.app.focused.id == "filter")


@pytest.mark.parametrize("word", ["export", "redo", "nudge"])
async def test_the_palette_knows_the_words_of_the_last_line(dashboard: Any, word: str) -> None:
    async with dashboard() as desk:
        await desk.press("ctrl+p", *word)
        wanted = {"export": "Write the panel to a file", "redo": "Do again what", "nudge": "A step more"}
        await desk.sees(wanted[word])


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_a_key_quits_with_success(dashboard: Any, key: str) -> None:
    async with dashboard() as desk:
        await desk.press(key)
        assert desk.app.return_code == 0
        assert not desk.app.is_running or desk.app._exit


async def test_text_that_looks_like_markup_is_shown_as_it_is(dashboard: Any) -> None:
    async with dashboard(size=(140, 40)) as desk:
        await desk.sees("A help desk, [red]bold[/red] as ever [/]", "Large [b]model[/b]")
        await desk.press("down", "down", "enter", "y")
        await desk.sees("Where the money goes: Large [b]model[/b]", "Copied: Large [b]model[/b]")


async def test_without_colours_the_cursor_still_stands_out(
    dashboard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with dashboard() as desk:
        styles = [
            segment.style
            for strip in desk.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
        ]
        assert any(style.reverse for style in styles)
        assert desk.line("▌ ▲  Small model")
