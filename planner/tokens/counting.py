"""How many tokens one text is, in a named tokenizer.

Rule: text is data. A special token spelled out in it, such as <|endoftext|>, is counted as the characters it
is made of. Half a surrogate pair, which JSON can spell and UTF-8 cannot, is counted as the replacement
character U+FFFD; two halves side by side are counted as the character they mean.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from planner.tokens.encodings import EncodingUnavailable, encoding
from planner.tokens.open_models import HOW_TO_INSTALL, OPEN_PACKAGE, OPEN_TOKENIZERS, exact_tokenizer

# tiktoken's regular-expression engine keeps a state for each character of such a run and panics at a million.
LONGEST_BLANK_RUN = 999_998
_BLANK = r"[^\S\r\n]"
_BLANK_RUN = re.compile(rf"(?<!{_BLANK}){_BLANK}{{{LONGEST_BLANK_RUN + 1}}}")  # tried once a run: linear


class UncountableTextError(ValueError):
    """A text that tiktoken cannot split; its text says why."""


@functools.cache
def counter(tokenizer_name: str) -> Callable[[str], int]:
    """Return the function that counts with a tiktoken encoding or an open model's tokenizer of that name.

    Nothing is added for a chat format. Raise `EncodingUnavailable` where there is none. The function raises
    `UncountableTextError` for a text in which `blank_run` finds something.
    """
    if tokenizer_name in OPEN_TOKENIZERS:
        exact = exact_tokenizer(tokenizer_name)
        if exact is None:
            raise EncodingUnavailable(
                f"exact counts for {tokenizer_name} need the package {OPEN_PACKAGE} (0.22 or later), which "
                f"is not here or lacks that vocabulary; {HOW_TO_INSTALL}"
            )
        return exact
    split = encoding(tokenizer_name).encode_ordinary

    def count(text: str) -> int:
        if problem := blank_run(text):
            raise UncountableTextError(problem)
        return len(split(text))

    return count


def blank_run(text: str) -> str | None:
    """Say why a text with an enormous run of spaces cannot be counted, or return None for any other text."""
    if len(text) <= LONGEST_BLANK_RUN or not _BLANK_RUN.search(text):
        return None
    return f"it has over {LONGEST_BLANK_RUN:,} blanks in one run, which tiktoken cannot split; take them out"
