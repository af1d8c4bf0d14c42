"""The keys of Why, in the order in which the last line offers them."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

WHY_KEYS: Final = (
    Binding(
        "enter",
        "look",
        "Open",
        id="why.look",
        key_display="enter",
        tooltip="Show what it is made of, or what an input acts on",
    ),
    Binding("right,l", "open", "Open", id="why.open", show=False, tooltip="Show what it is made of"),
    Binding(
        "shift+down,J",
        "details(1)",
        "Details",
        id="why.details-down",
        key_display="⇧↓",
        tooltip="Scroll the details below the numbers",
    ),
    Binding(
        "shift+up,K",
        "details(-1)",
        "Details",
        id="why.details-up",
        key_display="⇧↑",
        tooltip="Scroll the details back",
    ),
    Binding("e", "edit", "Edit", id="why.edit", tooltip="Edit the input under the cursor"),
    Binding("left,h", "close", "Close", id="why.close", show=False, tooltip="Close it, or go up"),
    Binding(
        "backspace", "up", "Up", id="why.up", key_display="⌫", tooltip="Up to what it is part of, or back"
    ),
    Binding(
        "left_square_bracket",
        "month(-1)",
        "Month",
        id="why.month-back",
        key_display="[",
        tooltip="The month before",
    ),
    Binding(
        "right_square_bracket",
        "month(1)",
        "Month",
        id="why.month-on",
        key_display="]",
        tooltip="The next month",
    ),
    Binding("escape", "back", "Back", id="why.back", tooltip="Back to where the question came from"),
    Binding(
        "left_curly_bracket",
        "month(-12)",
        "Year",
        id="why.year-back",
        key_display="{",
        tooltip="The year before",
    ),
    Binding(
        "right_curly_bracket",
        "month(12)",
        "Year",
        id="why.year-on",
        key_display="}",
        tooltip="The next year",
    ),
)
