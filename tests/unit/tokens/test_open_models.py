"""Open models' texts are counted exactly with the optional package, and not at all without it."""

import sys

import pytest

from planner.tokens.counting import counter
from planner.tokens.encodings import EncodingUnavailable
from planner.tokens.open_models import OPEN_TOKENIZERS, exact_tokenizer


@pytest.mark.parametrize("name", OPEN_TOKENIZERS)
def test_without_the_package_there_is_no_exact_count(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splintr", None)  # Python's own way to make an import fail
    assert exact_tokenizer(name) is None


def test_without_the_package_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splintr", None)
    with pytest.raises(EncodingUnavailable, match=r"pip install 'prompt-or-tune\[open-models\]'"):
        counter.__wrapped__("llama3")


def test_a_name_of_no_open_model_has_no_exact_count() -> None:
    assert exact_tokenizer("o200k_base") is None
    assert exact_tokenizer("llama33") is None


@pytest.mark.parametrize("name", OPEN_TOKENIZERS)
def test_with_the_package_every_open_tokenizer_counts(name: str) -> None:
    pytest.importorskip("splintr")
    count = exact_tokenizer(name)
    assert count is not None
    assert count("") == 0
    assert count("Hello, world!") == 4
    assert count("a \ud83d b") == count("a \ufffd b")
    assert count("a \ud83d\ude00 b") == count("a 😀 b")
    assert count("<|endoftext|>") > 1


def test_qwen_composes_accents_before_it_counts() -> None:
    pytest.importorskip("splintr")
    assert counter("qwen3")("U\u0308berweisung") == counter("qwen3")("Überweisung")
    assert counter("llama3")("U\u0308berweisung") != counter("llama3")("Überweisung")
