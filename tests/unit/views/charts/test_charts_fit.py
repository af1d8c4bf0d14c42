"""Charts fit any size, are never in the way with an error, and say in plain text what they say in colour."""

from __future__ import annotations

from collections.abc import Mapping
from time import process_time

import pytest
from charted import Chart, charts, triage, twelve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from planner.views.charts.grid import text_of, tone_and_tint
from planner.views.charts.palette import GLYPHS

KINDS = ["cumulative", "components", "latency", "tornado", "map", "timeline", "along"]
TONES = {"plain", "strong", "faint", "heading", "better", "worse", "blocked", "accent"} | {
    f"series-{number}" for number in range(1, len(GLYPHS) + 1)
}
TINTS = {"", "band", *(f"band-{number}" for number in range(1, len(GLYPHS) + 1))}


def check(plan: Mapping[str, Chart], width: int, height: int) -> None:
    for kind in KINDS:
        for plain in (False, True):
            lines = plan[kind](width, height, plain)
            assert len(lines) <= height, kind
            assert all(cell_len(text_of(line)) <= width for line in lines), kind
            tones = {tone_and_tint(tone) for line in lines for _, tone in line}
            assert {tone for tone, _ in tones} <= TONES, kind
            assert {tint for _, tint in tones} <= TINTS, kind
            if plain:
                assert all(text_of(line).isascii() for line in lines), kind
                assert {tint for _, tint in tones} <= {""}, kind


@settings(max_examples=12)
@given(st.integers(1, 300), st.integers(1, 100))
@example(1, 1)
@example(300, 100)
@example(300, 1)
@example(1, 100)
@example(25, 7)
def test_a_chart_fits_any_size(width: int, height: int) -> None:
    check(triage(), width, height)


@settings(max_examples=8)
@given(st.integers(1, 120), st.integers(1, 40))
def test_a_chart_of_many_options_fits_any_size(width: int, height: int) -> None:
    check(twelve(), width, height)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_drawn_again_within_a_hundredth_of_a_second(kind: str) -> None:
    draw = triage()[kind]
    times = []
    for _ in range(5):
        begin = process_time()
        draw(140, 40, False)
        times.append(process_time() - begin)
    assert min(times) < 0.010


@pytest.mark.parametrize("kind", KINDS)
def test_no_size_is_too_small_to_say_anything(kind: str) -> None:
    for width, height in ((12, 1), (20, 2), (30, 4)):
        assert any(text_of(line).strip() for line in triage()[kind](width, height, False)), (width, height)


def test_letters_of_two_cells_and_accents_fit_as_well() -> None:
    titles = (
        "options.large-prompt.title=漢字漢字漢字漢字漢字",
        "options.small-prompt.title=ab\u0301é \u202eback",
    )
    plan = charts("ticket-triage", "workload.requests", "people.engineer", "", *titles)
    for kind in KINDS:
        for width, height in ((80, 20), (41, 9), (7, 3)):
            lines = plan[kind](width, height, False)
            assert all(cell_len(text_of(line)) <= width for line in lines), kind
            assert "\u202e" not in "".join(text_of(line) for line in lines), kind
