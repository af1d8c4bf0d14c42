"""Options of a scenario renamed, copied, removed and switched in its text, with every place that names them.

Each returns a new text and raises BadInput for what cannot be done; see `yaml_edits` for what is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from planner.files.yaml_edits import quoted, with_copy, with_key, with_value, without
from planner.files.yaml_events import Value
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.plan.problems import BadInput, Problem, dotted, printable, suggest
from planner.quantities.located import Path
from planner.quantities.provenance import Location

_FILE = "scenario"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST_NAME = 40
_STAND_INS: Final = ("until_launch", "after_retirement")


def renamed(text: str, old: str, new: str, *, file: str = _FILE) -> str:
    """Return the text with another name for an option, in each place that names it."""
    document = parse_yaml(text, file)
    _refuse_unknown(document, old)
    if old == new:
        return text
    _refuse_name(document, ("options", old), new)
    changed = with_key(text, ("options", old), new, file=file)
    for path in _naming(document, old):
        changed = with_value(changed, _moved(path, old, new), quoted(new), file=file)
    for path, said in _correlated(document, old):
        moved = f"options.{new}{said.removeprefix(f'options.{old}')}"
        changed = with_value(changed, path, quoted(moved, in_flow=True), file=file)
    return changed


def name_for(title: str, taken: Collection[str]) -> str:
    """Make an option's name of its title: `Small, long prompt` gives `small-long-prompt`, or `small-long-prompt-2`."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > _LONGEST_NAME:
        words = words[: _LONGEST_NAME + 1].rpartition("-")[0] or words[:_LONGEST_NAME]
    name, number = words or "option", 1
    while (found := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return found


def duplicated(text: str, name: str, new_name: str, new_title: str, *, file: str = _FILE) -> str:
    """Return the text with a copy of an option right behind it, under a name and a title of its own."""
    document = parse_yaml(text, file)
    _refuse_unknown(document, name)
    _refuse_name(document, ("options", name), new_name)
    return retitled(with_copy(text, ("options", name), new_name, file=file), new_name, new_title, file=file)


def removed(text: str, name: str, *, file: str = _FILE) -> str:
    """Return the text without an option and what is said of it under `correlate`.

    Raises BadInput that names each place where it is needed: as the baseline, or by another option.
    """
    document = parse_yaml(text, file)
    _refuse_unknown(document, name)
    _refuse_needed(document, name, "before it is removed")
    entries = sorted({path[:2] for path, _ in _correlated(document, name)}, reverse=True)
    pairs = document.data.get("correlate")
    if entries and isinstance(pairs, list) and len(entries) == len(pairs):
        entries = [("correlate",)]
    for path in entries:
        text = without(text, path, file=file)
    return without(text, ("options", name), file=file)


def retitled(text: str, name: str, title: str, *, file: str = _FILE) -> str:
    """Return the text with another title of an option."""
    _refuse_unknown(parse_yaml(text, file), name)
    return with_value(
        text, ("options", name, "title"), quoted(" ".join(title.split())), behind="kind", file=file
    )


def switched(text: str, name: str, *, on: bool, file: str = _FILE) -> str:
    """Return the text with an option switched on or off.

    Raises BadInput that names each place where an option that goes off is needed, or what one that goes on needs.
    """
    document = parse_yaml(text, file)
    _refuse_unknown(document, name)
    path = ("options", name, "enabled")
    said = _option(document, name)
    if not on:
        _refuse_needed(document, name, "before it is switched off", switched_off=True)
        return with_value(text, path, "false", behind="title", file=file)
    problems = [
        Problem(_at(document, ("options", name, key)), dotted(("options", name, key)), what)
        for key in _STAND_INS
        if isinstance(other := said.get(key), str) and is_off(_option(document, other))
        for what in [f"'{printable(other)}' is switched off; switch it on first"]
    ]
    if problems:
        raise BadInput(problems)
    return without(text, path, file=file) if "enabled" in said else text


def is_off(option: Mapping[str, Value]) -> bool:
    """Whether an option, as the file writes it, says that it is switched off."""
    return str(option.get("enabled", True)).casefold() in {"false", "no", "off", "0", "n", "f"}


def _naming(document: YamlDocument, name: str) -> Iterator[Path]:
    """Return the paths of everything that names an option as a whole."""
    if document.data.get("baseline") == name:
        yield ("baseline",)
    for other in _options(document):
        for key in _STAND_INS:
            if _option(document, other).get(key) == name:
                yield ("options", other, key)


def _correlated(document: YamlDocument, name: str) -> Iterator[tuple[Path, str]]:
    """Return the paths under `correlate` that lead into an option, with where each stands."""
    entries = document.data.get("correlate")
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        for side, said in enumerate(entry if isinstance(entry, list) else []):
            if isinstance(said, str) and said.startswith(f"options.{name}."):
                yield ("correlate", place, side), str(said)


def _refuse_needed(document: YamlDocument, name: str, when: str, *, switched_off: bool = False) -> None:
    problems = []
    for path in _naming(document, name):
        by = str(path[1]) if path[0] == "options" else ""
        if by == name or (switched_off and by and is_off(_option(document, by))):
            continue
        who = f"'{printable(by)}' names" if by else "the plan's baseline is"
        what = f"{who} '{printable(name)}'; name another option here {when}"
        problems.append(Problem(_at(document, path), dotted(path), what))
    if problems:
        raise BadInput(problems)


def _refuse_unknown(document: YamlDocument, name: str) -> None:
    known = _options(document)
    if name not in known:
        what = f"no option is called '{printable(name)}'{suggest(name, known)}"
        raise BadInput([Problem(_at(document, ("options",)), "options", what)])


def _refuse_name(document: YamlDocument, path: Path, name: str) -> None:
    if not _NAME.fullmatch(name):
        what = f"'{printable(name)}' is no name: expected small letters, digits and hyphens, such as small"
        raise BadInput([Problem(_at(document, path), dotted(path), what)])
    if name in _options(document):
        what = f"there is an option '{printable(name)}' already; choose another name"
        raise BadInput([Problem(_at(document, ("options", name)), dotted(path), what)])


def _options(document: YamlDocument) -> Mapping[str, Value]:
    found = document.data.get("options")
    return found if isinstance(found, dict) else {}


def _option(document: YamlDocument, name: str) -> Mapping[str, Value]:
    found = _options(document).get(name)
    return found if isinstance(found, dict) else {}


def _moved(path: Path, old: str, new: str) -> Path:
    return ("options", new, *path[2:]) if path[:2] == ("options", old) else path


def _at(document: YamlDocument, path: Path) -> Location:
    for places in (document.key_locations, document.locations):
        if path in places:
            return places[path]
    return Location(document.file)
