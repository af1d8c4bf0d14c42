"""What panels want worked out, each kind in a thread of its own; what an older answer came to is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from planner.views.tui.panels.panel import ExplainingScreen, Panel

if TYPE_CHECKING:
    from planner.pipeline import Answer

Tell = Callable[[int], None]


class _DroppedError(Exception):
    """Ends work that nobody waits for any more."""


class WorkingScreen(ExplainingScreen):
    """A screen that works out what its panels want without holding anybody up."""

    answer: Answer | None = None
    fresh = True
    """Whether the draws of the answer belong to it."""

    class Found(Message):
        """Something that was wanted is there."""

        def __init__(self, wanted: Panel.Wanted, answer: Answer, result: object) -> None:
            self.wanted, self.answer, self.result = wanted, answer, result
            super().__init__()

    @on(Panel.Wanted)
    def _want(self, event: Panel.Wanted) -> None:
        """Start to work it out; what was wanted of the same kind before is no longer."""
        event.stop()
        answer, fresh = self.answer, self.fresh
        if answer is None:
            return

        def work() -> (
            None
        ):  # no partial and no arguments: Textual would write the whole answer out to describe it
            self._work_out(event, answer, fresh=fresh)

        self.run_worker(work, thread=True, exclusive=True, group=event.kind, exit_on_error=False)

    def _work_out(self, wanted: Panel.Wanted, answer: Answer, *, fresh: bool) -> None:
        worker = get_current_worker()

        def tell(done: int) -> None:
            del done
            if worker.is_cancelled:
                raise _DroppedError

        try:
            for result in work_out(answer, wanted.kind, wanted.arguments, tell, fresh=fresh):
                tell(0)
                self.post_message(self.Found(wanted, answer, result))
        except _DroppedError:
            return

    @on(Found)
    def _give(self, event: Found) -> None:
        event.stop()
        if event.answer is self.answer:
            event.wanted.panel.found(event.wanted.kind, event.wanted.arguments, event.result)
            self.given(event.wanted.kind, event.result)

    def given(self, kind: str, result: object) -> None:
        """Take note of what a panel was given."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let the application end on a mistake of the program."""
        if event.state is WorkerState.ERROR:
            self.app.post_message(event)


def work_out(
    answer: Answer, kind: str, arguments: tuple[str, ...], tell: Tell, *, fresh: bool
) -> Iterator[object]:
    """Return what was wanted, quick results first; BadInput where there is nothing to be found.

    `along` and `volume` take the path of an input and come to a `Solution`, of which `along` adds what all draws come
    to; `map` takes two paths and comes to a `WinnerMap`.
    """
    from planner.plan.problems import BadInput
    from planner.what_if import solve, winner_map

    try:
        if kind == "map":
            across, up = arguments
            yield winner_map(answer, across, up)
            return
        (path,) = arguments
        yield solve(replace(answer, drawn=None), path, tell=tell)
        if kind == "along" and fresh and answer.drawn is not None:
            yield solve(answer, path, tell=tell)
    except BadInput as bad:
        yield bad
