"""A list of options and of what belongs to the selected one; an option can be hidden in charts or made the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from planner.views.tui.panels.panel import AskingList, ExplainingScreen, Panel

if TYPE_CHECKING:
    from planner.pipeline import Answer


class OptionList(AskingList):
    """Rows of options under a cursor, the key of each `option:NAME`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "hide",
            "Hide in chart",
            id="option.hide",
            tooltip="Hide the option in every chart, or show it again",
        ),
        Binding(
            "p",
            "pin",
            "Baseline",
            id="option.pin",
            tooltip="Compare every option with this one: make it the plan's baseline",
        ),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - what Textual calls it
        super().__init__(id=id)
        self.answer: Answer | None = None
        self.selected = ""
        self.hidden: frozenset[str] = frozenset()

    def show(self, answer: Answer) -> None:
        """Take an answer; the selected option stays selected while there is one of its name."""
        from planner.views.headline_text import ranked

        self.answer = answer
        if self.selected not in answer.evaluation.options:
            self.selected = ranked(answer)[0].name
            self.cursor = f"option:{self.selected}"

    def select(self, option: str) -> None:
        """Select the option that another panel is about."""
        if self.selected and self.selected != option:
            self.selected, self.cursor = option, f"option:{option}"
            self.rebuild()

    def hide(self, options: frozenset[str]) -> None:
        """Leave these options out of charts."""
        if options != self.hidden:
            self.hidden = options
            self.rebuild()

    def moved(self) -> None:
        """Show what belongs to the option the cursor came to."""
        kind, _, name = self.cursor.partition(":")
        if kind == "option" and name != self.selected:
            self.selected = name
            self.rebuild()

    def why_not(self, action: str) -> str:
        """Say why the option cannot be hidden or made the baseline."""
        if action in {"hide", "pin"} and self.answer is None:
            return "there is no answer yet"
        if action == "pin" and self.answer is not None and self.selected == self.answer.comparison.baseline:
            return "it is the baseline already"
        return super().why_not(action)

    def action_hide(self) -> None:
        """Take the selected option out of every chart, or put it back."""
        if isinstance(self.screen, ExplainingScreen):
            self.screen.toggle(self.selected)

    def action_pin(self) -> None:
        """Ask for the selected option as the baseline."""
        self.post_message(Panel.Pin(self.selected))
