"""Two versions of a question side by side: what their files say differently, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.draft import Draft
from planner.files.changes import ChangedValue, changed_values
from planner.files.git_history import text_at_head
from planner.files.reading import Files
from planner.files.shipped import shown
from planner.pipeline import Answer, forecast, load
from planner.plan.problems import BadInput
from planner.plan.question import Question
from planner.results.differences import OptionDifference, differences


@dataclass(frozen=True, slots=True)
class Versions:
    """An answer beside that of another version, which is called `name`."""

    name: str
    after: Answer
    before: Answer | None
    """None where the other version makes no plan, or is not there; `problem` says why."""
    values: tuple[tuple[str, ChangedValue], ...] = ()
    """Each value that differs, with the name of its file where that is not the scenario."""
    problem: str = ""
    sides: tuple[str, str] = ("before", "now")
    """What the other version and the answer's own are called in a table."""

    @property
    def money(self) -> tuple[OptionDifference, ...]:
        """What the options come to differently; empty where the two cannot be compared."""
        if self.before is None or self.before.evaluation.currency != self.after.evaluation.currency:
            return ()
        return differences(self.before.evaluation, self.after.evaluation)


def against_saved(draft: Draft, answer: Answer, files: Files) -> Versions:
    """Compare an answer to a draft with what its saved files come to."""
    try:
        values = tuple((_called(path, draft), value) for path, each in draft.changes(files) for value in each)
    except BadInput as bad:  # somebody else has written what is no YAML
        return Versions("the saved file", answer, None, problem=str(bad.problems[0]))
    return _beside("the saved file", draft.question, answer, files.with_unsaved({}), values)


def against_head(draft: Draft, answer: Answer, files: Files) -> Versions:
    """Compare an answer to a draft with what the scenario in git's HEAD comes to, at the prices and texts of now."""
    text = text_at_head(draft.scenario)
    if text is None:
        return Versions(
            "git HEAD", answer, None, problem="the scenario is in no commit that git knows of here"
        )
    then, now = (files.with_unsaved({**draft.texts, **own}) for own in ({draft.scenario: text}, {}))
    try:
        values = changed_values(then.document(draft.scenario), now.document(draft.scenario))
    except BadInput as bad:
        return Versions("git HEAD", answer, None, problem=str(bad.problems[0]))
    return _beside("git HEAD", draft.question, answer, then, tuple(("", value) for value in values))


def against_file(answer: Answer, other: Question, unsaved: Mapping[Path, str]) -> Versions:
    """Compare an answer with that of another scenario file, at the same prices where both share a folder of them.

    `unsaved` are the texts of the answer's files that are not saved yet.
    """
    scenario = answer.plan.file.path.absolute()
    files = Files({path: text for path, text in unsaved.items() if path != scenario})
    found = _beside(other.scenario, other, answer, files)
    if found.before is None:
        return found
    now = files.with_unsaved(unsaved).document(scenario)
    values = changed_values(files.document(found.before.plan.file.path), now)
    told = tuple(("", value) for value in values)
    return Versions(found.name, answer, found.before, told, sides=("there", "here"))


def _beside(
    name: str,
    question: Question,
    answer: Answer,
    files: Files,
    values: tuple[tuple[str, ChangedValue], ...] = (),
) -> Versions:
    try:
        return Versions(name, answer, forecast(load(question, files)), values)
    except BadInput as bad:
        return Versions(name, answer, None, values, str(bad.problems[0]))


def _called(path: Path, draft: Draft) -> str:
    folder = draft.scenario.parent
    if path == draft.scenario:
        return ""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else shown(path)
