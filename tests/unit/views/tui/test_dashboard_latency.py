"""Latency: how long options take, against what is asked, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TIMES = Path(__file__).parent / "times" / "scenario.yaml"


async def test_the_objective_stands_in_the_title_and_is_a_line_through_the_bars(dashboard: Any) -> None:
    async with dashboard(TIMES) as desk:
        await desk.press("4")
        await desk.sees("4 Latency · p95 ≤ 1 s, TTFT p50 ≤ 800 ms", "┃ p95 ≤ 1 s")
        columns = {line.index("┃") for line in desk.lines[7:13]}
        assert len(columns) == 1


async def test_options_say_in_words_whether_they_meet_what_is_asked(dashboard: Any) -> None:
    async with dashboard(TIMES) as desk:
        await desk.press("4")
        assert "✓ met" in desk.line("▲  Small model ")
        assert "✗ misses p95" in desk.line("✗  Small model tuned")
        assert "✗ misses p95" in desk.line("✗  Large model")
        assert "? not known" in desk.line("✗  Not measured")


async def test_the_p99_is_never_shown_without_saying_that_it_is_extrapolated(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(200, 60)) as desk:
        await desk.press("4", "m")
        await desk.sees("p99*", "▹ p99, extrapolated", "p99 extrapolated", "(extrapolated); TTFT p50")


async def test_the_selected_option_is_told_with_its_objectives_and_what_it_rests_on(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(90, 60)) as desk:
        await desk.press("4", "down", "down", "down")
        await desk.sees(
            "How long it takes: Small model tuned", "✗ latency p95 ≤ 1 s: ~1.17 s", "✓ TTFT p50 ≤ 800 ms"
        )
        await desk.sees("to the first token", "output, 20 tokens")
        await desk.sees("sooner than Large model (median): shorter prompt ~15 ms, another model")
        await desk.sees(
            "! Unverified claim: Small model tuned takes 400 ms",
            "GPT-4.1 mini; another model stands in",
            "n = 10",
        )
        await desk.sees("nobody measured it)", "confidence low", "136 requests a minute")


async def test_a_chain_is_taken_apart_into_its_calls(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(90, 60)) as desk:
        await desk.press("4", *["down"] * 4)
        await desk.sees("read: to the first token", "read: output, 30 tokens", "answer: output, 20 tokens")


async def test_gpus_say_how_busy_they_are(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(90, 60)) as desk:
        await desk.press("4", "down")
        await desk.sees(
            "wait for the GPU, mean",
            "worked out from the GPU",
            "GPUs to rent: 2, 1 of them spare",
            "in the busy hour prefill",
        )


async def test_what_nobody_measured_says_so(dashboard: Any) -> None:
    async with dashboard(TIMES) as desk:
        await desk.press("4", "down", "down")
        await desk.sees("? latency p95 ≤ 1 s: not known (nobody is known to have measured", "example/old)")


async def test_w_explains_the_times_down_to_their_pages(dashboard: Any) -> None:
    async with dashboard(TIMES) as desk:
        await desk.press("4", "w")
        await desk.until(lambda: desk.app.focused.id == "why-tree")
        await desk.sees("6 Why · busy hour of the slowest month", "how long Small model takes", "latency p95")
        await desk.press("down", "right", "down", "right", "down")
        await desk.sees("median TTFT")
        await desk.press("escape")
        await desk.until(lambda: desk.app.focused.id == "latency-list")


async def test_months_have_no_key_where_they_make_no_difference(dashboard: Any) -> None:
    async with dashboard(TIMES) as desk:
        await desk.press("4", "enter")
        assert "Month" not in desk.lines[-1]
        await desk.press("right_square_bracket")
        await desk.sees("6 Why · busy hour of the slowest month")
        await desk.press("2", "down", "enter", "right_square_bracket")
        await desk.sees("2026-12 (1 of 12)")


async def test_a_limit_that_breaks_is_explained_as_the_event_it_is(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(90, 60)) as desk:
        await desk.press("4", "end")
        assert desk.here().startswith("! 2027-09-01: Requests wait in the busiest minute from 2027-09")
        await desk.press("enter")
        await desk.sees("scenario.yaml:18", "The option can still be used.")


async def test_the_option_selected_in_one_panel_is_selected_in_the_other(dashboard: Any) -> None:
    async with dashboard(TIMES) as desk:
        await desk.go_down_to("Own GPUs")
        await desk.press("4")
        await desk.sees("How long it takes: Own GPUs")
        assert "Own GPUs" in desk.here()
        await desk.press("down", "2")
        assert "Not measured" in desk.here()
        await desk.sees("Where the money goes: Not measured")


async def test_compare_marks_what_is_too_slow_and_says_by_how_much(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(140, 40)) as desk:
        await desk.press("m")
        assert "p95" in desk.line("payback")
        row = desk.line("✗  Small model tuned")
        assert "too slow" in row
        assert "~1.17 s" in row
        await desk.press("down", "down", "down")
        await desk.sees("✗ Small model tuned misses: latency p95 is ~1.17 s, not ≤ 1 s")
        assert "cannot be used for the whole plan" not in desk.screen
        await desk.press("down", "down", "down", "enter")
        await desk.sees("how long Large model takes")


async def test_a_plan_without_objectives_shows_times_and_no_marks(dashboard: Any) -> None:
    async with dashboard(Path("scenarios/ticket-triage.yaml")) as desk:
        await desk.press("4")
        await desk.sees("4 Latency · no objective", "● p50  ▸ p95  ▹ p99, extrapolated")
        assert "objectives" not in desk.screen
        assert "┃" not in desk.screen


async def test_every_frame_is_closed_and_the_verdict_stays(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(80, 24)) as desk:
        await desk.press("4", "down", "down", "enter", "4")
        for width, height in [(80, 24), (100, 30), (140, 40), (200, 60)]:
            await desk.pilot.resize_terminal(width, height)
            await desk.until(lambda tall=height: len(desk.lines) == tall)
            corners = {corner: desk.screen.count(corner) for corner in "╭╮╰╯"}
            assert len(set(corners.values())) == 1, width
            assert "Small model" in desk.lines[1], width


async def test_the_headline_says_the_times_where_there_is_room(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(100, 30)) as desk:
        await desk.sees("the cheapest that meets every objective", "p95 1.9 s → ~923 ms")


async def test_no_line_is_wider_than_the_panel(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(200, 40)) as desk:
        await desk.press("4")
        for width in (200, 140, 100, 80, 56, 30):
            await desk.pilot.resize_terminal(width, 40)
            await desk.press("down")
            room = desk.app.focused.size.width - 2
            table = desk.app.focused.lines[:7]
            assert all(len(line.rstrip()) <= room for line in table), (width, table)
            assert any("~923 ms" in line for line in desk.app.focused.lines), width


async def test_a_storm_of_resizes_leaves_the_panel_as_it_was(dashboard: Any) -> None:
    async with dashboard(TIMES, size=(140, 40)) as desk:
        await desk.press("4", "home")
        calm = desk.screen
        for width, height, key in ((1, 1, "down"), (300, 60, "end"), (2, 50, "up"), (100, 27, "down")):
            await desk.pilot.resize_terminal(width, height)
            await desk.press(key)
            assert len(desk.lines) == height
        await desk.pilot.resize_terminal(140, 40)
        await desk.press("4", "home")
        await desk.until(lambda: desk.lines[:17] == calm.split("\n")[:17])
