"""Cumulative costs: where lines stand, what is shaded, where options pay back, and whose labels have room."""

from __future__ import annotations

from dataclasses import replace

from charted import TWELVE, answered

from planner.views.charts.cumulative import cumulative
from planner.views.charts.grid import ChartLine, text_of, tone_and_tint
from planner.views.charts.palette import glyph

PLAN = "ticket-triage"


def drawn(
    selected: str = "small-tuned", *hidden: str, width: int = 120, height: int = 30
) -> tuple[ChartLine, ...]:
    return cumulative(answered(PLAN), selected, hidden, width, height)


def text(lines: tuple[ChartLine, ...]) -> str:
    return "\n".join(text_of(line) for line in lines)


def tints(lines: tuple[ChartLine, ...]) -> set[str]:
    return {tone_and_tint(tone)[1] for line in lines for _, tone in line} - {""}


def test_the_ranges_of_the_selected_option_and_the_baseline_are_shaded() -> None:
    assert tints(drawn()) == {"band-1", "band-3"}
    assert tints(drawn("self-hosted")) == {"band-1", "band-5"}
    assert "shaded: P10 – P90 of ◆ ■" in text(drawn())


def test_without_draws_nothing_is_shaded() -> None:
    lines = cumulative(replace(answered(PLAN), bands=None), "small-tuned", (), 120, 30)
    assert not tints(lines)
    assert "shaded" not in text(lines)


def test_a_payback_is_marked_and_its_month_written_beside_it() -> None:
    assert "◆ 5.0 mo" in text(drawn())
    assert "◇ pays back against ■" in text(drawn())
    assert "◇" not in text(drawn("small-tuned", "large-prompt"))
    assert " mo" not in text(drawn("small-tuned", "large-prompt"))


def test_hidden_options_are_gone_and_do_not_stretch_the_axis() -> None:
    some = text(drawn("small-prompt", "large-retrieval", "self-hosted", "large-prompt", "openai-tuned"))
    assert "Large" not in some
    assert "Own 8B" not in some
    assert "$20k ┤" in some
    assert "$40k ┤" not in some
    assert "$40k ┤" in text(drawn("small-prompt"))


def test_every_option_may_be_hidden() -> None:
    names = answered(PLAN).evaluation.options
    lines = cumulative(answered(PLAN), "", tuple(names), 60, 10)
    assert text(lines) == "Every option is hidden."


def test_an_option_that_cannot_be_used_is_faint_and_ends_where_it_ends() -> None:
    lines = drawn("openai-tuned")
    assert "● ✗ 4.1-mini tuned" in text(lines)
    assert ("series-4" in {tone for line in lines for _, tone in line}) is False


def test_labels_stand_in_the_order_of_the_ends() -> None:
    ends = {"Large with retrieval": 0, "Own 8B": 0, "Large, long": 0, "Small tuned": 0, "Small, long": 0}
    lines = [text_of(line) for line in drawn()]
    rows = [next(row for row, line in enumerate(lines) if name in line) for name in ends]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)


def test_where_not_all_labels_have_room_the_important_ones_have() -> None:
    found = answered(TWELVE)
    lines = text(cumulative(found, "terra-short", (), 80, 9))
    assert "Terra, short" in lines
    assert "Sol, long" in lines  # the baseline
    assert "Luna, long" in lines  # the cheapest


def test_a_place_too_small_for_a_chart_gets_totals() -> None:
    lines = drawn("small-tuned", width=22, height=3)
    starts = [text_of(line)[:9].rstrip() for line in lines]
    assert starts == ["◆ $24,479", "■ $74,909", "▲ $8,737"]


def test_more_options_than_glyphs_have_glyphs_of_their_own() -> None:
    assert len({glyph(place) for place in range(30)}) == 30
    assert len({glyph(place, plain=True) for place in range(30)}) == 30
