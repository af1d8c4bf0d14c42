"""The recorded tour: made by the script from the real dashboard, and a picture that any page may show."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from planner.pipeline import Question, answer
from planner.views.headline_text import verdict

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "tests" / "unit" / "views" / "tui" / "plan" / "scenario.yaml"
MOST_BYTES = 600_000


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location("make_tour", ROOT / "docs" / "make_tour.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_tour", module)
    spec.loader.exec_module(module)
    return module


def texts(svg: str) -> str:
    return "\n".join(ElementTree.fromstring(svg).itertext()).replace("\xa0", " ")  # noqa: S314 - our own


def test_the_recorded_tour_shows_the_verdict_of_today_and_what_the_script_says(script: ModuleType) -> None:
    svg = (ROOT / "docs" / "tour.svg").read_text("utf-8")
    said = texts(svg)
    for words in (
        verdict(answer(Question(str(ROOT / script.SCENARIO)))),
        *(step.caption for step in script.TOUR),
    ):
        assert words in said, "python docs/make_tour.py"
    assert len(svg.encode()) < MOST_BYTES


def test_the_recorded_tour_needs_nothing_but_itself() -> None:
    svg = (ROOT / "docs" / "tour.svg").read_text("utf-8")
    assert not re.search(r"<script|<foreignObject|@import|@font-face| on\w+=", svg)
    assert set(re.findall(r"(?:https?:)?//[^\s\"')]+", svg)) <= {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\(([^)]+)\)", svg)) == {"#row"}


async def test_two_steps_are_recorded_and_what_both_show_is_drawn_once(script: ModuleType) -> None:
    steps = (
        script.Step((), "the <first>", 2, sees="cheapest"),
        script.Step(("down",), "then the next option", 3, "↓"),
    )
    svg = await script.tour(steps, str(PLAN), (80, 24))
    said = texts(svg)
    assert said.count("is cheapest") == 1, "the headline is the same in both"
    assert "the <first>" in said
    assert "then the next option" in said
    shown = dict(re.findall(r"@keyframes (\w+) \{ (.*) \}$", svg, flags=re.MULTILINE))
    first, second = (
        "0.000% { visibility: visible } 40.000% { visibility: hidden }",
        "40.000% { visibility: visible }",
    )
    assert first in shown.values()
    assert any(second in frames for frames in shown.values())
    assert ".f { visibility: hidden; animation: 5s step-end infinite }" in svg
