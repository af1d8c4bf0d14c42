"""A fact of the price tables that a person changes: its entry is copied into a folder of their own, and cites them.

The shipped tables stay as they are. A copy holds the entry, the pages it names, and nothing else of its file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path as FilePath
from typing import Any

import yaml

from planner.files.yaml_edits import with_entry, with_value
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.quantities.located import Path

EDITED = "edited"
"""The short name of the page that a changed number cites."""

_SECTIONS = ("skus", "profiles", "batch_windows", "accelerators", "models", "tokenizers", "presets")
"""Where a table has its entries by name."""
_RULES = "caching_rules"
_WHOLE = ("framing", "tuned_serving")
"""What a provider's table says of all its entries."""


def with_fact(text: str, listed: YamlDocument, path: Path, used: Collection[str], on: date) -> str:
    """Return the text of a person's own table with a copy of the entry in which a number stands, ready to be changed.

    `text` is their table as it is, empty where there is none yet. `used` are the names of the entries to take along
    where the number is not of one entry alone, such as a caching rule. What the number cites is no page any more.
    """
    wanted = (
        [path[:2]]
        if path[0] in _SECTIONS
        else [(part, name) for part, name in _entries(listed) if name in used]
    )
    text = text or _head(listed, on)
    for place in wanted:
        text = _with_copied(text, place, listed)
    if path[0] not in _SECTIONS:
        text = _with_copied(text, path[:2] if path[0] == _RULES else path[:1], listed)
    text = _with_page(text, on)
    cited = next(
        (path[:end] for end in range(len(path) - 1, 0, -1) if "ref" in _mapping(listed.data, path[:end])),
        None,
    )
    if cited is not None:
        text = with_value(text, (*cited, "ref"), EDITED)
    return text


def own_file(folder: FilePath, tables: FilePath, file: FilePath) -> FilePath:
    """Return the file in a person's own folder that a file of some tables is copied to."""
    return folder / file.relative_to(tables)


def _entries(document: YamlDocument) -> Iterator[tuple[str, str]]:
    for section in _SECTIONS:
        yield from ((section, name) for name in _mapping(document.data, (section,)))


def _head(listed: YamlDocument, on: date) -> str:
    """Return a table without entries that says of its provider what the listed one does."""
    said = {
        key: value
        for key, value in listed.data.items()
        if key in _WHOLE or not isinstance(value, dict | list)
    }
    pages = {str(ref): listed.data["references"][ref] for ref in _refs(said)}
    text = "# Facts changed in the dashboard; they are laid over the listed ones, entry by entry.\n"
    text += _written({**said, "references": {**pages, EDITED: _page(on)}})
    serving = _mapping(listed.data, ("tuned_serving",)).get("sku")
    return _with_copied(text, ("skus", str(serving)), listed) if serving is not None else text


def _with_copied(text: str, place: Path, listed: YamlDocument) -> str:
    """Return their table with one more entry of the listed one, and the pages and rules it names."""
    own = parse_yaml(text, "own").data
    entry = _at(listed.data, place)
    for ref in dict.fromkeys(map(str, _refs(entry))):
        if ref not in _mapping(own, ("references",)):
            text = with_entry(text, ("references", ref), _written(listed.data["references"][ref]))
            own = parse_yaml(text, "own").data
    if _at(own, place) is None:
        text = with_entry(text, place, _written(entry))
    for rule in [terms["rule"] for terms in _mapping(listed.data, place).get("caching", ())]:
        text = _with_copied(text, (_RULES, str(rule)), listed)
    return text


def _with_page(text: str, on: date) -> str:
    known = _mapping(parse_yaml(text, "own").data, ("references", EDITED))
    if not known:
        return with_entry(text, ("references", EDITED), _written(_page(on)))
    return (
        text
        if known == _page(on)
        else with_value(text, ("references", EDITED, "read"), f"'{on.isoformat()}'")
    )


def _page(on: date) -> dict[str, str]:
    """Return what stands for a page where a number has none."""
    what = "no page: somebody tried out what if"
    return {
        "title": "Changed in the dashboard",
        "address": what,
        "read": on.isoformat(),
        "confidence": "guess",
    }


def _refs(value: Any) -> Iterator[Any]:
    """Return every short name of a page in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "ref" or key.endswith("_ref"):
                yield inner
            else:
                yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def _at(data: Any, path: Path) -> Any:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _mapping(data: Any, path: Path) -> dict[str, Any]:
    found = _at(data, path)
    return found if isinstance(found, dict) else {}


def _written(value: Any) -> str:
    return yaml.safe_dump(_plain(value), sort_keys=False, allow_unicode=True, width=110)


def _plain(value: Any) -> Any:
    """Return a value without the places it carries, which YAML cannot write."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    return next(kind(value) for kind in (str, int, float) if isinstance(value, kind))
