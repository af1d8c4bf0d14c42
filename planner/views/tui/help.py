"""The help: every key with what it does, written from the bindings, and what the signs mean."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from planner.views.charts.palette import GLYPHS
from planner.views.tui.keys import KeyRow
from planner.views.tui.row import Row
from planner.views.tui.rows import RowList

_SIGNS = (
    ("~", "rests on an estimate, such as a tokenizer that is not public; also in a filter"),
    ("!", "nobody wrote down where this input comes from, or why it is what it is"),
    ("*", "an input with a note but without a source; in a filter, ! finds both kinds"),
    ("✗", "cannot be used for the whole plan, or misses an objective"),
    ("✓ ?", "an objective that is met; one of which nobody knows"),
    ("● ▸ ▹ ┃", "in bars of times: p50, p95, p99 (extrapolated), and the objective"),
    (" ".join(GLYPHS[:4]), "the options; the same glyph and colour everywhere"),
    ("▸ ▾", "made of other numbers: closed, open"),
    ("•", "an input: a line of a file that somebody wrote"),
    ("·", "a fixed number, such as the hours of a day"),
)


class HelpList(RowList):
    """The keys and signs."""

    def __init__(self, groups: Mapping[str, Sequence[KeyRow]]) -> None:
        super().__init__(id="help-list")
        self._groups = groups

    def build(self, width: int) -> Sequence[Row]:
        """Lay them out in two columns."""
        return list(self._rows_of(width))

    def _rows_of(self, width: int) -> Iterator[Row]:
        from planner.views.tables import aligned

        groups = {name: [(row.keys, row.does) for row in rows] for name, rows in self._groups.items()}
        groups["Signs"] = list(_SIGNS)
        first = max(len(keys) for rows in groups.values() for keys, _ in rows)
        for number, (name, rows) in enumerate(groups.items()):
            if number:
                yield Row()
            yield Row(((name, "heading"),))
            for keys, does in rows:
                lines = textwrap.wrap(does, max(8, width - first - 3))
                for place, line in enumerate(lines):
                    yield Row(((aligned("" if place else keys, first) + "   ", "strong"), (line, "plain")))


class HelpScreen(ModalScreen[None]):
    """The help, over the dashboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "Close", id="help.close", tooltip="Close the help"),
    ]

    def __init__(self, groups: Mapping[str, Sequence[KeyRow]]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(id="help-box") as box:
            box.border_title = "Help"
            box.border_subtitle = "esc closes"
            yield HelpList(self._groups)
