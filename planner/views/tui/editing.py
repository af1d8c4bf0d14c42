"""What happens while values are edited: the line is opened, what is typed is tried out, kept or dropped.

An edit that makes no plan is taken back, and the line stands there again with what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget

from planner.plan.problems import BadInput, Problem, printable
from planner.views.tui.edit_line import Asked, EditLine

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.pipeline import Answer
    from planner.views.tui.app import PlannerApp
    from planner.views.tui.panels.input_rows import InputRow

Make = Callable[[str], "Draft"]
"""Makes a draft of what is typed; raises BadInput where it is no value."""


@dataclass(frozen=True, slots=True)
class Editing:
    """One edit under way: how the line was opened, what it does, and what there was before."""

    asked: Asked
    make: Make | None
    """None for a text that is no value, such as the name of a file."""
    draft: Draft
    answer: Answer
    fresh: bool
    unsaved: int
    focus: Widget | None
    nudge: Callable[[str, int], str] | None = None
    row: str = ""
    """The input's key, where it is one of the rows of Inputs."""
    keep: Callable[[str], bool] | None = None
    """Does something with the text instead, and tells whether the line may close."""


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
        """Open the line."""
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
            draft = found.make(found.nudge(found.asked.text, steps))
        except BadInput as bad:
            self._app.notify(words(bad), markup=False, severity="error")
            return
        self.keep(draft, joins=f"nudge {row.key}")

    def set_any(self) -> None:
        """Edit whatever is named in the line, whether or not a file says it already."""
        session = self._app.session
        draft, answer = session.draft, session.answer
        if draft is None or answer is None:
            return

        def make(text: str) -> Draft:
            from planner.files.overrides import path_of
            from planner.quantities.provenance import Location

            name, sign, value = text.partition("=")
            here = Location("here")
            if not sign or not value.strip():
                raise BadInput([Problem(here, "", "expected a name and a value: workload.requests = 60k")])
            path = path_of(name.strip(), here)
            return draft.with_setting(path, value, text.strip())

        hint = "any value of the scenario by its path, such as objectives.latency_p95 = 500 ms"
        asked = Asked("set", "", help=hint, placeholder="workload.growth = 2%")
        self.open(Editing(asked, make, draft, answer, session.fresh, self._app.unsaved, self._app.focused))

    def changed(self, text: str) -> None:
        """Try out what is typed."""
        make = self.current.make if self.current is not None else None
        if make is not None:
            self._app.session.ask(lambda: make(text))

    def keep_typed(self, text: str, then: int) -> None:
        """Settle on what is typed, or say what is wrong with it; `then` leads on to another input."""
        editing = self.current
        if editing is None:
            return
        if editing.keep is not None:
            if editing.keep(text):
                self._close(editing)
            return
        try:
            draft = editing.make(text) if editing.make and text != editing.asked.text else editing.draft
        except BadInput as bad:
            self.line.hint(words(bad), bad=True)
            return
        self._close(editing)
        if draft.texts == editing.draft.texts:
            self._back_to(editing)
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
                self._back_to(editing)

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
        session = self._app.session
        before, answer = session.draft, session.answer
        if before is None or answer is None or draft.texts == before.texts:
            return
        if joins:
            draft = draft.joined(before, joins)
        nothing = Asked("", "")
        self._settle(
            draft,
            Editing(nothing, lambda _: before, before, answer, session.fresh, self._app.unsaved, None),
            "",
        )

    def refused(self, revision: int, bad: BadInput) -> bool:
        """Take back an edit that makes no plan, or say what is wrong with what is typed; tell whether it was either."""
        kept = self._kept
        if kept is not None and kept[0] == revision:
            self._kept = None
            _, editing, text = kept
            self._back_to(editing)
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

    def _back_to(self, editing: Editing) -> None:
        """Show again what there was before an edit."""
        self._app.session.back_to(editing.draft, editing.answer, fresh=editing.fresh)
        self._app.unsaved = editing.unsaved
        self._app.show_again()

    def _close(self, editing: Editing) -> None:
        self.current = None
        self.line.close()
        if editing.focus is not None:
            self._app.dashboard.set_focus(editing.focus)

    def _subject(self, row: InputRow) -> Editing | None:
        """Return what editing an input means; None where it stands in no file, which is said."""
        from planner.files.edit_targets import said_at
        from planner.plan.nudged import nudged
        from planner.plan.value_text import shown
        from planner.retyping import target, with_typed

        session = self._app.session
        draft, answer, files = session.draft, session.answer, session.files
        if draft is None or answer is None or files is None:
            return None
        origin = row.quantity.origin if row.quantity is not None else None
        where = target(draft, answer, files, row.path, origin.location if origin is not None else None)
        if where is None:
            self._app.notify(f"{row.label} stands in no file", markup=False, severity="warning")
            return None
        found = where

        def make(text: str) -> Draft:
            return with_typed(draft, answer, files, found, text, self._app.today)

        saved = files.with_unsaved({}).document(found.file).data if found.file.is_file() else {}
        asked = Asked(
            label=row.label,
            text=shown(found.raw),
            unit=row.unit,
            saved=printable(shown(said_at(found, saved))),
            source=row.source,
            help=_help(row),
        )

        def nudge(text: str, steps: int) -> str:
            return nudged(text, steps, found.measure)

        return Editing(
            asked,
            make,
            draft,
            answer,
            session.fresh,
            self._app.unsaved,
            self._app.focused,
            nudge,
            row.key,
        )

    def _look_up_head(self, row: InputRow) -> None:
        """Find what git's HEAD says, in a thread."""
        from planner.retyping import said_at_head, target

        session = self._app.session
        draft, answer, files = session.draft, session.answer, session.files
        if draft is None or answer is None or files is None:
            return
        origin = row.quantity.origin if row.quantity is not None else None
        where = target(draft, answer, files, row.path, origin.location if origin is not None else None)
        head = said_at_head(where) if where is not None and not where.listed else None

        def tell() -> None:
            if self.current is not None and self.current.row == row.key:
                self.line.tell_before(head)

        self._app.call_from_thread(tell)


def words(bad: BadInput) -> str:
    """Say in one line what is wrong."""
    first, *others = bad.problems
    more = f" (and {len(others)} more)" if others else ""
    return printable(f"{f'{first.where}: ' if first.where else ''}{first.what}{more}", 400)


def _help(row: InputRow) -> str:
    if row.quantity is None:
        return ""
    return "a number, 30*24, 5%, 1.2M, or a range: 30 to 60, 40 (30 to 60), 46 of 50; =40 without a range"
