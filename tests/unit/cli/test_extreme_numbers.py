"""Numbers that nobody means but anybody can type: a figure or one line that refuses it, never `inf` or a traceback."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

import pytest

Planner = Callable[..., subprocess.CompletedProcess[str]]
UNUSABLE = re.compile(r"\b(nan|inf|infinity)\b", re.IGNORECASE)


def numbers(data: Any) -> Iterator[float]:
    """Return every number in an answer."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for inner in data:
            yield from numbers(inner)
    elif isinstance(data, float):
        yield data


@pytest.mark.parametrize(
    "settings",
    [
        "workload.requests=0",
        "workload.requests=1e-15",
        "workload.requests=9e14",
        "workload.requests=9e14 workload.growth=100% horizon.months=120",
        "workload.growth=-99% horizon.months=120",
        "discount_rate=100% horizon.months=120",
    ],
)
def test_an_extreme_number_gives_finite_figures(settings: str, planner_in_place: Planner) -> None:
    changed = [word for setting in settings.split() for word in ("--set", setting)]
    for form in ("json", "text"):
        ran = planner_in_place("run", "ticket-triage-2024", *changed, "--format", form)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert not UNUSABLE.search(ran.stdout)
        if form == "json":
            assert all(isfinite(number) for number in numbers(json.loads(ran.stdout)))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("workload.requests=1e15", "1e+15 is too large to be meant"),
        ("workload.requests=2.3e-308", "2.3e-308 is too small to be meant"),
        ("workload.user_tokens=5e-324", "4.94066e-324 is too small to be meant"),
        ("discount_rate=9e-16", "9e-16 is too small to be meant"),
        ("people.engineer=1e308", "1e+308 is too large to be meant"),
        ("workload.requests=1e400", "1e400 is too large for a finite number"),
        ("workload.requests=.nan", ".nan is not a finite number"),
        ("workload.requests=-.inf", "-.inf is not a finite number"),
        ("workload.requests=-1e-300", "-1e-300 is not at least 0"),
        ("discount_rate=1e308", "1e+308 is not at most 1"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_in_one_line(
    setting: str, said: str, planner_in_place: Planner
) -> None:
    ran = planner_in_place("run", "ticket-triage-2024", "--set", setting)
    assert (ran.returncode, ran.stdout) == (2, "")
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"error: --set {setting.partition('=')[0]}: {said}")
