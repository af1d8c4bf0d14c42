"""The keys that work in every panel."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding, BindingType


def screen_keys(panels: Mapping[int, str]) -> list[BindingType]:
    """Return the keys that go to panels, by their numbers and names, and the one that gives a panel all room."""
    return [
        *(
            Binding(
                str(number), f"go({number})", name, id=f"go.{number}", show=False, tooltip=f"Go to {name}"
            )
            for number, name in panels.items()
        ),
        Binding(
            "tab", "next(1)", "Next panel", id="panel.next", key_display="tab", tooltip="Go to the next panel"
        ),
        Binding(
            "shift+tab",
            "next(-1)",
            "Panel before",
            id="panel.previous",
            show=False,
            tooltip="Go to the panel before",
        ),
        Binding(
            "m",
            "maximise",
            "Maximise",
            id="panel.maximise",
            tooltip="Give the panel the whole screen, or end that",
        ),
    ]
