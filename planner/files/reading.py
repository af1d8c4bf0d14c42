"""Reads one file from disk into a checked model; whatever is wrong is a `Problem` at a line."""

from __future__ import annotations

from pathlib import Path

from planner.files.shipped import shown
from planner.files.yaml_text import MOST_BYTES, YamlDocument, parse_yaml
from planner.plan.problems import BadInput, Problem
from planner.quantities.provenance import Location


def read_document(path: Path) -> YamlDocument:
    """Read a YAML file; raises BadInput when it cannot be read or parsed."""
    name = shown(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise BadInput([Problem(Location(name), "", "is no ordinary file")])
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput([Problem(Location(name), "", _reason(path, error))]) from None
    return parse_yaml(content, name)


def _reason(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return "is a folder; name a scenario file in it"
    return f"cannot be read: {error.strerror or error}"
