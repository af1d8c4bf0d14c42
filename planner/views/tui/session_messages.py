"""What a session's calculations tell when they end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.pipeline import Answer
    from planner.plan.problems import BadInput


Stamps = Mapping[Path, object]
"""What changes with each of some files."""


class Answered(Message):
    """A draft was answered: the base case, or with what its draws come to where `drawn` says so.

    `is_last` where nothing more follows. `stamps` are of the texts and price files that a base case rests on, `anew`
    where they were read for it.
    """

    def __init__(
        self,
        revision: int,
        draft: Draft,
        answer: Answer,
        *,
        drawn: bool = False,
        is_last: bool = False,
        stamps: Stamps | None = None,
        anew: bool = False,
    ) -> None:
        self.revision, self.draft, self.answer = revision, draft, answer
        self.drawn, self.is_last = drawn, is_last
        self.stamps, self.anew = stamps or {}, anew
        super().__init__()


class Traced(Message):
    """It is known of the base case of a draft which inputs its numbers were made from.

    `unsaved` values differ from what is saved.
    """

    def __init__(self, revision: int, unsaved: int) -> None:
        self.revision, self.unsaved = revision, unsaved
        super().__init__()


class Refused(Message):
    """A draft makes no plan, or where `drawn` says so, a draw of it makes none."""

    def __init__(self, revision: int, bad: BadInput, *, drawn: bool = False) -> None:
        self.revision, self.bad, self.drawn = revision, bad, drawn
        super().__init__()
