"""Where the command writes to: pipes that close early, full disks, terminals with and without colour."""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from planner.views.cli.output import width

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "asked",
    [
        "run ticket-triage",
        "run ticket-triage --format csv",
        "prices list",
        "explain ticket-triage small-tuned",
        "--help",
    ],
)
def test_a_reader_that_closes_early_gets_no_traceback(asked: str) -> None:
    # The reading end is gone before the first line is written, as in `| head -1` at its fastest.
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "planner", *asked.split()]
    ran = subprocess.run(
        command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    os.close(writing)
    assert "Traceback" not in ran.stderr
    assert "Error" not in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "planner", "run", "ticket-triage-2024"]
        ran = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert ran.returncode == 1
    assert ran.stderr == "error: nothing more can be written: No space left on device\n"


def in_a_terminal(*arguments: str, **environment: str) -> str:
    """Run the command with a terminal for its output, and return what it wrote there."""
    try:
        ours, its = pty.openpty()
    except OSError as problem:
        pytest.skip(f"this machine has no pseudo-terminals: {problem}")
    env = (
        {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        | {"TERM": "xterm"}
        | environment
    )
    command = [sys.executable, "-m", "planner", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=its, stderr=its
    ) as process:
        os.close(its)
        written = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            written += part
        process.wait(timeout=60)
    os.close(ours)
    return written.decode()


@pytest.mark.parametrize("asked", ["run ticket-triage-2024", "run nowhere"])
def test_a_terminal_gets_colour_and_none_with_no_color(asked: str) -> None:
    assert "\x1b[" in in_a_terminal(*asked.split())
    assert "\x1b" not in in_a_terminal(*asked.split(), NO_COLOR="1")
    assert "\x1b" not in in_a_terminal(*asked.split(), TERM="dumb")


def test_no_name_of_a_file_or_folder_reaches_a_terminal_raw(tmp_path: Path) -> None:
    # click takes escapes out of what it writes to a pipe, so only a terminal would show them.
    evil, prices = tmp_path / "e\x1b[31mvil.yaml", tmp_path / "p\x1b]0;x\x07r"
    shutil.copy(ROOT / "scenarios" / "ticket-triage-2024.yaml", evil)
    shutil.copytree(ROOT / "pricing", prices)
    asked = (str(evil), "--pricing", str(prices))
    wrong = (str(evil), "--pricing", str(prices / "no\x1b[31mne"))
    for arguments in (
        ("run", *asked),
        ("run", *asked, "--format", "md"),
        ("run", *asked, "--format", "json"),
        ("run", *asked, "--format", "csv"),
        ("run", *wrong),
        ("explain", *asked, "tuned"),
        ("prices", "show", "openai/gpt-4o-mini", "--pricing", str(prices)),
        ("tokens", str(evil)),
        ("schema", "--write", str(tmp_path / "s\x1b[31mchema")),
        ("schema", "--write", str(evil / "below")),
    ):
        shown = in_a_terminal(*arguments, NO_COLOR="1").replace("\r\n", "")
        assert shown
        assert shown.isprintable(), arguments


def test_a_pipe_gets_no_colour(run_planner: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    assert "\x1b" not in run_planner("run", "ticket-triage-2024").stdout


def widest(shown: str) -> int:
    return max(cell_len(line) for line in shown.splitlines() if "https://" not in line)


@pytest.mark.parametrize(("columns", "cells"), [("60", 60), ("", 80)])
def test_a_pipe_is_as_wide_as_columns_says(
    columns: str, cells: int, run_planner: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    # The explanation fills every line: its amounts stand at the right edge.
    shown = run_planner("explain", "ticket-triage-2024", "tuned", "token_usage", COLUMNS=columns)
    assert (shown.returncode, widest(shown.stdout)) == (0, cells)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [("40", 40), ("119", 119), ("300", 120), ("20", 40), ("0", 80), ("wide", 80), ("-90", 80), (None, 80)],
)
def test_a_width_is_kept_between_40_and_120_and_is_80_where_none_is_named(
    columns: str | None, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    assert width() == cells


def test_bad_input_is_code_2_though_nobody_reads_the_errors() -> None:
    command = ["sh", "-c", 'exec "$0" -m planner run nowhere 2>&-', sys.executable]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode == 2


def test_the_dashboard_ends_with_its_terminal_though_no_signal_says_so() -> None:
    try:
        ours, its = pty.openpty()
    except OSError as problem:
        pytest.skip(f"this machine has no pseudo-terminals: {problem}")
    command = [sys.executable, "-m", "planner", "scenarios/ticket-triage-2024.yaml"]
    env = os.environ | {"TERM": "xterm"}
    # A session of its own without a controlling terminal: nobody sends it a hang-up.
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=its, stdout=its, stderr=its, start_new_session=True
    ) as process:
        os.close(its)
        shown = b""
        while b"cheapest" not in shown:
            shown += os.read(ours, 65_536)
        os.close(ours)
        try:
            process.wait(timeout=30)
        finally:
            process.kill()


def test_a_long_search_counts_on_a_terminal_and_wipes_the_count() -> None:
    written = in_a_terminal("solve", "ticket-triage", "--vary", "horizon.months", "--between", "1", "40")
    assert " values computed" in written
    *_, counted, erased, _ = written.partition("Ticket triage")[0].split("\r")
    assert counted.endswith(" values computed")
    assert erased == " " * max(len(erased), len(counted))
