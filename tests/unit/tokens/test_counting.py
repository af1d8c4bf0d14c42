"""A text's count is that of its characters, whatever they spell, and it never takes long."""

import time

import pytest

from planner.tokens.counting import (
    LONGEST_BLANK_RUN,
    UncountableTextError,
    blank_run,
    counter,
)
from planner.tokens.encodings import EncodingUnavailable, encoding

ENCODINGS = ("o200k_base", "cl100k_base")


@pytest.mark.parametrize("name", ENCODINGS)
def test_no_text_has_no_tokens(name: str) -> None:
    assert counter(name)("") == 0


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_special_token_spelled_out_is_ordinary_text(name: str) -> None:
    special = encoding(name).encode("<|endoftext|>", allowed_special="all")
    assert len(special) == 1
    assert counter(name)("<|endoftext|>") == 7


@pytest.mark.parametrize("name", ENCODINGS)
def test_half_a_surrogate_pair_counts_as_the_replacement_character(name: str) -> None:
    assert counter(name)("a \ud83d b") == counter(name)("a \ufffd b")
    assert counter(name)("a \ude00 b") == counter(name)("a \ufffd b")


@pytest.mark.parametrize("name", ENCODINGS)
def test_two_halves_side_by_side_count_as_their_character(name: str) -> None:
    assert counter(name)("a \ud83d\ude00 b") == counter(name)("a 😀 b")


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("character", ["a", "A", " ", "\n", "\t", "0", "中", "!", "😀", "\u0301", "\u00a0"])
def test_a_run_of_5000_characters_is_counted_at_once(name: str, character: str) -> None:
    count = counter(name)
    started = time.perf_counter()
    assert 0 < count(character * 5000) <= 10_000
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_longest_blank_run_is_counted(name: str) -> None:
    assert counter(name)(" " * LONGEST_BLANK_RUN + "word") > 0


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u3000"])
def test_a_longer_blank_run_is_refused_in_words(blank: str) -> None:
    text = "a" + blank * (LONGEST_BLANK_RUN + 1) + "b"
    with pytest.raises(UncountableTextError, match="over 999,998 blanks in one run"):
        counter("o200k_base")(text)


def test_a_million_newlines_are_counted() -> None:
    assert counter("o200k_base")("\n" * 1_000_000) == 62_500


def test_looking_for_blank_runs_takes_time_in_proportion_to_the_text() -> None:
    started = time.perf_counter()
    assert blank_run((" " * (LONGEST_BLANK_RUN - 1) + "x") * 20) is None
    assert time.perf_counter() - started < 5


def test_an_unknown_tokenizer_is_unavailable() -> None:
    with pytest.raises(EncodingUnavailable, match="did you mean mistral-tekken"):
        counter("mistral-teken")("text")
