"""CONTRIBUTING.md does what it says: its component and its kind of option, written into a copy, run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FILES = re.findall(r"in `(planner/[\w/]+\.py)`:\n\n```python\n(.*?)```", GUIDE, re.DOTALL)
PATCHES = re.findall(r"```diff\n(.*?)```", GUIDE, re.DOTALL)
(SCENARIO,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
((COMMAND, OUTPUT),) = re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the planner with everything that the guide adds."""
    copy = tmp_path_factory.mktemp("contributed")
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("planner", "pricing"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, text in FILES:
        assert not (copy / name).exists()
        (copy / name).write_text(text, "utf-8")
    for patch in PATCHES:
        subprocess.run(["git", "apply", "--recount", "-"], cwd=copy, input=patch, text=True, check=True)
    (copy / "simple.yaml").write_text(SCENARIO, "utf-8")
    return copy


def ran(copy: Path, *command: str) -> str:
    settings = {**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "80"}
    done = subprocess.run(command, cwd=copy, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_one_file_and_its_line_make_a_component_and_a_kind(extended: Path) -> None:
    assert len(FILES) == len(PATCHES) == 2
    for patch in PATCHES:
        added = [line for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]
        assert not [
            line for line in patch.splitlines() if line.startswith("-") and not line.startswith("---")
        ]
        assert len(added) <= 3, "an import, a line in the list, and the editor's help for it"
    del extended


def test_the_example_runs_as_the_guide_shows(extended: Path) -> None:
    command, _, rest = COMMAND.partition(" | grep -A 2 ")
    lines = ran(extended, sys.executable, "-m", *command.split()).splitlines()
    start = next(index for index, line in enumerate(lines) if rest.strip('"') in line)
    assert lines[start : start + OUTPUT.count("\n")] == OUTPUT.splitlines()


def test_the_schema_and_the_messages_know_the_new_kind(extended: Path) -> None:
    schema = ran(extended, sys.executable, "-m", "planner", "schema", "scenario")
    assert "A rule sends some requests to a small model and the rest to a large one." in schema
    assert "What the auditor charges a year." in schema


def test_the_example_keeps_the_layers_and_the_types(extended: Path) -> None:
    for name, _ in FILES:
        ran(extended, sys.executable, "-m", "ruff", "check", "--no-cache", name)
        ran(extended, sys.executable, "-m", "ruff", "format", "--no-cache", "--check", name)
    ran(
        extended,
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c(['--no-logo', '--no-cache'])",
    )
