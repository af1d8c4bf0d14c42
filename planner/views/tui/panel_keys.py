"""Every key of the dashboard, panel by panel, for the help and the palette."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from textual.app import App
from textual.binding import BindingType

from planner.views.tui.edit_line import Typed
from planner.views.tui.keys import KeyRow, key_rows
from planner.views.tui.panels.panel import ExplainingScreen, Panel
from planner.views.tui.rows import RowList

Command = tuple[str, str, str, Callable[[], Any]]
"""What an action does, its keys, what the last line calls it, and how to run it."""


class PanelKeys:
    """The keys of a screen of panels, as they are in force."""

    def __init__(self, screen: ExplainingScreen, panels: Sequence[Panel], keymap: Mapping[str, str]) -> None:
        self._screen, self._panels, self._keymap = screen, panels, keymap

    @property
    def _app(self) -> App[Any]:
        return self._screen.app

    def groups(self) -> dict[str, list[KeyRow]]:
        """Return every key with what it does: everywhere, in any list, and panel by panel."""
        return {
            "Everywhere": [*self._rows(self._screen.BINDINGS), *self._rows(self._app.BINDINGS)],
            "In every list": list(self._rows(RowList.BINDINGS)),
            "While editing": list(self._rows(Typed.BINDINGS)),
            **{f"{panel.number} {panel.caption}": list(self._of(panel)) for panel in self._panels},
        }

    def commands(self, run_in: Callable[[Panel, str], Any]) -> Iterator[Command]:
        """Return every action for the palette: its name, its keys, and how to run it."""
        for row in self._rows(self._screen.BINDINGS):
            yield row.does, row.keys, row.name, partial(self._screen.run_action, row.action)
        for panel in self._panels:
            for row in self._of(panel):
                yield f"{panel.caption}: {row.does}", row.keys, row.name, partial(run_in, panel, row.action)
        for row in self._rows(self._app.BINDINGS):
            yield row.does, row.keys, row.name, partial(self._app.run_action, row.action)

    def _rows(self, bindings: Sequence[BindingType]) -> Iterator[KeyRow]:
        return key_rows(self._app, bindings, self._keymap)

    def _of(self, panel: Panel) -> Iterator[KeyRow]:
        for kind in type(panel.rows).mro():
            if kind is RowList:
                return
            yield from self._rows(vars(kind).get("BINDINGS", ()))
