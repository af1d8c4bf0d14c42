"""What a session has worked out in threads: the base case of a draft, what it was made from, and its draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

from planner.plan.problems import BadInput
from planner.views.tui.carrying import without_strangers
from planner.views.tui.session_messages import Answered, Refused, Traced

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.reading import Files
    from planner.pipeline import Answer, Plan

Wanted = Callable[[], bool]
"""Tells whether anybody still waits for a calculation."""


class _DroppedError(Exception):
    """Ends a calculation that nobody waits for any more."""


def base_case(
    make: Callable[[], Draft], revision: int, files: Files, known: Answer | None
) -> Answered | Refused:
    """Go the whole way from the files to the base case.

    Where an answer is known to a draft of the same price files, these and the texts are not read again.
    """
    from planner.pipeline import forecast, load

    began = time_ns()
    try:
        draft = make()
        plan = _same_facts(draft, known)
        answer = forecast(load(draft.question, files.with_unsaved(draft.texts), plan))
        for option in answer.evaluation.options.values():
            option.latency.of("latency_p95")
    except BadInput as bad:
        return Refused(revision, bad)
    stamps = {path: stamp(path) for path in _rests_on(answer, draft)}
    # What was written while it was read may have been read before or after: the next look reads it again.
    doubtful = {path: each if each is None or each[0] < began else () for path, each in stamps.items()}
    return Answered(revision, draft, answer, stamps=doubtful, anew=plan is None)


def traced(draft: Draft, answer: Answer, revision: int, files: Files) -> Traced:
    """Find out what the numbers were made from, and how many values are not saved."""
    from planner.views.tui.panels.latency_rows import touch

    touch(answer)
    evaluation = answer.evaluation
    _ = evaluation.inputs, evaluation.acted_on
    try:
        unsaved = sum(len(values) for _, values in draft.changes(files))
    except BadInput:  # what is on disk is no YAML just now: all that is known is that something differs
        unsaved = len(draft.texts)
    return Traced(revision, unsaved)


def drawn(draft: Draft, answer: Answer, revision: int, wanted: Wanted) -> Iterator[Answered | Refused]:
    """Add what the draws come to, and then what the choice hangs on; ends early once nobody waits for it."""
    from planner.pipeline import with_bands, with_draws, with_matters

    def tell(done: int) -> None:
        del done
        if not wanted():
            raise _DroppedError

    try:
        answer = with_draws(answer, tell)
        tell(0)
        answer = with_bands(answer, tell)
        yield Answered(revision, draft, answer, drawn=True)
        answer = with_matters(answer, tell)
        yield Answered(revision, draft, answer, drawn=True, is_last=True)
    except _DroppedError:
        return
    except BadInput as bad:
        yield Refused(revision, bad, drawn=True)


def with_draws_of(answer: Answer, before: Answer | None) -> Answer:
    """Return a base case with what the draws of the answer before came to, as far as that is of the same options."""
    if before is None:
        return answer
    carried = replace(answer, drawn=before.drawn, bands=before.bands, matters=before.matters)
    return without_strangers(carried)


def stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes with a file, None for one that is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _same_facts(draft: Draft, known: Answer | None) -> Plan | None:
    """Return the plan of an answer, where its prices and its texts are those of a draft too."""
    if known is None or known.plan.question != draft.question:
        return None
    facts = {path: text for path, text in draft.texts.items() if path != draft.scenario}
    return known.plan if facts == known.plan.unsaved_facts(draft.scenario) else None


def _rests_on(answer: Answer, draft: Draft) -> Iterator[Path]:
    """Return the files besides those of the draft that an answer was made from: texts, and price files of one's own."""
    yield from (path.absolute() for path, _ in answer.plan.texts.files())
    for folder in (draft.scenario.parent / "pricing", answer.plan.question.pricing):
        if folder is not None:
            yield from (folder, folder / "providers", folder / "latency")  # a new file changes its folder
            yield from (path for path in folder.rglob("*.y*ml") if path.absolute() not in draft.read)
