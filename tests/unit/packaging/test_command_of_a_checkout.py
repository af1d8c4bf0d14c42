"""`.venv/bin/planner`, which bootstrap/install.sh writes: the command of this checkout, wherever it is called from."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMMAND = ROOT / ".venv" / "bin" / "planner"


def written() -> str:
    """Return the text of the command as the script writes it."""
    script = (ROOT / "bootstrap" / "install.sh").read_text("utf-8")
    (text,) = re.findall(r"^cat >\.venv/bin/planner <<'END'\n(.*?)^END$", script, re.DOTALL | re.MULTILINE)
    assert "chmod +x .venv/bin/planner" in script
    return str(text)


def run(command: Path, elsewhere: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"HOME": str(elsewhere), "XDG_CACHE_HOME": str(elsewhere / "cache")}
    return subprocess.run(
        [str(command), *arguments],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a moved checkout, with a space in its name, whose environment is the running one."""
    root = tmp_path / "moved here"
    (root / ".venv" / "bin").mkdir(parents=True)
    for folder in ("planner", "pricing", "scenarios"):
        shutil.copytree(
            ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache")
        )
    python = root / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    command = root / ".venv" / "bin" / "planner"
    command.write_text(written(), "utf-8")
    for each in (python, command):
        each.chmod(0o755)
    return root


def test_the_command_finds_its_own_checkout_from_any_folder(checkout: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ran = run(checkout / ".venv" / "bin" / "planner", elsewhere, "explain", "ticket-triage-2024", "prompted")
    assert (ran.returncode, ran.stderr) == (0, "")
    files = set(re.findall(r"(\S[^\n│├└]*\.yaml):\d+", " ".join(ran.stdout.split())))
    assert files
    assert str(checkout / "scenarios" / "ticket-triage-2024.yaml") in " ".join(
        ran.stdout.replace("│", " ").split()
    )


def test_the_command_passes_on_its_arguments_and_its_exit_status(checkout: Path, tmp_path: Path) -> None:
    ran = run(checkout / ".venv" / "bin" / "planner", tmp_path, "run", "no such plan")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: no such plan: there is no such scenario")


@pytest.mark.skipif(
    not COMMAND.exists(), reason="make has not made its own .venv here, and a test installs nothing"
)
def test_the_command_that_stands_is_the_one_that_is_written_and_runs(tmp_path: Path) -> None:
    assert COMMAND.read_text("utf-8") == written()
    assert run(COMMAND, tmp_path, "--version").stdout.startswith("planner ")
