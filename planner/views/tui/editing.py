"""What happens while values are edited: the line is opened, what is typed is tried out, kept or dropped.

An edit that makes no plan is taken back, and the line stands there again with what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.problems import BadInput, printable
from planner.views.tui.edit_line import Asked, EditLine
from planner.views.tui.edit_subjects import Editing, Make, Nudge, any_value, said_in_git, subject

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.views.tui.app import PlannerApp
    from planner.views.tui.panels.input_rows import InputRow


class Editor:
    """Edits the draft of a session, through the line or at once."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self.current: Editing | None = None
        self._kept: tuple[int, Editing, str] | None = None
        """The revision of the edit that was kept last, what there was before it, and what was typed."""

    @property
    def line(self) -> EditLine:
        """The line."""
        return self._app.dashboard.query_one(EditLine)

    def open(self, editing: Editing) -> None:
        """Open the line; one that is open is left as it was before."""
        self.cancel()
        self.current = editing
        self.line.open(editing.asked)

    def edit_row(self, row: InputRow) -> None:
        """Edit an input; say why where that is not possible."""
        found = self._subject(row)
        if found is not None:
            self.open(found)
            self._app.run_worker(
                lambda: self._look_up_head(row),
                group="head",
                thread=True,
                exclusive=True,
                exit_on_error=False,
            )

    def nudge_row(self, row: InputRow, steps: int) -> None:
        """Move an input by so many steps; several in a row are one edit."""
        found = self._subject(row)
        if found is None or found.make is None or found.nudge is None:
            return
        try:
            draft = found.make(found.draft, found.nudge(found.asked.text, steps))
        except BadInput as bad:
            self._app.notify(words(bad), markup=False, severity="error")
            return
        self.keep(draft, joins=f"nudge {row.key}")

    def set_any(self) -> None:
        """Edit whatever is named in the line, whether or not a file says it already."""
        if self._app.session.draft is not None:
            asked, make = any_value()
            self.open(self.about(asked, make, self._app.session.draft))

    def step(self, way: int) -> None:
        """Take the last edit back, or do it again, as soon as it is answered."""
        self._app.session.when_answered(lambda: self._step(way))

    def _step(self, way: int) -> None:
        self.cancel()
        session = self._app.session
        draft = session.draft
        steps = () if draft is None else draft.past[-1:] if way < 0 else draft.future[:1]
        if draft is None or not steps:
            self._app.notify("Nothing to undo." if way < 0 else "Nothing to do again.", timeout=2)
            return
        session.keep(draft.undone() if way < 0 else draft.redone())
        done = "Undone" if way < 0 else "Done again"
        self._app.notify(f"{done}: {printable(steps[0].label, 200)}", markup=False, timeout=3)

    def changed(self, text: str) -> None:
        """Try out what is typed."""
        make = self.current.make if self.current is not None else None
        draft = self._app.session.draft
        if make is not None and draft is not None:
            self._app.session.ask(lambda: make(draft, text))

    def keep_typed(self, text: str, then: int) -> None:
        """Settle on what is typed, or say what is wrong with it; `then` leads on to another input."""
        editing = self.current
        if editing is None:
            return
        if editing.keep is not None:
            if editing.keep(text):
                self._close(editing)
            return
        before = self._app.session.draft or editing.draft
        try:
            draft = editing.make(before, text) if editing.make and text != editing.asked.text else before
        except BadInput as bad:
            self.line.hint(words(bad), bad=True)
            return
        self._close(editing)
        if draft.texts == before.texts:
            self._back_to(editing, before)
        else:
            self._settle(draft, editing, text)
        if then and editing.row:
            self._app.dashboard.edit_another(editing.row, then)

    def cancel(self) -> None:
        """Put everything back as it was before the line was opened."""
        editing = self.current
        if editing is not None:
            self._close(editing)
            if editing.make is not None:
                self._back_to(editing, self._app.session.draft)

    def nudge_typed(self, text: str, steps: int) -> None:
        """Type the value that is so many steps away from what is typed."""
        editing = self.current
        if editing is None or editing.nudge is None:
            return
        try:
            self.line.type(editing.nudge(text, steps))
        except ValueError:
            self.line.hint("only numbers, days and months have steps", bad=True)

    def keep(self, draft: Draft, joins: str = "") -> None:
        """Settle on a draft that was made without the line."""
        self.cancel()
        before = self._app.session.draft
        if before is None or draft.texts == before.texts:
            return
        draft = draft.joined(before, joins) if joins else draft
        self._settle(draft, self.about(Asked("", ""), None, before), "")

    def refused(self, revision: int, bad: BadInput) -> bool:
        """Take back an edit that makes no plan, or say what is wrong with what is typed; tell whether it was either."""
        kept = self._kept
        if kept is not None and kept[0] == revision:
            self._kept = None
            _, editing, text = kept
            self._back_to(editing, self._app.session.good)
            if not text:
                self._app.notify(f"Not done: {words(bad)}", markup=False, severity="error", timeout=8)
            else:
                self.open(editing)
                self.line.type(text)
                self.line.hint(words(bad), bad=True)
            return True
        if self.current is not None:
            self.line.hint(words(bad), bad=True)
            return True
        return False

    def answered(self, draft: Draft) -> None:
        """Say below the line what comes of what is typed."""
        if self.current is not None:
            label = draft.past[-1].moved if draft.past and draft is not self.current.draft else ""
            self.line.hint(label)

    def _settle(self, draft: Draft, before: Editing, text: str) -> None:
        self._app.session.keep(draft)
        self._kept = (self._app.session.revision, before, text)

    def _back_to(self, editing: Editing, draft: Draft | None) -> None:
        """Show again what there was before an edit; work it out where it was not there, or others saved meanwhile."""
        session = self._app.session
        draft = draft or editing.draft
        if editing.answer is None or draft is not editing.draft:
            session.keep(draft)
            return
        session.back_to(draft, editing.answer, fresh=editing.fresh)
        self._app.unsaved = editing.unsaved
        self._app.show_again()

    def _close(self, editing: Editing) -> None:
        self.current = None
        self.line.close()
        if editing.focus is not None:
            self._app.dashboard.set_focus(editing.focus)

    def _subject(self, row: InputRow) -> Editing | None:
        """Return what editing an input means; None where it stands in no file, which is said."""
        session = self._app.session
        draft, answer, files = session.draft, session.answer, session.files
        if draft is None or answer is None or files is None:
            return None
        try:
            found = subject(row, draft, answer, files, self._app.today)
        except BadInput as bad:
            self._app.notify(f"Cannot be edited now: {words(bad)}", markup=False, severity="error", timeout=8)
            return None
        if found is None:
            told = f"{row.label} stands in no file: it follows from other inputs"
            self._app.notify(told, markup=False, severity="warning")
            return None
        return self.about(found.asked, found.make, draft, found.nudge, row.key)

    def about(
        self, asked: Asked, make: Make | None, draft: Draft, nudge: Nudge | None = None, row: str = ""
    ) -> Editing:
        """Return an edit of the draft as it is now, with what is on the screen if that is the answer to it."""
        session = self._app.session
        answer = session.answer if session.is_of(draft) else None
        return Editing(
            asked, make, draft, answer, session.fresh, self._app.unsaved, self._app.focused, nudge, row
        )

    def _look_up_head(self, row: InputRow) -> None:
        """Find what git's HEAD says, in a thread."""
        session = self._app.session
        draft, answer, files = session.draft, session.answer, session.files
        if draft is None or answer is None or files is None:
            return
        try:
            head = said_in_git(row, draft, answer, files)
        except BadInput:  # the file is being written by somebody else
            return

        def tell() -> None:
            if self.current is not None and self.current.row == row.key:
                self.line.tell_before(head)

        self._app.call_from_thread(tell)


def words(bad: BadInput) -> str:
    """Say in one line what is wrong."""
    first, *others = bad.problems
    more = f" (and {len(others)} more)" if others else ""
    return printable(f"{f'{first.where}: ' if first.where else ''}{first.what}{more}", 400)
