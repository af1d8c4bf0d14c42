"""Every mistake in a file: one line that names the place, nothing on stdout, no traceback.

Each file ends with what the command says about it, in lines that start with `#: `. Scenarios use the prices in
`pricing/`; each folder of `prices/` is laid over these for `right.yaml`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCENARIOS = sorted(path.name for path in HERE.glob("*.yaml") if path.name != "right.yaml")
PRICES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("prices/*/acme.yaml"))
MESSAGE = re.compile(r"error: [\w./-]+\.yaml:\d+: .+")

Planner = Callable[..., subprocess.CompletedProcess[str]]


def said_about(path: Path) -> list[str]:
    return [
        line.removeprefix("#: ") for line in path.read_text("utf-8").splitlines() if line.startswith("#: ")
    ]


def assert_refused(ran: subprocess.CompletedProcess[str], expected: list[str]) -> None:
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == expected
    assert all(MESSAGE.fullmatch(line) and line.isprintable() for line in expected)


def test_the_right_file_is_read(run_planner: Planner) -> None:
    assert run_planner("run", "right.yaml", cwd=HERE).returncode == 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_wrong_scenario_is_refused_at_its_line(name: str, planner_in_place: Planner) -> None:
    assert_refused(planner_in_place("run", name, cwd=HERE), said_about(HERE / name))


@pytest.mark.parametrize("name", PRICES)
def test_a_wrong_price_file_is_refused_at_its_line(name: str, planner_in_place: Planner) -> None:
    ran = planner_in_place("run", "right.yaml", "--pricing", str(Path(name).parent), cwd=HERE)
    assert_refused(ran, said_about(HERE / name))


def test_mistakes_in_the_scenario_and_in_the_prices_are_listed_together(planner_in_place: Planner) -> None:
    ran = planner_in_place("run", "misspelt-key.yaml", "--pricing", "prices/month-thirteen", cwd=HERE)
    both = said_about(HERE / "misspelt-key.yaml") + said_about(HERE / "prices/month-thirteen/acme.yaml")
    assert_refused(ran, both)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, run_planner: Planner) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(HERE / "pricing", folder / "pricing")
    (tmp_path / "secret.md").write_text("a secret", "utf-8")
    (folder / "prompt.md").symlink_to(tmp_path / "secret.md")
    text = (HERE / "right.yaml").read_text("utf-8").replace("prompt: 800", "prompt: {file: prompt.md}")
    (folder / "linked.yaml").write_text(text, "utf-8")
    outside = "'prompt.md' leads out of the scenario's folder; keep prompts and tickets beside it"
    ran = run_planner("run", "linked.yaml", cwd=folder)
    assert_refused(ran, [f"error: linked.yaml:13: options.prompted.prompt.file: {outside}"])


@pytest.mark.parametrize("where", ["title: Mail", "acme/large", "rounds", "  tuned:", "# a comment"])
@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\x07", "\x00"])
def test_a_control_character_never_reaches_the_terminal(
    where: str, character: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    text = (HERE / "right.yaml").read_text("utf-8") + "# a comment\n"
    (tmp_path / "wrong.yaml").write_text(text.replace(where, f"{where}{character}[31m"), "utf-8")
    ran = planner_in_place("run", "wrong.yaml", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert all(line.isprintable() for line in ran.stderr.splitlines())


def test_a_file_name_with_a_terminal_escape_is_shown_harmless(tmp_path: Path, run_planner: Planner) -> None:
    (tmp_path / "a\x1b[31mb.yaml").write_text("- a list\n", "utf-8")
    for name in ("a\x1b[31mb.yaml", "no\x1b[31msuch.yaml"):
        ran = run_planner("run", name, cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr.rstrip("\n").isprintable()
