"""Checks what a YAML file says against a model and reports every mistake at its line, with a suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from planner.files.yaml_text import YamlDocument
from planner.plan.problems import BadInput, Problem, dotted, nearest, printable, suggest
from planner.quantities.located import Path, place_of
from planner.quantities.provenance import Location
from planner.quantities.units import is_currency

ModelT = TypeVar("ModelT", bound=BaseModel)

# What pydantic calls a mistake, in words for somebody who edits the file.
_WORDS = {
    "dict_type": "expected `name: value` lines below it",
    "model_type": "expected `name: value` lines below it",
    "model_attributes_type": "expected `name: value` lines below it",
    "string_type": "expected a text",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "tuple_type": "expected a list",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "date_from_datetime_parsing": "expected a date such as 2026-11-20",
    "date_type": "expected a date such as 2026-11-20",
    "date_parsing": "expected a date such as 2026-11-20",
}

# A limit that a number or a list breaks, from pydantic's own figures.
_LIMITS = {
    "greater_than_equal": "{input} is not at least {ge}",
    "less_than_equal": "{input} is not at most {le}",
    "too_short": "at least {min_length} are needed, {actual_length} found",
    "too_long": "at most {max_length} are possible, {actual_length} found",
}

# What a pattern stands for, in words.
_SHAPES = {
    r"^[a-z0-9][a-z0-9-]*$": "a short name of small letters, digits and hyphens",
    r"^https?://\S+$": "an address that starts with https://",
}


def check(document: YamlDocument, model: type[ModelT]) -> ModelT:
    """Make `model` of a document; raises BadInput with all mistakes at their lines."""
    currency = str(document.data.get("currency", "USD"))
    try:
        return model.model_validate(
            document.data, context={"currency": currency if is_currency(currency) else "USD"}
        )
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise BadInput(dict.fromkeys(_problems(found, document, model))) from None


def _problems(found: list[ErrorDetails], document: YamlDocument, model: type[BaseModel]) -> Iterator[Problem]:
    """Say each mistake once: a key that is missing because it is misspelt is reported as misspelt."""
    missing = [
        (*_path_in_file(details["loc"], document.data), str(details["loc"][-1]))
        for details in found
        if details["type"] == "missing"
    ]
    misspelt: set[Path] = set()
    for details in found:
        kind, path = details["type"], _path_in_file(details["loc"], document.data)
        if kind == "misplaced":
            for inner, what in details["ctx"]["mistakes"]:
                at = (*path, *inner)
                yield Problem(location_of(at, document, at_key=False), dotted(at), what)
        elif kind == "extra_forbidden":
            wanted = {str(key[-1]): key for key in missing if key[:-1] == path[:-1]}
            meant = nearest(str(path[-1]), wanted)
            misspelt |= {wanted[name] for name in meant}
            keys = meant or sorted(set(known_keys(model, path[:-1], document.data)))
            hint = suggest(str(path[-1]), keys) or ("; there are " + ", ".join(keys) if keys else "")
            yield Problem(location_of(path, document, at_key=True), dotted(path), f"unknown key{hint}")
        elif kind != "missing":
            what = _sentence(details, path, document, model)
            path = _deeper(path, details["input"])
            if kind == "union_tag_invalid":
                path = (*path, str(details["ctx"]["discriminator"]).strip("'"))
            yield Problem(location_of(path, document, at_key=False), dotted(path), what)
    for path in missing:
        if path not in misspelt:
            yield Problem(location_of(path, document, at_key=False), dotted(path), "is missing")


def _deeper(path: Path, wrong: object) -> Path:
    """Return where a value stands that was read out of something at a path, such as the number of a sentence."""
    place = place_of(wrong)
    inside = place is not None and place[0][: len(path)] == path
    return place[0] if place is not None and inside else path


def _sentence(details: ErrorDetails, path: Path, document: YamlDocument, model: type[BaseModel]) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        known = [
            tag.strip(" '") for tag in str(context.get("expected_tags", "")).split(",") if tag.strip(" '")
        ]
        key = str(context.get("discriminator", "kind")).strip("'")
        got = context.get("tag")
        if got is None:
            return f"needs a `{key}`; there are {', '.join(_tags(key, model, path, document.data))}"
        return f"'{printable(str(got))}' is unknown{suggest(str(got), known)}; there are {', '.join(known)}"
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        known = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
        return f"expected {expected}, got {_shown(details['input'])}{suggest(str(details['input']), known)}"
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return f"expected {_SHAPES.get(pattern, f'a text like {pattern}')}, got {_shown(details['input'])}"
    if kind in _WORDS:
        return f"{_WORDS[kind]}, got {_shown(details['input'])}"
    if kind in _LIMITS:
        text = isinstance(details["input"], str) and kind == "too_short"
        words = "needs {min_length} characters or more" if text else _LIMITS[kind]
        return words.format_map({**context, "input": printable(str(details["input"]))})
    message = details["msg"].removeprefix("Value error, ")
    return printable(message[:1].lower() + message[1:] if message[:2].istitle() else message, 400)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "nothing" if value is None else f"'{printable(str(value))}'"


def _path_in_file(loc: Sequence[str | int], data: Any) -> Path:
    """Follow an error's location through the data; a part that is no key there is the tag of a union."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            continue
        path.append(part)
    return tuple(path)


def location_of(path: Path, document: YamlDocument, *, at_key: bool) -> Location:
    """Return where the value at a path stands, or its key, or else the nearest thing around it."""
    if at_key and path in document.key_locations:
        return document.key_locations[path]
    for end in range(len(path), -1, -1):
        for places in (document.key_locations, document.locations):
            if path[:end] in places:
                return places[path[:end]]
    return Location(document.file, 1, 1)


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def known_keys(model: type[BaseModel], path: Path, data: Any) -> Iterator[str]:
    """Return the keys that may stand in the mapping at `path`."""
    for schema in schemas_at(model, path, data):
        yield from schema.get("properties", {})


def _tags(key: str, model: type[BaseModel], path: Path, data: Any) -> list[str]:
    """Return what `key` may say in the mapping at `path`."""
    found = (
        schema.get("properties", {}).get(key, {}).get("const") for schema in schemas_at(model, path, data)
    )
    return [tag for tag in found if tag is not None]


def schemas_at(model: type[BaseModel], path: Path, data: Any) -> list[Mapping[str, Any]]:
    """Return the schemas that may hold at `path`; a branch of a union keeps the unit that stands beside the union."""
    root = _schema(model)
    here = list(_open(root, root, data))
    for part in path:
        data = _inside(data, part)
        here = [
            opened for schema in here for inner in _step(schema, part) for opened in _open(inner, root, data)
        ]
    return here


def _inside(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) else None


def _step(schema: Mapping[str, Any], part: str | int) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, int):
        inner = schema.get("items")
    else:
        inner = schema.get("properties", {}).get(part, schema.get("additionalProperties"))
        yield from schema.get("patternProperties", {}).values()
    if isinstance(inner, dict):
        yield inner


def _open(schema: Mapping[str, Any], root: Mapping[str, Any], data: Any) -> Iterator[Mapping[str, Any]]:
    """Resolve references and unions; of a tagged union only the branch that the data names."""
    if "$ref" in schema:
        yield from _open(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, data)
        return
    tag = schema.get("discriminator", {})
    if tag and isinstance(data, dict):
        wanted = tag.get("mapping", {}).get(data.get(tag["propertyName"]))
        if wanted:
            yield from _open({"$ref": wanted}, root, data)
            return
    branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    if not branches:
        yield schema
    shared = {"x-unit": schema["x-unit"]} if "x-unit" in schema else {}
    for branch in branches:
        yield from ({**opened, **shared} for opened in _open(branch, root, data))
