"""Values of a file as texts: what editing one starts with, and how YAML has one within brackets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeGuard

from planner.plan.one_number import decimals

BESIDE = ("source", "note", "clip")
"""What a long form may say beside its number."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./()%+-]*(?: [A-Za-z0-9_./()%+-]+)*")
_NO_TEXT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0[ox][0-9a-fA-F]+|true|false|null|~", re.IGNORECASE
)


def shown(raw: object) -> str:
    """Return the text that editing a value starts with: its number without source, note and clip."""
    if isinstance(raw, Mapping):
        known = {key: value for key, value in raw.items() if key not in BESIDE}
        return shown(known["value"]) if list(known) == ["value"] else flow(known)
    if isinstance(raw, list):
        return flow(raw)
    if raw is None or isinstance(raw, bool):
        return {None: "", True: "true", False: "false"}[raw]
    return decimals(raw) if isinstance(raw, int | float) else str(raw)


def flow(raw: object) -> str:
    """Write a value on one line, as YAML has it within brackets."""
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list):
        return "[" + ", ".join(map(flow, raw)) + "]"
    if not isinstance(raw, str):
        return shown(raw) or "null"
    return str(raw) if _PLAIN.fullmatch(raw) and not means_otherwise(raw) else in_quotes(raw)


def is_value_form(raw: object) -> TypeGuard[Mapping[str, object]]:
    """Tell whether a value is a mapping whose number stands under `value`."""
    return isinstance(raw, Mapping) and "value" in raw and all(key in {"value", *BESIDE} for key in raw)


def means_otherwise(text: str) -> bool:
    """Tell whether YAML reads a text without quotes as a number, as true or as nothing."""
    return _NO_TEXT.fullmatch(text) is not None


def in_quotes(text: str) -> str:
    """Write a text so that YAML reads it as this text whatever is in it."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in written)
