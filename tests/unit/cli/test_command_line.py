"""The command as a person types it: help, suggestions, and values changed for once."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from building.commands import printed, refused

ROOT = Path(__file__).parents[3]
Planner = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize("asked", [["--help"], ["-h"], []])
def test_help_lists_every_command(asked: list[str], planner_in_place: Planner) -> None:
    listed = printed(planner_in_place(*asked)).partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == [
        "chart",
        "explain",
        "latency",
        "open",
        "prices",
        "run",
        "schema",
        "sensitivity",
        "serve",
        "solve",
        "tokens",
    ]
    assert all(line.endswith(".") for line in listed)


@pytest.mark.parametrize(
    "command",
    [
        "chart",
        "explain",
        "latency",
        "open",
        "prices",
        "prices latency",
        "prices list",
        "prices show",
        "run",
        "schema",
        "sensitivity",
        "serve",
        "solve",
        "tokens",
    ],
)
def test_every_command_explains_itself_within_80_columns(command: str, planner_in_place: Planner) -> None:
    shown = printed(planner_in_place(*command.split(), "--help"))
    assert shown.startswith(f"Usage: planner {command} ")
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_the_version_is_a_name_and_a_number(planner_in_place: Planner) -> None:
    name, version = printed(planner_in_place("--version")).split()
    assert name == "planner"
    assert version[0].isdigit()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rum", "run"),
        ("explian", "explain"),
        ("ticket-triag", "ticket-triage"),
        ("ticket_triage_2024", "ticket-triage-2024"),
    ],
)
def test_a_misspelt_first_word_gets_a_command_or_a_scenario_suggested(
    typed: str, meant: str, planner_in_place: Planner
) -> None:
    said = refused(planner_in_place(typed))
    assert f"'{typed}' is neither a command nor a scenario (did you mean '{meant}'" in said


def test_a_misspelt_scenario_gets_one_of_the_gallery_suggested(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    said = refused(planner_in_place("run", "ticket-triag", cwd=tmp_path))
    what = "there is no such scenario, neither here nor in the gallery (did you mean 'ticket-triage'?)"
    assert said == f"error: ticket-triag: {what}\n"


def test_a_misspelt_scenario_file_gets_its_neighbour_suggested(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    (tmp_path / "mail.yaml").write_text("scenario: 1\n", "utf-8")
    assert "(did you mean 'mail.yaml'?)" in refused(planner_in_place("run", "mial.yaml", cwd=tmp_path))


def test_a_folder_with_one_scenario_in_it_is_that_scenario(tmp_path: Path, planner_in_place: Planner) -> None:
    (tmp_path / "mail").mkdir()
    shutil.copy(ROOT / "scenarios" / "ticket-triage-2024.yaml", tmp_path / "mail" / "mail.yaml")
    shown = printed(planner_in_place("run", "mail", cwd=tmp_path))
    assert shown.startswith("Ticket triage in 2024")
    (tmp_path / "mail" / "other.yaml").write_text("scenario: 1\n", "utf-8")
    said = refused(planner_in_place("run", "mail", cwd=tmp_path))
    assert said == "error: mail: is a folder; name a scenario file in it; it holds mail.yaml, other.yaml\n"


def test_a_scenario_of_the_gallery_runs_from_any_folder(tmp_path: Path, planner_in_place: Planner) -> None:
    here, there = (
        planner_in_place("run", "ticket-triage-2024"),
        planner_in_place("run", "ticket-triage-2024", cwd=tmp_path),
    )
    assert printed(there) == printed(here)


def test_a_scenario_alone_prints_the_summary_when_it_is_piped(planner_in_place: Planner) -> None:
    assert printed(planner_in_place("ticket-triage-2024")) == printed(
        planner_in_place("run", "ticket-triage-2024")
    )


def test_a_value_that_is_set_counts_and_says_where_it_is_from(planner_in_place: Planner) -> None:
    asked = ("run", "ticket-triage-2024", "--set", "workload.requests=100k", "--format", "json")
    data = json.loads(printed(planner_in_place(*asked)))
    assert data["options"]["prompted"]["inference_per_day"] == pytest.approx(14.10)
    assert data["inputs"]["workload.requests"]["value"] == 100_000
    assert data["inputs"]["workload.requests"]["at"] == "--set workload.requests"


def test_what_is_believed_of_an_input_stands_in_the_report(planner_in_place: Planner) -> None:
    settings = (
        "workload.requests={p10: 30k, p50: 50k, p90: 100k}",
        "people.engineer={value: 60 to 120, source: a survey}",
    )
    asked = [part for setting in settings for part in ("--set", setting)]
    found = json.loads(printed(planner_in_place("run", "ticket-triage-2024", *asked, "--format", "json")))[
        "inputs"
    ]
    assert found["workload.requests"]["guess"] is True
    assert found["people.engineer"]["guess"] is False
    shown = [found["workload.requests"][key] for key in ("p10", "value", "p90")]
    assert shown == pytest.approx([30_000, 50_000, 100_000])
    assert found["people.engineer"]["p10"] == pytest.approx(
        60 * 2 ** (0.5 * (1 - 1.2815515655 / 1.6448536270))
    )
    price = found["prices.openai/gpt-4o-mini.input.2024-07-18"]
    assert (price["p10"], price["p90"], price["guess"]) == (None, None, False)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("workload.reqests=5", "--set workload.reqests: unknown key (did you mean 'requests'?)"),
        (
            "workloads.requests=5",
            "--set workloads.requests: the scenario has no 'workloads' there (did you mean 'workload'?)",
        ),
        (
            "workload.requests",
            "--set workload.requests: expected PATH=VALUE, such as workload.requests=60000",
        ),
        ("workload.requests=many", "--set workload.requests: expected a number of requests, got 'many'"),
        (
            "people.enginer=3",
            "--set people.enginer: there is no 'enginer' to change (did you mean 'engineer'?)",
        ),
        ("workload.requests=90%", "--set workload.requests: expected a number of requests, got '90%'"),
        ("workload.output_tokens=5%", "--set workload.output_tokens: expected a number in tok/request"),
        ("options.tuned=", "--set options.tuned: expected `name: value` lines below it, got nothing"),
        ("workload=", "--set workload: expected `name: value` lines below it, got nothing"),
        ("workload.growth=2", "--set workload.growth: 2 is not at most 1; write 2%"),
        (
            "options.tuned.model=openai/gpt-9",
            "--set options.tuned.model: no price is known for 'openai/gpt-9'",
        ),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(setting: str, said: str, planner_in_place: Planner) -> None:
    assert refused(planner_in_place("run", "ticket-triage-2024", "--set", setting)).startswith(
        f"error: {said}"
    )


@pytest.mark.parametrize("currency", ["GPU", "€", "usd", "Dollar", "5"])
def test_a_currency_that_is_none_is_one_mistake(currency: str, planner_in_place: Planner) -> None:
    said = refused(planner_in_place("run", "ticket-triage-2024", "--set", f'currency="{currency}"'))
    assert said == f"error: --set currency: expected a currency such as USD, got '{currency}'\n"


@pytest.mark.parametrize(
    "setting", ["workload.growth=2%", "options.tuned.few_shot=40", "people={engineer: 60, clerk: 30}"]
)
def test_a_key_that_is_known_may_be_added_and_a_whole_mapping_replaced(
    setting: str, planner_in_place: Planner
) -> None:
    assert f"Changed for this run: {setting}" in " ".join(
        printed(planner_in_place("run", "ticket-triage-2024", "--set", setting)).split()
    )


def test_all_new_names_are_refused_at_once(planner_in_place: Planner) -> None:
    settings = ("--set", "people.enginer=3", "--set", "options.tuend={}")
    said = refused(planner_in_place("run", "ticket-triage-2024", *settings)).splitlines()
    assert [line.partition(" is no ")[0] for line in said] == [
        "error: --set options.tuend: there",
        "error: --set people.enginer: there",
    ]


def test_all_wrong_settings_are_named_at_once(planner_in_place: Planner) -> None:
    said = refused(
        planner_in_place("run", "ticket-triage-2024", "--set", "a.b=1", "--set", "=1", "--set", "c.d=1")
    )
    assert len(said.splitlines()) == 3


def test_a_day_before_any_price_names_the_first_price_of_every_option(planner_in_place: Planner) -> None:
    said = refused(planner_in_place("run", "ticket-triage-2024", "--as-of", "2020-01-01")).splitlines()
    missing = (
        ("gpt-4o-mini", "input tokens", "2024-07-18"),
        ("ft-gpt-4o-mini", "input tokens", "2024-07-23"),
        ("ft-gpt-4o-mini", "training tokens", "2024-07-23"),
    )
    for line, (sku, meter, first) in zip(said, missing, strict=True):
        assert f": openai/{sku} has no price for {meter} in 2024-10 as known on 2020-01-01" in line
        assert f"(its first price is from {first}" in line
        assert "pricing/providers/openai.yaml:" in line


def test_a_day_that_is_none_is_refused(planner_in_place: Planner) -> None:
    said = refused(planner_in_place("run", "ticket-triage-2024", "--as-of", "2024-02-30"))
    assert "'2024-02-30' is not a day such as 2026-11-20." in said


DEARER = """
provider: openai
title: Our own contract
references: {contract: {title: Our contract, address: "https://example.com/contract", read: 2024-10-01}}
skus:
  gpt-4o-mini:
    title: GPT-4o mini, our contract
    tokenizer: o200k_base
    still_valid_on: 2024-10-01
    meters:
      input: [{from: 2024-01-01, price: 0.30, ref: contract}]
      output: [{from: 2024-01-01, price: 1.20, ref: contract}]
"""


def test_a_folder_of_prices_replaces_a_single_sku_and_is_named(
    tmp_path: Path, planner_in_place: Planner
) -> None:
    (tmp_path / "ours.yaml").write_text(DEARER, "utf-8")
    shown = printed(planner_in_place("run", "ticket-triage-2024", "--pricing", str(tmp_path)))
    assert "$14.10" in shown
    assert "$2.85" in shown, "the tuned model keeps its shipped price"
    assert f"openai/gpt-4o-mini from {tmp_path} laid over them" in " ".join(shown.split())
    data = json.loads(
        printed(planner_in_place("run", "ticket-triage-2024", "--pricing", str(tmp_path), "--format", "json"))
    )
    assert [table["skus"] for table in data["price_tables"]][1:] == [1]
    assert (
        "https://example.com/contract"
        in data["inputs"]["prices.openai/gpt-4o-mini.input.2024-01-01"]["reference"]
    )


def test_a_folder_of_prices_that_is_none_is_refused(planner_in_place: Planner) -> None:
    said = refused(planner_in_place("run", "ticket-triage-2024", "--pricing", "nowhere"))
    assert said == "error: nowhere: is no folder of price files\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "explain ticket-triage-2024 tunde",
            "OPTION: 'tunde' is no option of this plan (did you mean 'tuned'?)",
        ),
        (
            "explain ticket-triage-2024 tuned trainig",
            "COMPONENT: 'trainig' is no component of this plan (did you mean 'training'?)",
        ),
        (
            "explain ticket-triage-2024 tuned training 2031-01",
            "MONTH: '2031-01' is no month of this plan; there are 2024-10 to 2026-09",
        ),
        (
            "prices show openai/gpt-4o-mni",
            "SKU: no price is known for 'openai/gpt-4o-mni' (did you mean 'openai/gpt-4o-mini'",
        ),
        ("tokens nowhere.md", "nowhere.md: there is no such file"),
        ("tokens README.md --tokenizer o200k-base", "--tokenizer: there is no encoding 'o200k-base'"),
    ],
)
def test_a_misspelt_argument_is_named_with_the_right_one(
    asked: str, said: str, planner_in_place: Planner
) -> None:
    assert refused(planner_in_place(*asked.split())).startswith(f"error: {said}")
