"""Problems name a file, a line, a place in the plan and a remedy, and never act on the terminal."""

from __future__ import annotations

import pickle

import pytest

from planner.plan.problems import SHOWN_CHARACTERS, BadInput, Problem, dotted, printable, suggest
from planner.quantities.provenance import Location


def test_a_problem_reads_as_file_line_where_and_what() -> None:
    problem = Problem(Location("plan.yaml", 7, 3), "options.small.prompt", "is empty; write a text")
    assert str(problem) == "plan.yaml:7: options.small.prompt: is empty; write a text"


def test_a_problem_without_a_line_or_a_place_leaves_them_out() -> None:
    assert str(Problem(Location("plan.yaml"), "", "cannot be read")) == "plan.yaml: cannot be read"
    assert str(Problem(Location("plan.yaml", 2, 1), "", "is odd")) == "plan.yaml:2: is odd"
    assert str(Problem(Location("plan.yaml"), "a.b", "is odd")) == "plan.yaml: a.b: is odd"


def test_a_file_name_cannot_act_on_the_terminal() -> None:
    assert str(Problem(Location("a\x1b[2J\nb.yaml", 1, 1), "", "x")) == "a\\x1b[2J\\nb.yaml:1: x"


def test_a_long_file_name_is_shown_in_full() -> None:
    name = "folder/" * 40 + "plan.yaml"
    assert str(Problem(Location(name, 1, 1), "", "x")) == f"{name}:1: x"


def test_bad_input_lists_its_problems_by_file_and_line() -> None:
    written = [("b.yaml", 2), ("a.yaml", 10), ("a.yaml", 9), ("a.yaml", 0)]
    bad = BadInput(Problem(Location(file, line, 1), "", "x") for file, line in written)
    assert str(bad) == "a.yaml: x\na.yaml:9: x\na.yaml:10: x\nb.yaml:2: x"
    assert [problem.location.line for problem in bad.problems] == [0, 9, 10, 2]


def test_bad_input_without_a_problem_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        BadInput([])


def test_bad_input_survives_pickling() -> None:
    bad = BadInput([Problem(Location("a.yaml", 1, 1), "w", "x")])
    assert pickle.loads(pickle.dumps(bad)).problems == bad.problems  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), ""),
        (("options", "small", "prompt"), "options.small.prompt"),
        (("steps", 2, "model"), "steps[2].model"),
        ((0, 1), "[0][1]"),
        (("options", "two-step", "größe"), "options.two-step.größe"),
        (("models", "meta-llama/Llama-3"), "models.meta-llama/Llama-3"),
        (("prices", "gpt-4.1", "input"), 'prices["gpt-4.1"].input'),
        (("a b", "c"), '["a b"].c'),
        (("a", ""), 'a[""]'),
        (("a", "x[0]"), 'a["x[0]"]'),
        (("a", "b\x1b[0m\n"), 'a["b\\x1b[0m\\n"]'),
    ],
)
def test_a_path_is_written_with_dots_and_indices(path: tuple[str | int, ...], written: str) -> None:
    assert dotted(path) == written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("größe 日本 🙂", "größe 日本 🙂"),
        ("a\\b", "a\\b"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\r\tc\x00", "a\\nb\\r\\tc\\x00"),
        ("\x7f\x85\x9b", "\\x7f\\x85\\x9b"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\u200b\ufeff\xa0\xad", "\\u200b\\ufeff\\xa0\\xad"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_a_terminal_would_act_on_or_hide_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable(shown) == shown


def test_a_long_text_is_shortened() -> None:
    assert printable("x" * SHOWN_CHARACTERS) == "x" * SHOWN_CHARACTERS
    assert printable("x" * (SHOWN_CHARACTERS + 1)) == "x" * (SHOWN_CHARACTERS - 3) + "..."
    assert printable("abcdefgh", limit=6) == "abc..."


def test_an_escape_is_never_cut_in_two() -> None:
    shown = printable("\u202e" * 1_000_000)
    assert shown == "\\u202e" * 12 + "..."


def test_a_misspelt_word_gets_the_nearest_known_one() -> None:
    known = ["requests_per_month", "prompt", "prompt_tokens", "output_tokens"]
    assert suggest("promt", known) == " (did you mean 'prompt'?)"
    assert suggest("requests-per-month", known) == " (did you mean 'requests_per_month'?)"
    assert suggest("Prompt Tokens", known) == " (did you mean 'prompt_tokens'?)"


def test_a_word_like_no_other_gets_no_suggestion() -> None:
    assert suggest("zebra", ["prompt", "output"]) == ""
    assert suggest("prompt", []) == ""


def test_the_name_of_a_model_gets_up_to_three_suggestions() -> None:
    known = ["gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-4o-mini", "claude-haiku"]
    assert suggest("gpt-4.1-mimi", known) == " (did you mean 'gpt-4.1-mini', 'gpt-4o-mini' or 'gpt-4.1'?)"
    assert suggest("GPT-4.1", known) == " (did you mean 'gpt-4.1'?)"
    assert suggest("haiku-9", ["claude-haiku-9", "gpt-4o"]) == " (did you mean 'claude-haiku-9'?)"


def test_a_suggestion_is_the_same_whatever_the_order_of_the_known_words() -> None:
    known = ["input", "inputs", "output", "outputs"]
    assert suggest("imput", known) == suggest("imput", reversed(known)) == " (did you mean 'input'?)"


def test_a_word_of_a_million_characters_is_not_compared() -> None:
    assert suggest("a" * 1_000_000, ["a" * 1_000]) == ""
