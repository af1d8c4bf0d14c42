"""Texts, keys and plain data as YAML writes them: without quotes where these are not needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planner.files.yaml_scalars import UnusableNumberError, meaning

_BRACKETED: Final = frozenset(",:[]{}")
_ESCAPED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str, *, in_flow: bool = False) -> str:
    """Write a text so that it is read as this text behind a key: in quotes where it needs them.

    `in_flow` says that it stands within brackets, where a comma ends a text.
    """
    if _is_plain(text) and not (in_flow and _BRACKETED.intersection(text)):
        return text
    if '"' in text and "'" not in text and "\\" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(_ESCAPED.get(character, character) for character in text) + '"'


def key_text(key: str, like: str = "", *, in_flow: bool = True) -> str:
    """Write a key; `like` is how one was written before, whose quotes are kept."""
    quote = like[:1]
    if quote == '"':
        return '"' + "".join(_ESCAPED.get(character, character) for character in key) + '"'
    if quote == "'" and key.isprintable():
        return "'" + key.replace("'", "''") + "'"
    return quoted(key, in_flow=in_flow)


def flow_text(value: object) -> str:
    """Write plain data on one line."""
    if isinstance(value, Mapping):
        return (
            "{" + ", ".join(f"{key_text(str(key))}: {flow_text(inner)}" for key, inner in value.items()) + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value, in_flow=True)
    if isinstance(value, int):
        return repr(int(value))
    if isinstance(value, float):
        return repr(float(value))
    raise TypeError(f"YAML has no word for {type(value).__name__}")


def _is_plain(text: str) -> bool:
    """Whether a text behind a key is read as this text when it stands there without quotes."""
    if not text[:1].isalnum() or not text.isprintable() or text != text.strip() or text.endswith(":"):
        return False
    if ": " in text or " #" in text:
        return False
    try:
        return isinstance(meaning(text), str)
    except UnusableNumberError:
        return False
