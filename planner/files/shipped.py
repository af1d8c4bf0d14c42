"""Where the price tables and the scenario gallery are: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

import planner

_PACKAGE = Path(planner.__file__).parent


def shipped(folder: str) -> Path:
    """Return the folder `pricing` or `scenarios` that came with the planner."""
    inside = _PACKAGE / "shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def shown(path: Path) -> str:
    """Return a path as messages show it: relative where it lies below the current folder; it leads to the file."""
    absolute = path.absolute()
    if absolute.is_relative_to(Path.cwd()):
        return absolute.relative_to(Path.cwd()).as_posix()
    return str(path)
