"""Puts two people's changes of one text together, with git's own three-way merge."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

_PATIENCE_S = 5


def merged(base: str, ours: str, theirs: str) -> str | None:
    """Return the text with both sides' changes; None where both changed the same lines, or git is not there."""
    with TemporaryDirectory(prefix="planner-") as folder:
        names = {"ours": ours, "base": base, "theirs": theirs}
        for name, text in names.items():
            (Path(folder) / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        try:
            done = subprocess.run(  # noqa: S603 - the names are ours
                ["git", "merge-file", "-p", "-q", *names],  # noqa: S607 - the names are ours, the git is theirs
                cwd=folder,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_PATIENCE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None
