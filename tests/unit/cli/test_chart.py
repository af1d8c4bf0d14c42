"""`planner chart`: which charts there are, how large they get, what is refused."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from planner.views.charts.palette import (
    DARK_BAND,
    DARK_BANDS,
    DARK_SERIES,
    LIGHT_BAND,
    LIGHT_BANDS,
    LIGHT_SERIES,
)
from planner.views.cli.chart_colours import painted

Run = Callable[..., subprocess.CompletedProcess[str]]
KINDS = ["cumulative", "components", "latency", "tornado", "timeline"]
MAP = ["map", "--vary", "workload.requests", "--vary", "people.engineer"]
ALONG = ["along", "--vary", "workload.requests"]


@pytest.mark.parametrize("kind", [*([kind] for kind in KINDS), MAP, ALONG])
def test_a_chart_is_as_large_as_asked(kind: list[str], planner_in_place: Run) -> None:
    ran = planner_in_place(
        "chart", "ticket-triage", *kind, "--width", "66", "--height", "18", "--draws", "500"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert 5 < len(lines) <= 18
    assert all(cell_len(line) <= 66 for line in lines)


def test_a_plain_chart_is_ascii(planner_in_place: Run) -> None:
    assert planner_in_place("chart", "ticket-triage", "--plain", "--draws", "500").stdout.isascii()


@pytest.mark.parametrize(
    "asked",
    [
        ["run", "ticket-triage-2024"],
        ["latency", "ticket-triage-2024"],
        ["solve", "ticket-triage-2024", "--vary", "workload.requests"],
        ["sensitivity", "ticket-triage", "--draws", "500"],
    ],
)
def test_a_plain_report_is_ascii_and_no_wider(asked: list[str], planner_in_place: Run) -> None:
    plain, other = (planner_in_place(*asked, *more).stdout for more in (["--plain"], []))
    assert plain.isascii()
    assert [cell_len(line) for line in plain.splitlines()] == [cell_len(line) for line in other.splitlines()]


def test_the_cheapest_option_is_the_one_it_is_about(planner_in_place: Run) -> None:
    asked = ["chart", "ticket-triage", "timeline"]
    assert "Small, long prompt:" in planner_in_place(*asked).stdout
    assert "Small tuned, hosted:" in planner_in_place(*asked, "--option", "small-tuned").stdout


def test_an_option_that_is_none_is_named_with_a_suggestion(planner_in_place: Run) -> None:
    ran = planner_in_place("chart", "ticket-triage", "components", "--option", "small-tund")
    assert ran.returncode == 2
    assert "'small-tund' is no option of this plan (did you mean 'small-tuned'?)" in ran.stderr


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (["map"], "'map' takes two --vary"),
        (["along"], "'along' takes one --vary"),
        (["tornado", "--vary", "workload.requests"], "'tornado' takes no --vary"),
        (["pie"], "'pie' is not one of"),
        (["--width", "0"], "0 is not in the range"),
    ],
)
def test_what_makes_no_chart_is_refused(kind: list[str], words: str, planner_in_place: Run) -> None:
    ran = planner_in_place("chart", "ticket-triage", *kind)
    assert ran.returncode == 2
    assert words in ran.stderr


def test_colours_are_those_of_the_256_or_every_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLORTERM", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    spans = [("■", "series-1"), (" ", "plain on band-2"), ("x", "faint"), ("y", "plain")]
    assert painted(spans) == "\x1b[38;5;178m■\x1b[0m\x1b[38;5;252m\x1b[48;5;236m \x1b[0m\x1b[2mx\x1b[0my"
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert painted(spans[:1]) == "\x1b[38;2;230;159;0m■\x1b[0m"
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert painted(spans[:1]) == "\x1b[38;2;176;74;0m■\x1b[0m"
    assert "48;2;214;237;251" in painted(spans[1:2])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("series", "bands", "others"),
    [
        (DARK_SERIES, (*DARK_BANDS, DARK_BAND), ("#D6DCE4", "#8794A4", "#FF6E6E")),
        (LIGHT_SERIES, (*LIGHT_BANDS, LIGHT_BAND), ("#1C232B", "#5C6873", "#B3141C")),
    ],
)
def test_every_text_can_be_read_on_every_tint(
    series: tuple[str, ...], bands: tuple[str, ...], others: tuple[str, ...]
) -> None:
    low = [(text, band) for text in (*series, *others) for band in bands if contrast(text, band) < 4.5]
    assert not low
