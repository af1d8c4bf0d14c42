"""The line at the bottom in which one value is edited: what it is, what is typed, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

_LEAST_TYPED, _WIDEST_TYPED = 14, 44
_SIGN = " = "


@dataclass(frozen=True, slots=True)
class Asked:
    """What is edited: its name, the text to start with, and what to say beside it."""

    label: str
    text: str
    unit: str = ""
    saved: str | None = None
    """What the saved file says; None where nothing is to be told."""
    source: str = ""
    help: str = ""
    placeholder: str = ""


class Typed(Input):
    """Where the value is typed; up and down nudge it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", id="edit.keep", tooltip="Keep what is typed"),
        Binding(
            "escape", "cancel", "Cancel", id="edit.cancel", key_display="esc", tooltip="As it was before"
        ),
        Binding("up", "nudge(1)", "Nudge", id="edit.more", key_display="↑", tooltip="A step more"),
        Binding("down", "nudge(-1)", "Nudge", id="edit.less", key_display="↓", tooltip="A step less"),
        Binding(
            "tab",
            "next(1)",
            "Next",
            id="edit.next",
            key_display="tab",
            tooltip="Keep it and edit the next input",
        ),
        Binding(
            "shift+tab",
            "next(-1)",
            "Before",
            id="edit.previous",
            show=False,
            tooltip="Keep it and edit the input before",
        ),
    ]

    def action_keep(self) -> None:
        """Keep what is typed."""
        self.post_message(EditLine.Kept(self.value))

    def action_cancel(self) -> None:
        """Leave everything as it was."""
        self.post_message(EditLine.Cancelled())

    def action_nudge(self, steps: int) -> None:
        """Ask for a value a step away."""
        self.post_message(EditLine.Nudged(self.value, steps))

    def action_next(self, by: int) -> None:
        """Keep what is typed and go on to another input."""
        self.post_message(EditLine.Kept(self.value, by))


class _Beside(Widget):
    """A text that gives way from its end, part by part."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"edit--{tone}" for tone in ("plain", "strong", "faint", "bad")}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - what Textual calls it
        super().__init__(id=id)
        self.parts: list[tuple[str, str]] = []

    def say(self, *parts: tuple[str, str]) -> None:
        """Say texts, each with its tone; the ones at the end give way first."""
        self.parts = [(text, tone) for text, tone in parts if text]
        self.refresh()

    @property
    def said(self) -> str:
        """What it says."""
        return "".join(text for text, _ in self.parts)

    def render(self) -> Text:
        """Draw as many parts as fit."""
        from planner.views.tables import shortened

        line, left = Text(no_wrap=True, overflow="crop", end=""), self.size.width
        for text, tone in self.parts:
            shown = text if cell_len(text) <= left else shortened(text, left)
            line.append(shown, self.get_component_rich_style(f"edit--{tone}"))
            left -= cell_len(shown)
        return line


class EditLine(Vertical):
    """One value being edited."""

    class Changed(Message):
        """Something else is typed."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Kept(Message):
        """What is typed is meant; `then` is 1 or -1 where another input follows."""

        def __init__(self, text: str, then: int = 0) -> None:
            self.text, self.then = text, then
            super().__init__()

    class Cancelled(Message):
        """Nothing typed is meant."""

    class Nudged(Message):
        """A value so many steps away from what is typed is wanted."""

        def __init__(self, text: str, steps: int) -> None:
            self.text, self.steps = text, steps
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="edit")
        self.asked: Asked | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """Make the line and the hint below it."""
        with Horizontal(id="edit-line"):
            yield _Beside(id="edit-label")
            yield Typed(id="edit-typed", compact=True, select_on_focus=True)
            yield _Beside(id="edit-was")
        yield _Beside(id="edit-hint")

    @property
    def typed(self) -> Typed:
        """Where the value is typed."""
        return self.query_one(Typed)

    def open(self, asked: Asked) -> None:
        """Begin to edit a value."""
        self.asked = asked
        with self.prevent(Input.Changed):
            self.typed.value = asked.text
        self.typed.placeholder = asked.placeholder
        self.query_one("#edit-label", _Beside).say((f" {asked.label}{_SIGN}", "strong"))
        self._lay_out()
        self.tell_before(None)
        self.hint("")
        self.display = True
        self.screen.set_focus(self.typed)
        self.typed.action_select_all()

    def close(self) -> None:
        """Put the line away."""
        self.asked, self.display = None, False

    def type(self, text: str) -> None:
        """Type a text for the person."""
        self.typed.value = text
        self.typed.action_end()

    def tell_before(self, head: str | None) -> None:
        """Say what the saved file says, and git's HEAD where that is known."""
        asked = self.asked
        if asked is None:
            return
        was = "" if asked.saved is None else f"was {asked.saved or 'not said'}"
        git = "" if head is None or asked.saved is None else f" (git: {head or 'not said'})"
        source = f"  {asked.source}" if asked.source else ""
        unit = f"  {asked.unit}" if asked.unit else ""
        self.query_one("#edit-was", _Beside).say((was + git, "faint"), (unit, "plain"), (source, "faint"))

    def hint(self, words: str, *, bad: bool = False) -> None:
        """Say below the line what is wrong with what is typed, or what comes of it."""
        asked = self.asked
        usual = asked.help if asked is not None else ""
        self.query_one("#edit-hint", _Beside).say((f" {words or usual}", "bad" if bad else "faint"))

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width."""
        del event
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the name what it needs, at most two fifths, and what is typed at least a few cells."""
        width, asked = self.size.width or self.screen.size.width, self.asked
        name = cell_len(asked.label) + len(_SIGN) + 1 if asked is not None else 0
        name = min(name, max(1, width * 2 // 5))
        wanted = cell_len(asked.text) + 6 if asked is not None and asked.text else _WIDEST_TYPED
        typed = max(_LEAST_TYPED, min(wanted, _WIDEST_TYPED, (width - name) // 2))
        self.query_one("#edit-label").styles.width = name
        self.typed.styles.width = min(typed, max(1, width - name))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
