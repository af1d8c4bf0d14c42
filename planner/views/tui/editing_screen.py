"""What a screen does on which inputs and options can be edited.

It is called, not sent a message, so that a key typed right behind finds the focus where it now belongs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import on
from textual.screen import Screen

from planner.views.tui.edit_line import EditLine
from planner.views.tui.headline import Headline
from planner.views.tui.panels.panel import Panel

if TYPE_CHECKING:
    from planner.views.tui.app import PlannerApp
    from planner.views.tui.panels.input_rows import InputRow
    from planner.views.tui.panels.inputs import InputsPanel


class EditingScreen(Screen[None]):
    """A screen whose panels let a person edit the draft."""

    _inputs: Sequence[InputRow] = ()
    """Every input of the answer before, until those of this one are known."""

    @property
    def planner(self) -> PlannerApp:
        """The application, which holds the draft."""
        return cast("PlannerApp", self.app)

    def edit(self, row: InputRow) -> None:
        """Edit an input in the line at the bottom."""
        self.planner.editor.edit_row(row)

    def edit_input(self, key: str) -> None:
        """Edit the input of this key."""
        row = next((row for row in self._inputs if row.key == key), None)
        if row is not None:
            self.edit(row)

    def edit_another(self, key: str, by: int) -> None:
        """Edit the input that stands so many rows from one."""
        cast("InputsPanel", self.query_one("InputsPanel")).edit_from(key, by)

    def unsaved(self, count: int) -> None:
        """Say on top how many values are not saved."""
        self.query_one(Headline).unsaved(count)

    def nudge(self, row: InputRow, steps: int) -> None:
        """Move an input by so many steps."""
        self.planner.editor.nudge_row(row, steps)

    def set_any(self) -> None:
        """Set whatever is named in the line."""
        self.planner.editor.set_any()

    def change_option(self, change: str, option: str) -> None:
        """Add, copy, rename, remove or switch an option."""
        changes = self.planner.options
        if change == "add":
            changes.add()
        else:
            made = {
                "copy": changes.copy,
                "rename": changes.rename,
                "rekey": changes.rekey,
                "remove": changes.remove,
                "switch": changes.switch,
            }
            made[change](option)

    @on(EditLine.Changed)
    def _typed(self, event: EditLine.Changed) -> None:
        event.stop()
        self.planner.editor.changed(event.text)

    @on(EditLine.Kept)
    def _kept(self, event: EditLine.Kept) -> None:
        event.stop()
        self.planner.editor.keep_typed(event.text, event.then)

    @on(EditLine.Cancelled)
    def _cancelled(self, event: EditLine.Cancelled) -> None:
        event.stop()
        self.planner.editor.cancel()

    @on(EditLine.Nudged)
    def _nudged(self, event: EditLine.Nudged) -> None:
        event.stop()
        self.planner.editor.nudge_typed(event.text, event.steps)

    @on(Panel.Pin)
    def _pin(self, event: Panel.Pin) -> None:
        event.stop()
        self.planner.options.pin(event.option)
