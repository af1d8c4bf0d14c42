"""What the edit line can be about: an input of the plan, or any value that is named in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from planner.plan.problems import BadInput, Problem, printable
from planner.quantities.provenance import Location
from planner.views.tui.edit_line import Asked

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.edit_targets import Target
    from planner.files.reading import Files
    from planner.pipeline import Answer
    from planner.views.tui.panels.input_rows import InputRow

Make = Callable[["Draft", str], "Draft"]
"""Makes another draft of one and of what is typed; raises BadInput where that is no value."""
Nudge = Callable[[str, int], str]
"""Makes the text that lies so many steps from another one."""

_FIRST_MONTH = ("horizon", "start")
_FORMS = "a number, 30*24, 5%, 1.2M, or a range: 30 to 60, 40 (30 to 60), 46 of 50; =40 without a range"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is edited, and what comes of what is typed."""

    asked: Asked
    make: Make
    nudge: Nudge


@dataclass(frozen=True, slots=True)
class Editing:
    """One edit under way: how the line was opened, what it does, and what there was before."""

    asked: Asked
    make: Make | None
    """None for a text that is no value, such as the name of a file."""
    draft: Draft
    answer: Answer | None
    """The answer to that draft; None where it was not there yet."""
    fresh: bool
    unsaved: int
    focus: Widget | None
    nudge: Nudge | None = None
    row: str = ""
    """The input's key, where it is one of the rows of Inputs."""
    keep: Callable[[str], bool] | None = None
    """Does something with the text instead, and tells whether the line may close."""


def subject(row: InputRow, draft: Draft, answer: Answer, files: Files, today: date) -> Subject | None:
    """Return what editing an input means; None where it stands in no file."""
    from planner.files.edit_targets import said_at
    from planner.plan.nudged import nudged
    from planner.plan.value_text import shown
    from planner.retyping import with_typed

    where = _target(row, draft, answer, files)
    if where is None or (where.path == _FIRST_MONTH and row.quantity is not None):
        return None  # the days of the months follow from the first one, which has a row of its own

    def make(now: Draft, text: str) -> Draft:
        return with_typed(now, answer, files, where, text, today)

    def nudge(text: str, steps: int) -> str:
        return nudged(text, steps, where.measure)

    read = {path: disk.text for path, disk in draft.read.items() if disk.exists}
    was = files.with_unsaved(read)
    saved = was.document(where.file).data if was.is_file(where.file) else {}
    asked = Asked(
        label=row.label,
        text=shown(where.raw),
        unit=row.unit,
        saved=printable(shown(said_at(where, saved))),
        source=row.source,
        help=_FORMS if row.quantity is not None else "",
    )
    return Subject(asked, make, nudge)


def any_value() -> tuple[Asked, Make]:
    """Return what sets any value of the scenario by its path, whether or not the file says it already."""

    def make(now: Draft, text: str) -> Draft:
        from planner.files.overrides import path_of

        name, sign, value = text.partition("=")
        here = Location("here")
        if not sign or not value.strip():
            raise BadInput([Problem(here, "", "expected a name and a value: workload.requests = 60k")])
        path = path_of(name.strip(), here)
        return now.with_setting(path, value, text.strip())

    hint = "any value of the scenario by its path, such as objectives.latency_p95 = 500 ms"
    return Asked("set", "", help=hint, placeholder="workload.growth = 2%"), make


def said_in_git(row: InputRow, draft: Draft, answer: Answer, files: Files) -> str | None:
    """Return what git's HEAD says of an input; takes a while. None where no commit has its file."""
    from planner.retyping import said_at_head

    where = _target(row, draft, answer, files)
    return None if where is None or where.listed else said_at_head(where)


def _target(row: InputRow, draft: Draft, answer: Answer, files: Files) -> Target | None:
    from planner.retyping import target

    origin = row.quantity.origin if row.quantity is not None else None
    return target(draft, answer, files, row.path, origin.location if origin is not None else None)
