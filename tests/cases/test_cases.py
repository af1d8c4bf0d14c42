"""Published calculations, each a folder: `case.yaml`, a scenario, and the example's own prices.

An expected figure is written as it was published; the answer, rounded to as many places, has to be the same.
`{figure: 384 %, rounded: down}` is for a page that cuts its places off, `{below: $1}` for one that says "less than".
`none` is for a figure that there is not. A charge is found by its item, as in `charges.training tokens.quantity`.
`solve: {vary:, between:}` looks for what `expect_break_even` lists, such as `1.45 M`; an empty list is never.
`scenario: other.yaml` is for a page with several calculations.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.files.yaml_text import parse_yaml
from planner.pipeline import Question, answer
from planner.views.reports.json_report import json_data
from planner.views.reports.text import summary
from planner.what_if import solve

CASES = Path(__file__).parent
KEYS = {"name", "scenario", "set", "pricing", "expect", "text", "solve", "expect_break_even"}
FIGURE = re.compile(r"(?P<sign>[-−]?)\$?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<unit> [%M])?")
SIZES = {" %": Decimal("0.01"), " M": Decimal("1e6"), None: Decimal(1)}


@dataclass(frozen=True)
class Run:
    """One run of a case: what is changed, and what has to come out."""

    scenario: Path
    sentence: str
    settings: tuple[str, ...]
    pricing: Path | None
    expect: Mapping[str, Any]
    text: tuple[str, ...]
    solve: Mapping[str, Any] | None
    break_evens: Mapping[str, list[str]]

    @property
    def question(self) -> Question:
        return Question(str(self.scenario), self.settings, pricing=self.pricing)


def runs() -> Iterator[Run]:
    for file in sorted(CASES.glob("*/case.yaml")):
        case = parse_yaml(file.read_text("utf-8"), file.name).data
        assert set(case) == {"sentence", "published", "runs"}, file
        for run in case["runs"]:
            assert set(run) <= KEYS, file
            assert ("solve" in run) == ("expect_break_even" in run), file
            yield Run(
                scenario=file.parent / run.get("scenario", "scenario.yaml"),
                sentence=": ".join(part for part in (case["sentence"], run.get("name")) if part),
                settings=tuple(str(setting) for setting in run.get("set", ())),
                pricing=file.parent / run["pricing"] if "pricing" in run else None,
                expect=run["expect"],
                text=tuple(run.get("text", ())),
                solve=run.get("solve"),
                break_evens=run.get("expect_break_even", {}),
            )


RUNS = list(runs())


def found(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = (
            next(entry for entry in data if entry["item"] == step) if isinstance(data, list) else data[step]
        )
    return data


def as_published(value: object, expected: Any) -> object:
    """Write what was found the way the expected figure is written."""
    if value is None:
        return "none"
    if isinstance(value, str | bool):
        return value
    if isinstance(expected, dict) and "below" in expected:
        return Decimal(repr(value)) < figure(expected["below"])
    down = isinstance(expected, dict)
    shape = FIGURE.fullmatch(expected["figure"] if down else expected)
    if shape is None:
        return value
    places = len(shape["digits"].partition(".")[2])
    number = Decimal(repr(value)) / SIZES[shape["unit"]]
    # Float dust of a sum, such as 0.4999999999, is not what rounding is about.
    dustless = number.quantize(Decimal("1e-12"))
    return dustless.quantize(Decimal(1).scaleb(-places), ROUND_FLOOR if down else ROUND_HALF_EVEN)


def figure(expected: Any) -> Any:
    if isinstance(expected, bool):
        return expected
    if isinstance(expected, dict) and "below" in expected:
        return True
    text = expected["figure"] if isinstance(expected, dict) else expected
    shape = FIGURE.fullmatch(text)
    if shape is None:
        return text
    return Decimal(("-" if shape["sign"] else "") + shape["digits"].replace(",", ""))


@pytest.mark.parametrize("run", RUNS, ids=[run.sentence for run in RUNS])
def test_a_published_calculation_comes_out_as_published(run: Run) -> None:
    outcome = answer(run.question)
    data = json_data(outcome)
    got = {path: as_published(found(data, path), expected) for path, expected in run.expect.items()}
    assert got == {path: figure(expected) for path, expected in run.expect.items()}
    shown = " ".join(line.text for line in summary(outcome, 120))
    assert [fragment for fragment in run.text if fragment not in shown] == []


@pytest.mark.parametrize("run", RUNS, ids=[run.sentence for run in RUNS])
def test_every_dollar_of_a_published_calculation_leads_to_a_line_and_a_reference(run: Run) -> None:
    for path, entry in json_data(answer(run.question))["inputs"].items():
        assert entry["at"], path
        if path.startswith("prices."):
            assert "https://" in entry["reference"], path


SOLVED = [run for run in RUNS if run.solve]


@pytest.mark.parametrize("run", SOLVED, ids=[run.sentence for run in SOLVED])
def test_a_published_break_even_comes_out_as_published_or_never(run: Run) -> None:
    asked = run.solve or {}
    low, high = map(str, asked["between"])
    found = solve(answer(run.question), asked["vary"], (low, high)).crossings
    assert found.complete
    for option, published in run.break_evens.items():
        values = [each.value for each in found.pairs[option].break_evens]
        got = [as_published(value, text) for value, text in zip(values, published, strict=True)]
        assert got == [figure(text) for text in published]


FIRST_OF_EACH = {f"{run.scenario.parent.name}/{run.scenario.stem}": run for run in reversed(RUNS)}


@pytest.mark.parametrize("run", FIRST_OF_EACH.values(), ids=FIRST_OF_EACH)
def test_the_command_says_the_same_as_the_pipeline(
    run: Run, planner_in_place: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    settings = [word for setting in run.settings for word in ("--set", setting)]
    ran = planner_in_place("run", str(run.scenario), *settings, "--format", "json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == json_data(answer(run.question))


def test_every_case_names_its_public_page() -> None:
    for file in CASES.glob("*/case.yaml"):
        published = parse_yaml(file.read_text("utf-8"), file.name).data["published"]
        assert set(published) == {"title", "address"}
        assert published["address"].startswith("https://")
