"""What two versions of a YAML file say differently, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.files.yaml_data import at
from planner.files.yaml_text import YamlDocument
from planner.plan.belief_forms import FORM_KEYS
from planner.plan.problems import dotted, printable
from planner.plan.value_text import BESIDE
from planner.quantities.located import Path
from planner.quantities.provenance import Location

_LONGEST = 200
_PAGES, _REFS = "references", ("ref", "lifetime_ref")


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value that differs; None is a value that is not there."""

    path: Path
    before: Any
    after: Any
    location: Location | None = None
    """Where it stands now, or stood before it was taken out."""

    @property
    def name(self) -> str:
        """The path as a person types it."""
        return dotted(self.path)


def changed_values(before: YamlDocument | None, after: YamlDocument | None) -> tuple[ChangedValue, ...]:
    """Return every value that differs, in the order of the file as it is now; None is a file that is not there."""
    old, new = (document.data if document is not None else {} for document in (before, after))
    return tuple(_changes(old, new, (), before, after))


def changed_facts(
    before: YamlDocument | None, after: YamlDocument, listed: YamlDocument
) -> tuple[ChangedValue, ...]:
    """Return the facts that differ in a person's own file, laid over a file of listed ones; no page they are from.

    An entry that is new in it is compared with the listed one, of which it is a copy.
    """
    found: list[ChangedValue] = []
    for change in changed_values(before, after):
        beyond = [change]
        if change.before is None and change.path[0] in listed.data:
            beyond = [each for each in _since(listed, after, change.path) if each.after is not None]
        found += [each for each in beyond if each.path[0] != _PAGES and each.path[-1] not in _REFS]
    return tuple(found)


def _since(old: YamlDocument, new: YamlDocument, path: Path) -> Iterator[ChangedValue]:
    """Return what differs at a path and below it."""
    one, other = at(old.data, path), at(new.data, path)
    key = path[-1]
    yield from _changes({key: one} if one is not None else {}, {key: other}, path[:-1], old, new)


def _changes(
    old: Mapping[Any, Any],
    new: Mapping[Any, Any],
    inside: Path,
    before: YamlDocument | None,
    after: YamlDocument | None,
) -> Iterator[ChangedValue]:
    for key in dict.fromkeys((*new, *old)):
        path, one, other = (*inside, key), old.get(key), new.get(key)
        if one == other and (key in old) == (key in new):
            continue
        if isinstance(one, dict) and isinstance(other, dict) and not (_is_number(one) or _is_number(other)):
            yield from _changes(one, other, path, before, after)
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            yield from _changes(dict(enumerate(one)), dict(enumerate(other)), path, before, after)
        else:
            document = after if key in new else before
            yield ChangedValue(
                path, one, other, document.locations.get(path) if document is not None else None
            )


def _is_number(value: Mapping[str, Any]) -> bool:
    """Whether a mapping stands for a number, as `{p10:, p50:, p90:}` does; `{value:}` is told by its value."""
    known = {*FORM_KEYS, *BESIDE}
    return "value" not in value and not known.isdisjoint(value) and known.issuperset(value)


def value_words(value: Any) -> str:
    """Write a value of a file on one line; nothing for one that is not there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        if "title" in value:
            return printable(str(value["title"]), _LONGEST)
        return (
            "{"
            + ", ".join(f"{printable(str(key))}: {value_words(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(value_words, value)) + "]"
    return printable(str(value), _LONGEST)
