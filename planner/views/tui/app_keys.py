"""The keys that work everywhere, in the order in which the last line offers them."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

APP_KEYS: Final = (
    Binding(
        "question_mark,f1", "help", "Help", id="app.help", key_display="?", tooltip="Show every key and sign"
    ),
    Binding("u", "undo", "Undo", id="app.undo", tooltip="Take the last edit back"),
    Binding("ctrl+r", "redo", "Redo", id="app.redo", show=False, tooltip="Do again what was taken back"),
    Binding(
        "ctrl+s",
        "save",
        "Save",
        id="app.save",
        priority=True,
        tooltip="Save the scenario, and prices of your own, keeping every comment",
    ),
    Binding(
        "d",
        "differences",
        "Differences",
        id="app.differences",
        tooltip="What changed in values and money, against the saved file and git HEAD",
    ),
    Binding("o", "open", "Open file", id="app.open", tooltip="Open another scenario"),
    Binding(
        "O",
        "compare",
        "Compare with",
        id="app.compare",
        show=False,
        tooltip="Show another scenario beside this one",
    ),
    Binding("x", "export", "Export", id="app.export", tooltip="Write the panel to a file: text, SVG or CSV"),
    Binding(
        "S",
        "save_as",
        "Save as",
        id="app.save-as",
        show=False,
        tooltip="Save under another name, with its texts",
    ),
    Binding(
        "r",
        "reload",
        "Read again",
        id="app.reload",
        tooltip="Read the scenario and the prices again from disk",
    ),
    Binding("q", "quit", "Quit", id="app.quit", tooltip="Quit"),
    Binding(
        "ctrl+q",
        "quit",
        "Quit",
        id="app.quit-anywhere",
        show=False,
        priority=True,
        tooltip="Quit, from anywhere",
    ),
    Binding(
        "ctrl+p", "command_palette", "Menu", id="app.palette", priority=True, tooltip="Search every action"
    ),
)
