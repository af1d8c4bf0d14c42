"""Writes files so that whoever reads one sees all of it or none of it, whatever happens meanwhile.

A text is written beside its file, forced to the disk, and only then moved into place.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PART_SUFFIX = ".part"
"""How a file ends that is not yet in its place; no search for scenarios or prices takes it for one."""

_STALE_SECONDS = 60
"""A part so much older than a new one was left by a save that was killed: none takes so long."""
_RANDOM = 16
"""Characters that tell the parts of one file apart."""
_LONGEST_NAME = 200
"""Bytes of a file's name that still leave room for what a part adds; file systems take 255."""


def write_whole(path: Path, text: str) -> None:
    """Write a file as UTF-8 with the line ends of the text; raises OSError, and the file is then as it was."""
    target = target_of(path)
    with part_of(target, text.encode("utf-8")) as part:
        move_into_place(part, target)


def target_of(path: Path) -> Path:
    """Return the file itself where the path is a symbolic link, so that the link stays one."""
    return Path(os.path.realpath(path))


@contextmanager
def part_of(target: Path, data: bytes) -> Iterator[Path]:
    """Write what a file shall hold beside it, safe on the disk; what was not moved into place is gone afterwards.

    The part has the file's permissions and, where that is allowed, its owner. Raises OSError.
    """
    part = target.with_name(f"{_own(target)}{secrets.token_hex(_RANDOM // 2)}{PART_SUFFIX}")
    now = _status(target)
    # Never open to more people than the file is, not even for the moment until its mode is set.
    mode = 0o666 if now is None else stat.S_IMODE(now.st_mode) & 0o777
    file = open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode))  # noqa: SIM115
    try:
        with file:
            file.write(data)
            file.flush()
            if now is not None:
                _allow_the_same(part, now)
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)


def move_into_place(part: Path, target: Path) -> None:
    """Make the part the file, in one step, and remove parts of this file that killed saves have left."""
    written = part.stat().st_mtime
    part.replace(target)
    _force_folder(target.parent)
    for other in target.parent.glob(f"{_escaped(_own(target))}{'?' * _RANDOM}{PART_SUFFIX}"):
        with suppress(OSError):  # another save was quicker, or it is not ours to remove
            if written - other.stat().st_mtime > _STALE_SECONDS:
                other.unlink()


def is_read_only(path: Path) -> bool:
    """Tell whether a file is there that may not be written; moving another into its place would not ask."""
    now = _status(path)
    return now is not None and not (now.st_mode & 0o222 and os.access(path, os.W_OK))


def _own(target: Path) -> str:
    """Return how the names of a file's parts begin."""
    encoded = os.fsencode(target.name)
    name = target.name if len(encoded) <= _LONGEST_NAME else hashlib.sha256(encoded).hexdigest()
    return f".{name}.save-"


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _allow_the_same(part: Path, now: os.stat_result) -> None:
    """Give a part the mode and the owner of the file; where its group cannot be kept, no group gets its rights."""
    mode = stat.S_IMODE(now.st_mode)
    kept = part.stat()
    if (kept.st_uid, kept.st_gid) != (now.st_uid, now.st_gid) and hasattr(os, "chown"):
        with suppress(PermissionError):  # only root may give a file away
            os.chown(part, now.st_uid, -1)
        try:
            os.chown(part, -1, now.st_gid)
        except PermissionError:
            mode = mode & ~0o070 | (mode & 0o007) << 3
    part.chmod(mode)


def _force_folder(folder: Path) -> None:
    """Force the new name to the disk."""
    with suppress(
        OSError
    ):  # the file is in place; some file systems cannot force a folder, and lose nothing by it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
