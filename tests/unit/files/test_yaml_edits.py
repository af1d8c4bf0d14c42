"""Edits of a YAML text: only what was meant changes, and every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_documents import documents

from planner.files.yaml_data import dropped, put, same
from planner.files.yaml_edits import quoted, with_copy, with_entry, with_key, with_value, without
from planner.files.yaml_spans import MarkedText, Span, marked
from planner.files.yaml_text import parse_yaml
from planner.plan.problems import BadInput

GALLERY = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))


def data_of(text: str) -> object:
    return parse_yaml(text, "x").data


def some_span(draw: st.DataObject, known: MarkedText) -> Span:
    return known.spans[draw.draw(st.sampled_from([path for path in known.spans if path]))]


def shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


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


@settings(max_examples=40, deadline=None)
@given(documents(), VALUES, st.data())
def test_a_changed_value_changes_nothing_else_and_can_be_changed_back(
    text: str, value: str, draw: st.DataObject
) -> None:
    known = marked(text, "x")
    check_value(text, known, some_span(draw, known), value)


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
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
    before, after = shared(text, new), shared(text[::-1], new[::-1])
    assert len(parent.inner) == 1 or len(new) <= before + after, "one piece is gone, and nothing else"


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
@given(documents(), st.data())
def test_a_copy_says_the_same_right_behind_the_original(text: str, draw: st.DataObject) -> None:
    known = marked(text, "x")
    span = some_span(draw, known)
    if isinstance(span.path[-1], str):
        holder = marked(with_copy(text, span.path, "another"), "x")
        parent = holder.spans[span.path[:-1]]
        copy = (*span.path[:-1], "another")
        assert parent.inner.index(copy) == parent.inner.index(span.path) + 1
        assert same(holder.document.data, with_copied(known.document.data, span.path))  # type: ignore[arg-type]


def with_copied(data: object, path: tuple[str | int, ...]) -> object:
    """Return data with a copy of one entry right behind it, made in the plainest way."""
    if isinstance(data, list):
        return [
            with_copied(value, path[1:]) if place == path[0] else value for place, value in enumerate(data)
        ]
    assert isinstance(data, dict)
    copied = {}
    for key, value in data.items():
        copied[key] = with_copied(value, path[1:]) if key == path[0] and len(path) > 1 else value
        if (key,) == path:
            copied["another"] = value
    return copied


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.stem)
def test_edits_of_the_gallery_can_be_taken_back_to_the_byte(file: Path) -> None:
    text = file.read_bytes().decode("utf-8")
    known = marked(text, "x")
    paths = [path for path, span in known.spans.items() if path and not span.is_block]
    for path in paths[3 :: len(paths) // 3]:
        check_value(text, known, known.spans[path], "30 to 60")
    option = ("options", str(known.document.data["baseline"]))
    assert with_key(with_key(text, option, "other"), ("options", "other"), option[1]) == text
    assert without(with_copy(text, option, "other"), ("options", "other")) == text
    assert (
        without(
            with_entry(text, ("options", "other"), "kind: prompted\n# why\nmodel: x"), ("options", "other")
        )
        == text
    )
    added = with_value(text, ("workload", "new"), "1.2", behind="per")
    assert without(added, ("workload", "new")) == text


TEXT = """\
# yaml-language-server: here
# about the plan
title: "Old: one"   # shown on top
question: >-
  Is it worth it?
  Who knows.

people: {engineer: 110, labeller: 60}  # an hour
options:
  # the first one
  small:
    kind: prompted   # as sold
    steps:
      - a: 1
        # about b
        b: 2
      - c

  large: {kind: tuned}
  # commented: out
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Plan B", 'title: "Old: one"   #', "title: Plan B   #"),
        (("title",), "Plan: B # now", 'title: "Old: one"', 'title: "Plan: B # now"'),
        (("title",), "#5", 'title: "Old: one"', 'title: "#5"'),
        (("title",), "- dash", 'title: "Old: one"', 'title: "- dash"'),
        (("title",), "two\nlines: here", 'title: "Old: one"', 'title: "two\\nlines: here"'),
        (("people", "engineer"), "1, b: 2", "110", '"1, b: 2"'),
        (("people", "reviewer"), "50 to 60", "60}", "60, reviewer: 50 to 60}"),
        (("people", "a: b"), "1", "60}", '60, "a: b": 1}'),
        (("people", "team", "lead"), "1", "60}", "60, team: {lead: 1}}"),
        (("options", "large"), "5", "large: {kind: tuned}", "large: 5"),
        (("options", "large", "title"), "Big", "tuned}\n", "tuned, title: Big}\n"),
        (("options", "small", "steps", 0, "c"), "3", "        b: 2\n", "        b: 2\n        c: 3\n"),
        (("options", "small", "steps", 2), "d", "      - c\n", "      - c\n      - d\n"),
        (
            ("options", "small", "hosting", "job", "sku"),
            "x",
            "      - c\n",
            "      - c\n    hosting:\n      job:\n        sku: x\n",
        ),
        (
            ("options", "small", "steps"),
            "[]",
            "steps:\n      - a: 1\n        # about b\n        b: 2\n      - c\n",
            "steps: []\n",
        ),
        (
            ("correlate", 0),
            "[a, b, 0.5]",
            "  # commented: out\n",
            "  # commented: out\ncorrelate: [[a, b, 0.5]]\n",
        ),
    ],
)
def test_a_value_is_written_where_a_person_would_write_it(
    path: tuple[str | int, ...], value: str, old: str, new: str
) -> None:
    assert TEXT.count(old) == 1
    assert with_value(TEXT, path, value) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (
            ("people", "engineer"),
            "[1",
            "scenario:8: people.engineer: '[1' cannot stand there: not valid YAML",
        ),
        (("title",), '"half', "cannot stand there"),
        (("title",), "{a: 1} b", "cannot stand there"),
        (("title", "text"), "1", "title: is a single value; it cannot hold 'text'"),
        (("people", 0), "1", "people: is a mapping; it has no entry 0"),
        (("options", "small", "steps", 5), "1", "has 2 entries; the next one is 2"),
        ((), "1", "name a key"),
    ],
)
def test_what_cannot_stand_somewhere_is_refused_at_its_line(
    path: tuple[str | int, ...], value: str, what: str
) -> None:
    with pytest.raises(BadInput) as refused:
        with_value(TEXT, path, value)
    assert what in str(refused.value)


def test_a_removed_entry_takes_its_comments_and_one_of_two_blank_lines() -> None:
    gone = without(TEXT, ("options", "small"))
    assert gone.endswith("options:\n  large: {kind: tuned}\n  # commented: out\n")
    assert without(TEXT, ("question",)) == TEXT.replace("question: >-\n  Is it worth it?\n  Who knows.\n", "")
    assert without(TEXT, ("people", "engineer")) == TEXT.replace("engineer: 110, ", "")
    assert without(TEXT, ("options", "small", "steps", 0, "a")) == TEXT.replace(
        "- a: 1\n        # about b", "- # about b"
    )
    assert "# about the plan" in without(TEXT, ("title",)), "comments at the head belong to the file"


def test_an_emptied_mapping_stays_a_mapping() -> None:
    assert without("a:  # why\n  b: 1\nc: 2\n", ("a", "b")) == "a: {}  # why\nc: 2\n"
    assert with_value("a:  # why\nc: 2\n", ("a", "b"), "1") == "a:  # why\n  b: 1\nc: 2\n"
    with pytest.raises(BadInput, match="all that the file says"):
        without("a: 1\n", ("a",))


def test_an_entry_is_indented_and_kept_apart_as_its_siblings_are() -> None:
    text = "options:\n    a:\n        kind: x\n\n    b: {kind: y}\nend: 1"
    entry = "# head\nkind: z\n\nsteps:\n  - >-\n    folded\n    text\n"
    new = with_entry(text, ("options", "c"), entry)
    assert new == text.replace(
        "\nend",
        "\n\n    c:\n        # head\n        kind: z\n\n        steps:\n"
        "          - >-\n            folded\n            text\nend",
    )
    flow = with_entry(
        "options: {a: {kind: x}}\r\n", ("options", "c"), "kind: z\nof: [1, 'b, c', 2.5, true, null]\n"
    )
    assert flow == 'options: {a: {kind: x}, c: {kind: z, of: [1, "b, c", 2.5, true, null]}}\r\n'


def test_a_copy_keeps_what_is_inside_and_a_name_is_given_once() -> None:
    new = with_copy(TEXT, ("options", "small"), "tiny")
    block = TEXT[TEXT.index("  small:") : TEXT.index("\n  large")]
    assert new == TEXT.replace(block, block + "\n" + block.replace("small", "tiny"))
    for edit in (with_copy, with_key):
        with pytest.raises(BadInput, match="is there already"):
            edit(TEXT, ("options", "small"), "large")
        with pytest.raises(BadInput, match="did you mean 'small'"):
            edit(TEXT, ("options", "smal"), "tiny")


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"),
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_a_quoted_text_is_read_as_this_text_in_lines_and_in_brackets(text: str) -> None:
    assert data_of(f"v: {quoted(text)}\n") == {"v": text}
    assert data_of(f"v: {{w: {quoted(text, in_flow=True)}}}\n") == {"v": {"w": text}}


def test_the_slower_loader_finds_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [TEXT, *(file.read_text("utf-8") for file in GALLERY[:1])]
    fast = [marked(text, "x").spans for text in texts]
    monkeypatch.setattr("planner.files.yaml_text._LOADER", yaml.SafeLoader)
    assert [marked(text, "x").spans for text in texts] == fast


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a: |+\n  b\n\nc: 1\n\n", "a: |+\n  b\n\n"),
        ("a: |\n  b\nc: 1", "a: |\n  b\n"),
        ("{a: 1,  # why\n  c: 2,}", "{a: 1,  # why\n  }"),
        ("{c: 1,}", "{}"),
        ("{c: 1,  # why\n a: 1}", "{  # why\n a: 1}"),
        ("\ufeffa: 1\r\n# about c\r\nc: 1\r\n", "\ufeffa: 1\r\n"),
    ],
)
def test_what_stands_beside_a_removed_entry_says_what_it_said(text: str, left: str) -> None:
    assert without(text, ("c",)) == left
