"""A fact of the price tables that a person changes: its entry is copied into a folder of their own, and cites them.

The shipped tables stay as they are. A copy holds the entry, the pages it names, and nothing else of its file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

import yaml

from planner.files.yaml_data import at
from planner.files.yaml_edits import with_entry, with_value
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.plan.problems import BadInput, Problem, dotted
from planner.quantities.located import Path
from planner.quantities.provenance import Location

EDITED = "edited"
"""The short name of the page that a changed number cites."""

_ENTRIES = ("skus", "profiles", "batch_windows", "accelerators", "models", "tokenizers")
"""Where a table has its entries by name."""
_PAGES, _RULES = "references", "caching_rules"
_WHOLE = ("framing", "tuned_serving")
"""What a provider's table says of all its entries."""
_HEAD = "# Facts changed in the dashboard; they are laid over the listed ones, entry by entry.\n"


def with_fact(text: str, listed: YamlDocument, path: Path, used: Collection[str], on: date, file: str) -> str:
    """Return the text of a person's own table with a copy of the entry in which a number stands, ready to be changed.

    `text` is their table as it is, empty where there is none yet; messages call it `file`. `used` are the names of the
    entries to take along where the number is not of one entry alone, such as a caching rule. What the number cites is
    no page any more. Raises BadInput where their table says something else there.
    """
    places = [path[:2] if path[0] in {*_ENTRIES, _RULES} else path[:1]]
    if path[0] not in _ENTRIES:
        rule = path[1] if path[0] == _RULES else None
        every = [("skus", name) for name in at(listed.data, ("skus",)) or () if name in used]
        places += [place for place in every if rule is None or rule in _rules(at(listed.data, place))]
    text = with_entries(text, listed, places, on, file)
    own = parse_yaml(text, file).data
    if at(own, path) is None:
        what = (
            "your file has it already, like another one or in other words; give it a number of its own there"
        )
        raise BadInput([Problem(Location(file), dotted(places[0]), what)])
    text = _with_page(text, own, on, file)
    cites = _cites(own, path)
    return text if cites is None else with_value(text, cites, EDITED, file=file)


def with_entries(text: str, listed: YamlDocument, places: Sequence[Path], on: date, file: str) -> str:
    """Return the text of a person's own table with copies of entries that it does not have yet, and all they name."""
    own = parse_yaml(text, file).data if text.strip() else {}
    missing = [place for place in places if at(own, place) is None]
    wanted = dict(pair for place in missing for pair in _needed(listed.data, place))
    if not own:
        return text + _new(listed.data, wanted, on)
    for place, value in wanted.items():
        known = at(own, place)
        if known is None:
            text = with_entry(text, place, _written(value), file=file)
        elif place[0] == _PAGES and known != value:
            what = f"is another page than the listed one of that name; call yours otherwise than {place[1]!r}"
            raise BadInput([Problem(Location(file), dotted(place), what)])
    return text


def _needed(data: Any, place: Path) -> Iterator[tuple[Path, Any]]:
    """Return an entry and before it everything it names: pages, and rules with theirs."""
    entry = at(data, place)
    for rule in _rules(entry):
        yield from _needed(data, (_RULES, rule))
    for ref in _refs(entry):
        yield (_PAGES, ref), at(data, (_PAGES, ref))
    if place[:1] == ("tuned_serving",):
        yield from _needed(data, ("skus", str(entry["sku"])))
    yield place, entry


def _new(data: Any, wanted: dict[Path, Any], on: date) -> str:
    """Return a table that says of its provider what the listed one does, with the entries that are wanted."""
    scalars = {key: value for key, value in data.items() if not isinstance(value, dict | list)}
    whole = dict(pair for key in _WHOLE if key in data for pair in _needed(data, (key,)))
    new: dict[str, Any] = {**scalars, _PAGES: {}, _RULES: {}}
    for place, value in {**whole, **wanted}.items():
        if len(place) == 1:
            new[str(place[0])] = value
        else:
            new.setdefault(str(place[0]), {})[place[1]] = value
    new[_PAGES][EDITED] = _page(on)
    return _HEAD + _written({key: value for key, value in new.items() if value != {}})


def _cites(own: Any, path: Path) -> Path | None:
    """Return where the page of a number is named; terms of a cache and its lifetime may have one of their own."""
    if path[0] == _RULES and path[-1] == "lifetime":
        return (*path[:-1], "lifetime_ref")
    if path[:1] == ("skus",) and path[2:3] == ("caching",):
        return (*path[:4], "ref")
    ends = range(len(path), 0, -1)
    return next(((*path[:end], "ref") for end in ends if at(own, (*path[:end], "ref")) is not None), None)


def _with_page(text: str, own: Any, on: date, file: str) -> str:
    known = at(own, (_PAGES, EDITED))
    if known is None:
        return with_entry(text, (_PAGES, EDITED), _written(_page(on)), file=file)
    if known == _page(on):
        return text
    return with_value(text, (_PAGES, EDITED, "read"), f"'{on.isoformat()}'", file=file)


def _page(on: date) -> dict[str, str]:
    """Return what stands for a page where a number has none."""
    return {
        "title": "Changed in the dashboard",
        "address": "no page: somebody tried out what if",
        "read": on.isoformat(),
        "confidence": "guess",
    }


def _rules(entry: Any) -> list[str]:
    terms = entry.get("caching", ()) if isinstance(entry, dict) else ()
    return [str(each["rule"]) for each in terms]


def _refs(value: Any) -> Iterator[str]:
    """Return every short name of a page in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "ref" or key.endswith("_ref"):
                yield str(inner)
            else:
                yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


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
