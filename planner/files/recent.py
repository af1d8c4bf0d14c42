"""Which scenarios were opened last, remembered from one run to the next.

Rule: it is a convenience, so a file that cannot be read or written forgets, and never disturbs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from planner.files.whole_files import write_whole

FOLDER_VARIABLE: Final = "PROMPT_OR_TUNE_STATE"

_MOST = 50


def recent_path() -> Path:
    """Return where they are remembered: in $PROMPT_OR_TUNE_STATE, or else in the user's state folder."""
    from platformdirs import user_state_path

    chosen = os.environ.get(FOLDER_VARIABLE)
    return (Path(chosen) if chosen else user_state_path("prompt-or-tune", appauthor=False)) / "recent.json"


def remembered(limit: int = 12) -> tuple[Path, ...]:
    """Return the scenarios opened last that are still there, the newest first."""
    found: list[Path] = []
    for path in _kept():
        if len(found) == limit:
            break
        if os.path.isfile(path):  # noqa: PTH113 - a folder that may no longer be entered is no error here
            found.append(path)
    return tuple(found)


def remember(path: Path) -> None:
    """Put a scenario first among those opened last."""
    place, opened = recent_path(), path.absolute()
    newest = [opened, *(other for other in _kept() if other != opened)][:_MOST]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps([str(each) for each in newest], indent=1) + "\n")
    except OSError:  # a full or read-only disk, or a home that is none: the scenario is open all the same
        return


def _kept() -> list[Path]:
    try:
        kept = json.loads(recent_path().read_text(encoding="utf-8"))
    except (
        OSError,
        ValueError,
        RecursionError,
    ):  # not there, not readable, or not JSON: then nothing is remembered
        return []
    texts = [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []
    return list(dict.fromkeys(Path(text) for text in texts if text and "\0" not in text))
