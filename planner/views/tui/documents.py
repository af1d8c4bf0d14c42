"""What happens with the files behind the screen: saving, conflicts with what others wrote, reading again, leaving."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planner.plan.problems import BadInput, printable
from planner.views.tui.choice_screen import Choice, ChoiceScreen
from planner.views.tui.editing import words
from planner.views.tui.row import Row

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.saving import ChangedOnDisk, Disk
    from planner.views.tui.app import PlannerApp

_MOST_LINES = 400


class Documents:
    """Saves and reads the files of a session."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._looking = False
        self._asking = False

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save as soon as what was edited last is known to make a plan, then go on with `then`."""
        self._app.session.when_answered(lambda: self._save(then))

    def _save(self, then: Callable[[], None] | None) -> None:
        draft = self._app.session.draft
        if draft is None:
            return
        if not draft.is_changed:
            self._app.notify("Nothing to save.", timeout=2)
            if then is not None:
                then()
            return
        if draft.is_of_gallery:
            self._app.overlays.save_as(then)
            return
        self._app.run_worker(lambda: self._write(draft, then), group="save", thread=True, exit_on_error=False)

    def _write(self, draft: Draft, then: Callable[[], None] | None) -> None:
        """Write the files, in a thread."""
        from planner.files.saving import ChangedOnDisk

        call = self._app.call_from_thread
        try:
            written = draft.save()
        except ChangedOnDisk as change:
            call(self._ask_about, draft, change, then)
        except BadInput as bad:
            call(self._app.notify, f"Not saved: {words(bad)}", markup=False, severity="error", timeout=10)
        else:
            call(self._saved, written, then)

    def _saved(self, written: Mapping[Path, Disk], then: Callable[[], None] | None) -> None:
        session = self._app.session
        if session.draft is not None:
            session.draft = session.draft.over(written)
            self._app.unsaved = self._app.unsaved if session.draft.is_changed else 0
        names = ", ".join(printable(path.name) for path in written)
        self._app.notify(f"Saved {names}.", markup=False, timeout=3)
        self._app.show_again()
        if then is not None:
            then()

    def _ask_about(self, draft: Draft, change: ChangedOnDisk, then: Callable[[], None] | None) -> None:
        """Show what somebody else wrote, and ask what shall become of it."""
        from planner.files.merging import merged

        path, disk = change.path, change.now
        base = draft.read[path].text
        both = merged(base, draft.text(path), disk.text) if disk.exists else None
        choices = [
            Choice("m", "Merge: what is on disk, with your edits", "" if both is not None else _NOT_MERGED),
            Choice("t", "Take what is on disk, and drop your edits of it"),
            Choice("w", "Write yours over it"),
        ]

        def chosen(key: str | None) -> None:
            session = self._app.session
            if key == "t":
                session.keep(draft.taken_over(path, disk, disk.text))
            elif key == "m" and both is not None:
                session.keep(draft.taken_over(path, disk, both))
            elif key == "w":
                session.keep(draft.taken_over(path, disk, draft.text(path)))
            if key in {"m", "w"}:
                self.save(then)

        title = f"{printable(path.name)} {'was changed' if disk.exists else 'was deleted'} on disk: not saved"
        self._app.push_screen(ChoiceScreen(title, choices, _difference(base, disk.text)), chosen)

    def reload(self) -> None:
        """Read the files again; ask first where edits would be lost."""
        draft = self._app.session.draft
        if draft is None or not draft.is_changed:
            self._app.session.read()
            return

        def chosen(key: str | None) -> None:
            if key == "d":
                self._app.session.read()

        choices = [
            Choice("d", f"Drop {_edits(self._app.unsaved)} and read the files again"),
            Choice("k", "Keep them"),
        ]
        self._app.push_screen(ChoiceScreen("Read again?", choices), chosen)

    def look(self) -> None:
        """Look in a thread whether somebody else wrote a file; called again and again."""
        draft = self._app.session.draft
        if draft is not None and not self._looking and not self._asking:
            self._looking = True
            self._app.run_worker(lambda: self._look(draft), group="look", thread=True, exit_on_error=False)

    def _look(self, draft: Draft) -> None:
        changed = draft.changed_on_disk()
        texts = not changed and self._app.session.texts_changed()
        self._app.call_from_thread(self._looked, draft, changed, texts)

    def _looked(self, draft: Draft, changed: tuple[Path, ...], texts: bool) -> None:  # noqa: FBT001 - from a thread
        from planner.files.saving import ChangedOnDisk, read_disk

        self._looking = False
        session = self._app.session
        if session.draft is not draft or self._app.editor.current is not None:
            return
        if texts:
            session.keep(draft, anew=True)
            self._app.notify("A text or a price file was changed on disk: counted again.", timeout=4)
        elif changed and not draft.is_changed:
            session.read()
        elif changed:
            self._asking = True
            path = changed[0]
            try:
                now = read_disk(path)
            except BadInput:
                return
            self._ask_about_change(draft, ChangedOnDisk(path, now))

    def _ask_about_change(self, draft: Draft, change: ChangedOnDisk) -> None:
        """Ask what shall become of edits of a file that somebody else has just changed."""
        from planner.files.merging import merged

        path, disk = change.path, change.now
        base = draft.read[path].text
        both = merged(base, draft.text(path), disk.text) if disk.exists else None
        choices = [
            Choice("m", "Merge: what is on disk, with your edits", "" if both is not None else _NOT_MERGED),
            Choice("t", "Take what is on disk, and drop your edits of it"),
            Choice("k", "Keep yours for now; saving asks again"),
        ]

        def chosen(key: str | None) -> None:
            self._asking = False
            if key == "m" and both is not None:
                self._app.session.keep(draft.taken_over(path, disk, both))
            elif key == "t":
                self._app.session.keep(draft.taken_over(path, disk, disk.text))
            else:
                self._asking = True  # asked once; saving asks again

        title = f"{printable(path.name)} {'was changed' if disk.exists else 'was deleted'} on disk"
        self._app.push_screen(ChoiceScreen(title, choices, _difference(base, disk.text)), chosen)

    def leave(self, then: Callable[[], None], to: str) -> None:
        """Go on with what leaves the draft behind, such as to quit; ask first where something is not saved."""
        draft = self._app.session.draft
        if draft is None or not draft.is_changed:
            then()
            return

        def chosen(key: str | None) -> None:
            if key == "s":
                self.save(then)
            elif key == "q":
                then()

        choices = [
            Choice("s", f"Save {_edits(self._app.unsaved)} and {to}"),
            Choice("q", f"{to[:1].upper()}{to[1:]} without saving"),
        ]
        self._app.push_screen(ChoiceScreen("Not everything is saved", choices), chosen)


_NOT_MERGED = "the same lines were changed, or git is not here"


def _edits(count: int) -> str:
    return f"{count} unsaved {'change' if count == 1 else 'changes'}"


def _difference(before: str, now: str) -> list[Row]:
    """Return what changed between two texts as rows."""
    lines = list(
        difflib.unified_diff(before.splitlines(), now.splitlines(), "as read", "on disk", lineterm="")
    )
    tones = {"+": "better", "-": "worse", "@": "faint"}
    return [Row(((printable(line, 400), tones.get(line[:1], "plain")),)) for line in lines[:_MOST_LINES]]
