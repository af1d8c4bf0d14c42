"""Every binding that a person can give other keys, by its id."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

from planner.views.tui.app_keys import APP_KEYS
from planner.views.tui.choice_screen import ChoiceList, ChoiceScreen
from planner.views.tui.differences_screen import DifferencesScreen
from planner.views.tui.edit_line import Typed
from planner.views.tui.help import HelpScreen
from planner.views.tui.open_screen import NameLine, OpenScreen
from planner.views.tui.panels.break_even import BreakEvenList
from planner.views.tui.panels.compare import CompareList
from planner.views.tui.panels.inputs import FilterLine, InputsList
from planner.views.tui.panels.option_list import OptionList
from planner.views.tui.panels.panel import AskingList
from planner.views.tui.panels.why_numbers import WhyTree
from planner.views.tui.problems_screen import ProblemsScreen
from planner.views.tui.rows import RowList
from planner.views.tui.screen import Dashboard

BOUND: Final[tuple[type[DOMNode], ...]] = (
    Dashboard,
    RowList,
    AskingList,
    InputsList,
    FilterLine,
    OptionList,
    CompareList,
    BreakEvenList,
    WhyTree,
    Typed,
    HelpScreen,
    ProblemsScreen,
    ChoiceScreen,
    ChoiceList,
    DifferencesScreen,
    OpenScreen,
    NameLine,
)
"""Everything that has keys, besides the application."""


def known_bindings() -> dict[str, str]:
    """Return the usual keys of every binding by its id."""
    every = [*APP_KEYS, *(binding for kind in BOUND for binding in vars(kind)["BINDINGS"])]
    return {
        binding.id: binding.key
        for binding in every
        if isinstance(binding, Binding) and binding.id is not None
    }
