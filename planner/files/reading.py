"""Reads files into checked models; whatever is wrong is a `Problem` at a line.

A text that is not saved yet stands for its file, so that a change can be judged before it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from planner.files.checking import check
from planner.files.shipped import shown
from planner.files.yaml_text import MOST_BYTES, YamlDocument, parse_yaml
from planner.plan.problems import BadInput, Problem
from planner.quantities.provenance import Location

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a question: those on disk, and over them the texts that are not saved yet, by absolute path.

    What a file said is kept and not checked again while it holds the same bytes; nobody may change what was returned.
    """

    unsaved: Mapping[Path, str] = field(default_factory=dict)
    kept: dict[tuple[Path, bool, Any], tuple[bytes | str, Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What was read, by path, whether that was the unsaved text, and what it was read into; with its content."""

    def with_unsaved(self, texts: Mapping[Path, str]) -> Files:
        """Return the same files under other unsaved texts."""
        return replace(self, unsaved=texts)

    def document(self, path: Path) -> YamlDocument:
        """Read a YAML file; raises BadInput when it cannot be read or parsed."""
        return self._read(path)[1]

    def checked(self, path: Path, model: type[ModelT]) -> ModelT:
        """Read a YAML file into a model; raises BadInput with all mistakes at their lines."""
        content, document = self._read(path)
        key = (path.absolute(), isinstance(content, str), model)
        known = self.kept.get(key)
        if known is None or known[0] is not content:
            known = self.kept[key] = (content, check(document, model))
        found: ModelT = known[1]
        return found

    def is_file(self, path: Path) -> bool:
        """Whether there is such a file, on disk or unsaved."""
        return path.absolute() in self.unsaved or path.is_file()

    def is_folder(self, path: Path) -> bool:
        """Whether there is such a folder, on disk or around an unsaved file."""
        return path.is_dir() or any(path.absolute() in file.parents for file in self.unsaved)

    def listed(self, folder: Path) -> list[Path]:
        """Return the YAML files of a folder, sorted; raises OSError for one that cannot be listed."""
        found = {path.absolute(): path for path in folder.glob("*.y*ml")}
        inside = {file: folder / file.name for file in self.unsaved if file.parent == folder.absolute()}
        return sorted({**inside, **found}.values())

    def _read(self, path: Path) -> tuple[bytes | str, YamlDocument]:
        """Return a file's document and the content it was made from: the same two while the file holds the same."""
        content, name = self._content(path), shown(path)
        key = (path.absolute(), isinstance(content, str), YamlDocument)
        known = self.kept.get(key)  # both at once: another thread may keep another version meanwhile
        if known is None or known[0] != content or known[1].file != name:
            known = self.kept[key] = (content, parse_yaml(content, name))
        return known

    def _content(self, path: Path) -> bytes | str:
        text = self.unsaved.get(path.absolute())
        return read_content(path) if text is None else text


def read_document(path: Path) -> YamlDocument:
    """Read a YAML file from disk; raises BadInput when it cannot be read or parsed."""
    return Files().document(path)


def read_content(path: Path) -> bytes:
    """Return the bytes of a file, a few more than may be read at most; raises BadInput when it cannot be read."""
    name = shown(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise BadInput([Problem(Location(name), "", "is no ordinary file")])
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput([Problem(Location(name), "", _reason(path, error))]) from None


def _reason(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return "is a folder; name a scenario file in it"
    return f"cannot be read: {error.strerror or error}"
