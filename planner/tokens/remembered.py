"""Token counts of files, remembered from run to run by what is in the file.

Rule: a count is remembered under everything it depends on, so it is never out of date and never has to be
cleared; a folder that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from planner.tokens.corpus import TokenProfile, profile, read_bytes, reading_of, texts_in
from planner.tokens.open_models import OPEN_PACKAGE, OPEN_TOKENIZERS

FOLDER_VARIABLE = "PROMPT_OR_TUNE_CACHE"

# How files are read and counted: a change takes the next number, and older counts are not found again.
_RULE = 1


def count_file(path: Path, field: str | None, encoding_name: str) -> TokenProfile:
    """Count the texts of a file in a tiktoken encoding or an open model's tokenizer, or recall the counts.

    Raise `UnreadableCorpusError` for a file that cannot be read and `EncodingUnavailable` for a tokenizer
    that cannot be had.
    """
    data = read_bytes(path)
    library = _library(encoding_name)
    if library is None:
        return profile(texts_in(data, path, field), encoding_name)
    identity = {
        "rule": _RULE,
        "file": hashlib.sha256(data).hexdigest(),
        "read_as": reading_of(path),
        "field": field,
        "tokenizer": encoding_name,
        "library": library,
    }
    place = counts_folder() / f"{_digest(identity)}.json"
    counted = _recalled(place, identity)
    if counted is None:
        counted = profile(texts_in(data, path, field), encoding_name)
        _keep(place, identity, counted)
    return counted


def counts_folder() -> Path:
    """Return where counts are remembered: in $PROMPT_OR_TUNE_CACHE, or else in the user's cache folder."""
    from platformdirs import user_cache_path

    chosen = os.environ.get(FOLDER_VARIABLE)
    return (Path(chosen) if chosen else user_cache_path("prompt-or-tune", appauthor=False)) / "token-counts"


def _library(tokenizer_name: str) -> str | None:
    """Return the name and version of the library that counts, without importing it, or None without one."""
    from importlib.metadata import PackageNotFoundError, version

    package = OPEN_PACKAGE if tokenizer_name in OPEN_TOKENIZERS else "tiktoken"
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # absent, or copied here without its metadata: then counts cannot be dated
        return None


def _recalled(place: Path, identity: dict[str, Any]) -> TokenProfile | None:
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
        whole = kept["identity"] == identity and kept["check"] == _digest([identity, kept["profile"]])
        return TokenProfile(**kept["profile"]) if whole else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        # Not there, not readable, not JSON or JSON of another shape: counting again is always right.
        return None


def _keep(place: Path, identity: dict[str, Any], counted: TokenProfile) -> None:
    numbers = asdict(counted)
    entry = {"identity": identity, "profile": numbers, "check": _digest([identity, numbers])}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved into place: a reader sees all or nothing, and of two writers one wins.
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=place.parent, suffix=".part", delete=False
        ) as part:
            written = Path(part.name)
            try:
                json.dump(entry, part, indent=1)
                part.close()
                written.replace(place)
            finally:
                written.unlink(missing_ok=True)
    except OSError:  # a full or read-only disk: the counts are at hand, and the next run counts again
        return


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
