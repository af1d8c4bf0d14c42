"""The house rules that a machine can hold: size, names, and what each entry point imports."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import planner

PACKAGE = Path(planner.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
VAGUE = {"utils", "helpers", "common", "manager", "service", "misc"}


def imported_by(*arguments: str) -> set[str]:
    """Run the command in a process of its own and return the modules it imported."""
    code = (
        "import sys, json\n"
        "from planner.__main__ import main\n"
        f"sys.argv = ['planner', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


@pytest.mark.parametrize("asked", [("--help",), ("serve", "--help")])
def test_help_imports_nothing_heavy(asked: tuple[str, ...]) -> None:
    heavy = {"numpy", "pydantic", "textual", "yaml", "tiktoken", "rich", "aiohttp", "textual_serve"}
    assert imported_by(*asked) & heavy == set()


def test_a_run_never_imports_the_dashboard() -> None:
    modules = imported_by("run", "ticket-triage-2024", "--format", "json")
    assert {"numpy", "yaml", "pydantic"} <= modules
    assert "textual" not in modules
    assert "tiktoken" not in modules, "prompt lengths are given as numbers, nothing needs counting"


def test_the_dashboard_shows_its_frame_before_anything_is_computed() -> None:
    code = (
        "import sys, planner.views.tui.app; print(sorted({'numpy', 'pydantic', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_say_what_they_are_and_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "the first line of a module says what it is"
    assert len(text.splitlines()) <= 250
    assert path.stem not in VAGUE
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60]
    assert long == []


def test_every_package_that_is_imported_is_a_dependency() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    declared = {re.split(r"[<>=]", requirement)[0] for requirement in listed}
    trees = [ast.parse(path.read_text("utf-8")) for path in MODULES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    imported = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"planner"}
    assert {"yaml", "textual"} <= imported
    called = {
        "yaml": "pyyaml",
        "splintr": "splintr-rs",
        "pydantic_core": "pydantic",
        "textual_serve": "textual-serve",
    }
    assert {called.get(name, name) for name in imported} <= declared


def test_every_field_of_a_file_model_explains_itself() -> None:
    from planner.files.json_schema import json_schema

    for name in ("scenario", "provider", "tokenizers", "accelerators", "latency", "open_models", "presets"):
        schema = json_schema(name)
        for title, model in {name: schema, **schema["$defs"]}.items():
            for field, described in model.get("properties", {}).items():
                assert described.get("description"), f"{title}.{field} has no docstring"
