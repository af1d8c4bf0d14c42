"""Where the price tables and the scenario gallery are: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

import planner
from planner.plan.problems import printable

_PACKAGE = Path(planner.__file__).parent
_LONGEST_PATH = 16_384  # what Linux takes, each of its bytes escaped


def shipped(folder: str) -> Path:
    """Return the folder `pricing` or `scenarios` that came with the planner."""
    inside = _PACKAGE / "shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def shown(path: Path) -> str:
    """Return a path as messages show it: whole, harmless, and relative where it lies below the current folder."""
    absolute = path.absolute()
    below = absolute.is_relative_to(Path.cwd())
    return printable(absolute.relative_to(Path.cwd()).as_posix() if below else str(path), _LONGEST_PATH)
