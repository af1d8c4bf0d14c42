"""Edits of a YAML text: only what was meant changes, and every other byte stays."""

from __future__ import annotations

from os.path import commonprefix
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files.yaml_data import dropped, put, same
from planner.files.yaml_edits import quoted, with_copy, with_entry, with_key, with_value, without
from planner.files.yaml_spans import MarkedText, Span, marked
from planner.files.yaml_text import parse_yaml
from planner.plan.problems import BadInput
from yaml_documents import documents

GALLERY = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))


def data_of(text: str) -> object:
    return parse_yaml(text, "x").data


def some_span(draw: st.DataObject, known: MarkedText) -> Span:
    return known.spans[draw.draw(st.sampled_from([path for path in known.spans if path]))]


def check_value(text: str, known: MarkedText, span: Span, value: str) -> None:
    """What every change of a value keeps."""
    new = with_value(text, span.path, value)
    said = data_of(f"v: {value}")["v"]  # type: ignore[index]
    assert same(data_of(new), put(known.document.data, span.path, said))  # type: ignore[arg-type]
    if span.is_block:
        return
    assert new.startswith(text[: span.behind])
    assert new.endswith(text[span.value_end :])
    raw = text[span.value_start : span.value_end]
    if raw and raw != value and span.has_colon:
        assert new == text[: span.value_start] + value + text[span.value_end :]
    if raw or span.has_colon:
        assert with_value(new, span.path, raw) == text


VALUES = st.sampled_from(
    ["12", "30 to 60", "{p10: 3, p50: 4, p90: 9}", "[openai]", '"a # b"', "null", "word é"]
)


@settings(max_examples=60, deadline=None)
@given(documents(), VALUES, st.data())
def test_a_changed_value_changes_nothing_else_and_can_be_changed_back(
    text: str, value: str, draw: st.DataObject
) -> None:
    known = marked(text, "x")
    check_value(text, known, some_span(draw, known), value)


@settings(max_examples=60, deadline=None)
@given(documents(), VALUES, st.data())
def test_a_key_that_is_added_and_removed_leaves_the_text_as_it_was(
    text: str, value: str, draw: st.DataObject
) -> None:
    known = marked(text, "x")
    parents = [s for s in known.spans.values() if s.kind != "scalar"]
    parent = draw.draw(st.sampled_from(parents))
    path = (*parent.path, "new key" if parent.kind == "mapping" else len(parent.inner))
    added = with_value(text, path, value)
    assert same(data_of(added), put(known.document.data, path, data_of(f"v: {value}")["v"]))  # type: ignore[index,arg-type]
    assert without(added, path) == text


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_a_removed_entry_takes_nothing_with_it_but_its_comments(text: str, draw: st.DataObject) -> None:
    known = marked(text, "x")
    span = some_span(draw, known)
    parent = known.spans[span.path[:-1]]
    if len(parent.inner) == 1 and not parent.path and parent.is_block:
        with pytest.raises(BadInput, match="all that the file says"):
            without(text, span.path)
        return
    new = without(text, span.path)
    left = dropped(known.document.data, span.path)
    if len(parent.inner) == 1:
        left = (
            put(known.document.data, parent.path, {} if parent.kind == "mapping" else [])
            if parent.path
            else {}
        )
    assert same(data_of(new), left)  # type: ignore[arg-type]
    before, after = commonprefix([text, new]), commonprefix([text[::-1], new[::-1]])
    assert len(parent.inner) == 1 or len(new) <= len(before) + len(after), (
        "one piece is gone, and nothing else"
    )


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_a_key_that_is_renamed_and_named_back_leaves_the_text_as_it_was(
    text: str, draw: st.DataObject
) -> None:
    known = marked(text, "x")
    span = some_span(draw, known)
    if isinstance(span.path[-1], str):
        new = with_key(text, span.path, "another")
        assert list(data_of(new)) != list(known.document.data) or len(span.path) > 1  # type: ignore[call-overload]
        assert with_key(new, (*span.path[:-1], "another"), span.path[-1]) == text


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_a_copy_says_the_same_right_behind_the_original(text: str, draw: st.DataObject) -> None:
    known = marked(text, "x")
    span = some_span(draw, known)
    if isinstance(span.path[-1], str):
        holder = marked(with_copy(text, span.path, "another"), "x")
        parent = holder.spans[span.path[:-1]]
        copy = (*span.path[:-1], "another")
        assert parent.inner.index(copy) == parent.inner.index(span.path) + 1
