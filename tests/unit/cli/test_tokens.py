"""`planner tokens`: files by name, and a scenario in place of the files it names."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Planner = Callable[..., subprocess.CompletedProcess[str]]
SCENARIO = """
scenario: 1
title: Mails
as_of: 2026-11-20
horizon: {start: 2026-12, months: 2}
workload: {requests: 100, per: day, user_tokens: {file: mails.csv, field: body}, output_tokens: OUTPUT}
people: {}
baseline: mini
options:
  mini: {title: Mini, kind: prompted, model: openai/gpt-4o, prompt: {file: prompt.md}}
  nano: {title: Nano, kind: prompted, model: openai/gpt-4o-mini, prompt: {file: prompt.md}}
"""


def written(folder: Path, scenario: str = SCENARIO) -> Path:
    (folder / "mails.csv").write_text("id,body\n1,hello there\n2,hello\n", "utf-8")
    (folder / "prompt.md").write_text("hello hello hello", "utf-8")
    (folder / "mails.yaml").write_text(scenario.replace("OUTPUT", "10"), "utf-8")
    return folder / "mails.yaml"


def rows(ran: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    assert ran.stderr == ""
    return {words[0]: words[1:4] for words in map(str.split, ran.stdout.splitlines()[1:])}


def test_a_scenario_stands_for_the_files_it_names_each_once(
    planner_in_place: Planner, tmp_path: Path
) -> None:
    ran = planner_in_place("tokens", str(written(tmp_path)))
    assert rows(ran) == {"prompt.md": ["1", "3", "3.0"], "mails.csv": ["2", "3", "1.5"]}


def test_files_read_from_the_folder_that_all_are_in(planner_in_place: Planner, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text("hello", "utf-8")
    written(tmp_path)
    ran = planner_in_place("tokens", str(tmp_path / "prompt.md"), str(tmp_path / "b" / "c.txt"))
    assert list(rows(ran)) == ["prompt.md", "b/c.txt"]
    assert list(rows(planner_in_place("tokens", str(tmp_path / "b" / "c.txt")))) == ["c.txt"]


def test_a_scenario_without_files_says_so(planner_in_place: Planner) -> None:
    ran = planner_in_place("tokens", "scenarios/ticket-triage-2024.yaml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error: scenarios/ticket-triage-2024.yaml: names no file of texts: all its tokens are written as numbers\n"
    )


def test_a_scenario_with_mistakes_gets_them_listed(planner_in_place: Planner, tmp_path: Path) -> None:
    scenario = written(tmp_path, SCENARIO.replace("title", "titel"))
    ran = planner_in_place("tokens", str(scenario))
    assert ran.returncode == 2
    assert f"{scenario}:3: titel: unknown key (did you mean 'title'?)" in ran.stderr


def test_another_yaml_file_is_a_text_like_any(planner_in_place: Planner, tmp_path: Path) -> None:
    (tmp_path / "prompt.yaml").write_text("hello: there\n", "utf-8")
    assert list(rows(planner_in_place("tokens", str(tmp_path / "prompt.yaml")))) == ["prompt.yaml"]
