"""What a person is working on: the draft, the answer to it, and the calculations that are under way.

One calculation runs at a time, in a thread, and the newest draft is next; a result that came too late is dropped. Draws
follow when no key was pressed for a moment, and tell the same revision of the draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from planner.plan.problems import BadInput

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.reading import Files
    from planner.pipeline import Answer
    from planner.plan.question import Question

REST_S = 0.12
"""Draws are made when nothing was edited for so long."""


class Superseded(Exception):  # noqa: N818 - nothing failed: nobody waits for it any more
    """A calculation whose draft is no longer the newest."""


class Answered(Message):
    """A draft was answered: the base case, or with what its draws come to where `drawn` says so."""

    def __init__(self, revision: int, draft: Draft, answer: Answer, *, drawn: bool = False) -> None:
        self.revision, self.draft, self.answer, self.drawn = revision, draft, answer, drawn
        super().__init__()


class Refused(Message):
    """A draft makes no plan, or where `drawn` says so, a draw of it makes none."""

    def __init__(self, revision: int, bad: BadInput, *, drawn: bool = False) -> None:
        self.revision, self.bad, self.drawn = revision, bad, drawn
        super().__init__()


class Session:
    """The draft that is shown, and whatever is calculated from it."""

    def __init__(self, app: App[Any], question: Question) -> None:
        self._app = app
        self.question = question
        self.revision = 0
        self.draft: Draft | None = None
        """What a person has settled on; a text that is still typed is in none."""
        self.answer: Answer | None = None
        """The answer that is on the screen."""
        self.files: Files | None = None
        self._asked: Callable[[], Draft] | None = None
        self._running = False
        self._rest: Timer | None = None

    def read(self) -> None:
        """Read the files again from disk; nothing of the draft is kept."""
        from planner.draft import Draft

        self.ask(lambda: Draft.of(self.question))

    def ask(self, make: Callable[[], Draft]) -> int:
        """Answer the draft that `make` returns, as soon as nothing else is calculated; return its revision."""
        self.revision += 1
        self._asked = make
        self._stop_draws()
        self._go_on()
        return self.revision

    def keep(self, draft: Draft) -> None:
        """Settle on a draft and answer it."""
        self.draft = draft
        self.ask(lambda: draft)

    def back_to(self, draft: Draft, answer: Answer) -> None:
        """Show an answer that is there already."""
        self.revision += 1
        self._asked, self.draft, self.answer = None, draft, answer
        self._stop_draws()
        if answer.drawn is None:
            self._draw_after_a_rest(draft, answer)

    def took(self, message: Answered | Refused) -> bool:
        """Take note that a calculation ended, start the next one, and tell whether this one is of the newest draft."""
        if not message.drawn:
            self._running = False
        current = message.revision == self.revision
        if current and isinstance(message, Answered):
            self.answer = message.answer
            if not message.drawn:
                self._draw_after_a_rest(message.draft, message.answer)
        self._go_on()
        return current

    @property
    def is_settled(self) -> bool:
        """Whether nothing is calculated and nothing is waited for."""
        return not self._running and self._asked is None and self._rest is None

    def _go_on(self) -> None:
        if self._running or self._asked is None:
            return
        make, revision, self._asked = self._asked, self.revision, None
        self._running = True
        self._app.run_worker(
            lambda: self._answer(make, revision), group="answer", thread=True, exit_on_error=False
        )

    def _answer(self, make: Callable[[], Draft], revision: int) -> None:
        """Go the whole way from the files to the base case, in a thread."""
        from planner.files.reading import Files
        from planner.pipeline import forecast, load
        from planner.views.tui.panels.latency_rows import touch

        files = self.files = self.files or Files()
        told: Message
        try:
            draft = make()
            answer = forecast(load(draft.question, files.with_unsaved(draft.texts)))
            touch(answer)
            told = Answered(revision, draft, answer)
        except BadInput as bad:
            told = Refused(revision, bad)
        self._app.post_message(told)

    def _draw_after_a_rest(self, draft: Draft, answer: Answer) -> None:
        revision = self.revision
        if not answer.plan.draws:
            return

        def draw() -> None:
            self._rest = None
            self._app.run_worker(
                lambda: self._draw(draft, answer, revision),
                group="draws",
                thread=True,
                exclusive=True,
                exit_on_error=False,
            )

        self._rest = self._app.set_timer(REST_S, draw)

    def _draw(self, draft: Draft, answer: Answer, revision: int) -> None:
        """Add what the draws come to, in a thread, one part after the other."""
        from planner.pipeline import with_bands, with_draws, with_matters

        worker = get_current_worker()

        def tell(done: int) -> None:
            del done
            if worker.is_cancelled or revision != self.revision:
                raise Superseded

        try:
            answer = with_draws(answer, tell)
            tell(0)
            answer = with_bands(answer, tell)
            self._app.post_message(Answered(revision, draft, answer, drawn=True))
            answer = with_matters(answer, tell)
            self._app.post_message(Answered(revision, draft, answer, drawn=True))
        except Superseded:
            return
        except BadInput as bad:
            self._app.post_message(Refused(revision, bad, drawn=True))

    def _stop_draws(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        self._app.workers.cancel_group(self._app, "draws")


def carried_over(answer: Answer, before: Answer | None) -> Answer:
    """Return a base case with what older draws came to, where these are of the same options in the same currency."""
    if answer.drawn is not None or before is None or before.drawn is None:
        return answer
    now, then = answer.evaluation, before.evaluation
    alike = list(now.options) == list(then.options) and now.currency == then.currency
    if not alike or now.calendar.count != then.calendar.count or now.baseline != then.baseline:
        return answer
    return replace(answer, drawn=before.drawn, bands=before.bands, matters=before.matters)
