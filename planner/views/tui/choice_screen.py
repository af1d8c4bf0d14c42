"""Asks a person to choose, with what there is to know above the choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from planner.views.tui.row import Row
from planner.views.tui.rows import RowList


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: the key for it, what it does, and why it cannot be chosen, if so."""

    key: str
    does: str
    why_not: str = ""


class ChoiceList(RowList):
    """What there is to know, then the choices."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", id="choice.choose", tooltip="Choose what the cursor is on"),
    ]

    def __init__(self, about: Sequence[Row], choices: Sequence[Choice]) -> None:
        super().__init__(id="choice-list")
        self._about, self._choices = about, choices

    def build(self, width: int) -> Sequence[Row]:
        """Lay them out."""
        del width
        rows = [
            Row(
                (
                    (f"{choice.key}  ", "accent" if not choice.why_not else "faint"),
                    (choice.does, "plain" if not choice.why_not else "faint"),
                    (f"  ({choice.why_not})" if choice.why_not else "", "faint"),
                ),
                key=choice.key,
            )
            for choice in self._choices
        ]
        return [*rows, Row(), *self._about] if self._about else rows

    def action_choose(self) -> None:
        """Choose what the cursor is on."""
        self._choose(self.cursor)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose what was chosen with the mouse."""
        event.stop()
        self._choose(event.key)

    def on_key(self, event: events.Key) -> None:
        """Choose by the letter of a choice."""
        if event.character is not None and self._choose(event.character):
            event.stop()

    def _choose(self, key: str) -> bool:
        choice = next((choice for choice in self._choices if choice.key == key), None)
        if choice is None:
            return False
        if choice.why_not:
            self.notify(f"{choice.does}: {choice.why_not}", markup=False, severity="warning")
        else:
            self.screen.dismiss(key)
        return True


class ChoiceScreen(ModalScreen[str]):
    """A few choices; leaving it chooses nothing and returns an empty text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="choice.leave", tooltip="Choose nothing"),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], about: Sequence[Row] = ()) -> None:
        super().__init__()
        self._title, self._choices, self._about = title, choices, about

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(id="choice-box") as box:
            box.border_title = self._title
            box.border_subtitle = "esc back"
            yield ChoiceList(self._about, self._choices)

    def on_mount(self) -> None:
        """Make the box as high as what it holds."""
        lines = len(self._choices) + (len(self._about) + 1 if self._about else 0)
        self.query_one("#choice-box").styles.height = min(lines + 2, max(5, self.app.size.height - 4))

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss("")
