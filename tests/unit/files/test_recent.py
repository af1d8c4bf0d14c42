"""Scenarios opened last are remembered, newest first; a state file in any condition never disturbs."""

from pathlib import Path

import pytest

from planner.files.recent import FOLDER_VARIABLE, recent_path, remember, remembered


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state" / "ours"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


def scenario(folder: Path, name: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text("scenario: 1\n", "utf-8")
    return path


def test_the_newest_comes_first_and_each_comes_once(tmp_path: Path) -> None:
    first, second = scenario(tmp_path, "first"), scenario(tmp_path, "größer")
    assert remembered() == ()
    for path in (first, second, first):
        remember(path)
    assert remembered() == (first, second)
    assert remembered(1) == (first,)


def test_a_path_from_the_current_folder_is_found_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scenario(tmp_path, "plan")
    monkeypatch.chdir(tmp_path)
    remember(Path("plan.yaml"))
    monkeypatch.chdir("/")
    assert remembered() == (path,)


def test_what_is_gone_is_left_out_and_found_again_when_it_is_back(tmp_path: Path) -> None:
    first, second = scenario(tmp_path, "first"), scenario(tmp_path, "second")
    remember(first)
    remember(second)
    second.unlink()
    assert remembered(1) == (first,)
    scenario(tmp_path, "second")
    assert remembered() == (second, first)


def test_no_more_than_fifty_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    paths = [scenario(tmp_path, f"plan-{number}") for number in range(52)]
    for path in paths:
        remember(path)
    assert remembered(100) == tuple(reversed(paths[2:]))
    assert len(remembered()) == 12


LONG = b'["/%s"]' % (b"a" * 5000)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": 1}',
        b'[1, null, [], ""]',
        b'["a\\u0000b"]',
        b"[" * 100_000,
        b'["/gone"]',
        LONG,
    ],
)
def test_a_broken_file_is_forgotten_and_written_anew(tmp_path: Path, content: bytes) -> None:
    recent_path().parent.mkdir(parents=True)
    recent_path().write_bytes(content)
    assert remembered() == ()
    path = scenario(tmp_path, "plan")
    remember(path)
    assert remembered() == (path,)


def test_a_place_that_cannot_be_written_does_not_disturb(tmp_path: Path, state: Path) -> None:
    state.parent.mkdir()
    state.write_text("a file where the folder should be", "utf-8")
    remember(scenario(tmp_path, "plan"))
    assert remembered() == ()
    state.unlink()
    recent_path().mkdir(parents=True)
    remember(scenario(tmp_path, "plan"))
    assert remembered() == ()
    assert [entry.name for entry in state.iterdir()] == ["recent.json"]


def test_tests_never_touch_what_the_user_has_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert Path.home() not in recent_path().parents
