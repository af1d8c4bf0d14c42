"""The keys and what they do, read off the bindings, with the keys that are in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One action: its keys as a person reads them, what it does, and how to run it."""

    keys: str
    does: str
    action: str


def key_rows(app: App[Any], bindings: Iterable[BindingType], keymap: Mapping[str, str]) -> Iterator[KeyRow]:
    """Return one row for each action among some bindings."""
    for raw in bindings:
        if not isinstance(raw, Binding):
            continue
        keys = keymap.get(raw.id or "", raw.key)
        if not keys:
            continue
        displays = [
            app.get_key_display(Binding(key.strip(), raw.action, raw.description))
            for key in keys.split(",")
            if key.strip()
        ]
        yield KeyRow(" ".join(dict.fromkeys(displays)), raw.tooltip or raw.description, raw.action)
