"""Runs every command of the README and finds the output that stands there.

`pytest tests/test_readme.py --update-golden` writes the outputs anew; `...` alone stands for any output.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
INSTALLED = any((ROOT / ".venv").glob("installed-core-*"))


def sessions() -> list[tuple[str, str]]:
    """Return every command with the output below it, in the order of the page."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall(README.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `planner` is this checkout's."""
    command = tmp_path / "planner"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planner "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "PROMPT_OR_TUNE_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT), "COLUMNS": ""}
    return os.environ | own


def run(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", [command for command, _ in sessions() if not command.startswith("make")])
def test_the_readme_shows_what_a_command_prints(
    command: str, shell: dict[str, str], request: pytest.FixtureRequest
) -> None:
    printed = run(command, shell).rstrip() + "\n"
    shown = dict(sessions())[command]
    if request.config.getoption("--update-golden"):
        text = README.read_text("utf-8")
        README.write_text(text.replace(f"$ {command}\n{shown}", f"$ {command}\n{printed}"), "utf-8")
    elif shown.strip() != "...":
        assert printed == shown


@pytest.mark.skipif(not INSTALLED, reason="make has not made its own .venv here, and a test installs nothing")
def test_make_run_prints_the_summary_when_piped(shell: dict[str, str]) -> None:
    assert "is cheapest" in run("make run", shell)


def test_make_test_runs_these_tests(shell: dict[str, str]) -> None:
    assert "pytest" in run("make --dry-run test", shell)
    assert "make test" in [command for command, _ in sessions()]


def test_the_readme_leads_to_files_that_exist() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
