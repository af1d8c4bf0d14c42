"""Counts are remembered by content; a cache in any state changes nothing but the time taken."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import planner
from planner.tokens import remembered
from planner.tokens.corpus import TokenProfile, UnreadableCorpusError
from planner.tokens.encodings import EncodingUnavailable
from planner.tokens.remembered import FOLDER_VARIABLE, count_file, counts_folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text("text,note\nIs my card on its way?,urgent and long\nHi,x\n", encoding="utf-8")
    return path


EXPECTED = TokenProfile(texts=2, total=8, mean=4.0, minimum=1, p5=1.3, p50=4.0, p95=6.7, maximum=7)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "token-counts").iterdir())


def test_a_file_is_counted_and_remembered(tickets: Path, cache: Path) -> None:
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    (entry,) = entries(cache)
    assert entry.suffix == ".json"
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    assert entries(cache) == [entry]


def test_what_is_remembered_is_not_counted_again(tickets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count_file(tickets, "text", "o200k_base")

    def refuse(*_: object) -> TokenProfile:
        raise AssertionError("counted again")

    monkeypatch.setattr(remembered, "profile", refuse)
    assert count_file(tickets, "text", "o200k_base") == EXPECTED


def test_the_tokenizer_is_not_even_imported_when_everything_is_remembered(tickets: Path) -> None:
    code = """
import sys
from pathlib import Path
from planner.tokens.remembered import count_file
print(count_file(Path(sys.argv[1]), "text", "cl100k_base").total)
print(sorted({"tiktoken", "requests", "regex", "splintr"} & sys.modules.keys()))
"""
    environment = os.environ | {"PYTHONPATH": str(Path(planner.__file__).parents[1])}

    def run() -> list[str]:
        command = [sys.executable, "-c", code, str(tickets)]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
        return ran.stdout.splitlines()

    total, imported = run()
    assert (total, "tiktoken" in imported) == ("8", True)
    assert run() == ["8", "[]"]


@pytest.mark.parametrize(
    "change",
    [
        lambda path: count_file(path, "note", "o200k_base"),
        lambda path: count_file(path, "text", "cl100k_base"),
        lambda path: (
            path.write_text("text,note\nHi,x\n", encoding="utf-8") and count_file(path, "text", "o200k_base")
        ),
    ],
    ids=["another field", "another tokenizer", "another content"],
)
def test_whatever_a_count_depends_on_is_remembered_apart(
    change: Callable[[Path], TokenProfile], tickets: Path, cache: Path
) -> None:
    count_file(tickets, "text", "o200k_base")
    change(tickets)
    assert len(entries(cache)) == 2


def test_a_file_remembered_as_csv_is_not_taken_for_a_tsv_file(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("text\nHi\tthere\n", encoding="utf-8")
    assert count_file(path, "text", "o200k_base").texts == 1
    with pytest.raises(UnreadableCorpusError, match="the row has 2 cells"):
        count_file(path.rename(path.with_suffix(".tsv")), "text", "o200k_base")


def test_another_version_of_the_tokenizer_is_remembered_apart(
    tickets: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_file(tickets, "text", "o200k_base")
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.9.0")
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    libraries = {
        json.loads(entry.read_text(encoding="utf-8"))["identity"]["library"] for entry in entries(cache)
    }
    assert len(libraries) == 2
    assert "tiktoken 0.9.0" in libraries


def test_without_a_known_version_nothing_is_remembered(
    tickets: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr("importlib.metadata.version", unknown)
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    assert not cache.exists()


def test_the_same_content_under_another_name_is_remembered(tickets: Path, cache: Path) -> None:
    count_file(tickets, "text", "o200k_base")
    assert count_file(tickets.rename(tickets.with_name("moved.csv")), "text", "o200k_base") == EXPECTED
    assert len(entries(cache)) == 1


def test_the_texts_themselves_are_not_stored(tickets: Path, cache: Path) -> None:
    count_file(tickets, "text", "o200k_base")
    assert "card" not in entries(cache)[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda kept: kept[: len(kept) // 2],
        lambda kept: b"\xff" + kept,
        lambda kept: kept.replace(b'"total": 8', b'"total": 9'),
        lambda kept: kept.replace(b'"total"', b'"totals"'),
        lambda _: b"[]",
        lambda _: b"null",
        lambda _: b'{"identity": 1}',
        lambda _: b"[" * 100_000,
    ],
)
def test_a_damaged_entry_is_counted_again_and_mended(
    damage: Callable[[bytes], bytes], tickets: Path, cache: Path
) -> None:
    count_file(tickets, "text", "o200k_base")
    (entry,) = entries(cache)
    sound = entry.read_bytes()
    damaged = damage(sound)
    assert damaged != sound
    entry.write_bytes(damaged)
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    assert entry.read_bytes() == sound


def test_a_cache_folder_that_cannot_be_made_is_no_error(tickets: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    assert cache.read_text(encoding="utf-8") == "a file where the folder should be"


def test_an_entry_that_cannot_be_replaced_is_no_error_and_leaves_nothing_behind(
    tickets: Path, cache: Path
) -> None:
    count_file(tickets, "text", "o200k_base")
    (entry,) = entries(cache)
    entry.unlink()
    entry.mkdir()  # neither readable nor replaceable by a file, for any user
    assert count_file(tickets, "text", "o200k_base") == EXPECTED
    assert entries(cache) == [entry]


def test_a_file_with_problems_is_refused_every_time(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text("oops\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(UnreadableCorpusError, match="it is not JSON"):
            count_file(path, "text", "o200k_base")
    assert not cache.exists()


def test_an_unknown_tokenizer_is_refused(tickets: Path) -> None:
    with pytest.raises(EncodingUnavailable, match="did you mean o200k_base"):
        count_file(tickets, "text", "o200k_bas")


def test_an_open_tokenizer_is_counted_and_remembered(tickets: Path, cache: Path) -> None:
    pytest.importorskip("splintr")
    assert count_file(tickets, "text", "llama3") == count_file(tickets, "text", "llama3") == EXPECTED
    (entry,) = entries(cache)
    assert "splintr-rs " in entry.read_text(encoding="utf-8")


def test_by_default_counts_are_kept_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, ""):
        if value is None:
            monkeypatch.delenv(FOLDER_VARIABLE)
        else:
            monkeypatch.setenv(FOLDER_VARIABLE, value)
        assert counts_folder().parts[-2:] == ("prompt-or-tune", "token-counts") or sys.platform == "win32"
        assert counts_folder().is_absolute()
