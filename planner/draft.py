"""A question whose files a person is changing: texts that are not saved yet, and the way back; see also `pipeline.py`.

A draft is a value: every edit gives another one. It holds texts and nothing that comes out of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.files.changes import ChangedValue, changed_values
from planner.files.edit_targets import Target, at, target_of
from planner.files.fact_copies import own_file, with_fact
from planner.files.git_history import text_at_head
from planner.files.overrides import path_of
from planner.files.reading import Files
from planner.files.saving import Disk, changed_since, read_disk, save_all
from planner.files.scenario_file import find_scenario, gallery
from planner.files.shipped import shipped
from planner.files.yaml_edits import with_value, without
from planner.files.yaml_text import parse_yaml
from planner.pipeline import Answer, load, price_overlays
from planner.plan.problems import BadInput
from planner.plan.question import Question
from planner.plan.retyped import retyped
from planner.plan.value_text import shown
from planner.quantities.provenance import Location

_MOST_STEPS = 1_000
_SIGNS = ("<=", ">=")


@dataclass(frozen=True, slots=True)
class Step:
    """One edit that can be taken back: what it did, and the unsaved texts on its other side."""

    label: str
    texts: Mapping[Path, str]
    joins: str = ""
    """Edits in a row that carry the same text here are taken back as one."""
    moved: str = ""
    """What moved along with a value, in words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question, the files that were touched as they were read, and the texts that differ from them."""

    question: Question
    scenario: Path
    read: Mapping[Path, Disk]
    texts: Mapping[Path, str]
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    @classmethod
    def of(cls, question: Question) -> Draft:
        """Start with the files as they are; what the question sets for once becomes the first edits, not saved yet.

        Raises BadInput for a scenario that cannot be found or read, and for a setting that leads nowhere.
        """
        if question.settings:
            load(question)  # refuses what a text alone cannot tell from a new name, such as a misspelt role
        scenario = find_scenario(question.scenario).absolute()
        own = replace(question, settings=(), as_of=None)
        draft = cls(own, scenario, {scenario: read_disk(scenario)}, {})
        dated = [f"as_of={question.as_of.isoformat()}"] if question.as_of else []
        for setting in (*question.settings, *dated):
            name, _, value = setting.partition("=")
            path = path_of(name, Location(f"--set {name}"))
            draft = draft.with_text(scenario, with_value(draft.text(scenario), path, value.strip()), setting)
        return draft

    @property
    def is_changed(self) -> bool:
        """Whether anything is not saved."""
        return bool(self.texts)

    @property
    def is_of_gallery(self) -> bool:
        """Whether it is a scenario of the gallery that was asked for by its name: it is never written over."""
        return (
            self.scenario in {path.absolute() for path in gallery().values()}
            and not Path(self.question.scenario).is_file()
        )

    def text(self, path: Path) -> str:
        """Return a file's text as it is now; empty for one that is not there."""
        found = self.texts.get(path)
        if found is not None:
            return found
        return (self.read[path] if path in self.read else read_disk(path)).text

    def with_text(self, path: Path, text: str, label: str, moved: str = "") -> Draft:
        """Return the draft with another text for one file, as an edit that can be taken back."""
        read = self.read if path in self.read else {**self.read, path: read_disk(path)}
        others = {file: each for file, each in self.texts.items() if file != path}
        texts = others if text == read[path].text else {**others, path: text}
        if texts == self.texts:
            return self
        past = (*self.past, Step(label, self.texts, moved=moved))[-_MOST_STEPS:]
        return replace(self, read=read, texts=texts, past=past, future=())

    def joined(self, before: Draft, joins: str) -> Draft:
        """Return the draft with its last edit, made over `before`, joined to an edit before it of the same mark."""
        *_, last = self.past
        if before.past and before.past[-1].joins == joins:
            return replace(self, past=before.past)
        return replace(self, past=(*before.past, replace(last, joins=joins)))

    def undone(self) -> Draft:
        """Take the last edit back; the same draft where there is none."""
        if not self.past:
            return self
        *past, last = self.past
        return replace(
            self,
            texts=last.texts,
            past=tuple(past),
            future=(Step(last.label, self.texts), *self.future),
        )

    def redone(self) -> Draft:
        """Do again what was taken back last; the same draft where nothing was."""
        if not self.future:
            return self
        first, *future = self.future
        return replace(
            self, texts=first.texts, past=(*self.past, Step(first.label, self.texts)), future=tuple(future)
        )

    def save(self) -> Mapping[Path, Disk]:
        """Write every changed file and return what is on disk then.

        Raises ChangedOnDisk where somebody else wrote one since it was read, and BadInput where one cannot be written.
        """
        written = save_all([(path, text, self.read[path]) for path, text in self.texts.items()])
        return dict(zip(self.texts, written, strict=True))

    def taken_over(self, path: Path, disk: Disk, text: str) -> Draft:
        """Return the draft over another version of a file on disk, with a text that may differ from it."""
        over = replace(self, read={**self.read, path: disk})
        others = {file: each for file, each in self.texts.items() if file != path}
        return replace(
            over, texts=others if text == disk.text else {**others, path: text}, past=(), future=()
        )

    def over(self, written: Mapping[Path, Disk]) -> Draft:
        """Return the draft after its files were written; edits can still be taken back, and then differ from them."""
        read = {**self.read, **written}

        def again(texts: Mapping[Path, str]) -> Mapping[Path, str]:
            every = {path: texts.get(path, self.read[path].text) for path in self.read}
            return {path: text for path, text in every.items() if text != read[path].text}

        def moved(steps: tuple[Step, ...]) -> tuple[Step, ...]:
            return tuple(replace(step, texts=again(step.texts), joins="") for step in steps)

        return replace(
            self, read=read, texts=again(self.texts), past=moved(self.past), future=moved(self.future)
        )

    def copied_to(self, path: Path, texts: Sequence[Path]) -> int:
        """Write the scenario under another name, with the texts it reads and its own prices where there are none yet.

        Return how many files were copied beside it. Raises BadInput for one that cannot be written.
        """
        here, there = self.scenario.parent, path.absolute().parent
        others = [file for file in (*texts, *self.texts) if file != self.scenario and here != there]
        copies = {there / file.absolute().relative_to(here): file for file in others}
        new = {copy: self.text(file) for copy, file in copies.items() if not copy.exists()}
        for copy in new:
            copy.parent.mkdir(parents=True, exist_ok=True)
        written = {**new, path.absolute(): self.text(self.scenario)}
        save_all([(file, text, read_disk(file)) for file, text in written.items()])
        return len(new)

    def changed_on_disk(self) -> tuple[Path, ...]:
        """Return the files that somebody else has written since they were read."""
        return tuple(path for path, disk in self.read.items() if changed_since(path, disk))

    def changes(self, files: Files) -> tuple[tuple[Path, tuple[ChangedValue, ...]], ...]:
        """Return what is not saved, file by file; raises BadInput for a text that is no YAML."""
        before, after = files.with_unsaved({}), files.with_unsaved(self.texts)
        return tuple(
            (
                path,
                changed_values(before.document(path) if self.read[path].text else None, after.document(path)),
            )
            for path in self.texts
        )


def target(draft: Draft, answer: Answer, files: Files, name: str, location: Location | None) -> Target | None:
    """Find where an input of an answer is edited; None where it stands in no file."""
    now = files.with_unsaved(draft.texts)
    folders = [folder.absolute() for folder in price_overlays(draft.scenario, draft.question.pricing, now)]
    return target_of(name, location, draft.scenario, answer.plan.file.document, now, folders)


def with_typed(draft: Draft, answer: Answer, files: Files, where: Target, typed: str, on: date) -> Draft:
    """Put what a person typed where a value stands; a range moves along with its middle.

    A fact of the shipped tables goes into a folder `pricing` beside the scenario, dated `on`. Raises BadInput for
    what is no value there.
    """
    own = where.file == draft.scenario
    document = files.with_unsaved(draft.texts).document(where.file)
    edit = retyped(where.raw, _sentence(where, typed), where.measure)
    file, text = where.file, draft.text(where.file)
    if not own and edit.changes:
        if where.listed:
            file = own_file(draft.scenario.parent / "pricing", shipped("pricing"), where.file)
        text = with_fact(draft.text(file), document, where.path, _used(answer), on)
    for change in edit.changes:
        path = (*where.path, *change.path)
        text = without(text, path) if change.text is None else with_value(text, path, change.text)
    label = f"{'.'.join(map(str, where.path))} = {typed.strip()}"
    return draft.with_text(file, text, label, edit.result or edit.moved)


def said_at_head(where: Target) -> str | None:
    """Return what git's HEAD says at a place, as a person types it; None where there is no such file in git."""
    text = text_at_head(where.file)
    if text is None:
        return None
    try:
        return shown(at(parse_yaml(text, where.file.name).data, where.path))
    except BadInput:
        return None


def _sentence(where: Target, typed: str) -> str:
    """Return an objective that is written as a sentence with another limit: `latency p95 <= 300 ms`."""
    if (
        where.path[:1] != ("objectives",)
        or not isinstance(where.path[-1], int)
        or not isinstance(where.raw, str)
    ):
        return typed
    sign = next((sign for sign in _SIGNS if sign in where.raw), "")
    if not sign or any(sign in typed for sign in _SIGNS):
        return typed
    return f"{where.raw.partition(sign)[0]}{sign} {typed.strip()}"


def _used(answer: Answer) -> frozenset[str]:
    """Return the names of all entries of price tables that the plan's numbers were made from."""
    paths = answer.evaluation.inputs
    every = answer.plan.prices.skus
    return frozenset(
        name.partition("/")[2] for name in every if any(path.startswith(f"prices.{name}.") for path in paths)
    )
