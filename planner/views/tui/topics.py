"""What a person can ask about: a number on the screen, or an input behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to explain.

    `name` is a component's name, an input's path, or the place of an event or hint among those of its option.
    """

    kind: Literal["option", "component", "event", "hint", "input", "latency"]
    option: str = ""
    name: str = ""
