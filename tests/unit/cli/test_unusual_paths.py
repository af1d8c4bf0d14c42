"""Paths that lead to no scenario, or to something else: one line that says so, never a traceback, never a wait."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LONG = 300 * "a"
Planner = Callable[..., subprocess.CompletedProcess[str]]


def refused(ran: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that says what is wrong."""
    assert (ran.returncode, ran.stdout) == (2, "")
    (line,) = ran.stderr.splitlines()
    assert line.isprintable()
    return line


@pytest.mark.parametrize("name", [LONG, f"{LONG}.yaml", f"{LONG}/plan.yaml"])
def test_a_name_that_is_too_long_for_any_file_is_refused_shortened(
    name: str, planner_in_place: Planner
) -> None:
    said = refused(planner_in_place("run", name))
    assert said.startswith(f"error: {77 * 'a'}...: cannot be looked up: ")


def test_a_first_word_that_is_too_long_for_any_file_is_no_scenario(planner_in_place: Planner) -> None:
    ran = planner_in_place(LONG)
    assert (ran.returncode, ran.stdout) == (2, "")
    said = ran.stderr.splitlines()[-1]
    assert said == f"Error: '{77 * 'a'}...' is neither a command nor a scenario"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("asked", ["run pipe", "run pipe.yaml", "pipe.yaml", "explain pipe.yaml plan"])
def test_a_named_pipe_is_refused_and_not_waited_for(asked: str, tmp_path: Path, run_planner: Planner) -> None:
    name = next(word for word in asked.split() if word.startswith("pipe"))
    os.mkfifo(tmp_path / name)
    assert refused(run_planner(*asked.split(), cwd=tmp_path)) == f"error: {name}: is no ordinary file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_among_the_price_files_is_refused_too(tmp_path: Path, run_planner: Planner) -> None:
    os.mkfifo(tmp_path / "shop.yaml")
    said = refused(run_planner("run", "ticket-triage-2024", "--pricing", str(tmp_path)))
    assert said == f"error: {tmp_path}/shop.yaml: is no ordinary file"


def test_a_folder_is_taken_for_its_only_scenario_and_for_none_of_several(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    (tmp_path / "plans").mkdir()
    nothing = refused(planner_in_place("run", "plans", cwd=tmp_path))
    assert nothing == "error: plans: is a folder; name a scenario file in it"
    shutil.copy(ROOT / "scenarios" / "ticket-triage-2024.yaml", tmp_path / "plans" / "one.yaml")
    for asked in ("run plans", "plans"):
        ran = planner_in_place(*asked.split(), cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("Ticket triage in 2024")
    (tmp_path / "plans" / "another.yaml").write_text("scenario: 1\n", "utf-8")
    several = refused(planner_in_place("plans", cwd=tmp_path))
    assert several == f"{nothing}; it holds another.yaml, one.yaml"


@pytest.mark.parametrize("asked", ["run round", "run round.yaml", "round.yaml", "run round.yaml/x"])
def test_a_link_to_itself_is_no_scenario(asked: str, tmp_path: Path, planner_in_place: Planner) -> None:
    for name in ("round", "round.yaml"):
        (tmp_path / name).symlink_to(name)
    assert ": there is no such scenario, " in refused(planner_in_place(*asked.split(), cwd=tmp_path))


def test_a_scenario_in_another_encoding_is_refused_at_its_line(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    (tmp_path / "cafe.yaml").write_bytes("scenario: 1\ntitle: Café\n".encode("latin-1"))
    said = refused(planner_in_place("run", "cafe.yaml", cwd=tmp_path))
    assert said == "error: cafe.yaml:2: the byte 0xe9 is not UTF-8; save the file as UTF-8"


def test_a_scenario_that_may_not_be_read_is_refused(tmp_path: Path, planner_in_place: Planner) -> None:
    (tmp_path / "locked.yaml").write_text("scenario: 1\n", "utf-8")
    (tmp_path / "locked.yaml").chmod(0)
    if os.access(tmp_path / "locked.yaml", os.R_OK):
        pytest.skip("whoever runs this may read every file, as root may")
    said = refused(planner_in_place("run", "locked.yaml", cwd=tmp_path))
    assert said == "error: locked.yaml: cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("workload.²=3", "error: --set workload.²: unknown key; there are busy_day, "),
        ("options[²]=3", "error: --set options[²]: there is no '²' to change"),
    ],
)
def test_a_setting_whose_path_holds_an_odd_digit_is_refused(
    setting: str, said: str, planner_in_place: Planner
) -> None:
    assert refused(planner_in_place("run", "ticket-triage-2024", "--set", setting)).startswith(said)


def test_schemas_that_cannot_be_written_are_said_in_one_line(planner_in_place: Planner) -> None:
    ran = planner_in_place("schema", "--write", "/dev/null/x")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "Error: Could not open file '/dev/null/x': Not a directory\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
@pytest.mark.parametrize(
    ("asked", "code"), [("run ticket-triage-2024", 0), ("schema", 0), ("--help", 0), ("run nowhere", 2)]
)
def test_a_closed_output_gets_nothing_and_no_traceback(asked: str, code: int) -> None:
    command = ["sh", "-c", f'exec "$0" -m planner {asked} >&-', sys.executable]
    ran = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == code
    assert len(ran.stderr.splitlines()) == (0 if code == 0 else 1)


@pytest.mark.parametrize("command", ["run ticket-triage-2024", "prices list"])
def test_a_pricing_folder_that_links_to_itself_is_refused(
    command: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    (tmp_path / "round").symlink_to("round")
    ran = planner_in_place(*command.split(), "--pricing", "round", cwd=tmp_path)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("command", ["run ticket-triage-2024", "prices list"])
def test_a_pricing_folder_whose_name_is_too_long_is_refused(command: str, planner_in_place: Planner) -> None:
    ran = planner_in_place(*command.split(), "--pricing", 300 * "a")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
