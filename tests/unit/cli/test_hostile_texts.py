"""Texts of a file that a spreadsheet, a web page or a terminal would act on: every report shows them, none obeys.

One plan has them all: each is the title of an option, the name of its work, and whatever its price file may say.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
Planner = Callable[..., subprocess.CompletedProcess[str]]

PRICES = """
provider: shop
title: FIRST
references:
  list: {title: FIRST, address: "https://example.com/prices", read: 2026-11-20, via: FIRST}
skus:
"""
SKU = """
  sku-N:
    title: TEXT
    model: TEXT
    note: TEXT
    tokenizer: o200k_base
    still_valid_on: 2026-11-20
    availability: {ref: list, retired_on: 2027-06-01, training_windows: [{closes: 2026-01-01, customers: TEXT}]}
    meters:
      input: [{from: 2026-01-01, price: 10, ref: list, note: TEXT}]
      output: [{from: 2026-01-01, price: 30, ref: list}]
"""
SCENARIO = """
scenario: 1
title: FIRST
as_of: 2026-11-20
horizon: {start: 2026-12, months: 12}
workload: {requests: {value: 1000, source: FIRST, note: FIRST}, per: day, user_tokens: 100, output_tokens: 10}
people: {FIRST: 60}
baseline: plan-0
options:
"""
OPTION = (
    "  plan-N: {kind: prompted, title: TEXT, model: shop/sku-N, prompt: 800,"
    " staff: {TEXT: {role: FIRST, hours: 3}}}\n"
)

FORMULAS = ("=cmd()", "+1+1", "@sum", "-1+1", "%0a", "|calc", "\t=1", "\r=1")
MARKUP = {
    "<script>alert(1)</script>": r"\<script\>alert(1)\</script\>",
    "a | b": r"a \| b",
    "a \\| b": r"a \\\| b",
    "[red](x)": r"\[red\](x)",
    "![x](y)": r"\!\[x\](y)",
    "`x` *y* _z_": r"\`x\` \*y\* \_z\_",
    "# ~~x~~": r"\# \~\~x\~\~",
    "@x &lt; $y$": r"\@x \&lt; \$y\$",
    "one\n| two": r"one\\n\| two",
    "\u202egnp.exe": r"\\u202egnp.exe",
}
ALL = (*FORMULAS, *MARKUP)
CONTROLS = ("\x1b[31mred", "\x9b31mred", "\x1b]0;title\x07", "\x08\x08\x08", "\x7f\x7f\x7f")
FORMS = ("", " --format json", " --format csv", " --format md")
EVERY_REPORT = (
    *(f"run plan.yaml{form}" for form in FORMS),
    "explain plan.yaml plan-0",
    "prices show shop/sku-0 --pricing pricing",
    "prices list --pricing pricing",
)


def written(folder: Path, texts: Sequence[str]) -> Path:
    """Write a plan and its prices with one of these texts wherever a file may say what it wants."""
    (folder / "pricing").mkdir()
    for name, head, each in (("plan.yaml", SCENARIO, OPTION), ("pricing/shop.yaml", PRICES, SKU)):
        rows = [each.replace("-N", f"-{i}").replace("TEXT", json.dumps(text)) for i, text in enumerate(texts)]
        content = (head + "".join(rows)).replace("FIRST", json.dumps(texts[0]))
        (folder / name).write_text(content, "utf-8")
    return folder


def printed(planner_in_place: Planner, asked: str, folder: Path) -> str:
    ran = planner_in_place(*asked.split(), cwd=folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def assert_refused(ran: subprocess.CompletedProcess[str]) -> None:
    assert (ran.returncode, ran.stdout) == (2, "")
    for line in ran.stderr.splitlines():
        assert "holds the control character" in line
        assert line.isprintable()


@pytest.mark.parametrize("asked", EVERY_REPORT)
def test_nothing_that_a_terminal_acts_on_or_hides_is_written(
    asked: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    # Turned round, so that a report of one option or one SKU shows a text that changes the direction of writing.
    for number, texts in enumerate((ALL, ALL[::-1])):
        (tmp_path / str(number)).mkdir()
        shown = printed(planner_in_place, asked, written(tmp_path / str(number), texts))
        assert [line for line in shown.split("\n") if not line.isprintable()] == []


def test_the_text_summary_shows_titles_as_they_stand_or_by_the_numbers_of_what_is_hidden(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    shown = printed(planner_in_place, "run plan.yaml", written(tmp_path, ALL))
    for text in ALL:
        assert text.encode("unicode_escape").decode().replace("\\\\", "\\") in shown


def test_no_cell_is_a_formula_to_a_spreadsheet(tmp_path: Path, planner_in_place: Planner) -> None:
    shown = printed(planner_in_place, "run plan.yaml --format csv", written(tmp_path, ALL))
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert [cell for row in rows for cell in row.values() if cell.startswith(("\t", "\r", *"=+-@|%"))] == []
    items = {row["item"] for row in rows}
    assert {"'=cmd()", "'+1+1", "'@sum", "'-1+1", "'%0a", "'|calc", "\\t=1", "\\r=1"} <= items


def test_markdown_shows_every_title_and_its_tables_keep_their_columns(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    lines = printed(
        planner_in_place, "run plan.yaml --format md", written(tmp_path, tuple(MARKUP))
    ).splitlines()
    assert lines[0] == f"# {MARKUP['<script>alert(1)</script>']}"
    rows = [re.findall(r"((?:\\.|[^|\\])*)\|", line)[1:] for line in lines if line.startswith("|")]
    assert [len(row) for row in rows] == [10] * (2 + len(MARKUP)) + [3] * (2 + len(MARKUP))
    titles = sorted(f" {escaped} " for escaped in MARKUP.values())
    assert sorted(row[0] for row in rows[2 : 2 + len(MARKUP)]) == titles
    assert sorted(row[0] for row in rows[4 + len(MARKUP) :]) == titles


def test_json_holds_every_text_unchanged(tmp_path: Path, planner_in_place: Planner) -> None:
    found = json.loads(printed(planner_in_place, "run plan.yaml --format json", written(tmp_path, ALL)))
    assert [option["title"] for option in found["options"].values()] == list(ALL)
    requests = found["inputs"]["workload.requests"]
    assert {found["title"], requests["source"], requests["note"]} == {ALL[0]}


@pytest.mark.parametrize("asked", EVERY_REPORT)
def test_a_control_character_that_is_spelt_out_in_quotes_is_refused(
    asked: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    assert_refused(planner_in_place(*asked.split(), cwd=written(tmp_path, CONTROLS)))


@pytest.mark.parametrize("value", ['"\\e[31mred"', "\x1b[31mred"])
def test_a_value_that_is_set_cannot_bring_in_what_a_file_may_not(
    value: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    folder = written(tmp_path, ["A plan"])
    ran = planner_in_place("run", "plan.yaml", "--set", f"title={value}", cwd=folder)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert all(line.isprintable() for line in ran.stderr.splitlines())


@pytest.mark.parametrize("form", FORMS)
def test_a_setting_is_repeated_with_what_it_hides_made_visible(
    form: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    folder = written(tmp_path, ["A plan"])
    ran = planner_in_place("run", "plan.yaml", *form.split(), "--set", "title=\u202egnp.exe", cwd=folder)
    assert ran.returncode == 0
    assert [line for line in ran.stdout.split("\n") if not line.isprintable()] == []


def test_a_successor_is_shown_harmless(tmp_path: Path, planner_in_place: Planner) -> None:
    text = ((ROOT / "tests" / "wrong_files") / "pricing" / "acme.yaml").read_text("utf-8")
    (tmp_path / "acme.yaml").write_text(
        text.replace("successor: acme/small", 'successor: "\u202egnp.exe\\nerror: forged"'), "utf-8"
    )
    shown = planner_in_place("prices", "show", "acme/old", "--pricing", str(tmp_path))
    assert shown.returncode == 0
    assert [line for line in shown.stdout.split("\n") if not line.isprintable()] == []
    assert "\nerror: forged" not in shown.stdout
