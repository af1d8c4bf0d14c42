"""The text of a file in git's last commit, from real repositories; nothing where there is none to be had."""

import os
import subprocess
from pathlib import Path

import pytest

from planner.files import git_history
from planner.files.git_history import text_at_head

TEXT = "\ufefftitle: Größe\r\n"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.delenv("GIT_DIR", raising=False)  # set where a hook runs the tests
    for person in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{person}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{person}_EMAIL", "ada@example.org")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def commit(folder: Path, **files: bytes) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    git(folder, "add", "--", *files)
    git(folder, "commit", "-q", "-m", "files")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "a repository"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


def test_the_text_of_the_last_commit_whatever_the_file_holds_now(repository: Path) -> None:
    (repository / "plans").mkdir()
    names = ["plan.yaml", "a plan.yaml", "-plan.yaml", "--help", "plans/größer.yaml", "HEAD:x?*.yaml"]
    commit(repository, **{name: f"{TEXT}# {name}".encode() for name in names})
    for name in names:
        (repository / name).write_text("changed", "utf-8")
        assert text_at_head(repository / name) == f"{TEXT}# {name}"
    git(repository, "add", "-A")  # in the index is not in a commit
    assert text_at_head(repository / "plan.yaml") == f"{TEXT}# plan.yaml"


def test_the_file_that_a_link_leads_to(repository: Path, tmp_path: Path) -> None:
    commit(repository, **{"plan.yaml": TEXT.encode()})
    (tmp_path / "link.yaml").symlink_to(repository / "plan.yaml")
    (repository / "inside.yaml").symlink_to("plan.yaml")
    commit(repository, **{"inside.yaml": TEXT.encode()})
    assert text_at_head(tmp_path / "link.yaml") == TEXT
    assert text_at_head(repository / "inside.yaml") == TEXT


def test_a_path_from_the_current_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, **{"plan.yaml": TEXT.encode()})
    monkeypatch.chdir(repository)
    assert text_at_head(Path("plan.yaml")) == TEXT


def test_nothing_before_the_first_commit_nor_of_an_untracked_file_nor_of_bytes(repository: Path) -> None:
    (repository / "plan.yaml").write_text(TEXT, "utf-8")
    assert text_at_head(repository / "plan.yaml") is None
    commit(repository, **{"bytes.yaml": b"\xff\xfea"})
    assert text_at_head(repository / "plan.yaml") is None
    assert text_at_head(repository / "bytes.yaml") is None
    assert text_at_head(repository) is None


def test_nothing_without_a_repository_or_without_a_folder(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "plan.yaml").write_text(TEXT, "utf-8")
    assert text_at_head(tmp_path / "plain" / "plan.yaml") is None
    assert text_at_head(tmp_path / "gone" / "plan.yaml") is None


def test_nothing_without_git_or_when_it_takes_too_long(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, **{"plan.yaml": TEXT.encode()})
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    assert text_at_head(repository / "plan.yaml") is None
    (programs / "git").write_text("#!/bin/sh\nexec /bin/sleep 60\n", "utf-8")
    (programs / "git").chmod(0o755)
    monkeypatch.setattr(git_history, "_LONGEST_SECONDS", 0.05)
    assert text_at_head(repository / "plan.yaml") is None


def test_git_looks_where_the_file_is_even_when_a_hook_runs_us(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    commit(other, **{"plan.yaml": b"other"})
    commit(repository, **{"plan.yaml": TEXT.encode()})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert text_at_head(repository / "plan.yaml") == TEXT


def test_git_is_told_to_lock_fetch_and_ask_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git").write_text(
        '#!/bin/sh\necho "$GIT_OPTIONAL_LOCKS $GIT_TERMINAL_PROMPT $GIT_ALLOW_PROTOCOL"\n'
        '(: < /dev/tty) 2> /dev/null && echo "a terminal"\nif read line; then echo "an answer"; fi\n',
        "utf-8",
    )
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    assert text_at_head(repository / "plan.yaml") == "0 0 none\n"
