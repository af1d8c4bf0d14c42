"""Two people's changes of one text put together, where that is possible."""

from __future__ import annotations

import pytest

from planner.files.merging import merged

BASE = "".join(f"line {number}: {number}\n" for number in range(9))
OURS, THEIRS = BASE.replace(": 1\n", ": ours\n"), BASE.replace(": 7\n", ": theirs\n")


def test_changes_of_different_lines_are_both_there() -> None:
    assert merged(BASE, OURS, THEIRS) == OURS.replace(": 7\n", ": theirs\n")
    assert merged(BASE, BASE, THEIRS) == THEIRS
    assert merged(BASE, OURS, BASE) == merged(BASE, OURS, OURS) == OURS


def test_changes_of_the_same_line_are_put_together_by_nobody() -> None:
    assert merged(BASE, OURS, BASE.replace(": 1\n", ": theirs\n")) is None


def test_every_byte_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "\ufeffgröße: 1\r\n" + BASE.replace("\n", "\r\n") + "\udcff: end without a line end"
    changed = odd.replace(": 7\r\n", ": ours\r\n")
    assert merged(odd, changed, odd) == changed
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert merged(odd, odd, changed) == changed


def test_without_git_nothing_is_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert merged(BASE, OURS, THEIRS) is None
