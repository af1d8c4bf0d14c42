"""What two versions of a file say differently, value by value, and how a value is put in words."""

from __future__ import annotations

from typing import Any

import pytest

from planner.files.changes import changed_facts, changed_values, value_words
from planner.files.yaml_text import YamlDocument, parse_yaml


def document(text: str) -> YamlDocument:
    return parse_yaml(text, "file.yaml")


def told(before: str, after: str) -> list[tuple[str, object, object]]:
    found = changed_values(document(before) if before else None, document(after) if after else None)
    return [(each.name, each.before, each.after) for each in found]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a: 1", "a: 1 # a comment", []),
        ("a: {b: 1, c: 2}", "a: {b: 1, c: 3}", [("a.c", 2, 3)]),
        ("a: {b: 1}", "a: {b: 1, c: 3}", [("a.c", None, 3)]),
        ("a: {b: 1, c: 3}", "a: {b: 1}", [("a.c", 3, None)]),
        ("a: 1", "a: 1\nb: null", [("b", None, None)]),
        ("a: {b: 1}", "a: 1", [("a", {"b": 1}, 1)]),
        ("", "a: 1", [("a", None, 1)]),
        ("a: 1", "", [("a", 1, None)]),
        ("a: {value: 1, source: x}", "a: {value: 2, source: x}", [("a.value", 1, 2)]),
        ("a: [1, 2, 3]", "a: [1, 5, 3]", [("a[1]", 2, 5)]),
        ("a: [1, 2]", "a: [1]", [("a", [1, 2], [1])]),
        ("a: [{b: 1}]", "a: [{b: 2}]", [("a[0].b", 1, 2)]),
        ("'a b': {c.d: 1}", "'a b': {c.d: 2}", [('["a b"]["c.d"]', 1, 2)]),
    ],
)
def test_every_value_that_differs_is_told_once(before: str, after: str, changes: list[Any]) -> None:
    assert told(before, after) == changes


def test_a_range_is_one_value_and_names_like_parts_of_one_are_not() -> None:
    old, new = {"p10": 1, "p50": 2, "p90": 3}, {"p10": 1, "p50": 2, "p90": 4}
    assert told(f"a: {old}".replace("'", ""), f"a: {new}".replace("'", "")) == [("a", old, new)]
    assert told("a: {title: T, low: 1}", "a: {title: T, low: 2}") == [("a.low", 1, 2)]


def test_a_value_is_told_with_the_line_on_which_it_stands_or_stood() -> None:
    found = changed_values(document("a: 1\nb: 2\nc: 3\n"), document("c: 3\n\nb: 4\n"))
    assert [(each.name, each.location and each.location.line) for each in found] == [("b", 3), ("a", 1)]


LISTED = "references: {p: {title: Page}}\nskus:\n  x: {price: 1, ref: p}\n  y: {price: 2, ref: p}\n"


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("", "references: {e: {title: E}}\nskus: {x: {price: 5, ref: e}}", [("skus.x.price", 1, 5)]),
        (
            "skus: {x: {price: 5, ref: e}}",
            "skus: {x: {price: 6, ref: f}, y: {price: 2, ref: p}}",
            [("skus.x.price", 5, 6)],
        ),
        ("", "skus: {new: {price: 5}}", [("skus.new", None, {"price": 5})]),
        ("skus: {x: {price: 5}}", "skus: {x: {price: 5, more: 1}}", [("skus.x.more", None, 1)]),
    ],
)
def test_a_copy_of_a_listed_entry_is_compared_with_that(before: str, after: str, changes: list[Any]) -> None:
    found = changed_facts(document(before) if before else None, document(after), document(LISTED))
    assert [(each.name, each.before, each.after) for each in found] == changes


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "true"),
        (1.5, "1.5"),
        ("a\x1b[31m", "a\\x1b[31m"),
        ({"a": 1, "b": [True, None]}, "{a: 1, b: [true, ]}"),
        ({"title": "A SKU", "meters": {}}, "A SKU"),
    ],
)
def test_a_value_is_put_on_one_line(value: object, words: str) -> None:
    assert value_words(value) == words
