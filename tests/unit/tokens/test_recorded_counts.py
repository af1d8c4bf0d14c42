"""Counts agree with independent implementations on texts that are hard to split."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from planner.tokens.counting import counter
from planner.tokens.encodings import encoding
from planner.tokens.open_models import OPEN_TOKENIZERS

DATA = Path(__file__).parent / "data"
RECORDED: dict[str, Any] = json.loads((DATA / "recorded_counts.json").read_text(encoding="utf-8"))
RECORDED_OPEN: dict[str, Any] = json.loads((DATA / "recorded_open_counts.json").read_text(encoding="utf-8"))

# gpt-tokenizer 4.0.0 looks a token up by the string that a TextDecoder makes of its bytes, and a TextDecoder
# drops a leading byte order mark: it never finds the tokens that begin with U+FEFF, though its table holds them
# as the rank files do. tiktoken is right, as the last test shows.
RECORDED_WRONGLY = {"byte order mark inside the text": {"o200k_base": 6, "cl100k_base": 7}}


def text_of(entry: dict[str, Any]) -> str:
    text = entry["text"] if "text" in entry else entry["repeat"] * entry["times"]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base"])
def test_counts_are_those_of_the_javascript_implementation(name: str) -> None:
    differences = {
        entry["name"]: counted
        for entry in RECORDED["texts"]
        if (counted := counter(name)(text_of(entry))) != entry["counts"][name]
    }
    assert differences == {text: right[name] for text, right in RECORDED_WRONGLY.items()}


@pytest.mark.skipif(find_spec("splintr") is None, reason="the optional package splintr-rs is not installed")
@pytest.mark.parametrize("name", OPEN_TOKENIZERS)
def test_counts_of_open_models_are_those_of_hugging_face(name: str) -> None:
    differences = {
        entry["name"]: (counted, expected)
        for entry in RECORDED["texts"]
        if (counted := counter(name)(text_of(entry)))
        != (expected := RECORDED_OPEN["counts"][entry["name"]][name])
    }
    assert differences == {}


def test_every_recorded_text_has_its_own_name_and_every_tokenizer_counted_it() -> None:
    names = [entry["name"] for entry in RECORDED["texts"]]
    assert len(names) == len(set(names)) >= 140
    assert set(RECORDED_OPEN["counts"]) == set(names)
    assert all(set(counts) == set(OPEN_TOKENIZERS) for counts in RECORDED_OPEN["counts"].values())
    assert (RECORDED["header"]["version"], RECORDED_OPEN["header"]["version"]) == ("4.0.0", "0.23.3")


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base"])
def test_the_byte_order_mark_is_one_token_in_the_rank_files(name: str) -> None:
    tokens = encoding(name).encode_ordinary("one\ufefftwo")
    assert encoding(name).decode_tokens_bytes(tokens) == [b"one", "\ufeff".encode(), b"two"]
