"""What every panel is: a framed, numbered list that tells the screen what the cursor is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from planner.views.tui.rows import RowList
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.views.tui.panels.input_rows import InputRow

WHY_BINDING = Binding(
    "enter,w,right,l",
    "why",
    "Why",
    id="panel.why",
    tooltip="Explain what the cursor is on",
    key_display="enter",
)


class Panel(Vertical):
    """A numbered panel; a kind of panel gives it its rows."""

    number: ClassVar[int]
    caption: ClassVar[str]
    fresh = True
    """Whether what comes from draws belongs to the answer that is shown; it is faint where it does not."""

    heading = ""
    """What stands in its frame."""
    inputs: Sequence[InputRow] = ()
    """Every input of the answer that is shown."""

    class Wanted(Message):
        """Something is to be worked out that takes too long for the interface; `found` is called with it."""

        def __init__(self, panel: Panel, kind: str, arguments: tuple[str, ...]) -> None:
            self.panel, self.kind, self.arguments = panel, kind, arguments
            super().__init__()

    class Pin(Message):
        """An option is to be the baseline that the others are compared with."""

        def __init__(self, option: str) -> None:
            self.option = option
            super().__init__()

    def on_mount(self) -> None:
        """Write the title into the frame, and tell the screen."""
        self.entitle()
        if isinstance(self.screen, ExplainingScreen):
            self.screen.joined(self)

    def entitle(self, about: str = "") -> None:
        """Write the panel's number and name into its frame, and what it is about."""
        title = Text(f"{self.number} {self.caption}", "bold")
        if about:
            title.append(f" · {about}", "not bold")
        self.border_title, self.heading = title, title.plain

    @property
    def rows(self) -> RowList:
        """The list that takes the keys."""
        return self.query_one(RowList)

    def show(self, answer: Answer) -> None:
        """Show an answer; `fresh` is set before."""
        raise NotImplementedError

    def found(self, kind: str, arguments: tuple[str, ...], result: object) -> None:
        """Take what was wanted: what came out, or BadInput where nothing can."""

    def figures(self) -> Sequence[Sequence[object]]:
        """Return what it shows as a table of plain numbers and texts, headings first; its lines where it has none."""
        rows = self.rows.shown
        return [[text.strip() for text, _ in row.spans if text.strip()] for row in rows]

    def hide(self, options: frozenset[str]) -> None:
        """Leave these options out of charts."""

    def select(self, option: str) -> None:
        """Select the option that another panel is about; nothing in a panel that is about none."""


class ExplainingScreen(Screen[None]):
    """The screen that panels turn to.

    It is called, not sent a message, so that a key typed right behind finds the focus where it now belongs.
    """

    hidden: frozenset[str] = frozenset()
    """The options that are left out of every chart."""

    def explain(self, panel: Panel, topic: Topic, *, asked: bool) -> None:
        """Explain what the cursor of a panel is on; `asked` when a person wants to go there."""
        raise NotImplementedError

    def go_back(self) -> None:
        """Go back to the panel that the question came from."""
        raise NotImplementedError

    def joined(self, panel: Panel) -> None:
        """Take note of a panel that was made just now."""
        raise NotImplementedError

    def toggle(self, option: str) -> None:
        """Take an option out of every chart, or put it back."""
        raise NotImplementedError


class AskingList(RowList):
    """A list whose items can be explained."""

    BINDINGS: ClassVar[list[BindingType]] = [WHY_BINDING]

    def topic(self) -> Topic | None:
        """Return what the cursor is on; a kind of list overrides this."""
        return None

    def action_why(self) -> None:
        """Go to the explanation of what the cursor is on."""
        self._tell(asked=True)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Let the explanation follow the cursor."""
        event.stop()
        if self.screen.focused is self:
            self._tell(asked=False)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go to the explanation of what was chosen with the mouse."""
        event.stop()
        self._tell(asked=True)

    def _tell(self, *, asked: bool) -> None:
        topic, panel, screen = self.topic(), self.parent, self.screen
        if topic is not None and isinstance(panel, Panel) and isinstance(screen, ExplainingScreen):
            screen.explain(panel, topic, asked=asked)
