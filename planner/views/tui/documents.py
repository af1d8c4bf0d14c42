"""What happens with the files behind the screen: saving, conflicts with what others wrote, reading again, leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Input

from planner.plan.problems import BadInput, printable
from planner.views.tui.choice_screen import Choice, ChoiceScreen
from planner.views.tui.conflict import Conflict
from planner.views.tui.editing import words

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.saving import Disk
    from planner.views.tui.app import PlannerApp


class Documents:
    """Saves and reads the files of a session."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._looking = False
        self._seen: Mapping[Path, object] = {}
        """The files that somebody else wrote, as they were when a person was told."""

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
            call(self._ask_about, Conflict.of(draft, change.path, change.now), then)
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

    def _ask_about(self, conflict: Conflict, then: Callable[[], None] | None) -> None:
        """Show what somebody else wrote, and ask what shall become of it before anything is saved."""
        write = Choice("w", "Write yours over it")

        def chosen(key: str | None) -> None:
            if conflict.settled(self._app.session, key) and key in {"m", "w"}:
                self.save(then)

        self._app.push_screen(conflict.screen(": not saved", write), chosen)

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

    def told(self) -> None:
        """Take note that a person knows how the files are now, such as that they cannot be read."""
        from planner.views.tui.calculations import stamp

        draft = self._app.session.draft
        self._seen = {path: stamp(path) for path in draft.read} if draft is not None else {}

    def look(self) -> None:
        """Look in a thread whether somebody else wrote a file; called again and again."""
        draft = self._app.session.draft
        if draft is not None and not self._looking:
            self._looking = True
            self._app.run_worker(lambda: self._look(draft), group="look", thread=True, exit_on_error=False)

    def _look(self, draft: Draft) -> None:
        """Find out what has changed that was not seen yet, in a thread."""
        from planner.files.saving import read_disk
        from planner.views.tui.calculations import stamp

        changed, conflict = draft.changed_on_disk(), None
        stamps: Mapping[Path, object] = {path: stamp(path) for path in changed}
        if all(path in self._seen and self._seen[path] == each for path, each in stamps.items()):
            changed = ()
        elif changed and draft.is_changed:
            try:
                conflict = Conflict.of(draft, changed[0], read_disk(changed[0]))
            except BadInput:  # it is being written, or may not be read: the next look tells
                stamps = self._seen
        texts = not changed and self._app.session.texts_changed()
        self._app.call_from_thread(self._looked, draft, stamps if changed else None, conflict, texts)

    def _looked(
        self,
        draft: Draft,
        stamps: Mapping[Path, object] | None,
        conflict: Conflict | None,
        texts: bool,  # noqa: FBT001 - from a thread
    ) -> None:
        """Read again what others changed; ask first where edits would be lost. What was told once is not told again."""
        self._looking = False
        session = self._app.session
        busy = self._app.editor.current is not None or isinstance(self._app.focused, Input)
        if session.draft is not draft or busy or self._app.screen is not self._app.dashboard:
            return
        self._seen = stamps if stamps is not None else self._seen
        if texts:
            session.keep(draft, anew=True)
            self._app.notify("A text or a price file was changed on disk: counted again.", timeout=4)
        elif conflict is not None:
            keep = Choice("k", "Keep yours for now; saving asks again")

            def chosen(key: str | None) -> None:
                conflict.settled(session, key)

            self._app.push_screen(conflict.screen("", keep), chosen)
        elif stamps and not draft.is_changed:
            session.read()

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


def _edits(count: int) -> str:
    return f"{count} unsaved {'change' if count == 1 else 'changes'}"
