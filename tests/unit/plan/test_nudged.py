"""A step up or down is of a size that fits the number, and a step back undoes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files.yaml_text import parse_yaml
from planner.plan.file_model import Measure
from planner.plan.nudged import nudged
from planner.plan.retyped import retyped, shown

SHARE = Measure("share", "accuracy", at_most=1)
GROWTH = Measure("share", "growth", at_least=-0.99, at_most=1)
ABOVE = Measure("week", "weeks", above=0)


def read(text: str) -> Any:
    """Return what a file says where this text stands."""
    return parse_yaml(f"v: {text}", "plan.yaml").data["v"]


@pytest.mark.parametrize(
    ("raw", "up", "down"),
    [
        (800, "850", "750"),
        (4000, "4200", "3800"),
        (50000, "52000", "48000"),
        (1, "2", "0"),
        (0, "1", "0"),
        (-40, "-38", "-42"),
        (2.0, "2.1", "1.9"),
        (1.9, "2.0", "1.8"),
        (0.2, "0.21", "0.19"),
        ("95%", "96%", "94%"),
        ("96.5%", "96.6%", "96.4%"),
        ("1.2M", "1.25M", "1.15M"),
        ("50k", "52k", "48k"),
        ("1k", "1.05k", "0.95k"),
        ("300 ms", "320 ms", "290 ms"),
        ("2026-12", "2027-01", "2026-11"),
        ("2026-03-01", "2026-03-02", "2026-02-28"),
        ("46 of 50", "47 of 50", "45 of 50"),
        ("50 of 50", "50 of 50", "49 of 50"),
        ("40 (30 to 60)", "42", "38"),
        ("40 (30 to 60) h", "42 h", "38 h"),
        ("30 to 60", "44.43", "40.43"),
        ({"value": "40 (30 to 60)", "source": "x"}, "42", "38"),
        ({"p10": "8%", "p50": "10%", "p90": "20%"}, "11%", "9%"),
        ({"mean": 100, "sd": 20}, "105", "95"),
        ({"choices": [10, 20, 40], "weights": [1, 1, 5]}, "42", "38"),
        ({"low": 1, "mode": 2, "high": 3}, "3", "1"),
    ],
)
def test_a_step_is_about_five_percent_and_of_a_round_size(raw: Any, up: str, down: str) -> None:
    assert (nudged(raw, 1), nudged(raw, -1)) == (up, down)


@pytest.mark.parametrize(
    "raw", ["Small", True, None, {"file": "a.md"}, "2026-02-30", "2026-13", "51 of 50", ["a"], "60 to 30"]
)
def test_what_has_no_steps_stays(raw: Any) -> None:
    assert nudged(raw, 1) == nudged(raw, -1) == shown(raw)


def test_calendars_end() -> None:
    assert nudged("2199-12", 1) == "2199-12"
    assert nudged("9999-12-31", 1) == "9999-12-31"


def test_no_step_leaves_the_limits_of_the_field() -> None:
    assert nudged("100%", 3, SHARE) == "100%"
    assert nudged("99%", 3, SHARE) == "100%"
    assert nudged("1%", -3, GROWTH) == "-2%"
    assert nudged("1%", -3) == "0%"
    assert nudged(1, -1, ABOVE) == "1"
    assert nudged(0.9, 1, SHARE) == "0.91"  # a share goes by one in a hundred at most


def test_no_step_shows_the_text_to_start_from() -> None:
    assert nudged({"value": "30 to 60", "source": "x"}, 0) == "30 to 60"


def test_many_steps_are_one_after_another() -> None:
    assert nudged(27, 3) == nudged(28, 2) == nudged(29, 1) == "31"
    assert nudged(31, -3) == "27"


plain = st.one_of(
    st.integers(0, 10**7),
    st.decimals(Decimal("0.01"), 10**4, places=2).map(float),
    st.integers(0, 10**4).map("{}%".format),
    st.integers(0, 10**5).map(lambda tenths: f"{tenths // 10}.{tenths % 10}%"),
    st.integers(1, 10**5).map("{}k".format),
    st.integers(1, 10**5).map("{} tok".format),
    st.dates(max_value=date(9999, 1, 1)).map(str),
    st.integers(2000 * 12, 2199 * 12).map(lambda month: f"{month // 12}-{month % 12 + 1:02}"),
)


@settings(max_examples=300)
@given(plain, st.integers(1, 4))
def test_steps_up_and_then_down_lead_back_to_the_same_text(raw: Any, steps: int) -> None:
    assert nudged(read(nudged(raw, steps)), -steps) == shown(raw)


@settings(max_examples=60)
@given(st.integers(10, 10**6), st.integers(1, 4))
def test_of_a_range_they_lead_back_to_the_same_middle(middle: int, steps: int) -> None:
    raw = f"{middle} ({middle // 2} to {middle * 3})"

    def stepped(said: str, count: int) -> str:
        (change,) = retyped(said, nudged(said, count)).changes
        assert change.text is not None
        return change.text

    back = stepped(stepped(raw, steps), -steps)
    assert back.startswith(f"{middle} (")
