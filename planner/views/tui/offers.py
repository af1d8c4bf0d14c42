"""The scenarios that can be opened from here, each with its title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.files.reading import read_document
from planner.files.recent import remembered
from planner.files.scenario_file import gallery
from planner.files.shipped import shown
from planner.plan.problems import BadInput, printable
from planner.views.tui.open_screen import Offer

_MOST_FILES = 200


def offers() -> tuple[Offer, ...]:
    """Return recent scenarios, those in this folder and in `scenarios/` below it, and the gallery, each file once."""
    seen: set[Path] = set()
    return tuple(_each(seen))


def _each(seen: set[Path]) -> Iterator[Offer]:
    beside = [path for folder in (Path(), Path("scenarios")) for path in sorted(folder.glob("*.y*ml"))]
    groups = (
        ("Recent", [(str(path), path) for path in remembered()]),
        ("Here", [(str(path), path) for path in beside[:_MOST_FILES]]),
        ("Gallery", list(gallery().items())),
    )
    for group, files in groups:
        for asked, path in files:
            title = None if path.resolve() in seen else _title(path)
            if title is not None:
                seen.add(path.resolve())
                name = asked if group == "Gallery" else shown(path)
                yield Offer(asked, group, printable(name, 200), title)


def _title(path: Path) -> str | None:
    """Return the title of a scenario file; None for a file that is none."""
    try:
        said = read_document(path).data
    except BadInput:
        return None
    return printable(str(said.get("title", "")), 200) if "scenario" in said else None
