"""Saves texts as files: whole, where they were read, and never over what somebody else has written meanwhile."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from planner.files.shipped import shown
from planner.files.whole_files import is_read_only, move_into_place, part_of, target_of
from planner.plan.problems import BadInput, Problem
from planner.quantities.provenance import Location

Signature = tuple[int, int, int]
"""Time of the last change in ns, size in bytes and inode: what a look at a file costs next to nothing to tell."""

_MOST_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class Disk:
    """What was on disk when it was read: the exact text, with its byte-order mark and line ends.

    A byte that is not UTF-8 is a lone surrogate in the text, so that it is saved again as it was.
    """

    text: str
    exists: bool
    signature: Signature | None

    def holds_the_same_as(self, other: Disk) -> bool:
        """Tell whether both have the same content, or are both missing."""
        return self.exists == other.exists and self.text == other.text


class ChangedOnDisk(Exception):  # noqa: N818 - nothing failed: somebody has to choose
    """A file is not what it was when it was read; `now` is what it is, and saving over that is saving with it."""

    def __init__(self, path: Path, now: Disk) -> None:
        self.path, self.now = path, now
        super().__init__(path, now)

    def __str__(self) -> str:
        return f"{shown(self.path)} {'has changed' if self.now.exists else 'is gone'} on disk"


def read_disk(path: Path) -> Disk:
    """Read a file, or note that there is none; raises BadInput where it cannot be read."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(
                file.fileno()
            )  # before the content: a change in between is seen at the next look
            if not stat.S_ISREG(status.st_mode):
                raise _unusable(path, "is no ordinary file")
            if status.st_size > _MOST_BYTES:
                raise _unusable(
                    path, f"has {status.st_size:,} bytes, at most {_MOST_BYTES:,} are edited here"
                )
            return Disk(_decoded(file.read()), exists=True, signature=_signature(status))
    except FileNotFoundError:
        return Disk("", exists=False, signature=None)
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror or error}") from None


def changed_since(path: Path, disk: Disk) -> bool:
    """Tell whether a file has other content than when it was read; one that was only touched has not.

    A file that can no longer be read has changed.
    """
    try:
        signature = _signature(path.stat())
    except FileNotFoundError:
        return disk.exists
    except OSError:
        return True
    if signature == disk.signature:
        return False
    if disk.signature is not None and signature[1] != disk.signature[1]:
        return True
    try:
        return not read_disk(path).holds_the_same_as(disk)
    except BadInput:
        return True


def save(path: Path, text: str, expected: Disk) -> Disk:
    """Save a text as a file that still holds what is expected, and return what is on disk then.

    A symbolic link stays one, and permissions stay. Raises ChangedOnDisk where the file holds something else than
    expected and than the text, and BadInput where it cannot be written; the file is then as it was.
    """
    return save_all([(path, text, expected)])[0]


def save_all(files: Sequence[tuple[Path, str, Disk]]) -> list[Disk]:
    """Save several files as `save` does: none where one has changed on disk or cannot be written beside its place.

    Each file changes in one step, one after the other. Where a step fails, saving all of them again goes on from there:
    a file that holds its text already is left alone.
    """
    with ExitStack() as parts:
        steps = [_prepared(parts, *file) for file in files]
        for step, (_, text, expected) in zip(steps, files, strict=True):
            _now(step.path, text, expected)  # the last look: now only the moves are left
        for step in steps:
            if step.part is not None:
                try:
                    move_into_place(step.part, step.target)
                except OSError as error:
                    raise _unsaved(step.path, error) from None
    return [step.saved for step in steps]


@dataclass(frozen=True, slots=True)
class _Step:
    """A file, what is written beside it unless it holds its text already, and what is on disk once that is in place."""

    path: Path
    target: Path
    part: Path | None
    saved: Disk


def _prepared(parts: ExitStack, path: Path, text: str, expected: Disk) -> _Step:
    target = target_of(path)
    now = _now(path, text, expected)
    if now.exists and now.text == text:
        return _Step(path, target, None, now)
    data = _encoded(path, text)
    try:
        if is_read_only(target):
            raise _unusable(path, "cannot be saved: it is read-only; save a copy in a folder of your own")
        part = parts.enter_context(part_of(target, data))
        return _Step(path, target, part, Disk(_decoded(data), exists=True, signature=_signature(part.stat())))
    except OSError as error:
        raise _unsaved(path, error) from None


def _now(path: Path, text: str, expected: Disk) -> Disk:
    """Return what a file holds; raises ChangedOnDisk where that is neither what is expected nor the text."""
    now = read_disk(path)
    if not now.holds_the_same_as(expected) and not (now.exists and now.text == text):
        raise ChangedOnDisk(path, now)
    return now


def _encoded(path: Path, text: str) -> bytes:
    try:
        return text.encode("utf-8", errors="surrogateescape")
    except UnicodeEncodeError as error:
        what = f"cannot be saved: the character {text[error.start]!a} is none; remove it"
        raise _unusable(path, what) from None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe opens at once too, and is then seen to be none."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _signature(status: os.stat_result) -> Signature:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _unsaved(path: Path, error: OSError) -> BadInput:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    remedy = "make room and save again" if full else "save a copy in a folder of your own"
    return _unusable(path, f"cannot be saved: {error.strerror or error}; {remedy}")


def _unusable(path: Path, what: str) -> BadInput:
    return BadInput([Problem(Location(shown(path)), "", what)])
