"""The space of the panels: each stands where `layout.py` puts it."""

from __future__ import annotations

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.lazy import Lazy
from textual.widget import Widget

from planner.views.tui.layout import Columns, regions
from planner.views.tui.panels.panel import Panel


class _ByRegion(Layout):
    """Puts every panel into its region."""

    name = "panels"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: FBT001, FBT002 - what Textual calls
    ) -> ArrangeResult:
        """Place the panels that are shown; `greedy` is for layouts that ask how large their content wants to be."""
        del greedy
        parent.pre_layout(self)
        if not isinstance(parent, Panels):
            return []
        found = regions(parent.columns, size.width, size.height)
        return [
            WidgetPlacement(Region(*found[child.number]), NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if isinstance(child, Panel) and child.number in found
        ]


class Panels(Widget):
    """Holds the panels and shows those that stand in a column."""

    def __init__(self, *panels: Panel | Lazy, columns: Columns) -> None:
        super().__init__(*panels, id="panels")
        self.columns = columns
        self._by_region = _ByRegion()

    @property
    def layout(self) -> Layout:
        """How its panels are laid out."""
        return self._by_region

    def arrange_as(self, columns: Columns) -> None:
        """Show these panels and hide the others."""
        shown = {number for column in columns for number in column}
        self.columns = columns
        for panel in self.query_children(Panel):
            panel.display = panel.number in shown
        self.refresh(layout=True)
