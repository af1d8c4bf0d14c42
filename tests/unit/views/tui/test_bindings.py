"""Every key of the dashboard has a name under which it can be set."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding

import planner.views.tui
from planner.views.tui.app_keys import APP_KEYS
from planner.views.tui.bindings import BOUND, known_bindings

ROOT = Path(planner.views.tui.__file__).parent
MODULES = [
    ".".join(("planner.views.tui", *path.relative_to(ROOT).with_suffix("").parts))
    for path in sorted(ROOT.rglob("*.py"))
    if path.name != "__init__.py"
]


@pytest.mark.parametrize("module", MODULES)
def test_whatever_has_keys_is_in_the_list_of_what_can_be_remapped(module: str) -> None:
    for name, kind in inspect.getmembers(import_module(module), inspect.isclass):
        if kind.__module__ == module and vars(kind).get("BINDINGS") and name != "PlannerApp":
            assert kind in BOUND


def test_every_binding_has_an_id_of_its_own_and_says_what_it_does() -> None:
    every = [*APP_KEYS, *(binding for kind in BOUND for binding in vars(kind)["BINDINGS"])]
    assert all(isinstance(each, Binding) and each.id and each.tooltip for each in every)
    names = [each.id for each in every if isinstance(each, Binding)]
    assert len(set(names)) == len(names) == len(known_bindings())
