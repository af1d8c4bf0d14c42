"""Why: from a total to the inputs, from an input to what it acts on, and from month to month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.containers import VerticalScroll

from planner.plan.hint import Hint
from planner.views.number_format import money

TRIAGE = Path("scenarios/ticket-triage.yaml")
LONG_NOTE = "a note that says a great deal about where this number came from, " * 2


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _written(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


async def _to_the_price(desk: Any) -> None:
    """Open the tree of the first option down to the price of its input tokens."""
    await desk.press("enter")
    await desk.press("down", "right", "down", "right", "down", "down")
    await desk.until(lambda: "• price of input" in desk.here())


async def test_a_charges_total_says_of_how_many_months_it_is_the_sum(dashboard: Any) -> None:
    async with dashboard(TRIAGE) as desk:
        await desk.press("enter", "down", "right", "down", "right")
        await desk.until(lambda: "▾ input tokens" in desk.here())
        assert "= sum of 24 months" in desk.here()
        assert "tok/month" in desk.screen


async def test_enter_on_an_input_shows_what_it_acts_on_and_backspace_returns(dashboard: Any) -> None:
    async with dashboard(size=(80, 40)) as desk:
        await _to_the_price(desk)
        before = desk.here()
        await desk.press("enter")
        await desk.sees("‹ price of input tokens, Small", "▾ evaluation requests")
        assert "▾ price of input tokens" in desk.here()
        await desk.press("backspace")
        await desk.until(lambda: desk.here() == before)
        await desk.press("backspace", "backspace", "backspace", "backspace")
        await desk.until(lambda: desk.app.focused.id == "compare-list")


async def test_it_shows_the_same_as_the_inputs_do(dashboard: Any) -> None:
    async with dashboard(size=(80, 40)) as desk:
        tree = desk.app.dashboard.why.numbers
        await desk.press("1", "slash", *"small: input", "enter", "w")
        asked = tree.root
        assert len(asked.children) == 1
        await desk.press("2")
        await _to_the_price(desk)
        assert tree.root != asked
        await desk.press("enter")
        assert tree.root == asked


async def test_a_click_goes_back_from_an_input_too(dashboard: Any) -> None:
    async with dashboard(size=(80, 40)) as desk:
        await _to_the_price(desk)
        await desk.press("enter")
        await desk.sees("‹ price of input tokens")
        await desk.pilot.click("#why-path", offset=(3, 0))
        await desk.sees("Small model › token usage › input tokens › price of input")


async def test_braces_jump_a_year_and_stop_at_the_ends(dashboard: Any) -> None:
    async with dashboard(TRIAGE) as desk:
        await desk.press("enter")
        for wanted in ("2026-12 (1 of 24)", "2027-12 (13 of 24)", "2028-11 (24 of 24)", "all 24 months"):
            await desk.press("right_curly_bracket")
            await desk.sees(wanted)
        for wanted in ("2028-11 (24 of 24)", "2027-11 (12 of 24)", "2026-12 (1 of 24)", "all 24 months"):
            await desk.press("left_curly_bracket")
            await desk.sees(wanted)


async def test_details_longer_than_their_room_can_be_scrolled(dashboard: Any, plan_copy: Path) -> None:
    _written(plan_copy, _read(plan_copy).replace("note: assumption", f"note: '{LONG_NOTE}the end of it'"))
    async with dashboard(plan_copy, size=(50, 24)) as desk:
        await desk.press("1", "slash", *"hourly", "enter", "w")
        await desk.sees("⇧↓ ⇧↑ Details", "hourly rate, engineer = $90.00")
        assert "the end of it" not in desk.screen
        details = desk.app.screen.query_one("#why-details", VerticalScroll)
        assert details.size.height >= 4
        await desk.press(*["shift+down"] * details.max_scroll_y)
        await desk.sees("the end of it")
        await desk.press(*["shift+up"] * details.max_scroll_y)
        await desk.no_longer_sees("the end of it")


async def test_short_details_need_no_key(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("enter")
        await desk.sees("enter Open")
        assert "Details" not in desk.lines[-1]


async def test_a_hint_is_told_with_its_saving_and_explained(dashboard: Any) -> None:
    async with dashboard(TRIAGE, size=(140, 40)) as desk:
        option = desk.app.answer.evaluation.options["large-prompt"]
        hint: Hint = option.hints[0]
        for _ in desk.app.answer.evaluation.options:
            if "Where the money goes: Large, long prompt" in desk.screen:
                break
            await desk.press("down")
        saving = option.hint_saving(hint)
        await desk.until(
            lambda: (
                f"Hint: {hint.what}, saving {money(saving)}"
                in " ".join(desk.app.focused.lines).replace("   ", " ")
            )
        )
        await desk.press("end")
        assert desk.here().startswith("Hint: ")
        await desk.press("enter")
        await desk.sees("sum of 24 months of", "requests a month")
        assert money(saving) in desk.screen.replace(f"{saving:,.2f}", f"{saving:,.0f}")


async def test_compare_says_that_equal_answers_are_assumed(dashboard: Any) -> None:
    async with dashboard() as desk:
        assert desk.screen.count("assumes equal answers") == 1


async def test_own_gpus_have_a_price_a_day_as_well(dashboard: Any) -> None:
    async with dashboard(TRIAGE, size=(300, 60)) as desk:
        await desk.press("m")
        await desk.sees("inference a day")
        day = desk.app.answer.evaluation.options["self-hosted"].inference_per_day
        assert day > 0
        assert f" {money(day)} " in next(line for line in desk.app.focused.lines if "Own 8B" in line)


async def test_a_share_is_never_torn_apart(dashboard: Any) -> None:
    async with dashboard(TRIAGE) as desk:
        for width in range(30, 100, 3):
            await desk.pilot.resize_terminal(width, 24)
            await desk.quiet()
            assert not any(line.strip().startswith("%") for line in desk.lines[:4]), width
            assert "\N{NO-BREAK SPACE}" not in desk.screen


async def test_keys_typed_at_once_reach_the_panel_that_they_are_meant_for(dashboard: Any) -> None:
    async with dashboard(TRIAGE) as desk:
        await desk.press_at_once("6", "]", "]")
        await desk.sees("6 Why · 2027-01 (2 of 24)")
        await desk.press_at_once("2", "enter", "}")
        await desk.sees("6 Why · 2028-01 (14 of 24)")
        await desk.press_at_once("1", "down", "2")
        await desk.until(lambda: desk.app.focused.id == "compare-list")


async def test_words_typed_at_once_are_words_of_the_filter(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press_at_once("1", "/", *"mqr")
        await desk.until(lambda: desk.app.focused.id == "filter" and desk.app.focused.value == "mqr")
        assert desk.app.return_code is None
        assert len(desk.app.screen_stack) == 1
