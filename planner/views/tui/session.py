"""What a person is working on: the draft, the answer to it, and the calculations that are under way.

One calculation runs at a time, in a thread, and the newest draft is next; a result that came too late is dropped. Draws
follow when no key was pressed for a moment, and tell the same revision of the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.timer import Timer
from textual.worker import get_current_worker

from planner.plan.problems import BadInput
from planner.views.tui.carrying import without_strangers
from planner.views.tui.session_messages import Answered, Refused, Traced

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.reading import Files
    from planner.pipeline import Answer
    from planner.plan.question import Question

REST_S = 0.12
"""Draws are made when nothing was edited for so long."""


class Superseded(Exception):  # noqa: N818 - nothing failed: nobody waits for it any more
    """A calculation whose draft is no longer the newest."""


class Session:
    """The draft that is shown, and whatever is calculated from it."""

    def __init__(self, app: App[Any], question: Question | None) -> None:
        self._app = app
        self.question = question
        """What was asked; None until a scenario was chosen."""
        self.revision = 0
        self.draft: Draft | None = None
        """What a person has settled on; a text that is still typed is in none."""
        self.answer: Answer | None = None
        """The answer that is on the screen."""
        self.fresh = False
        """Whether the draws of that answer are its own; those of an older draft stand in until they are made."""
        self.is_settled = False
        """Whether nothing is calculated and nothing is waited for."""
        self.files: Files | None = None
        self._read_in = 0
        """The revision in which the files were read last, and for which question."""
        self._asking = question
        self._asked: Callable[[], Draft] | None = None
        self._running = False
        self._rest: Timer | None = None
        self._after: list[Callable[[], None]] = []
        self._seen: Mapping[Path, object] = {}
        """The texts and price files that the answer rests on, as they were on disk."""

    def read(self) -> None:
        """Read the files again from disk; edits are dropped once they can be answered."""
        if self.question is not None:
            self.start(self.question)

    def start(self, question: Question) -> None:
        """Read the files of a question, and turn to it once it can be answered."""

        def as_on_disk() -> Draft:
            from planner.draft import Draft

            return Draft.of(question)

        self._read_in, self._asking = self.revision + 1, question
        self.ask(as_on_disk)

    def ask(self, make: Callable[[], Draft]) -> int:
        """Answer the draft that `make` returns, as soon as nothing else is calculated; return its revision."""
        self.revision += 1
        self._asked, self.is_settled = make, False
        self._stop_draws()
        self._go_on()
        return self.revision

    def keep(self, draft: Draft) -> None:
        """Settle on a draft and answer it."""
        self.draft = draft
        self.ask(lambda: draft)

    def back_to(self, draft: Draft, answer: Answer, *, fresh: bool) -> None:
        """Show an answer that is there already; `fresh` says whether its draws are its own."""
        self.revision += 1
        self._asked, self.draft, self.answer, self.fresh = None, draft, answer, fresh
        self._stop_draws()
        self.is_settled = fresh
        if not fresh:
            self._draw_after_a_rest(draft, answer)

    def took(self, message: Answered | Refused) -> bool:
        """Take note of how a calculation ended, start the next one, and tell whether this is of the newest draft."""
        if not message.drawn:
            self._running = False
        current = message.revision == self.revision
        if current and isinstance(message, Answered):
            self._take(message)
        elif current and message.drawn:
            self.is_settled = True
        self._go_on()
        if self.is_answered:
            self._app.call_later(self._go_through)
        return current

    def _take(self, message: Answered) -> None:
        if message.revision == self._read_in:
            self.draft, self.question = message.draft, self._asking
        if message.drawn:
            self.answer, self.fresh = message.answer, True
            self.is_settled = message.is_last
            return
        self.answer = _with_draws_of(message.answer, self.answer)
        self.fresh = not message.answer.plan.draws
        self.is_settled = self.fresh
        if not self.fresh:
            self._draw_after_a_rest(message.draft, message.answer)

    def when_answered(self, then: Callable[[], None]) -> None:
        """Go on with something as soon as the newest draft is answered, or refused."""
        self._after.append(then)
        if self.is_answered:
            self._go_through()

    def _go_through(self) -> None:
        while self._after and self.is_answered:
            self._after.pop(0)()

    @property
    def is_answered(self) -> bool:
        """Whether the base case on the screen is that of the newest draft."""
        return not self._running and self._asked is None

    def texts_changed(self) -> bool:
        """Whether a text or a price file that the answer rests on is another one than it was."""
        return any(_stamp(path) != stamp for path, stamp in self._seen.items())

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
        from planner.files.recent import remember
        from planner.pipeline import forecast, load
        from planner.views.tui.panels.latency_rows import touch

        files = self.files = self.files or Files()
        told: Answered | Refused
        try:
            draft = make()
            answer = forecast(load(draft.question, files.with_unsaved(draft.texts)))
            touch(answer)
            unsaved = sum(len(values) for _, values in draft.changes(files))
            self._seen = {path: _stamp(path) for path in _rests_on(answer, draft)}
            if revision == self._read_in:
                remember(draft.scenario)
            told = Answered(revision, draft, answer, unsaved=unsaved)
        except BadInput as bad:
            told = Refused(revision, bad)
        self._app.post_message(told)
        if isinstance(told, Answered) and revision == self.revision:
            evaluation = told.answer.evaluation
            _ = evaluation.inputs, evaluation.acted_on
            self._app.post_message(Traced(revision))

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
            self._app.post_message(Answered(revision, draft, answer, drawn=True, is_last=True))
        except Superseded:
            return
        except BadInput as bad:
            self._app.post_message(Refused(revision, bad, drawn=True))

    def _stop_draws(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        self._app.workers.cancel_group(self._app, "draws")


def _with_draws_of(answer: Answer, before: Answer | None) -> Answer:
    """Return a base case with what the draws of the answer before came to, as far as that is of the same options."""
    if before is None:
        return answer
    carried = replace(answer, drawn=before.drawn, bands=before.bands, matters=before.matters)
    return without_strangers(carried)


def _rests_on(answer: Answer, draft: Draft) -> Iterator[Path]:
    """Return the files besides those of the draft that an answer was made from: texts, and price files of one's own."""
    yield from (path.absolute() for path, _ in answer.plan.texts.files())
    folders = (draft.scenario.parent / "pricing", answer.plan.question.pricing)
    for folder in folders:
        if folder is not None:
            yield from (path for path in folder.rglob("*.y*ml") if path.absolute() not in draft.read)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
