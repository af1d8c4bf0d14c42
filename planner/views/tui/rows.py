"""A list of one-line rows with a cursor: what every panel is made of.

Rows are built anew for each width, so nothing wraps or is cut by chance; texts are never parsed as markup.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.views.charts.palette import GLYPHS
from planner.views.tui.keys import refusal
from planner.views.tui.row import GUTTER, ON, TONES, Row, cells_of


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows that scroll, with a cursor over the items among them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"rows--{tone}" for tone in TONES),
        *(f"rows--series-{number}" for number in range(1, len(GLYPHS) + 1)),
        *(f"rows--band-{number}" for number in range(1, len(GLYPHS) + 1)),
        "rows--band",
        "rows--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", id="list.up", show=False, tooltip="One line up"),
        Binding("down,j", "step(1)", "Down", id="list.down", show=False, tooltip="One line down"),
        Binding("pageup", "page(-1)", "Page up", id="list.page-up", show=False, tooltip="One page up"),
        Binding("pagedown", "page(1)", "Page down", id="list.page-down", show=False, tooltip="One page down"),
        Binding("home,g", "edge(-1)", "First", id="list.first", show=False, tooltip="To the first line"),
        Binding("end,G", "edge(1)", "Last", id="list.last", show=False, tooltip="To the last line"),
        Binding("y", "copy", "Copy", id="list.copy", show=False, tooltip="Copy the line to the clipboard"),
    ]

    class Moved(Message):
        """The cursor came to another item."""

        def __init__(self, rows: RowList, key: str) -> None:
            self.rows, self.key = rows, key
            super().__init__()

    class Chosen(Message):
        """An item was chosen with the mouse."""

        def __init__(self, rows: RowList, key: str) -> None:
            self.rows, self.key = rows, key
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - what Textual calls it
        super().__init__(id=id)
        self.cursor = ""
        self._rows: Sequence[Row] = ()
        self._items: dict[str, tuple[int, int]] = {}
        self._styles: dict[str, Style] = {}

    def build(self, width: int) -> Sequence[Row]:
        """Return all rows for so many cells; a kind of list overrides this."""
        del width
        return ()

    @property
    def items(self) -> Collection[str]:
        """The keys of what the cursor can stand on, from the top."""
        return self._items.keys()

    @property
    def shown(self) -> Sequence[Row]:
        """Its rows, from the top."""
        return self._rows

    @property
    def lines(self) -> list[str]:
        """What its rows say, for tests and for copying."""
        return [row.text for row in self._rows]

    @property
    def room(self) -> tuple[int, int]:
        """The cells and lines that rows have without scrolling."""
        region = self.scrollable_content_region
        return max(1, region.width - GUTTER), region.height

    def why_not(self, action: str) -> str:
        """Say why an action cannot be done now; nothing where it can. Its key is grey then, and tells when pressed."""
        del action
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the key of what cannot be done now."""
        del parameters
        return None if self.why_not(action) else True

    def on_key(self, event: events.Key) -> None:
        """Tell why a grey key does nothing."""
        words = refusal(self.screen, event.key)
        if words:
            event.stop()
            self.app.notify(words, markup=False, timeout=4)

    def rebuild(self, *, home: bool = False) -> None:
        """Build the rows again, keeping the cursor where it is or as near as can be."""
        before = list(self._items)
        # Keys may come before the first layout, so there are rows to move over even where none can be seen.
        self._rows = self.build(self.room[0])
        self._items = {}
        for line, row in enumerate(self._rows):
            if row.key:
                first, _ = self._items.get(row.key, (line, line))
                self._items[row.key] = (first, line)
        if self._items and self.cursor not in self._items:
            place = before.index(self.cursor) if self.cursor in before else 0
            self.cursor = list(self._items)[min(place, len(self._items) - 1)]
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        if home:
            self.scroll_to(y=0, animate=False)
        self._show_cursor()
        self.refresh()

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        self.rebuild()

    def notify_style_update(self) -> None:
        """Draw again after a change of theme."""
        super().notify_style_update()
        self._styles = {}
        self.refresh()

    def point_at(self, key: str) -> None:
        """Move the cursor to an item and tell; nothing happens when it is there already."""
        if key not in self._items or key == self.cursor:
            return
        self.cursor = key
        self.moved()
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self, key))

    def moved(self) -> None:
        """Take note that the cursor moved, before anybody is told; a kind of list may override this."""

    def action_step(self, by: int) -> None:
        """Move the cursor, or scroll where there is nothing to stand on."""
        keys = list(self._items)
        if not keys:
            self.scroll_relative(y=by, animate=False)
            return
        place = keys.index(self.cursor) + by
        if 0 <= place < len(keys):
            self.point_at(keys[place])
        else:
            self.scroll_relative(y=by, animate=False)

    def action_page(self, way: int) -> None:
        """Move the cursor by a page."""
        height = max(1, self.size.height - 1)
        keys = list(self._items)
        if not keys:
            self.scroll_relative(y=way * height, animate=False)
            return
        aim = self._items[self.cursor][0] + way * height
        self.point_at(min(keys, key=lambda key: abs(self._items[key][0] - aim)))

    def action_edge(self, way: int) -> None:
        """Move the cursor to one end."""
        keys = list(self._items)
        if keys:
            self.point_at(keys[0 if way < 0 else -1])
        self.scroll_to(y=0 if way < 0 else self.max_scroll_y, animate=False)

    def action_copy(self) -> None:
        """Copy what the cursor is on, or else everything."""
        first, last = self._items.get(self.cursor, (0, len(self._rows) - 1))
        text = "\n".join(row.text.strip() for row in self._rows[first : last + 1])
        self.app.copy_to_clipboard(text)
        self.notify(f"Copied: {text[:60]}", markup=False, timeout=2)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor under the mouse; a second click chooses."""
        line = event.y + self.scroll_offset.y
        if 0 <= line < len(self._rows) and self._rows[line].key:
            key = self._rows[line].key
            self.point_at(key)
            if event.chain > 1:
                self.post_message(self.Chosen(self, key))

    def _show_cursor(self) -> None:
        height = self.size.height
        if self.cursor not in self._items or height <= 0:
            return
        first, last = self._items[self.cursor]
        top = self.scroll_offset.y
        if first == next(iter(self._items.values()))[0] and last < height:
            first = 0
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif last >= top + height:
            self.scroll_to(y=min(first, last - height + 1), animate=False)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        line, width = y + self.scroll_offset.y, self.size.width
        plain = self.style_of("plain")
        if line >= len(self._rows):
            return Strip.blank(width, plain)
        row = self._rows[line]
        here = bool(row.key) and row.key == self.cursor
        over = self._cursor_style() if here and self.has_focus else Style.null()
        mark = Segment("▌ " if here else "  ", self.style_of("accent" if self.has_focus else "faint") + over)
        body = [Segment(text, self.style_of(tone) + over) for text, tone in row.spans]
        length = GUTTER + sum(cells_of(text) for text, _ in row.spans)
        return Strip([mark, *body], length).adjust_cell_length(width, plain + over)

    def style_of(self, tone: str) -> Style:
        """Return how a tone looks in the theme of now."""
        if tone not in self._styles:
            self._styles[tone] = self._style_of(tone)
        return self._styles[tone]

    def _style_of(self, tone: str) -> Style:
        ink, _, ground = tone.partition(ON)
        style = self.get_component_rich_style(f"rows--{ink}")
        if not ground:
            return style
        return style + Style(bgcolor=self.get_component_rich_style(f"rows--{ground}").bgcolor)

    def _cursor_style(self) -> Style:
        full = self.get_component_rich_style("rows--cursor")
        return Style(bgcolor=full.bgcolor, bold=full.bold, reverse=full.reverse)
