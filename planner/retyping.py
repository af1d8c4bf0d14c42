"""What a person types for a number of an answer: where it is edited, and the draft that comes of it; see `draft.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.draft import Draft
from planner.files.edit_targets import ENDS, Target, own_file, said_at, target_of
from planner.files.fact_copies import with_entries, with_fact
from planner.files.git_history import text_at_head
from planner.files.presets import KEY
from planner.files.price_use import priced_as, used_skus
from planner.files.reading import Files
from planner.files.shipped import shipped
from planner.files.shipped import shown as named
from planner.files.yaml_data import at
from planner.files.yaml_edits import with_value, without
from planner.files.yaml_text import parse_yaml
from planner.pipeline import Answer, price_overlays
from planner.plan.belief_forms import FORM_KEYS
from planner.plan.objectives import in_two
from planner.plan.one_number import OneNumber, plain
from planner.plan.problems import BadInput, Problem, dotted, printable
from planner.plan.retyped import Change, Edit, retyped
from planner.plan.value_text import shown
from planner.plan.written_range import WrittenRange
from planner.quantities.located import place_of
from planner.quantities.provenance import Location

_OFF = Decimal("0.005")
"""A ratio may be typed so far from the middle of its ends, as a share of it: ends are rounded."""


def target(draft: Draft, answer: Answer, files: Files, name: str, location: Location | None) -> Target | None:
    """Find where an input of an answer is edited; None where it stands in no file.

    The answer may be that to an older draft: what stands there is what this one says.
    """
    now = files.with_unsaved(draft.texts)
    folders = [folder.absolute() for folder in price_overlays(draft.scenario, draft.question.pricing, now)]
    return target_of(name, location, draft.scenario, answer.plan.file.document, now, folders)


def with_typed(draft: Draft, answer: Answer, files: Files, where: Target, typed: str, on: date) -> Draft:
    """Put what a person typed where a value stands; a range moves along with its middle.

    A fact of the shipped tables goes into a folder `pricing` beside the scenario, dated `on`, with all entries that
    have to change with it. Raises BadInput for what is no value there.
    """
    edit = _edit(where, typed)
    if not edit.changes:
        return draft
    now = files.with_unsaved(draft.texts)
    if where.file == draft.scenario:
        file, texts = where.file, {where.file: draft.text(where.file)}
        edit = _without_preset(edit, at(now.document(file).data, where.path))
    else:
        file, texts = _facts(draft, answer, now, where, on)
    text = texts[file]
    for change in edit.changes:
        path = (*where.path, *change.path)
        text = without(text, path) if change.text is None else with_value(text, path, change.text)
    label = f"{dotted(where.path)} = {printable(typed.strip())}"
    return draft.with_texts({**texts, file: text}, label, edit.result or edit.moved)


def said_at_head(where: Target) -> str | None:
    """Return what git's HEAD says at a place, as a person types it; None where there is no such file in git."""
    text = text_at_head(where.file)
    if text is None:
        return None
    try:
        return shown(said_at(where, parse_yaml(text, where.file.name).data))
    except BadInput:
        return None


def _edit(where: Target, typed: str) -> Edit:
    """Return what changes in the file: a number, the limit in a sentence, or both ends of a ratio."""
    if where.beginning and in_two(typed)[0]:  # a whole sentence
        return Edit((Change((), typed.strip()),))
    if where.beginning and in_two(f"budget {typed}")[0]:  # a limit with a sign of its own
        words = in_two(where.beginning + "1")[0].rstrip("<>=≤≥ ")
        return Edit((Change((), f"{words} {typed.strip()}"),))
    edit = retyped(where.raw, typed, where.measure)
    if where.in_two_ends:
        return replace(edit, changes=tuple(each for change in edit.changes for each in _ends(where, change)))
    if where.beginning:
        sentences = tuple(
            Change(change.path, None if change.text in {None, "null"} else f"{where.beginning}{change.text}")
            for change in edit.changes
        )
        return replace(edit, changes=sentences)
    return edit


def _ends(where: Target, change: Change) -> tuple[Change, ...]:
    """Return both ends of a ratio that is typed; raises BadInput for what is none."""
    text = change.text or ""
    number, known = OneNumber.of(text), WrittenRange.of(text)
    if number is not None and not number.unit:
        ends = [number.value, number.value]
    elif known is not None and not known.unit:
        ends = [known.low.value, known.high.value]
        middle = (ends[0] + ends[1]) / 2
        if known.given is not None and abs(known.given.value - middle) > middle * _OFF:
            what = f"it lies in the middle of its ends: write {plain(ends[0])} to {plain(ends[1])}"
            raise BadInput([Problem(Location(named(where.file)), dotted(where.path), what)])
    else:
        what = "is a ratio: write a number, or a range such as 1.2 to 1.4"
        raise BadInput([Problem(Location(named(where.file)), dotted(where.path), what)])
    return tuple(Change((key,), plain(end)) for key, end in zip(ENDS, ends, strict=True))


def _without_preset(edit: Edit, said: object) -> Edit:
    """Return the edit of a number that a preset filled in so far: the preset is not asked for it any more."""
    if not isinstance(said, Mapping) or KEY not in said or said.keys() & set(FORM_KEYS):
        return edit
    whole = any(not change.path for change in edit.changes)
    return edit if whole else replace(edit, changes=(*edit.changes, Change((KEY,), None)))


def _facts(draft: Draft, answer: Answer, now: Files, where: Target, on: date) -> tuple[Path, dict[Path, str]]:
    """Return the file in which a fact is changed, and the texts of all that have to hold copies for that."""
    folder, tables = draft.scenario.parent / "pricing", shipped("pricing")
    file = own_file(folder, tables, where.file) if where.listed else where.file
    source = tables / file.relative_to(folder) if file.is_relative_to(folder) else file
    if not source.is_file() or source == file:  # a table of their own, of which nothing is listed
        table = now.document(file)
        return file, {file: with_fact(draft.text(file), table, where.path, (), on, named(file))}
    table, book = now.document(source), answer.plan.prices
    used = used_skus(answer.plan.file.document.data, answer.evaluation.inputs, book)
    provider = f"{table.data.get('provider')}/"
    own = {name.removeprefix(provider) for name in used if name.startswith(provider)}
    texts = {file: with_fact(draft.text(file), table, where.path, own, on, named(file))}
    if where.path[0] != "skus":
        return file, texts
    name = f"{provider}{where.path[1]}"
    if where.listed:
        _refuse_covered(name, answer)
    for follower in sorted(priced_as(name, used, book)):
        path, sku = _listed(follower, answer, now)
        copy = own_file(folder, tables, path)
        known = texts.get(copy, draft.text(copy))
        texts[copy] = with_entries(known, now.document(path), [("skus", sku)], on, named(copy))
    return file, texts


def _refuse_covered(name: str, answer: Answer) -> None:
    """Raise BadInput for a listed price of a SKU that another file of the person's own covers."""
    for table in answer.plan.prices.tables[1:]:
        if name in table.skus:
            what = f"a price file of your own has {name} already; give it a price of its own there"
            raise BadInput([Problem(Location(table.name), "", what)])


def _listed(name: str, answer: Answer, now: Files) -> tuple[Path, str]:
    """Return the shipped file in which a SKU stands, and the name that it has there."""
    _, sku = answer.plan.prices.skus[name]
    place = place_of(sku.title)
    location = place[1].file if place is not None else ""
    return next(
        (file, name.partition("/")[2])
        for file in now.listed(shipped("pricing") / "providers")
        if named(file) == location
    )
