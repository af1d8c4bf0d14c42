"""A line of parts that can be clicked: the tab strip, the path in Why, and the keys at the bottom.

A part is shown whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Part:
    """A text in up to two tones, and the action a click on it runs."""

    text: str
    tone: str = "plain"
    lead: str = ""
    action: str = ""

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return cell_len(self.lead) + cell_len(self.text)


class OneLine(Widget):
    """One line of parts, from the left; parts that do not fit are left out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"line--{tone}" for tone in ("plain", "faint", "key", "active", "off", "strong")
    }

    def parts(self) -> Sequence[Part]:
        """Return what the line says; a kind of line overrides this."""
        return ()

    def fitting(self) -> Iterator[tuple[int, Part]]:
        """Return the parts that fit, each with the column it starts in."""
        column = 0
        for part in self.parts():
            if column + part.width <= self.size.width:
                yield column, part
                column += part.width

    def render(self) -> Text:
        """Draw the line."""
        line = Text(no_wrap=True, overflow="crop", end="")
        for column, part in self.fitting():
            line.append(" " * (column - cell_len(line.plain)))
            if part.lead:
                line.append(part.lead, self.get_component_rich_style("line--key"))
            line.append(part.text, self.get_component_rich_style(f"line--{part.tone}"))
        return line

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the part under the mouse."""
        at = event.get_content_offset(self)
        if at is None:
            return
        for column, part in self.fitting():
            if column <= at.x < column + part.width and part.action:
                await self.run_action(part.action)
                return
