"""What changed, in values and in money, against other versions of the scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from planner.views.tui.footer import KeyLine
from planner.views.tui.row import Row
from planner.views.tui.rows import RowList

if TYPE_CHECKING:
    from planner.versions import Versions

Compare = Callable[[], "Versions"]
"""Compares with one version; takes a while."""


class DifferencesList(RowList):
    """Version after version, each with everything that differs."""

    def __init__(self) -> None:
        super().__init__(id="differences-list")
        self.versions: tuple[Versions, ...] = ()
        self.waiting = True

    def build(self, width: int) -> Sequence[Row]:
        """Lay them out."""
        rows: list[Row] = []
        for number, versions in enumerate(self.versions):
            from planner.views.tui.difference_rows import difference_rows

            rows += [Row(), Row()] if number else []
            rows += (
                Row(row.spans, f"{number}:{row.key}" if row.key else "")
                for row in difference_rows(versions, width)
            )
        return [*rows, Row((("working …", "faint"),))] if self.waiting else rows


class DifferencesScreen(ModalScreen[None]):
    """The differences, over the dashboard; each version is compared in a thread and shown when it is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,d,q", "leave", "Back", id="differences.leave", key_display="esc", tooltip="Back"),
    ]

    class Compared(Message):
        """One more version was compared."""

        def __init__(self, versions: Versions, *, last: bool) -> None:
            self.versions, self.last = versions, last
            super().__init__()

    def __init__(self, title: str, compare: Sequence[Compare]) -> None:
        super().__init__()
        self._title, self._compare = title, compare

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(id="differences-box") as box:
            box.border_title = self._title
            yield DifferencesList()
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin to compare."""
        self.run_worker(self._work, thread=True, exclusive=True)

    def _work(self) -> None:
        worker = get_current_worker()
        for number, compare in enumerate(self._compare, start=1):
            versions = compare()
            if worker.is_cancelled:
                return
            self.post_message(self.Compared(versions, last=number == len(self._compare)))

    def on_differences_screen_compared(self, event: Compared) -> None:
        """Show one more version."""
        event.stop()
        rows = self.query_one(DifferencesList)
        rows.versions, rows.waiting = (*rows.versions, event.versions), not event.last
        rows.rebuild()

    def action_leave(self) -> None:
        """Back to the dashboard."""
        self.dismiss()
