"""A question whose files a person is changing: texts that are not saved yet, and the way back; see `retyping.py`.

A draft is a value: every edit gives another one. It holds texts and nothing that comes out of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.files.changes import ChangedValue, changed_facts, changed_values
from planner.files.objective_lists import with_setting
from planner.files.overrides import path_of
from planner.files.reading import Files
from planner.files.saving import Disk, changed_since, read_disk, save_all
from planner.files.scenario_file import find_scenario, gallery
from planner.files.shipped import shipped, shown
from planner.pipeline import load
from planner.plan.problems import BadInput, Problem
from planner.plan.question import Question
from planner.quantities.located import Path as Keys
from planner.quantities.provenance import Location

_MOST_STEPS = 1_000


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
        own = replace(question, settings=(), as_of=None)
        if own != question:
            load(question)  # refuses what a text alone cannot tell from a new name, such as a misspelt role
        scenario = find_scenario(question.scenario).absolute()
        draft = cls(own, scenario, {scenario: read_disk(scenario)}, {})
        dated = [f"as_of={question.as_of.isoformat()}"] if question.as_of else []
        for setting in (*question.settings, *dated):
            name, _, value = setting.partition("=")
            draft = draft.with_setting(path_of(name, Location(f"--set {name}")), value, setting)
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
        return self.with_texts({path: text}, label, moved)

    def with_texts(self, texts: Mapping[Path, str], label: str, moved: str = "") -> Draft:
        """Return the draft with other texts for several files, as one edit; the same draft where all say the same."""
        read = {**self.read, **{path: read_disk(path) for path in texts if path not in self.read}}
        now = {path: text for path, text in {**self.texts, **texts}.items() if text != read[path].text}
        if now == self.texts:
            return self
        past = (*self.past, Step(label, self.texts, moved=moved))[-_MOST_STEPS:]
        return replace(self, read=read, texts=now, past=past, future=())

    def with_setting(self, path: Keys, value: str, label: str) -> Draft:
        """Return the draft with a value of the scenario, as `--set` takes it, whether or not the file says it already.

        Raises BadInput where no value can stand there.
        """
        text = with_setting(self.text(self.scenario), path, value.strip())
        return self.with_text(self.scenario, text, label)

    def joined(self, before: Draft, joins: str) -> Draft:
        """Return the draft with its last edit, made over `before`, joined to an edit before it of the same mark.

        Edits that come to nothing together are none.
        """
        if self is before:
            return self
        *_, last = self.past
        if not before.past or before.past[-1].joins != joins:
            return replace(self, past=(*before.past, replace(last, joins=joins))[-_MOST_STEPS:])
        *earlier, first = before.past
        if first.texts == self.texts:
            return replace(self, past=tuple(earlier))
        return replace(self, past=(*earlier, replace(first, label=last.label, moved=last.moved)))

    def undone(self) -> Draft:
        """Take the last edit back; the same draft where there is none."""
        if not self.past:
            return self
        *past, last = self.past
        again = replace(last, texts=self.texts, joins="")
        return replace(self, texts=last.texts, past=tuple(past), future=(again, *self.future))

    def redone(self) -> Draft:
        """Do again what was taken back last; the same draft where nothing was."""
        if not self.future:
            return self
        first, *future = self.future
        again = replace(first, texts=self.texts)
        return replace(self, texts=first.texts, past=(*self.past, again), future=tuple(future))

    def save(self) -> Mapping[Path, Disk]:
        """Write every changed file and return what is on disk then.

        Raises ChangedOnDisk where somebody else wrote one since it was read, and BadInput where one cannot be written.
        """
        _make_folders(self.texts)
        written = save_all([(path, text, self.read[path]) for path, text in self.texts.items()])
        return dict(zip(self.texts, written, strict=True))

    def taken_over(self, path: Path, disk: Disk, text: str) -> Draft:
        """Return the draft over another version of a file, with a text that may differ: an edit like any other."""
        return self.over({path: disk}).with_text(path, text, f"{path.name} as on disk, or merged with it")

    def over(self, written: Mapping[Path, Disk]) -> Draft:
        """Return the draft after its files were written; edits can still be taken back, and then differ from them.

        Where a file was made that was not there, the history ends: no text stands for a file that is none.
        """
        read = {**self.read, **written}
        if any(not self.read[path].exists for path in written):
            texts = {path: text for path, text in self.texts.items() if text != read[path].text}
            return replace(self, read=read, texts=texts, past=(), future=())

        def again(texts: Mapping[Path, str]) -> Mapping[Path, str]:
            every = {path: texts.get(path, self.read[path].text) for path in self.read}
            return {path: text for path, text in every.items() if text != read[path].text}

        def moved(steps: tuple[Step, ...]) -> tuple[Step, ...]:
            return tuple(replace(step, texts=again(step.texts), joins="") for step in steps)

        return replace(
            self, read=read, texts=again(self.texts), past=moved(self.past), future=moved(self.future)
        )

    def copied_to(self, path: Path, texts: Sequence[Path]) -> int:
        """Write the scenario under another name, in another folder with its texts and own prices where there are none.

        Other unsaved files that are not copied, such as prices in a folder that both share, are saved where they are.
        Return how many files were copied beside it. Raises BadInput for one that cannot be written, and ChangedOnDisk
        as `save` does; nothing is written then.
        """
        here, there = self.scenario.parent, path.absolute().parent
        moves = here != there
        prices = [file for file in sorted((here / "pricing").rglob("*.y*ml")) if moves]
        beside = [file.absolute() for file in (*texts, *prices, *self.texts) if moves]
        inside = [file for file in beside if file != self.scenario and file.is_relative_to(here)]
        copies = {there / file.relative_to(here): file for file in inside}
        new = {copy: self.text(file) for copy, file in copies.items() if not copy.exists()}
        known = [copy for copy, file in copies.items() if file in self.texts and copy not in new]
        if any(read_disk(copy).text != self.text(copies[copy]) for copy in known):
            what = (
                "is there already and says something else than your unsaved prices; save into another folder"
            )
            raise BadInput([Problem(Location(shown(known[0])), "", what)])
        others = {file: each for file, each in self.texts.items() if file not in {self.scenario, *inside}}
        written = {**new, path.absolute(): self.text(self.scenario)}
        _make_folders((*others, *written))
        changed = [(file, text, self.read[file]) for file, text in others.items()]
        save_all([*changed, *((file, text, read_disk(file)) for file, text in written.items())])
        return len(new)

    def changed_on_disk(self) -> tuple[Path, ...]:
        """Return the files that somebody else has written since they were read."""
        return tuple(path for path, disk in self.read.items() if changed_since(path, disk))

    def changes(self, files: Files) -> tuple[tuple[Path, tuple[ChangedValue, ...]], ...]:
        """Return what is not saved, file by file; raises BadInput for a text that is no YAML."""
        saved, unsaved = files.with_unsaved({}), files.with_unsaved(self.texts)
        folder, tables = self.scenario.parent / "pricing", shipped("pricing")
        found = []
        for path in self.texts:
            before = saved.document(path) if path.is_file() and self.read[path].text else None
            after = unsaved.document(path)
            listed = tables / path.relative_to(folder) if path.is_relative_to(folder) else None
            if listed is not None and listed.is_file():
                found.append((path, changed_facts(before, after, saved.document(listed))))
            else:
                found.append((path, changed_values(before, after)))
        return tuple(found)


def _make_folders(files: Iterable[Path]) -> None:
    """Make the folders of files that are about to be written; raises BadInput where that is not possible."""
    for file in files:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"cannot be saved: {error.strerror or error}"
            raise BadInput([Problem(Location(shown(file)), "", what)]) from None
