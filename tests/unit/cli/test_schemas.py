"""The schemas that editors use: as the command prints them, as they are checked in, and named by every file."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from planner.files.checking import check
from planner.files.json_schema import json_schema
from planner.files.reading import read_document
from planner.files.scenario_file import read_scenario
from planner.plan.belief_forms import FORMS
from planner.plan.catalog.latency_profiles import LatencyTable
from planner.plan.catalog.open_models import OpenModelTable
from planner.plan.catalog.presets import PresetTable
from planner.plan.catalog.provider import Provider
from planner.plan.catalog.tables import AcceleratorTable, TokenizerTable
from planner.plan.scenario import Scenario

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "pricing" / "schema"
KINDS: dict[str, type[BaseModel]] = {
    "scenario": Scenario,
    "provider": Provider,
    "tokenizers": TokenizerTable,
    "accelerators": AcceleratorTable,
    "latency": LatencyTable,
    "open_models": OpenModelTable,
    "presets": PresetTable,
}

Planner = Callable[..., subprocess.CompletedProcess[str]]


def our_files() -> Iterator[tuple[Path, str]]:
    """Every scenario and price file of the project that is right, with its kind."""
    yield from ((path, "scenario") for path in (ROOT / "scenarios").glob("*.yaml"))
    yield from ((path, "provider") for path in (ROOT / "pricing" / "providers").glob("*.yaml"))
    yield from ((path, "latency") for path in (ROOT / "pricing" / "latency").glob("*.yaml"))
    tables = ("tokenizers", "accelerators", "open_models", "presets")
    yield from ((ROOT / "pricing" / f"{kind}.yaml", kind) for kind in tables)
    cases = (ROOT / "tests" / "cases").glob("*/*.yaml")
    yield from ((path, "scenario") for path in cases if path.name != "case.yaml")
    yield from ((path, "provider") for path in (ROOT / "tests" / "cases").glob("*/*/*.yaml"))
    yield from ((path, "provider") for path in (ROOT / "tests" / "wrong_files" / "pricing").glob("*.yaml"))


FILES = sorted(our_files())


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_the_schema_that_is_checked_in(kind: str, planner_in_place: Planner) -> None:
    ran = planner_in_place("schema", kind)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (SCHEMAS / f"{kind}.schema.json").read_text("utf-8"), (
        "planner schema --write pricing/schema"
    )


def test_the_schemas_are_written_all_together(tmp_path: Path, planner_in_place: Planner) -> None:
    ran = planner_in_place("schema", "--write", str(tmp_path / "new"))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == {
        path.name: path.read_bytes() for path in SCHEMAS.iterdir()
    }


@pytest.mark.parametrize(
    ("path", "kind"), FILES, ids=[path.relative_to(ROOT).as_posix() for path, _ in FILES]
)
def test_every_file_names_its_schema_and_keeps_to_it(path: Path, kind: str) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None
    assert (path.parent / named[1]).resolve() == SCHEMAS / f"{kind}.schema.json"
    if kind == "scenario":
        read_scenario(str(path))  # its presets may have to be filled in first
    else:
        check(read_document(path), KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_schema_says_what_it_is(kind: str) -> None:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
    for name, body in {kind: schema, **schema.get("$defs", {})}.items():
        silent = [
            key
            for key, field in body.get("properties", {}).items()
            if "description" not in field and "description" not in json.dumps(field)
        ]
        assert silent == [], name


def test_an_editor_knows_every_form_that_the_planner_reads() -> None:
    schema = json_schema("scenario")
    forms = schema["$defs"]["Uncertain"]["anyOf"]
    read = {form: {*form, "source", "note", "clip", "preset"} for form in FORMS if form != ("value",)}
    assert [set(form["properties"]) for form in forms] == list(read.values())
    assert all(form["description"] for form in forms)


def test_an_editor_takes_a_count_for_a_share_only() -> None:
    fields = json_schema("scenario")["$defs"]["Workload"]["properties"]
    counts = {name for name, field in fields.items() if "#/$defs/CountText" in json.dumps(field)}
    shares = {name for name, field in fields.items() if '"x-unit": "share"' in json.dumps(field)}
    assert counts == shares == {"growth", "busy_hour"}
    assert '"#/$defs/Uncertain"' in json.dumps(fields["requests"])
