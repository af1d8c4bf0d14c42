"""`planner serve`: what it refuses, and the dashboard in a real browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from building.browser import NAMES, browser, tab_in

ROOT = Path(__file__).parents[3]
SECRET = "open sesame & more"
Planner = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "0.0.0.0"), "--host 0.0.0.0: other machines reach this address; add --token auto, or a"),  # noqa: S104
        (("--host", "::"), "--host ::: other machines reach this address"),
        (("--host", "no such\x1b host"), r"--host no such\x1b host: is no address"),
        (("--host", ""), "--host: names no address"),
        (("--token", "short"), "--token: that is soon guessed: take 12 characters or more"),
        (("--token", "with\nanother line"), "--token: that is soon guessed"),
        (
            ("--host", "192.0.2.1", "--token", "auto", "--port", "0"),
            "--host 192.0.2.1: port 0: Cannot assign",
        ),
    ],
)
def test_what_it_cannot_do_is_one_clear_line(
    arguments: tuple[str, ...], said: str, planner_in_place: Planner
) -> None:
    ran = planner_in_place("serve", "ticket-triage", *arguments)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"error: {said}")
    assert ran.stderr.count("\n") == 1
    assert ran.stdout == ""


def test_a_port_that_is_taken_is_said(planner_in_place: Planner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        ran = planner_in_place("serve", "ticket-triage", "--port", taken)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        ran.stderr
        == f"error: --port {taken}: another program listens there; choose another, or 0 for any free one\n"
    )


def test_a_scenario_that_is_not_there_is_said_before_anything_is_served(planner_in_place: Planner) -> None:
    ran = planner_in_place("serve", "ticket-tirage")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean 'ticket-triage'" in ran.stderr


def test_without_the_packages_it_says_how_to_install_them(
    planner_in_place: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("planner.views.web.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "aiohttp", None)  # Python's own way to make an import fail
    ran = planner_in_place("serve", "ticket-triage")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error: planner serve: needs a package that is not here, aiohttp; "
        "install it with: pip install 'prompt-or-tune[serve]'\n"
    )


def test_beyond_this_machine_a_token_is_made_and_written_down_once(
    planner_in_place: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.views.web.server import DashboardServer

    servers: list[DashboardServer] = []
    monkeypatch.setattr(DashboardServer, "run", lambda server, _listening: servers.append(server))
    asked = (
        "--host",
        "0.0.0.0",  # noqa: S104
        "--port",
        "0",
        "--token",
        "auto",
        "--set",
        "horizon.months=12",
        "--as-of",
        "2026-11-20",
    )
    lines = [planner_in_place("serve", "ticket-triage", *asked) for _ in range(2)]
    assert [(ran.returncode, ran.stderr) for ran in lines] == [(0, "stopped\n")] * 2
    tokens = [re.search(r"http://[^/]+:\d+/\?token=([\w-]{32})  \(", ran.stdout) for ran in lines]
    assert [token and token[1] for token in tokens] == [server.door.token for server in servers]
    assert servers[0].door.token != servers[1].door.token
    assert servers[0].door.refusal("10.0.0.7:8000", None, needs_origin=False) == ""
    assert servers[0].arguments == (
        *("open", "--set", "horizon.months=12", "--as-of", "2026-11-20", "--", "ticket-triage"),
    )


def test_without_a_scenario_one_is_chosen_in_the_browser(
    planner_in_place: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.views.web.server import DashboardServer

    servers: list[DashboardServer] = []
    monkeypatch.setattr(DashboardServer, "run", lambda server, _listening: servers.append(server))
    ran = planner_in_place("serve", "--port", "0")
    assert ran.stdout.startswith("planner: http://127.0.0.1:")
    assert servers[0].arguments == ()
    refused = planner_in_place("serve", "--port", "0", "--set", "horizon.months=12")
    assert refused.returncode == 2
    assert "--set is for a scenario; name it" in refused.stderr


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `planner serve` on a free port, and give the process and the line it says."""
    command = [sys.executable, "-m", "planner", "serve", "ticket-triage", "--port", "0", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=env, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.kill()


def children(process: subprocess.Popen[str]) -> list[Path]:
    """The processes that a process started, as Linux lists them."""
    own = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [Path("/proc", child) for tasks in own for child in tasks.read_text().split()]


@pytest.mark.skipif(browser() is None, reason=f"needs one of the browsers {', '.join(NAMES)}")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
async def test_a_browser_shows_the_dashboard_takes_keys_and_loads_nothing_from_elsewhere(
    tmp_path: Path,
) -> None:
    command = browser()
    assert command is not None
    with served("--token", SECRET) as (process, line):
        said = re.fullmatch(
            r"ticket-triage: (http://127\.0\.0\.1:\d+/)\?token=SECRET  \(Ctrl-C stops it\)\n", line
        )
        assert said, "a secret of somebody's own is not written down"
        async with tab_in(command, tmp_path) as tab:
            await tab.open(f"{said[1]}?token=open%20sesame%20%26%20more")
            await tab.sees("Small, long prompt is cheapest")
            assert await tab.value("document.title") == "ticket-triage – planner"
            assert await tab.value("location.href") == said[1], "the token does not stay in the address"
            (visit,) = children(process)
            for told in ("cmdline", "environ"):
                assert SECRET.encode() not in (visit / told).read_bytes()
            await tab.press("?")
            await tab.sees("Everywhere", "Search every action")
            foreign = [address for address in tab.addresses if said[1].partition("/")[2] not in address]
            assert (foreign, tab.complaints) == ([], [])
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "stopped\n")
        assert not visit.exists(), "the visitor's process has ended"
