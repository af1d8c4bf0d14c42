"""What git knows of a file: its text in the last commit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from planner.files.whole_files import target_of

_LONGEST_SECONDS = 2.0
# With these, git would look elsewhere than where the file lies: a hook sets them, for instance.
_PLACES = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"}
# Nothing is locked, fetched or asked: not even a clone that lacks the text would go and get it.
_QUIETLY = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none"}


def text_at_head(path: Path) -> str | None:
    """Return the exact text of a file in git's last commit, HEAD, or of the file that a link leads to.

    None where there is none to be had: no git, no repository, no commit, not tracked, no text in UTF-8, or too slow.
    """
    file = target_of(path)
    environment = {name: value for name, value in os.environ.items() if name not in _PLACES}
    try:
        shown = subprocess.run(  # noqa: S603 - no shell, and a name git cannot take for an option
            # `./` holds for a name that starts with a dash too; a plain blob takes no filter and no pager.
            ["git", "--no-pager", "cat-file", "blob", f"HEAD:./{file.name}"],  # noqa: S607 - the user's own git
            cwd=file.parent,
            env=environment | _QUIETLY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_SECONDS,
            start_new_session=True,  # so that nothing git starts can ask on the terminal
            check=True,
        )
        return shown.stdout.decode("utf-8")
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        # No git or no folder; git says no or is too slow; not UTF-8. In each case there is nothing to compare with.
        return None
