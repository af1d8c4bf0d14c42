"""`planner run` over draws: how many, from which seed, what cannot be, and what an interrupted one leaves behind."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from planner.views.cli.main import cli

ROOT = Path(__file__).parents[3]
RANGE = ("--set", "options.tuned.training.rounds=2 to 9", "--draws", "200")
Planner = Callable[..., subprocess.CompletedProcess[str]]


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def printed(*arguments: str) -> str:
    ran = typed(*arguments)
    assert (ran.exit_code, ran.stderr) == (0, "")
    return ran.stdout


def test_the_same_seed_gives_the_same_bytes_and_another_other_figures(run_planner: Planner) -> None:
    asked = ("run", "ticket-triage-2024", *RANGE, "--format", "json", "--seed")
    first, other = (printed(*asked, seed) for seed in ("1", "2"))
    assert run_planner(*asked, "1").stdout == first
    data, again = json.loads(first), json.loads(other)
    assert (data["draws"], data["seed"], again["seed"]) == (200, 1, 2)
    totals: list[Any] = [found["options"]["tuned"]["total"] for found in (data, again)]
    assert totals[0]["base"] == totals[1]["base"]
    assert totals[0]["p90"] != totals[1]["p90"]
    assert totals[0]["p10"] < totals[0]["p50"] < totals[0]["p90"]


def test_no_draws_are_made_for_0_and_for_csv() -> None:
    asked = ("run", "ticket-triage-2024", *RANGE[:2])
    assert "draw" not in printed(*asked, "--draws", "0")
    assert "200 draws of the one uncertain number" in printed(*asked, "--draws", "200")
    assert "draw" not in printed(*asked, "--format", "csv", "--draws", "10000000")


def test_a_scenario_that_is_opened_into_a_pipe_shows_its_draws() -> None:
    assert "10,000 draws of 4 uncertain numbers, seed 1." in printed("cold-start")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("--draws 99", "expected a whole number from 100 to 10,000,000, or 0 for no draws, got '99'."),
        ("--draws 10000001", "or 0 for no draws, got '10000001'."),
        ("--draws=-1", "or 0 for no draws, got '-1'."),
        ("--draws many", "or 0 for no draws, got 'many'."),
        ("--draws 1e3", "or 0 for no draws, got '1e3'."),
        ("--seed=-1", "expected a whole number from 0 to 4,294,967,295, got '-1'."),
        ("--seed 4294967296", "expected a whole number from 0 to 4,294,967,295, got '4294967296'."),
    ],
)
def test_draws_and_seeds_that_cannot_be_are_refused(asked: str, said: str) -> None:
    ran = typed("run", "ticket-triage-2024", *asked.split())
    assert ran.exit_code == 2
    assert said in " ".join(ran.stderr.split())


def test_correlations_that_cannot_all_hold_are_refused_at_their_line(tmp_path: Path) -> None:
    lines = (ROOT / "scenarios" / "chain.yaml").read_text("utf-8").splitlines()
    a, b, c = "people.engineer", "options.chain.prompt_work.iterations", "options.one-prompt-small.accuracy"
    listed = f"correlate: [[{a}, {b}, 0.9], [{a}, {c}, 0.9], [{b}, {c}, -0.9]]"
    for folder in ("prompts", "tickets"):
        shutil.copytree(ROOT / "scenarios" / folder, tmp_path / folder)
    (tmp_path / "plan.yaml").write_text("\n".join([*lines, listed]), "utf-8")
    ran = typed("run", str(tmp_path / "plan.yaml"))
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert f"plan.yaml:{len(lines) + 1}: correlate[2][0]: " in ran.stderr
    assert ran.stderr.endswith("cannot all move together like this\n")


def test_an_interrupted_run_leaves_one_clean_line() -> None:
    try:
        ours, its = pty.openpty()
    except OSError as problem:
        pytest.skip(f"this machine has no pseudo-terminals: {problem}")
    command = [sys.executable, "-m", "planner", "run", "cold-start", "--draws", "10000000"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=its
    ) as process:
        os.close(its)
        written = b""
        while b" of 10,000,000 draws" not in written:
            written += os.read(ours, 65_536)
        process.send_signal(signal.SIGINT)
        try:
            while part := os.read(ours, 65_536):
                written += part
        except OSError:  # how Linux says that the other end is closed
            pass
        assert process.stdout is not None
        assert process.stdout.read() == b""
        assert process.wait(timeout=30) == 130
    os.close(ours)
    *_, shown, blank, nothing, last, end = written.decode().split("\r")
    assert shown.endswith(" of 10,000,000 draws")
    assert blank == " " * max(len(blank), len(shown) + 2)
    assert (nothing, last, end) == ("", "stopped", "\n")
