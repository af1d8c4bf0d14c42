"""Panel 1: every input of the plan with its value, unit and where it was written; `/` narrows the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from planner.views.tui.panels.panel import AskingList, Panel
from planner.views.tui.rows import Row
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.views.tui.panels.input_rows import InputRow


_UNSHORTENED = 5
"""With fewer columns than this, places are written in few cells so that all the more fit."""


class InputsList(AskingList):
    """The inputs in groups, narrowed to those that hold every word of the filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "filter", "Filter", id="inputs.filter", tooltip="Show only inputs that hold some words"
        ),
        Binding("escape", "clear", "Show all", id="inputs.clear", tooltip="Show all inputs again"),
    ]

    def __init__(self) -> None:
        super().__init__(id="inputs-list")
        self.inputs: tuple[InputRow, ...] = ()
        self.words: list[str] = []

    @property
    def found(self) -> list[InputRow]:
        """The inputs that the filter lets through."""
        return [row for row in self.inputs if row.matches(self.words)]

    def topic(self) -> Topic | None:
        """Return the input under the cursor."""
        return Topic("input", name=self.cursor) if self.cursor else None

    def build(self, width: int) -> Sequence[Row]:
        """Lay the inputs out."""
        found = self.found
        if not found:
            return [Row((("No input holds these words. esc shows all.", "faint"),))] if self.inputs else []
        return list(_laid_out(found, width))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show all only while a filter hides some."""
        del parameters
        return bool(self.words) if action == "clear" else True

    def action_filter(self) -> None:
        """Open the filter."""
        if isinstance(self.parent, InputsPanel):
            self.parent.open_filter()

    def action_clear(self) -> None:
        """Drop the filter."""
        if isinstance(self.parent, InputsPanel):
            self.parent.clear_filter()


def _laid_out(found: list[InputRow], width: int) -> Iterator[Row]:
    from planner.views.tables import Column, Table, aligned

    def table(places: list[str]) -> list[dict[int, str]]:
        columns = (
            Column("", "left", least=max(10, width // 3)),
            Column("value"),
            Column("unit", "left", priority=1, least=11),
            Column("", "left"),
            Column("from", "left", priority=2),
            Column("source", "left", priority=4, least=20),
        )
        cells = tuple(
            (row.label, row.value, row.unit, " " if row.sourced else "!", place, row.source)
            for row, place in zip(found, places, strict=True)
        )
        return Table(columns, cells).fitted(width)

    lines = table([row.place for row in found])
    if len(lines[0]) < _UNSHORTENED:
        lines = table([row.line for row in found])
    heading, *body = lines
    tones = ("plain", "strong", "faint", "worse", "faint", "faint")
    headings = {index: (text + "  ", "faint") for index, text in heading.items() if index}
    group = ""
    for row, line in zip(found, body, strict=True):
        if row.group != group:
            if group:
                yield Row()
            group = row.group
            name = aligned(group, cell_len(heading[0])) + "  " if headings else group
            yield Row(((name, "heading"), *headings.values()))
            headings = {}
        yield Row(tuple((text + "  ", tones[index]) for index, text in line.items()), key=row.key)


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
            placeholder="words an input holds: prompt, hour, yaml:23 …", id="filter", compact=True
        )
        line.display = False
        yield line

    @property
    def list(self) -> InputsList:
        """The inputs."""
        return self.query_one(InputsList)

    def show(self, answer: Answer) -> None:
        """Show an answer's inputs."""
        from planner.views.tui.panels.input_rows import input_rows

        self.list.inputs = input_rows(answer)
        self._again()

    def open_filter(self) -> None:
        """Open the filter line and type into it."""
        line = self.query_one(FilterLine)
        line.display = True
        line.focus()

    def clear_filter(self) -> None:
        """Show all inputs again."""
        line = self.query_one(FilterLine)
        line.value = ""
        line.display = False
        self.list.words = []
        self._again()
        self.list.focus()

    def keep_filter(self) -> None:
        """Go from the filter line to what it found."""
        line = self.query_one(FilterLine)
        line.display = bool(line.value.strip())
        self.list.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.list.words = event.value.casefold().split()
        self._again(home=True)

    def _again(self, *, home: bool = False) -> None:
        rows = self.list
        found, everything = rows.found, len(rows.inputs)
        unsourced = sum(not row.sourced for row in found)
        counted = f"{len(found)} of {everything}" if rows.words else f"{everything}"
        self.entitle(counted + (f" · {unsourced} without a source !" if unsourced else ""))
        rows.rebuild(home=home)
        self.refresh_bindings()
