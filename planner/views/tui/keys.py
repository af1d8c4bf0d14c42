"""The keys and what they do, read off the bindings, with the keys that are in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual import actions
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One action: its keys as a person reads them, what it does, and how to run it."""

    keys: str
    does: str
    action: str
    name: str
    """What the last line calls it."""


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
        yield KeyRow(
            " ".join(dict.fromkeys(displays)), raw.tooltip or raw.description, raw.action, raw.description
        )


def refusal(screen: Screen[Any], key: str) -> str:
    """Say what a grey key would do and why it cannot, `Hide in chart: no room for the chart`; nothing for any other."""
    bound = screen.active_bindings.get(key)
    if bound is None or bound.enabled:
        return ""
    why_not = getattr(bound.node, "why_not", None)
    _, action, _ = actions.parse(bound.binding.action)
    why = why_not(action) if why_not is not None else ""
    return f"{bound.binding.description}: {why}" if why else ""
