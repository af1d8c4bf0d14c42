"""tiktoken's encodings, ready without a network.

Rule: the ranks of o200k_base and cl100k_base come from this package; the hash they must have, the pattern and
the special tokens come from the installed tiktoken, so that nothing here can disagree with it.
"""

from __future__ import annotations

import functools
import hashlib
import lzma
import textwrap
import threading
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from difflib import get_close_matches
from importlib import resources, util
from typing import TYPE_CHECKING, Any

from planner.tokens.open_models import OPEN_TOKENIZERS

if TYPE_CHECKING:
    import tiktoken

BUNDLED = ("o200k_base", "cl100k_base", "o200k_harmony")
DOWNLOAD_SECONDS = 5.0

_PUBLIC_ENCODINGS = "tiktoken_ext.openai_public"
_LOADER = "load_tiktoken_bpe"


class EncodingUnavailable(Exception):  # noqa: N818 - a state of this machine that its user can change, not a fault
    """A tokenizer cannot be had here and now; the text says which, what was tried and what helps."""


@functools.cache
def encoding(name: str) -> tiktoken.Encoding:
    """Return tiktoken's encoding of that name, built once per process; raise `EncodingUnavailable` for none.

    The bundled names never touch the network. For the others tiktoken looks into its own cache and then
    downloads, for at most `DOWNLOAD_SECONDS`.
    """
    import tiktoken

    if name in BUNDLED:
        return tiktoken.Encoding(**_bundled_parts(name))
    known = tiktoken.list_encoding_names()
    if name not in known:
        meant = _meant(name, [*known, *OPEN_TOKENIZERS])
        raise EncodingUnavailable(f"there is no encoding {name!r}; {meant}")
    return _downloaded(name)


def _meant(name: str, known: list[str]) -> str:
    import tiktoken

    try:
        return f"that is a model, and its encoding is {tiktoken.encoding_name_for_model(name)}"
    except KeyError:
        near = get_close_matches(name.lower(), known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"


def _bundled_parts(name: str) -> dict[str, Any]:
    """Run tiktoken's own constructor of that encoding with the bundled ranks in place of its download.

    The constructor comes from a private second copy of tiktoken's module, so that the copy which the rest of
    the process imports keeps its own loader.
    """
    spec = util.find_spec(_PUBLIC_ENCODINGS)
    if spec is None or spec.loader is None:
        raise EncodingUnavailable(f"the installed tiktoken has no {_PUBLIC_ENCODINGS}; reinstall tiktoken")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = vars(module)
    constructors: Mapping[str, Callable[[], dict[str, Any]]] = names.get("ENCODING_CONSTRUCTORS", {})
    if _LOADER not in names or name not in constructors:
        raise EncodingUnavailable(
            f"the installed tiktoken does not make {name} with {_LOADER}, as the version this was made for "
            "does; install another tiktoken"
        )
    names[_LOADER] = _bundled_ranks
    return constructors[name]()


def _bundled_ranks(source: str, expected_hash: str | None = None) -> dict[bytes, int]:
    """Stand in for tiktoken's loader: read from this package what it would download from `source`."""
    file = source.rsplit("/", 1)[-1] + ".xz"
    try:
        plain = lzma.decompress((resources.files(__package__) / "ranks" / file).read_bytes())
    except (OSError, lzma.LZMAError) as problem:
        raise EncodingUnavailable(
            f"the bundled ranks {file} cannot be read ({problem}); reinstall prompt-or-tune"
        ) from problem
    actual = hashlib.sha256(plain).hexdigest()
    if actual != expected_hash:
        raise EncodingUnavailable(
            f"the bundled ranks {file} are not those that the installed tiktoken expects: their SHA-256 is "
            f"{actual} and not {expected_hash}; reinstall prompt-or-tune"
        )
    pairs = (line.split() for line in plain.splitlines())
    return {a2b_base64(token): int(rank) for token, rank in pairs}


def _downloaded(name: str) -> tiktoken.Encoding:
    """Let tiktoken load an encoding in its own way, but wait only so long.

    Its download has no time limit, and the default timeout of sockets does not reach it: requests sets its
    own, "none", on every connection. Waiting for a daemon thread bounds name lookup, connection and transfer
    together and does not hold up the end of the process; meanwhile a slow download may still fill tiktoken's
    cache.
    """
    outcome: Future[tiktoken.Encoding] = Future()
    threading.Thread(target=_load, args=(name, outcome), name=f"download of {name}", daemon=True).start()
    try:
        return outcome.result(DOWNLOAD_SECONDS)
    except (OSError, ValueError, ImportError) as problem:
        # The errors of requests are OSErrors, as is `result`'s TimeoutError; a wrong hash is a ValueError.
        said = textwrap.shorten(f"{type(problem).__name__}: {problem}", 200)
        tried = said if outcome.done() else f"no end after {DOWNLOAD_SECONDS:g} seconds"
        raise EncodingUnavailable(
            f"the encoding {name} is not bundled, and tiktoken's download of it failed ({tried}). Run this "
            "once on a machine with a network and with TIKTOKEN_CACHE_DIR set to a folder, bring that folder "
            f"here and set TIKTOKEN_CACHE_DIR to it; or choose a bundled encoding: {', '.join(BUNDLED)}"
        ) from problem


def _load(name: str, outcome: Future[tiktoken.Encoding]) -> None:
    import tiktoken

    try:
        outcome.set_result(tiktoken.get_encoding(name))
    except BaseException as problem:  # noqa: BLE001 - handed to the waiting thread, which raises it there
        outcome.set_exception(problem)
