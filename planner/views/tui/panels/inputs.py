"""Panel 1: every input of the plan with its value, unit and where it was written; `/` and `!` narrow the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from planner.views.tui.editing_screen import EditingScreen
from planner.views.tui.panels.panel import AskingList, Panel
from planner.views.tui.row import Row
from planner.views.tui.rows import RowList
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.views.tui.panels.input_rows import InputRow


class InputsList(AskingList):
    """The inputs in groups, narrowed to those that hold every word of the filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,e", "edit", "Edit", id="inputs.edit", key_display="enter", tooltip="Edit the input"),
        Binding("w,right,l", "why", "Why", id="inputs.why", key_display="w", tooltip="Explain the input"),
        Binding(
            "plus,equals_sign", "nudge(1)", "Nudge", id="inputs.more", key_display="+", tooltip="A step more"
        ),
        Binding("minus", "nudge(-1)", "Nudge", id="inputs.less", key_display="-", tooltip="A step less"),
        Binding(
            "slash",
            "filter",
            "Filter",
            id="inputs.filter",
            tooltip="Only inputs with some words, or ! (no source), ~ (estimates)",
        ),
        Binding(
            "exclamation_mark",
            "guesses",
            "Guesses",
            id="inputs.guesses",
            key_display="!",
            tooltip="Only inputs without a source, the dearest first; or all again",
        ),
        Binding(
            "colon",
            "set_any",
            "Set …",
            id="inputs.set",
            key_display=":",
            tooltip="Set any value of the scenario by its path, said or not",
        ),
        Binding("escape", "clear", "Show all", id="inputs.clear", tooltip="Show all inputs again"),
    ]

    def __init__(self) -> None:
        super().__init__(id="inputs-list")
        self.inputs: tuple[InputRow, ...] = ()
        self.words: list[str] = []
        self.guesses = False
        self.currency = ""

    @property
    def narrowed(self) -> bool:
        """Whether some inputs may be hidden."""
        return bool(self.words) or self.guesses

    @property
    def found(self) -> list[InputRow]:
        """The inputs that the filter lets through; guesses by the money they act on."""
        found = [row for row in self.inputs if row.matches(self.words)]
        if not self.guesses:
            return found
        return sorted((row for row in found if not row.sourced), key=lambda row: -row.acts_on)

    def topic(self) -> Topic | None:
        """Return the input under the cursor."""
        return Topic("input", name=self.cursor) if self.cursor in self.items else None

    def build(self, width: int) -> Sequence[Row]:
        """Lay the inputs out."""
        found = self.found
        if not found:
            words = "No input holds these words" if self.words else "Every input has a source"
            return [Row(((f"{words}. esc shows all.", "faint"),))] if self.inputs else []
        from planner.views.tui.panels.input_table import grouped, ranked

        return list(ranked(found, self.currency, width) if self.guesses else grouped(found, width))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show all only while a filter hides some."""
        del parameters
        return self.narrowed if action == "clear" else True

    @property
    def current(self) -> InputRow | None:
        """The input under the cursor."""
        return next((row for row in self.inputs if row.key == self.cursor and row.key in self.items), None)

    def action_edit(self) -> None:
        """Edit the input under the cursor."""
        if self.current is not None and isinstance(self.screen, EditingScreen):
            self.screen.edit(self.current)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Edit what was chosen with the mouse."""
        event.stop()
        self.action_edit()

    def action_nudge(self, steps: int) -> None:
        """Move the input under the cursor by a step."""
        if self.current is not None and isinstance(self.screen, EditingScreen):
            self.screen.nudge(self.current, steps)

    def action_set_any(self) -> None:
        """Set whatever is named."""
        if isinstance(self.screen, EditingScreen):
            self.screen.set_any()

    def action_filter(self) -> None:
        """Open the filter."""
        if isinstance(self.parent, InputsPanel):
            self.parent.open_filter()

    def action_guesses(self) -> None:
        """Show only inputs without a source, or all again."""
        if isinstance(self.parent, InputsPanel):
            self.parent.toggle_guesses()

    def action_clear(self) -> None:
        """Show all inputs again."""
        if isinstance(self.parent, InputsPanel):
            self.parent.clear_filter()


class FilterLine(Input):
    """Where the filter is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Show all", id="filter.clear", tooltip="Drop the filter"),
        Binding(
            "enter,down",
            "keep",
            "Keep",
            id="filter.keep",
            key_display="enter",
            tooltip="Go to what was found",
        ),
    ]

    def action_clear(self) -> None:
        """Drop the filter."""
        if isinstance(self.parent, InputsPanel):
            self.parent.clear_filter()

    def action_keep(self) -> None:
        """Keep the filter and go to the list."""
        if isinstance(self.parent, InputsPanel):
            self.parent.keep_filter()


class InputsPanel(Panel):
    """Every input of the plan."""

    number = 1
    caption = "Inputs"

    def compose(self) -> ComposeResult:
        """Make the list and the filter below it."""
        yield InputsList()
        line = FilterLine(
            placeholder="prompt, hour, yaml:23 …  ! no source  ~ estimates", id="filter", compact=True
        )
        line.display = False
        yield line

    @property
    def list(self) -> InputsList:
        """The inputs."""
        return self.query_one(InputsList)

    def figures(self) -> Sequence[Sequence[object]]:
        """Return its figures for a spreadsheet."""
        from planner.views.tui.panels.figures import input_figures

        return input_figures(self.list.found)

    def show(self, answer: Answer) -> None:
        """Show an answer's inputs."""
        self.list.inputs = tuple(self.inputs)
        self.list.currency = answer.evaluation.currency
        self._again()

    def edit_from(self, key: str, by: int) -> None:
        """Edit the input that stands so many rows from one; none at either end."""
        self.list.point_at(key)
        self.list.action_step(by)
        if self.list.cursor != key:
            self.list.action_edit()

    def open_filter(self) -> None:
        """Open the filter line and type into it."""
        line = self.query_one(FilterLine)
        line.display = True
        self.screen.set_focus(line)

    def clear_filter(self) -> None:
        """Show all inputs again."""
        line = self.query_one(FilterLine)
        line.value = ""
        line.display = False
        self.list.words, self.list.guesses = [], False
        self._again()
        self.screen.set_focus(self.list)

    def keep_filter(self) -> None:
        """Go from the filter line to what it found."""
        line = self.query_one(FilterLine)
        self.screen.set_focus(self.list)
        line.display = bool(line.value.strip())

    def toggle_guesses(self) -> None:
        """Show only inputs without a source, from the dearest on, or all again where the cursor is."""
        self.list.guesses = not self.list.guesses
        if self.list.guesses:
            self.list.cursor = ""
        self._again(home=self.list.guesses)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.list.words = event.value.casefold().split()
        self._again(home=True)

    def _again(self, *, home: bool = False) -> None:
        rows = self.list
        found, everything = rows.found, len(rows.inputs)
        counted = f"{len(found)} of {everything}" if rows.narrowed else f"{everything}"
        signs = " ".join(
            f"{mark}{count}" for mark in "!*" if (count := sum(row.mark == mark for row in found))
        )
        self.entitle(counted + (f" · no source: {signs}" if signs else ""))
        rows.rebuild(home=home)
        self.refresh_bindings()
