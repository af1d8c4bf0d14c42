"""What a screen does on which inputs and options can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from planner.views.tui.panels.input_rows import InputRow


class EditingScreen(Screen[None]):
    """The screen that panels turn to when something is to be edited.

    It is called, not sent a message, so that a key typed right behind finds the focus where it now belongs.
    """

    def edit(self, row: InputRow) -> None:
        """Edit an input in the line at the bottom."""
        raise NotImplementedError

    def nudge(self, row: InputRow, steps: int) -> None:
        """Move an input by so many steps."""
        raise NotImplementedError

    def set_any(self) -> None:
        """Set whatever is named in the line."""
        raise NotImplementedError

    def change_option(self, change: str, option: str) -> None:
        """Add, copy, rename, remove, switch or pin an option."""
        raise NotImplementedError
