"""The encodings are tiktoken's own, offline; those that are not bundled fail in time and say what helps."""

import hashlib
import lzma
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tiktoken
import tiktoken.load
import tiktoken_ext.openai_public  # type: ignore[import-untyped]

import planner
from planner.tokens.encodings import BUNDLED, DOWNLOAD_SECONDS, EncodingUnavailable, encoding

PACKAGE = Path(planner.__file__).parent
RANKS = PACKAGE / "tokens" / "ranks"
ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/"


@contextmanager
def silent_server() -> Iterator[int]:
    """Listen on a loopback port, let everybody connect and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def loopback_is_up() -> bool:
    """Whether this machine can talk to itself, which a network namespace without any interface cannot."""
    with silent_server() as port:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True


def closed_port() -> int:
    with silent_server() as port:
        return port


def seed_tiktoken_cache(folder: Path) -> None:
    """Put the bundled ranks where tiktoken's own loader looks before it downloads."""
    for file in ("o200k_base.tiktoken", "cl100k_base.tiktoken"):
        key = hashlib.sha1((ADDRESS + file).encode(), usedforsecurity=False).hexdigest()
        (folder / key).write_bytes(lzma.decompress((RANKS / f"{file}.xz").read_bytes()))


def run_offline(
    code: str, cache: Path, *, port: int | None = None, package: Path = PACKAGE
) -> subprocess.CompletedProcess[str]:
    """Run Python with every proxy at a loopback port, by default a closed one, and tiktoken's cache there."""
    proxy = f"http://127.0.0.1:{port or closed_port()}"
    proxies = {
        name: proxy for upper in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for name in (upper, upper.lower())
    }
    kept = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
    environment = kept | proxies | {"TIKTOKEN_CACHE_DIR": str(cache), "PYTHONPATH": str(package.parent)}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=package.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_encoding_is_the_one_that_tiktoken_loads_by_itself(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed_tiktoken_cache(tmp_path)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    theirs = tiktoken_ext.openai_public.ENCODING_CONSTRUCTORS[name]()
    ours = encoding(name)
    assert ours.name == theirs["name"]
    assert ours._pat_str == theirs["pat_str"]
    assert ours._special_tokens == theirs["special_tokens"]
    assert ours._mergeable_ranks == theirs["mergeable_ranks"]


def test_an_encoding_is_built_once() -> None:
    assert encoding("cl100k_base") is encoding("cl100k_base")


def test_the_loader_of_tiktoken_itself_stays_as_it_is() -> None:
    encoding("o200k_base")
    assert tiktoken_ext.openai_public.load_tiktoken_bpe is tiktoken.load.load_tiktoken_bpe


def test_the_bundled_encodings_need_no_network_and_leave_the_cache_of_tiktoken_alone(tmp_path: Path) -> None:
    code = f"""
from planner.tokens.encodings import encoding
for name in {BUNDLED}:
    print(name, len(encoding(name).encode_ordinary("Is my card on its way?")))
"""
    ran = run_offline(code, tmp_path)
    assert ran.stdout.splitlines() == [f"{name} 7" for name in BUNDLED], ran.stderr
    assert list(tmp_path.iterdir()) == []


LOAD_ONE_THAT_IS_NOT_BUNDLED = """
from planner.tokens import encodings
encodings.DOWNLOAD_SECONDS = {seconds}
try:
    encodings.encoding("p50k_base")
except encodings.EncodingUnavailable as problem:
    print(problem)
"""


def test_without_a_network_another_encoding_fails_in_time_and_says_what_helps(tmp_path: Path) -> None:
    started = time.monotonic()
    ran = run_offline(LOAD_ONE_THAT_IS_NOT_BUNDLED.format(seconds=DOWNLOAD_SECONDS), tmp_path)
    assert time.monotonic() - started < DOWNLOAD_SECONDS + 5
    assert ran.returncode == 0, ran.stderr
    assert re.match(
        r"the encoding p50k_base is not bundled, and tiktoken's download of it failed \(\w+Error", ran.stdout
    )
    assert "TIKTOKEN_CACHE_DIR" in ran.stdout
    assert "o200k_base, cl100k_base" in ran.stdout
    assert ran.stderr == ""


@pytest.mark.skipif(not loopback_is_up(), reason="this machine's loopback interface is down")
def test_a_server_that_never_answers_is_given_up_after_the_time_limit(tmp_path: Path) -> None:
    with silent_server() as port:
        started = time.monotonic()
        ran = run_offline(LOAD_ONE_THAT_IS_NOT_BUNDLED.format(seconds=1), tmp_path, port=port)
        took = time.monotonic() - started
    assert "(no end after 1 seconds)" in ran.stdout, ran.stderr
    assert 1 <= took < 8


def test_the_folder_that_the_advice_names_is_enough_without_a_network(tmp_path: Path) -> None:
    seed_tiktoken_cache(tmp_path)
    code = """
from planner.tokens.encodings import _downloaded
print(_downloaded("cl100k_base").n_vocab)
"""
    ran = run_offline(code, tmp_path)
    assert ran.stdout == "100277\n", ran.stderr


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("o200k", "did you mean o200k_base?"),
        ("CL100K_BASE", "did you mean cl100k_base?"),
        ("llama-3", "did you mean llama3?"),
        ("gpt-4o-mini", "that is a model, and its encoding is o200k_base"),
        ("zzz", "known are cl100k_base, deepseek, gemma"),
        ("", "known are cl100k_base, deepseek, gemma"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(name: str, advice: str) -> None:
    with pytest.raises(EncodingUnavailable, match=re.escape(advice)):
        encoding(name)


def copied_package(folder: Path) -> Path:
    copied = folder / "planner"
    shutil.copytree(PACKAGE / "tokens", copied / "tokens", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PACKAGE / "__init__.py", copied)
    return copied


BUILD_CL100K = """
from planner.tokens.encodings import EncodingUnavailable, encoding
try:
    encoding("cl100k_base")
except EncodingUnavailable as problem:
    print(problem)
"""


def test_altered_ranks_are_refused_and_left_where_they_are(tmp_path: Path) -> None:
    package = copied_package(tmp_path)
    file = package / "tokens" / "ranks" / "cl100k_base.tiktoken.xz"
    plain = lzma.decompress(file.read_bytes()).replace(b"IGE= 264", b"IGE= 265")
    altered = lzma.compress(plain, preset=0)
    file.write_bytes(altered)
    ran = run_offline(BUILD_CL100K, tmp_path / "empty", package=package)
    assert "cl100k_base.tiktoken.xz are not those that the installed tiktoken expects" in ran.stdout, (
        ran.stderr
    )
    assert hashlib.sha256(plain).hexdigest() in ran.stdout
    assert file.read_bytes() == altered
    assert not (tmp_path / "empty").exists()


def test_a_broken_or_missing_ranks_file_is_named(tmp_path: Path) -> None:
    package = copied_package(tmp_path)
    file = package / "tokens" / "ranks" / "cl100k_base.tiktoken.xz"
    file.write_bytes(file.read_bytes()[:1000])
    cut = run_offline(BUILD_CL100K, tmp_path / "empty", package=package)
    file.unlink()
    missing = run_offline(BUILD_CL100K, tmp_path / "empty", package=package)
    for ran in (cut, missing):
        assert ran.stdout.startswith("the bundled ranks cl100k_base.tiktoken.xz cannot be read"), ran.stderr
        assert "reinstall prompt-or-tune" in ran.stdout


def test_the_notes_beside_the_ranks_state_their_true_hashes_and_sizes() -> None:
    notes = (RANKS / "README.md").read_text(encoding="utf-8")
    packed_files = sorted(RANKS.glob("*.xz"))
    assert len(packed_files) == 2
    for file in packed_files:
        packed = file.read_bytes()
        for content in (packed, lzma.decompress(packed)):
            assert f"`{hashlib.sha256(content).hexdigest()}` | {len(content):,} |" in notes
    assert "Copyright (c) 2022 OpenAI, Shantanu Jain" in (RANKS / "LICENSE").read_text(encoding="utf-8")
