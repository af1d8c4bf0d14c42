"""Reads presets.yaml of every price folder; a later folder replaces single presets of an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.files.price_files import price_folders
from planner.files.reading import Files
from planner.plan.catalog.presets import CitedPreset, PresetTable
from planner.plan.problems import BadInput, Problem


def read_presets(overlays: Sequence[Path] = (), files: Files | None = None) -> dict[str, CitedPreset]:
    """Read the shipped presets and lay those of the given folders over them, by name.

    Raises BadInput with everything that is wrong in any of the files.
    """
    files = files or Files()
    presets: dict[str, CitedPreset] = {}
    problems: list[Problem] = []
    for folder in price_folders(overlays, files):
        path = folder / "presets.yaml"
        try:
            if files.is_file(path):
                presets |= files.checked(path, PresetTable).cited()
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return presets
