"""YAML files become plain values that know their line; what would surprise a reader is refused."""

from __future__ import annotations

import time
from datetime import date
from typing import Annotated, Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, PlainValidator

from planner.files import yaml_text
from planner.files.yaml_events import MOST_LEVELS, MOST_PROBLEMS
from planner.files.yaml_scalars import MOST_NUMBER_CHARACTERS
from planner.files.yaml_text import MOST_BYTES, YamlDocument, parse_yaml
from planner.plan.problems import BadInput, Problem
from planner.quantities.located import place_of
from planner.quantities.provenance import Location


@pytest.fixture(params=["with libyaml", "without libyaml"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test with both of PyYAML's loaders: which one is there depends on how PyYAML was built."""
    if request.param == "without libyaml":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without libyaml")


def read(text: str | bytes) -> YamlDocument:
    return parse_yaml(text, "plan.yaml")


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as refusal:
        read(text)
    return refusal.value.problems


def messages_of(text: str | bytes) -> list[str]:
    return [str(problem) for problem in problems_of(text)]


def only_message_of(text: str | bytes) -> str:
    (message,) = messages_of(text)
    return message


PLAIN_SCALARS = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("nULL", "nULL"),
    ("true", True),
    ("True", True),
    ("TRUE", True),
    ("false", False),
    ("False", False),
    ("FALSE", False),
    ("tRUE", "tRUE"),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("off", "off"),
    ("y", "y"),
    ("N", "N"),
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("-19", -19),
    ("017", 17),
    ("0o17", 15),
    ("0x1F", 31),
    ("0xff", 255),
    ("0o8", "0o8"),
    ("0xG", "0xG"),
    ("-0x1F", "-0x1F"),
    ("0b101", "0b101"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("0.15", 0.15),
    (".5", 0.5),
    ("1.", 1.0),
    ("-1.5", -1.5),
    ("+1.5e-3", 0.0015),
    ("1.6e6", 1600000.0),
    ("1e3", 1000.0),
    ("1E+3", 1000.0),
    ("1e", "1e"),
    (".", "."),
    ("1.2.3", "1.2.3"),
    ("nan", "nan"),
    ("inf", "inf"),
    ("12:30", "12:30"),
    ("1:30:00", "1:30:00"),
    ("2025-01-31", "2025-01-31"),
    ("2025-01-31T10:00:00Z", "2025-01-31T10:00:00Z"),
    ("٣", "٣"),
    ("²", "²"),
    ("5%", "5%"),
    ("$3", "$3"),
    ("-5 %", "-5 %"),
    ("3 USD", "3 USD"),
    ("=", "="),
    ("<<", "<<"),
    ("grün", "grün"),
    ("日本語 🙂", "日本語 🙂"),
]


@pytest.mark.parametrize(("written", "meant"), PLAIN_SCALARS)
def test_a_plain_scalar_means_what_the_core_schema_says(written: str, meant: object) -> None:
    value = read(f"key: {written}\n").data["key"]
    assert value == meant
    kind = type(meant)
    assert value is meant if kind in (bool, type(None)) else isinstance(value, kind)


@pytest.mark.parametrize("written", [scalar for scalar, _ in PLAIN_SCALARS])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_scalar_is_always_a_text(quote: str, written: str) -> None:
    value = read(f"key: {quote}{written}{quote}\n").data["key"]
    assert isinstance(value, str)
    assert value == written


def test_a_block_scalar_is_always_a_text() -> None:
    assert read("literal: |\n  12\n  no\nfolded: >-\n  1\n  2\n").data == {
        "literal": "12\nno\n",
        "folded": "1 2",
    }


def test_a_comment_is_no_part_of_a_value() -> None:
    assert read("# first\na: 3 # three\nb: # nothing\nc: x#y\n").data == {"a": 3, "b": None, "c": "x#y"}


def test_mappings_and_lists_are_plain() -> None:
    data = read("options:\n  small: {steps: [1, 2], labels: {}}\nempty: []\n").data
    assert data == {"options": {"small": {"steps": [1, 2], "labels": {}}}, "empty": []}
    assert type(data["options"]) is dict
    assert type(data["empty"]) is list
    assert [type(key) for key in data] == [str, str]


def test_the_question_mark_form_of_a_key_is_read() -> None:
    assert read("? a\n: 1\n? b\n").data == {"a": 1, "b": None}


def test_document_marks_and_the_yaml_1_2_line_are_accepted() -> None:
    assert read("%YAML 1.2\n---\na: 1\n...\n").data == {"a": 1}


NESTED = """\
# prices
name: Größe
options:
  small:
    prompt: 'Hi'
    steps:
      - model: m1
        tokens: 12
      - [true, 2.5,   x]
  empty:
text: |
  one
  two
"""


def test_every_value_has_its_line_and_column() -> None:
    document = read(NESTED)
    places = {path: (place.line, place.column) for path, place in document.locations.items()}
    assert places == {
        (): (2, 1),
        ("name",): (2, 7),
        ("options",): (4, 3),
        ("options", "small"): (5, 5),
        ("options", "small", "prompt"): (5, 13),
        ("options", "small", "steps"): (7, 7),
        ("options", "small", "steps", 0): (7, 9),
        ("options", "small", "steps", 0, "model"): (7, 16),
        ("options", "small", "steps", 0, "tokens"): (8, 17),
        ("options", "small", "steps", 1): (9, 9),
        ("options", "small", "steps", 1, 0): (9, 10),
        ("options", "small", "steps", 1, 1): (9, 16),
        ("options", "small", "steps", 1, 2): (9, 23),
        ("options", "empty"): (10, 9),
        ("text",): (11, 7),
    }
    assert {place.file for place in document.locations.values()} == {"plan.yaml"}


def test_every_key_has_its_line_and_column() -> None:
    places = {path: (place.line, place.column) for path, place in read(NESTED).key_locations.items()}
    assert places == {
        ("name",): (2, 1),
        ("options",): (3, 1),
        ("options", "small"): (4, 3),
        ("options", "small", "prompt"): (5, 5),
        ("options", "small", "steps"): (6, 5),
        ("options", "small", "steps", 0, "model"): (7, 9),
        ("options", "small", "steps", 0, "tokens"): (8, 9),
        ("options", "empty"): (10, 3),
        ("text",): (11, 1),
    }


def test_columns_count_characters_not_bytes() -> None:
    document = read("größe🙂: {ü: 1}\n")
    assert document.locations["größe🙂", "ü"] == Location("plan.yaml", 1, 13)


def test_texts_and_numbers_carry_their_place() -> None:
    document = read("a:\n  - 12\n  - 1.5\n  - x\n  - 'y'\n")
    items = document.data["a"]
    assert isinstance(items, list)
    for index, item in enumerate(items):
        assert place_of(item) == (("a", index), Location("plan.yaml", 2 + index, 5))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_the_same_whatever_ends_them(line_end: str) -> None:
    written = read(NESTED)
    document = read(NESTED.replace("\n", line_end))
    assert document.data == written.data
    assert document.locations == written.locations
    assert document.key_locations == written.key_locations


@pytest.mark.parametrize("text", ["\ufeffa: 1\n", "\ufeffa: 1\n".encode()])
def test_a_byte_order_mark_is_accepted(text: str | bytes) -> None:
    document = read(text)
    assert document.data == {"a": 1}
    assert document.key_locations["a",] == Location("plan.yaml", 1, 1)


def test_bytes_in_utf_8_are_read_like_their_text() -> None:
    assert read(NESTED.encode()) == read(NESTED)


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    count: int
    price: float
    whole: float
    kind: Literal["small", "large"]
    day: date
    counts: dict[str, int]
    place: Annotated[Any, PlainValidator(place_of)]


def test_a_pydantic_model_takes_the_values_and_sees_their_place() -> None:
    text = (
        "name: n\ncount: 3\nprice: 1.5\nwhole: 2\nkind: small\nday: 2025-01-31\ncounts: {a: 1}\nplace: here\n"
    )
    entry = Entry.model_validate(read(text).data)
    assert entry == Entry.model_construct(
        name="n",
        count=3,
        price=1.5,
        whole=2.0,
        kind="small",
        day=date(2025, 1, 31),
        counts={"a": 1},
        place=(("place",), Location("plan.yaml", 8, 8)),
    )
    assert (type(entry.name), type(entry.count), type(entry.price)) == (str, int, float)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert only_message_of(text) == "plan.yaml:1: the file is empty; write lines of the form `name: value`"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("\n- a\n", "a list"), ("\nhello\n", "a text"), ("\n3.5\n", "a number"), ("\ntrue\n", "a boolean")],
)
def test_a_top_level_that_is_no_mapping_is_refused(text: str, kind: str) -> None:
    message = f"plan.yaml:2: the file holds {kind}, not a mapping; write lines of the form `name: value`"
    assert only_message_of(text) == message


def test_a_second_document_is_refused() -> None:
    message = "plan.yaml:2: a second document starts here; keep one in a file and remove the line `---`"
    assert only_message_of("a: 1\n---\nb: 1\n---\nc: 1\n") == message


NO_REUSE = "anchors and aliases are not accepted; write each value out where it is needed"


def test_aliases_and_anchors_are_refused_once_a_file() -> None:
    assert messages_of("a: 1\nbase: &base\n  a: 1\nsteps:\n  - *base\n  - &n 3\n") == [
        f"plan.yaml:2: base: &base: {NO_REUSE}"
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a:\n  &k b: 1\n  *k : 2\n", "plan.yaml:2: a: &k"),
        ("a:\n  c: 1\n  *k : 2\n", "plan.yaml:3: a: *k"),
        ("a:\n  - 1\n  - *k\n", "plan.yaml:3: a[1]: *k"),
        ("*a", "plan.yaml:1: *a"),
    ],
)
def test_an_alias_or_an_anchor_is_refused_wherever_it_stands(text: str, at: str) -> None:
    assert only_message_of(text) == f"{at}: {NO_REUSE}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("!!str 3", "!!str"),
        ("!!python/object/apply:os.system [ls]", "!!python/object/apply:os.system"),
        ("!foo {a: 1}", "!foo"),
        ("!<tag:example.org,2000:x> 1", "tag:example.org,2000:x"),
        ("! 1", "!"),
    ],
)
def test_a_tag_is_refused(written: str, shown: str) -> None:
    message = f"plan.yaml:2: b: the tag {shown} is not accepted; remove it, and put a text in quotes"
    assert only_message_of(f"a: 1\nb: {written}\n") == message


def test_a_tag_at_a_key_is_refused() -> None:
    assert "a: the tag !!int is not accepted" in only_message_of("a:\n  !!int b: 1\n")


def test_a_key_given_twice_is_refused_with_both_lines() -> None:
    assert messages_of("a: 1\nb:\n  c: 1\n  'c': 2\n  c: 3\na: 4\n") == [
        "plan.yaml:4: b.c: this key stands twice, on line 3 and on line 4; keep one of them",
        "plan.yaml:5: b.c: this key stands twice, on line 3 and on line 5; keep one of them",
        "plan.yaml:6: a: this key stands twice, on line 1 and on line 6; keep one of them",
    ]


def test_a_key_given_twice_on_one_line_is_refused() -> None:
    message = "plan.yaml:1: a: this key stands twice, both times on line 1; keep one of them"
    assert only_message_of("{a: 1, a: 2}") == message


def test_the_contents_of_a_mapping_given_twice_are_not_reported_as_well() -> None:
    assert [problem.where for problem in problems_of("a: {x: 1}\na: {x: 2}\n")] == ["a"]


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert read("a: {x: 1}\nb: [{x: 1}, {x: 2}]\n").data == {"a": {"x": 1}, "b": [{"x": 1}, {"x": 2}]}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("2024", "a number"),
        ("1.5", "a number"),
        (".inf", "a number"),
        ("1e999", "a number"),
        ("true", "a boolean"),
        ("null", "an empty value"),
        ("~", "an empty value"),
    ],
)
def test_a_key_that_is_no_text_is_refused_until_it_is_quoted(key: str, kind: str) -> None:
    what = f"the key {key} is {kind}, and a key is a text; put it in quotes: '{key}'"
    assert only_message_of(f"years:\n  {key}: x\n") == f"plan.yaml:2: years: {what}"
    assert read(f"years:\n  '{key}': x\n").data == {"years": {key: "x"}}


@pytest.mark.parametrize("key", ["no", "yes", "on", "2024-01", "12:30"])
def test_a_key_that_is_a_text_in_yaml_1_2_needs_no_quotes(key: str) -> None:
    assert read(f"{key}: 1\n").data == {key: 1}


def test_a_missing_key_is_refused() -> None:
    message = "plan.yaml:2: a: a key is missing before the colon; write its name"
    assert only_message_of("a:\n  ?\n  : 1\n") == message


def test_a_merge_key_is_refused_until_it_is_quoted() -> None:
    message = "plan.yaml:2: a: the merge key << is not accepted; write the merged keys out"
    assert only_message_of("a:\n  <<: {b: 1}\n") == message
    assert read("'<<': 1\n").data == {"<<": 1}


@pytest.mark.parametrize(
    ("key", "kind"), [("{b: 1}", "mapping"), ("[b]", "list"), ("{b: {c: [d]}}", "mapping")]
)
def test_a_mapping_or_a_list_as_a_key_is_refused(key: str, kind: str) -> None:
    what = f"a {kind} stands where a key belongs; a key is a text, put it in quotes"
    assert only_message_of(f"a:\n  ? {key}\n  : 1\n  other: 2\n") == f"plan.yaml:2: a: {what}"


def test_an_unquoted_template_is_refused_once() -> None:
    what = "a mapping stands where a key belongs; a key is a text, put it in quotes"
    assert only_message_of("prompt: {{{{{ name }}}}}\n") == f"plan.yaml:1: prompt: {what}"


@pytest.mark.parametrize("number", [".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN"])
def test_a_number_that_is_not_finite_is_refused(number: str) -> None:
    what = f"{number} is not a finite number; write one, or put a text in quotes"
    assert only_message_of(f"a: [1, {number}]\n") == f"plan.yaml:1: a[1]: {what}"


def test_a_number_beyond_the_range_of_a_float_is_refused() -> None:
    what = "-1e999 is too large for a finite number; write a smaller one, or put it in quotes"
    assert only_message_of("a: -1e999\n") == f"plan.yaml:1: a: {what}"


@pytest.mark.parametrize("digits", ["9" * 5000, "0x" + "f" * 5000, "0o" + "7" * 5000, "0." + "1" * 5000])
def test_an_endless_number_is_refused(digits: str) -> None:
    message = only_message_of(f"a: {digits}\n")
    assert message.startswith("plan.yaml:1: a: the number ")
    assert f"has {len(digits):,} characters, and at most {MOST_NUMBER_CHARACTERS} are read" in message
    assert len(message) < 200


@pytest.mark.parametrize("number", ["9" * MOST_NUMBER_CHARACTERS, "0x" + "f" * (MOST_NUMBER_CHARACTERS - 2)])
def test_the_longest_whole_numbers_still_fit_a_float(number: str) -> None:
    value = read(f"a: {number}\n").data["a"]
    assert isinstance(value, int)
    assert float(value) > 1e249


def test_all_kinds_of_problems_are_reported_together() -> None:
    problems = problems_of("a: &x 1\nb: !t 2\na: .inf\n3: *x\n<<: 4\n? [k]\n: 5\ntabs:\n\t- 1\n")
    assert [problem.location.line for problem in problems] == [1, 2, 3, 3, 4, 5, 6, 9]


def test_a_flood_of_problems_is_cut_off() -> None:
    messages = messages_of("a: [" + "!t x, " * 5_000 + "]\n")
    assert len(messages) == MOST_PROBLEMS + 1
    assert f"plan.yaml:1: more than {MOST_PROBLEMS} problems; the rest of this file was not read" in messages


def alias_bomb() -> str:
    """Return about 400 bytes that a loader which follows aliases turns into 10 to the power of 12 values."""
    lines = [f"a: &a [{','.join('0' * 10)}]"]
    lines += [
        f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]"
        for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
    ]
    return "\n".join([*lines, f"z: [{','.join(['*k'] * 10)}]"])


def test_an_alias_bomb_is_refused_at_once() -> None:
    assert 350 < len(alias_bomb()) < 450
    began = time.perf_counter()
    messages = messages_of(alias_bomb())
    assert time.perf_counter() - began < 1
    assert messages == [f"plan.yaml:1: a: &a: {NO_REUSE}"]


@pytest.mark.parametrize(
    ("start", "opening"),
    [("", "["), ("a: ", "["), ("", "{a: "), ("", "- "), ("", "? "), ("a: ", "{"), ("a: ", "[{b: ")],
)
def test_endless_nesting_is_refused_at_once(start: str, opening: str) -> None:
    began = time.perf_counter()
    messages = messages_of(start + opening * 100_000)
    assert time.perf_counter() - began < 3
    what = f"nested more than {MOST_LEVELS} levels deep; write it flatter, or look for stray brackets"
    assert f"plan.yaml:1: {what}" in messages


def test_64_levels_are_read_and_65_are_not() -> None:
    def nested(levels: int) -> str:
        return "a: " + "[" * (levels - 1) + "]" * (levels - 1)

    assert list(read(nested(MOST_LEVELS)).data) == ["a"]
    assert "nested more than 64 levels deep" in only_message_of(nested(MOST_LEVELS + 1))


def test_a_file_over_the_size_limit_is_refused() -> None:
    start = "a: "
    assert read(start + "x" * (MOST_BYTES - len(start))).data["a"] == "x" * (MOST_BYTES - len(start))
    message = "plan.yaml: the file has 1,000,001 bytes, at most 1,000,000 are read; split it"
    assert only_message_of(start + "x" * (MOST_BYTES - len(start) + 1)) == message
    assert only_message_of(start.encode() + b"x" * (MOST_BYTES - len(start) + 1)) == message


def test_the_size_is_counted_in_bytes_of_utf_8() -> None:
    assert "the file has 1,000,003 bytes" in only_message_of("a: " + "é" * 500_000)


CONTROL_CHARACTERS = ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\ufeff", "\ufffe"]


@pytest.mark.parametrize("character", CONTROL_CHARACTERS)
def test_a_control_character_is_refused_with_its_line(character: str) -> None:
    shown = character.encode("unicode_escape").decode()
    (problem,) = problems_of(f"a: 1\r\nb: x{character}y\n")
    assert str(problem) == f"plan.yaml:2: the control character {shown} is not accepted; remove it"
    assert problem.location.column == 5


@pytest.mark.parametrize("escape", [r"\x00", r"\e", r"\x1b", r"\N", r"\L", r"\P", r"\a"])
def test_a_control_character_written_as_an_escape_is_refused(escape: str) -> None:
    messages = messages_of(f'a:\n  b: "x{escape}[31m"\n  "k{escape}": 1\n')
    assert [message.split(" the ")[0] for message in messages] == [
        "plan.yaml:2: a.b: holds",
        "plan.yaml:3: a: holds",
    ]
    assert all(message.isprintable() for message in messages)


def test_tabs_and_line_ends_written_as_escapes_are_accepted() -> None:
    assert read(r'a: "1\t2\n3\r4"').data == {"a": "1\t2\n3\r4"}


def test_every_line_with_a_control_character_is_reported_once() -> None:
    assert [problem.location.line for problem in problems_of("a: \x1b\x1b\nb: 1\nc: \x00\n")] == [1, 3]


@pytest.mark.parametrize("text", [b"a: 1\nb: caf\xe9\n", "a: 1\nb: caf\udce9\n"])
def test_a_byte_that_is_not_utf_8_is_refused_with_its_line(text: str | bytes) -> None:
    assert only_message_of(text) == "plan.yaml:2: the byte 0xe9 is not UTF-8; save the file as UTF-8"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be"])
def test_a_file_in_utf_16_is_refused(codec: str) -> None:
    assert (
        only_message_of("\ufeffa: 1\n".encode(codec)) == "plan.yaml: the file is in UTF-16; save it as UTF-8"
    )


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("a:\n\t- b\n", 2, "indent with spaces, not with tabs"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "indent with spaces, not with tabs"),
        ("a: 1\nb: @x\n", 2, "put the text in quotes"),
        ("a: b: c\n", 1, "put a text with `: ` in it in quotes, or check the indentation"),
        ("a: 1\n b: 2\n", 2, "put a text with `: ` in it in quotes, or check the indentation"),
        ("a: - b\n", 1, "start the list on its own line"),
        ("a:\n    b: 1\n  c: 1\n", 3, "check the indentation and the quotes"),
        ('a: "x" y\n', 1, "check the indentation and the quotes"),
        ("a:\n  - b\n  c: 1\n", 3, "start each entry of the list with `- `"),
        ("a: [1, 2\nb: 3\n", 2, "close the bracket, or put a comma between two entries"),
        ("a: [1, 2\n", 1, "close the bracket, or put a comma between two entries"),
        ("a: 1\nb\n", 2, "write `name: value`"),
        ("a: 1\nb: 'x\n\n", 3, "close the quote"),
        ('a: "C:\\d"\n', 1, "write a backslash twice, or use single quotes"),
        ("a: !e!x 1\n", 1, "remove the tag; none is accepted"),
        ("a: | x\n", 1, "check this line and the one above"),
    ],
)
def test_a_syntax_error_is_refused_with_its_line_and_a_remedy(text: str, line: int, remedy: str) -> None:
    message = only_message_of(text)
    assert message.startswith(f"plan.yaml:{line}: not valid YAML: ")
    assert message.endswith(f"; {remedy}")


def test_a_syntax_error_names_the_line_where_the_broken_part_starts() -> None:
    message = only_message_of("a: [1,\n  2\nb: 3\n")
    assert message.startswith("plan.yaml:3: ")
    assert " while parsing a flow sequence that starts on line 1; " in message


@pytest.mark.parametrize(
    "text", ['a: "\\UFFFFFFFF"', 'a: "\\U00110000"', "%YAML " + "9" * 5000 + ".1\n---\na: 1\n"]
)
def test_an_escape_or_a_version_out_of_range_is_no_traceback(text: str) -> None:
    message = only_message_of(text)
    assert message.startswith("plan.yaml")
    assert "YAML: " in message


def test_no_message_carries_a_terminal_escape_or_a_second_line() -> None:
    text = '"a\u202eb\\n": {"c d": !x%1B31m 1}\n"a\u202eb\\n": &z 1\n'
    messages = messages_of(text)
    assert len(messages) == 3
    assert all(message.isprintable() for message in messages)
    assert '["a\\u202eb\\n"]' in messages[0]


def test_a_long_key_is_shortened_in_messages() -> None:
    message = only_message_of("? " + "k" * 5000 + "\n: .inf\n")
    assert "k" * 77 + "...: .inf is not" in message


@pytest.mark.parametrize(
    "text", ["a: 1\nb: [", "a: 1\nb: [\n", "a: 1\nb: {\n", "a: 1\nb: [ # open\n", "a: 1\n\nb: {\n\n\n"]
)
def test_a_bracket_left_open_at_the_end_is_told_on_the_last_line_and_starts_on_none_below(text: str) -> None:
    message = only_message_of(text)
    assert message.startswith(f"plan.yaml:{len(text.splitlines())}: ")
    assert "starts on line" not in message
    assert message.endswith("; close the bracket, or write the entry that is missing")
