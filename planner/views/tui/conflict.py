"""A file that somebody else wrote while it was being edited: what differs, and what can become of both versions."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.tui.choice_screen import Choice, ChoiceScreen
from planner.views.tui.row import Row

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.saving import Disk
    from planner.views.tui.session import Session

_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file of a draft that is another one on disk than it was when it was read."""

    draft: Draft
    path: Path
    disk: Disk
    both: str | None
    """The text with the changes of both sides; None where both changed the same lines, or git is not there."""

    @classmethod
    def of(cls, draft: Draft, path: Path, disk: Disk) -> Conflict:
        """Put both versions together, which takes a while."""
        from planner.files.merging import merged

        both = merged(draft.read[path].text, draft.text(path), disk.text) if disk.exists else None
        return cls(draft, path, disk, both)

    def screen(self, how: str, last: Choice) -> ChoiceScreen:
        """Return what asks: merge, take theirs, or what `last` says."""
        why_not = "" if self.both is not None else "the same lines were changed, or git is not here"
        gone = "" if self.disk.exists else "there is nothing on disk"
        choices = [
            Choice("m", "Merge: what is on disk, with your edits", why_not),
            Choice("t", "Take what is on disk, and drop your edits of it", gone),
            last,
        ]
        happened = "was changed" if self.disk.exists else "was deleted"
        return ChoiceScreen(
            f"{printable(self.path.name)} {happened} on disk{how}", choices, self._difference()
        )

    def settled(self, session: Session, key: str | None) -> bool:
        """Do what was chosen, and tell whether anything was."""
        texts = {"m": self.both, "t": self.disk.text, "w": self.draft.text(self.path)}
        text = texts.get(key or "")
        if text is None:
            return False
        now = session.draft or self.draft
        session.keep(now.taken_over(self.path, self.disk, text), anew=True)
        return True

    def _difference(self) -> list[Row]:
        """Return what changed on disk as rows."""
        before, now = self.draft.read[self.path].text.splitlines(), self.disk.text.splitlines()
        lines = list(difflib.unified_diff(before, now, "as read", "on disk", lineterm=""))
        tones = {"+": "better", "-": "worse", "@": "faint"}
        return [Row(((printable(line, 400), tones.get(line[:1], "plain")),)) for line in lines[:_MOST_LINES]]
