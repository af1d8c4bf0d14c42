"""What a person is working on: the draft, the answer to it, and the calculations that are under way.

One calculation runs at a time, in a thread, and the newest draft is next; a result that came too late is dropped. What
the numbers were made from follows once the answer is painted, and draws when no key was pressed for a moment.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.timer import Timer
from textual.worker import get_current_worker

from planner.views.tui.session_messages import Answered, Refused, Stamps, Traced

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.reading import Files
    from planner.pipeline import Answer
    from planner.plan.question import Question

REST_S = 0.12
"""Draws are made when nothing was edited for so long."""
_QUIET_S = 2.0
"""What is left over is collected when nothing was edited for so long."""
_EVERYTHING = frozenset({"answer", "trace", "draws"})


class Session:
    """The draft that is shown, and whatever is calculated from it."""

    def __init__(self, app: App[Any], question: Question | None) -> None:
        self._app = app
        self.question = question
        """What was asked; None until a scenario was chosen."""
        self.revision = 0
        self.draft: Draft | None = None
        """What a person has settled on; a text that is still typed is in none."""
        self.good: Draft | None = None
        """The newest draft that was settled on and makes a plan."""
        self.answer: Answer | None = None
        """The answer that is on the screen."""
        self.fresh = False
        """Whether the draws of that answer are its own; those of an older draft stand in until they are made."""
        self._awaited: frozenset[str] = frozenset()
        """What of the newest draft is not there yet."""
        self.files: Files | None = None
        self._read_in = 0
        """The revision in which the files were read last, and for which question."""
        self._asking = question
        self._asked: Callable[[], Draft] | None = None
        self._running = False
        self._rest: Timer | None = None
        self._last_edit = 0.0
        self._after: list[Callable[[], None]] = []
        self._seen: Stamps = {}
        """The texts and price files that the answer rests on, as they were on disk."""
        self._kept: tuple[Draft, Answer] | None = None
        """The newest draft with its base case."""

    def read(self) -> None:
        """Read the files again from disk; edits are dropped once they can be answered."""
        if self._asking is not None:
            self.start(self._asking)

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
        self._asked, self._awaited = make, _EVERYTHING
        self._last_edit = monotonic()
        self._stop_draws()
        self._go_on()
        return self.revision

    def keep(self, draft: Draft, *, anew: bool = False) -> None:
        """Settle on a draft and answer it; `anew` where texts or prices may be others than they were."""
        self.draft = draft
        self._kept = None if anew else self._kept
        self.ask(lambda: draft)

    def back_to(self, draft: Draft, answer: Answer, *, fresh: bool) -> None:
        """Show an answer that is there already; `fresh` says whether its draws are its own."""
        self.revision += 1
        self._asked, self.draft, self.answer, self.fresh = None, draft, answer, fresh
        self._stop_draws()
        self._kept, self.good = (draft, answer), draft
        self._awaited = frozenset() if fresh else frozenset({"draws"})
        self._awaited |= set() if answer.evaluation.is_traced else {"trace"}
        if not fresh:
            self._draw_after_a_rest()

    def took(self, message: Answered | Refused | Traced) -> bool:
        """Take note of how a calculation ended, start the next one, and tell whether this is of the newest draft."""
        current = message.revision == self.revision
        if isinstance(message, Traced):
            if current:
                self._awaited -= {"trace"}
            return current
        if not message.drawn:
            self._running = False
        if current and isinstance(message, Answered):
            self._take(message)
        elif current:
            self._awaited = self._awaited - {"draws"} if message.drawn else frozenset()
            self._after = self._after if message.drawn else []
        self._go_on()
        if self.is_answered:
            self._app.call_later(self._go_through)
        return current

    def _take(self, message: Answered) -> None:
        from planner.views.tui.calculations import with_draws_of

        if message.revision == self._read_in:
            self.draft, self.question = message.draft, self._asking
        if message.drawn:
            self.answer, self.fresh = message.answer, True
            self._awaited -= {"draws"} if message.is_last else set()
            if message.is_last:
                self._app.set_timer(_QUIET_S, self._tidy)
            return
        self._kept = (message.draft, message.answer)
        self.good = message.draft if message.draft is self.draft else self.good
        self._awaited -= {"answer"}
        self._seen = message.stamps if message.anew else {**message.stamps, **self._seen}
        self.answer = with_draws_of(message.answer, self.answer)
        self.fresh = not message.answer.plan.draws
        if self.fresh:
            self._awaited -= {"draws"}
        else:
            self._draw_after_a_rest()

    def is_of(self, draft: Draft) -> bool:
        """Whether the answer on the screen is that to a draft."""
        return self._kept is not None and self._kept[0] is draft and self.is_answered

    @property
    def is_settled(self) -> bool:
        """Whether everything about the newest draft is there."""
        return not self._awaited and self.answer is not None

    def _tidy(self) -> None:
        """Collect what older answers left, while nobody waits: a collection stops the screen for a moment."""
        if self.is_settled and monotonic() - self._last_edit >= _QUIET_S:
            gc.collect()

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
        from planner.views.tui.calculations import stamp

        return any(stamp(path) != known for path, known in self._seen.items())

    def _go_on(self) -> None:
        if self._running or self._asked is None:
            return
        make, revision, self._asked = self._asked, self.revision, None
        self._running = True
        known = None if revision == self._read_in or self._kept is None else self._kept[1]

        def work() -> None:
            from planner.files.reading import Files
            from planner.files.recent import remember
            from planner.views.tui.calculations import base_case

            self.files = self.files or Files()
            told = base_case(make, revision, self.files, known)
            self._app.post_message(told)
            if revision == self._read_in and isinstance(told, Answered):
                remember(told.draft.scenario)

        self._app.run_worker(work, group="answer", thread=True, exit_on_error=False)

    def trace(self) -> None:
        """Find out what the numbers were made from, now that the answer is painted."""
        if "trace" not in self._awaited or self._kept is None or not self.is_answered:
            return
        revision, (draft, answer) = self.revision, self._kept

        def work() -> None:
            from planner.views.tui.calculations import traced

            if self.files is not None and revision == self.revision:
                self._app.post_message(traced(draft, answer, revision, self.files))

        self._app.run_worker(work, group="trace", thread=True, exit_on_error=False)

    def _draw_after_a_rest(self) -> None:
        if self._kept is None or not self._kept[1].plan.draws:
            return
        revision, (draft, answer) = self.revision, self._kept

        def work() -> None:
            from planner.views.tui.calculations import drawn

            worker = get_current_worker()

            def wanted() -> bool:
                return not worker.is_cancelled and revision == self.revision

            for told in drawn(draft, answer, revision, wanted):
                self._app.post_message(told)

        def start() -> None:
            self._rest = None
            self._app.run_worker(work, group="draws", thread=True, exclusive=True, exit_on_error=False)

        rested = monotonic() - self._last_edit
        self._rest = self._app.set_timer(max(0.001, REST_S - rested), start)

    def _stop_draws(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        self._app.workers.cancel_group(self._app, "draws")
