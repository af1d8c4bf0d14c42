"""Where another scenario is chosen: recent ones, those in this folder, and the gallery; `/` or any letter narrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from planner.views.tui.footer import KeyLine
from planner.views.tui.row import Row
from planner.views.tui.rows import RowList


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that can be opened: what to ask for, in which group it stands, and what it is about."""

    asked: str
    group: str
    name: str
    title: str

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word stands in it."""
        everything = f"{self.group} {self.name} {self.title}".casefold()
        return all(word in everything for word in words)


class OfferList(RowList):
    """The scenarios that can be opened."""

    def __init__(self) -> None:
        super().__init__(id="open-list")
        self.offers: tuple[Offer, ...] = ()
        self.words: list[str] = []
        self.waiting = True
        self.can_focus = False

    @property
    def found(self) -> list[Offer]:
        """The ones that the words let through."""
        return [offer for offer in self.offers if offer.matches(self.words)]

    def build(self, width: int) -> Sequence[Row]:
        """Lay them out in their groups."""
        if self.waiting:
            return [Row((("looking …", "faint"),))]
        from planner.views.tables import aligned, shortened

        found = self.found
        if not found:
            return [Row((("Nothing is called so here. enter opens it as a path.", "faint"),))]
        names = min(max(len(offer.name) for offer in found), max(12, width // 2))
        rows, group = list[Row](), ""
        for offer in found:
            if offer.group != group:
                group = offer.group
                rows += [Row()] if rows else []
                rows.append(Row(((group, "heading"),)))
            rest = width - names - 2
            spans = [(aligned(offer.name, names) + "  ", "plain"), (shortened(offer.title, rest), "faint")]
            rows.append(Row(tuple(spans), key=offer.asked))
        return rows


class NameLine(Input):
    """Where a name or a path is typed; the arrows move in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.choose", "Open", id="open.choose", key_display="enter", tooltip="Open it"),
        Binding("down", "screen.step(1)", "Down", id="open.down", show=False, tooltip="One line down"),
        Binding("up", "screen.step(-1)", "Up", id="open.up", show=False, tooltip="One line up"),
    ]


class OpenScreen(ModalScreen[str]):
    """Asks for a scenario; leaving it returns an empty text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="open.leave", key_display="esc", tooltip="Open nothing"),
    ]

    class Looked(Message):
        """What can be opened is known."""

        def __init__(self, offers: tuple[Offer, ...]) -> None:
            self.offers = offers
            super().__init__()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(id="open-box") as box:
            box.border_title = self._title
            yield NameLine(placeholder="a name, or a path to a scenario", id="open-name", compact=True)
            yield OfferList()
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Look for scenarios."""
        self.run_worker(self._look, thread=True)

    def _look(self) -> None:
        from planner.views.tui.offers import offers

        self.post_message(self.Looked(offers()))

    @on(Looked)
    def _show(self, event: Looked) -> None:
        event.stop()
        rows = self.query_one(OfferList)
        rows.offers, rows.waiting = event.offers, False
        rows.rebuild(home=True)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        rows = self.query_one(OfferList)
        rows.words = event.value.casefold().split()
        rows.rebuild(home=True)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self.query_one(OfferList).action_step(by)

    def action_choose(self) -> None:
        """Open what the cursor is on, or else what was typed."""
        rows, typed = self.query_one(OfferList), self.query_one(NameLine).value.strip()
        if rows.found:
            self.dismiss(rows.cursor)
        elif typed:
            self.dismiss(typed)

    def action_leave(self) -> None:
        """Open nothing."""
        self.dismiss("")
