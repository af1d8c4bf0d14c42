"""The rows of the Latency panel, without a screen: what they say, that they fit, and that they are quick."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer
from planner.views.tui.panels.latency_rows import asked_words, latency_rows, touch
from planner.views.tui.row import Row

TIMES = Path(__file__).parent / "times" / "scenario.yaml"


@cache
def times(*settings: str) -> Answer:
    found = answer(Question(str(TIMES), settings))
    touch(found)
    return found


def rows(option: str, width: int = 100, *settings: str) -> list[Row]:
    return list(latency_rows(times(*settings), option, width))


def text(option: str, *settings: str) -> str:
    return "\n".join(row.text for row in rows(option, 400, *settings))


def tone(row: Row, words: str) -> str:
    return next(tone for span, tone in row.spans if words in span)


@pytest.mark.parametrize("width", [1, 8, 20, 40, 56, 75, 100, 160, 300])
@pytest.mark.parametrize("option", ["large", "small", "tuned", "steps", "own", "nobody"])
def test_no_row_is_wider_than_there_is_room(option: str, width: int) -> None:
    wide = [row.text for row in rows(option, width) if cell_len(row.text.rstrip()) > max(width, 22)]
    assert not wide


def test_the_p95_and_the_option_are_the_last_columns_to_give_way() -> None:
    narrow, wide = rows("tuned", 40)[0].text, rows("tuned", 160)[0].text
    assert narrow.split() == ["option", "p95"]
    assert wide.split()[:8] == ["option", "p50", "p95", "p99*", "TTFT", "p50", "objectives", "0"]


def test_a_missed_objective_is_red_words_and_an_unknown_one_is_not() -> None:
    table = {row.key: row for row in rows("small")}
    assert tone(table["option:tuned"], "✗ misses p95") == "blocked"
    assert tone(table["option:nobody"], "? not known") == "worse"
    assert tone(table["option:small"], "✓ met") == "faint"


def test_every_bar_has_the_colour_of_its_option_and_the_objective_its_own() -> None:
    spans = next(row for row in rows("small") if row.key == "option:steps").spans
    assert [tone for span, tone in spans if "━" in span] == ["series-4"]
    assert [span for span, tone in spans if tone == "strong" and "┃" in span] == ["┃"]


def test_an_objective_of_the_p99_is_the_line_where_the_p95_has_none() -> None:
    said = text("small", "objectives=[latency p99 <= 2 s]")
    assert "┃ p99 ≤ 2 s" in said or "p99 ≤ 2 s ┃" in said


def test_an_objective_beyond_the_scale_is_said_in_words() -> None:
    said = text("small", "objectives=[latency p95 <= 60 s]")
    assert "p95 ≤ 1 min is beyond" in said
    assert "┃" not in said


def test_what_is_asked_besides_times_is_held_against_the_option_and_not_in_the_title() -> None:
    asked = ("objectives=[latency p95 <= 1 s, budget <= 1k]",)
    assert asked_words(times(*asked)) == "p95 ≤ 1 s"
    assert "✗ budget ≤ $1,000: $1,984" in text("small", *asked)


def test_the_medians_are_those_of_every_call() -> None:
    assert "read: to the first token    ~352 ms" in text("steps")
    assert "whole answer  980 ms" in text("large")


def test_a_saving_and_a_claim_are_kept_apart() -> None:
    said = text("tuned")
    assert "~250 ms sooner than Large model (median): shorter prompt ~15 ms, another model ~235 ms" in said
    assert "! Unverified claim: Small model tuned takes 400 ms (the vendor's page)" in said


def test_a_limit_that_holds_says_how_much_of_it_is_used() -> None:
    said = text("small", "limits.example.requests_per_minute=1000")
    assert "✓ requests a minute, example: 80, at the end 152 of 1,000" in said


def test_it_says_in_which_tier_and_when_the_limits_were_read() -> None:
    assert "example: tier 2; read 2026-11-18." in text("small")
