"""Options that are switched off: checked as the others are, and in no figure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from planner.files.option_edits import removed, switched
from planner.pipeline import Answer, Question, answer, load, with_draws
from planner.plan.problems import BadInput
from planner.views.reports.json_report import json_data
from planner.views.reports.markdown import markdown_text
from planner.views.reports.text import summary

SCENARIO = """\
scenario: 1
title: Two and a half
as_of: 2026-11-20
horizon: {start: 2026-12, months: 6}
workload: {requests: 10k, per: day, user_tokens: 100 to 200, output_tokens: 10}
people: {engineer: 80 to 120}
correlate: [[people.engineer, options.third.accuracy, 0.5], [people.engineer, workload.user_tokens, 0.4]]
baseline: first
options:
  first: {kind: prompted, title: First, model: openai/gpt-6.1-sol, prompt: 800, reasoning_tokens: 0}
  second:
    kind: prompted
    title: Second
    model: openai/gpt-6-luna
    prompt: 500 to 900
    reasoning_tokens: 0
    prompt_work: {role: engineer, hours_per_month: 2}
  third: {kind: prompted, title: Third, model: openai/gpt-6-luna, prompt: 10, accuracy: 80% to 90%}
"""


def asked(folder: Path, text: str, settings: Sequence[str] = ()) -> Answer:
    path = folder / "plan.yaml"
    path.write_text(text, "utf-8")
    return with_draws(answer(Question(str(path), tuple(settings), draws=100)))


def mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "plan.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput) as raised:
        load(Question(str(path)))
    return [f"{each.location.line} {each.where}: {each.what}" for each in raised.value.problems]


def test_switched_off_or_deleted_the_other_options_come_to_the_same(tmp_path: Path) -> None:
    off = json_data(asked(tmp_path, switched(SCENARIO, "third", on=False)))
    deleted = json_data(asked(tmp_path, removed(SCENARIO, "third")))
    assert (off.pop("switched_off"), deleted.pop("switched_off")) == (["third"], [])
    assert list(off["options"]) == ["first", "second"]
    assert off["draws"] == 100
    assert json.loads(json.dumps(off).replace("plan.yaml:18", "")) == json.loads(json.dumps(deleted))


def test_reports_name_what_is_switched_off(tmp_path: Path) -> None:
    found = asked(tmp_path, SCENARIO, ["options.third.enabled=no"])
    words = "Switched off and in no figure: third."
    (line,) = [line for line in summary(found, 80) if "Switched off" in line.text]
    assert (line.text, line.style) == (words, "faint")
    assert words in markdown_text(found)
    assert "Third" not in markdown_text(found)
    assert found.plan.scenario.switched_off == ("third",)
    everyone = asked(tmp_path, SCENARIO.replace("options.third.accuracy", "options.second.prompt"))
    assert not any("Switched off" in line.text for line in summary(everyone, 80))


def test_a_mistake_in_an_option_that_is_switched_off_is_told(tmp_path: Path) -> None:
    wrong = SCENARIO.replace("title: Third", "title: Third, enabled: false, promt: 3")
    assert mistakes(tmp_path, wrong) == ["18 options.third.promt: unknown key (did you mean 'prompt'?)"]


def test_nothing_may_rest_on_an_option_that_is_switched_off(tmp_path: Path) -> None:
    off = SCENARIO.replace("title: First", "title: First, enabled: false")
    words = "'first' is switched off (enabled: false); switch it on, or name another option"
    serving = off.replace("    title: Second\n", "    title: Second\n    after_retirement: first\n")
    assert mistakes(tmp_path, serving) == [
        f"8 baseline: {words}",
        f"14 options.second.after_retirement: {words}",
    ]
    none = off.replace("title: Second", "title: Second\n    enabled: false").replace(
        "title: Third", "title: Third, enabled: no"
    )
    assert [line.partition(": ")[2] for line in mistakes(tmp_path, none)] == [
        "every option is switched off; switch one on"
    ]


def test_a_correlation_with_what_only_such_an_option_uses_rests_and_a_misspelt_one_is_told(
    tmp_path: Path,
) -> None:
    off = switched(switched(SCENARIO, "second", on=False), "third", on=False)
    drawn = asked(tmp_path, off).drawn
    assert drawn is not None
    assert drawn.draws.correlations == ()
    with pytest.raises(BadInput, match=r"no cost depends on an uncertain number called 'people\.engneer'"):
        asked(tmp_path, off.replace("[people.engineer, workload", "[people.engneer, workload"))


def test_one_that_is_off_may_name_another_one_that_is_off(tmp_path: Path) -> None:
    both = SCENARIO.replace("title: Third", "title: Third, enabled: false, after_retirement: second").replace(
        "title: Second", "title: Second\n    enabled: false"
    )
    assert list(asked(tmp_path, both).evaluation.options) == ["first"]
