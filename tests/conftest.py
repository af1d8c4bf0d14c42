"""What every test may ask for: the command in a process of its own, and texts compared with those in tests/golden.

`pytest tests/golden --update-golden` writes these anew; what changed is then read in `git diff`.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from planner.views.cli.main import cli

settings.register_profile("ours", deadline=None)  # how fast a test is depends on what else runs
settings.load_profile("ours")

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the texts in tests/golden anew")


def pytest_xdist_auto_num_workers() -> int:
    """Have one worker more than cores: tests of the dashboard and of the command wait for others now and then."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True, scope="session")
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have no test read the user's settings or write what the user has opened last."""
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(own / "config"))
        patched.setenv("PROMPT_OR_TUNE_STATE", str(own / "state"))
        yield


@pytest.fixture
def run_planner(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `planner` with these arguments from the folder `cwd`; keywords in capitals set its environment."""

    def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        own = {
            "PYTHONPATH": str(ROOT),
            "PROMPT_OR_TUNE_CACHE": str(tmp_path_factory.getbasetemp() / "counts"),
            "COLUMNS": "",  # else a shell that exports its width would change what is written
        }
        return subprocess.run(
            [sys.executable, "-m", "planner", *arguments],
            cwd=cwd,
            env=os.environ | own | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def planner_in_place(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `planner` as `run_planner` does, but in the tests' own process: for the many that differ in a file only."""
    counts = str(tmp_path_factory.getbasetemp() / "counts")

    def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        env = {"PROMPT_OR_TUNE_CACHE": counts, "COLUMNS": "", **environment}
        ran = CliRunner().invoke(cli, arguments, prog_name="planner", env=env)
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return subprocess.CompletedProcess(arguments, ran.exit_code, ran.stdout, ran.stderr)

    return run


@pytest.fixture
def same_as_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name in tests/golden, and show the difference line by line."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        expected = path.read_text("utf-8") if path.is_file() else ""
        if text != expected:
            diff = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), f"tests/golden/{name}", "now", lineterm=""
            )
            pytest.fail(
                "\n".join([*diff, "If this is meant: pytest tests/golden --update-golden"]), pytrace=False
            )

    return compare
