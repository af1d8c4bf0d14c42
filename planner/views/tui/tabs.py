"""The tab strip of a narrow terminal: which panels there are and which one is shown."""

from __future__ import annotations

from collections.abc import Sequence

from planner.views.tui.one_line import OneLine, Part


class Tabs(OneLine):
    """One tab for each panel."""

    def __init__(self, names: dict[int, str]) -> None:
        super().__init__(id="tabs")
        self._names = names
        self._active = 0

    def show(self, number: int) -> None:
        """Mark a panel as the one that is shown."""
        self._active = number
        self.refresh()

    def parts(self) -> Sequence[Part]:
        """Return the tabs; only numbers where the names do not fit."""
        wide = sum(len(name) + 4 for name in self._names.values()) <= self.size.width
        return [
            Part(
                f" {number} {name} " if wide else f" {number} ",
                "active" if number == self._active else "faint",
                action=f"screen.go({number})",
            )
            for number, name in self._names.items()
        ]
