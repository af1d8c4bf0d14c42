"""Objectives in sentences are set and moved by their measure, and keep the line they stand on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building.plans import scenario

from planner.files.json_schema import json_schema
from planner.files.objective_lists import by_measure
from planner.files.scenario_file import ScenarioFile, read_scenario
from planner.files.varying import varied_number
from planner.files.yaml_text import parse_yaml
from planner.pipeline import Question, answer
from planner.plan.problems import BadInput
from planner.what_if import solve

PLAIN = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 50, accuracy: 98%"
SENTENCES = "objectives:\n  - latency p95 <= 500ms\n  - accuracy >= 97%\n  - budget <= 20 to 30"
MAPPING = "objectives: {latency_p95: 500 ms, accuracy: 97%, budget: 20 to 30}"


def read(folder: Path, *settings: str, objectives: str = SENTENCES) -> ScenarioFile:
    (folder / "plan.yaml").write_text(scenario(PLAIN, more=objectives), "utf-8")
    return read_scenario(str(folder / "plan.yaml"), settings)


def limits(file: ScenarioFile) -> dict[str, float]:
    assert file.scenario.objectives is not None
    stated = file.scenario.objectives.stated()
    return {measure: float(limit.value[0, 0]) for measure, limit in stated.items()}


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    assert limits(read(tmp_path)) == limits(read(tmp_path, objectives=MAPPING))


def test_a_limit_keeps_its_line(tmp_path: Path) -> None:
    objectives = read(tmp_path).scenario.objectives
    assert objectives is not None
    places = {name: limit.origin for name, limit in objectives.stated().items()}
    lines = {name: origin.location.line for name, origin in places.items() if origin and origin.location}
    assert lines == {"latency_p95": 9, "accuracy": 10, "budget": 11}
    assert [origin.path for origin in places.values() if origin] == [f"objectives.{name}" for name in places]


def test_one_limit_is_set_by_its_measure(tmp_path: Path) -> None:
    changed = limits(read(tmp_path, "objectives.latency_p95=300 ms", "objectives.ttft_p95=250 ms"))
    assert changed == {**limits(read(tmp_path)), "latency_p95": 300, "ttft_p95": 250}


def test_a_list_that_was_set_is_changed_by_measure_as_well(tmp_path: Path) -> None:
    settings = ("objectives=[latency p95 <= 2 s]", "objectives.latency_p95=3 s")
    assert limits(read(tmp_path, *settings)) == {"latency_p95": 3000}


def test_a_sentence_is_still_replaced_by_its_place(tmp_path: Path) -> None:
    assert limits(read(tmp_path, "objectives[0]=latency p95 <= 2 s"))["latency_p95"] == 2000


def test_a_limit_of_a_list_is_moved(tmp_path: Path) -> None:
    found = varied_number(read(tmp_path), "objectives.latency_p95", None)
    assert (found.value, found.unit) == (500, "ms")
    moved = found.scenario(400).objectives
    assert moved is not None
    assert moved.stated()["latency_p95"].value.item() == 400


def test_solving_says_the_same_for_both_forms(tmp_path: Path) -> None:
    found = []
    for objectives in (SENTENCES, MAPPING):
        read(tmp_path, objectives=objectives)
        plan = answer(Question(str(tmp_path / "plan.yaml"), draws=0))
        found.append(solve(plan, "objectives.latency_p95"))
    assert found[0] == found[1]
    assert len(found[0].crossings.segments) == 2


@pytest.mark.parametrize(
    "objectives", ["[fast, latency p95 <= 3]", "[budget <= 3, budget <= 4]", "[3]", "[accuracy <= 3]"]
)
def test_a_list_with_a_mistake_is_left_as_it_is(objectives: str, tmp_path: Path) -> None:
    document = parse_yaml(f"objectives: {objectives}", "plan.yaml")
    assert by_measure(document) is document
    with pytest.raises(BadInput, match="objectives"):
        read(tmp_path, objectives=f"objectives: {objectives}")


def test_a_limit_that_cannot_be_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(
        BadInput, match=re.escape("plan.yaml:10: objectives.accuracy: 101% is not at most 100%")
    ):
        read(tmp_path, objectives=SENTENCES.replace("97%", "101%"))


def test_the_schema_takes_both_forms() -> None:
    schema = json_schema("scenario")["$defs"]["Objectives"]
    mapping, sentences = schema["anyOf"]
    assert mapping["type"] == "object"
    assert {"latency_p95", "ttft_p95", "accuracy", "budget"} <= set(mapping["properties"])
    assert (sentences["type"], sentences["items"]["type"]) == ("array", "string")
    pattern = sentences["items"]["pattern"]
    for sentence in ("latency p95 <= 500 ms", "accuracy ≥ 97%", "budget at most 120k", "TTFT_p95<1s"):
        assert re.search(pattern, sentence), sentence
    for wrong in ("fast", "<= 500 ms", "latency p95 <="):
        assert not re.search(pattern, wrong), wrong
    assert json.dumps(schema).count('"additionalProperties": false') > 1
