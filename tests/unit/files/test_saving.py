"""Saving keeps a file whole, keeps what is special about it, and never writes over what somebody else has written."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from planner.files.saving import ChangedOnDisk, Disk, changed_since, read_disk, save, save_all
from planner.files.scenario_file import find_scenario
from planner.files.whole_files import PART_SUFFIX, write_whole
from planner.plan.problems import BadInput

TEXT = "title: Ours  # kept\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(TEXT, "utf-8")
    return file


def beside(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Have every longer file refused by the system, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_text_is_saved_and_nothing_lies_beside_it(path: Path) -> None:
    now = save(path, "title: Theirs\n", read_disk(path))
    assert path.read_bytes() == b"title: Theirs\n"
    assert now == read_disk(path)
    assert not beside(path)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", b"a: 1\rb: \xff\xfe\n", b"a: 1", b""])
def test_a_file_is_read_and_saved_byte_for_byte(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    read = read_disk(path)
    save(path, read.text + "# more", read)
    assert path.read_bytes() == content + b"# more"


def test_a_new_file_is_made_where_none_was(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    missing = read_disk(path)
    assert missing == Disk("", exists=False, signature=None)
    before = os.umask(0o027)
    try:
        save(path, TEXT, missing)
    finally:
        os.umask(before)
    assert path.read_text("utf-8") == TEXT
    assert mode_of(path) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o750])
def test_permissions_stay(path: Path, mode: int) -> None:
    path.chmod(mode)
    save(path, "a: 1\n", read_disk(path))
    assert mode_of(path) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_stays_where_that_is_allowed(path: Path) -> None:
    os.chown(path, 1234, 2345)
    save(path, "a: 1\n", read_disk(path))
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_where_the_group_cannot_stay_no_other_group_gets_its_rights(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
    else:
        pytest.skip("needs a file of another group")

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    save(path, "a: 1\n", read_disk(path))
    assert mode_of(path) == 0o644


def test_a_symbolic_link_stays_one_and_its_file_is_saved(path: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.yaml"
    link.symlink_to("../plan.yaml")
    save(link, "a: 1\n", read_disk(link))
    assert link.is_symlink()
    assert path.read_text("utf-8") == "a: 1\n"
    assert not beside(link)


def test_a_file_that_somebody_has_changed_is_not_saved_over(path: Path) -> None:
    read = read_disk(path)
    path.write_text("title: Theirs\n", "utf-8")
    with pytest.raises(ChangedOnDisk, match="has changed on disk") as found:
        save(path, "title: Mine\n", read)
    assert found.value.now == read_disk(path)
    assert path.read_text("utf-8") == "title: Theirs\n"
    assert not beside(path)
    save(path, "title: Mine\n", found.value.now)
    assert path.read_text("utf-8") == "title: Mine\n"


def test_a_file_that_is_gone_or_came_meanwhile_is_a_conflict_too(path: Path, tmp_path: Path) -> None:
    read, missing = read_disk(path), read_disk(tmp_path / "new.yaml")
    path.unlink()
    with pytest.raises(ChangedOnDisk, match="is gone on disk"):
        save(path, "a: 1\n", read)
    (tmp_path / "new.yaml").write_text("", "utf-8")
    with pytest.raises(ChangedOnDisk):
        save(tmp_path / "new.yaml", "a: 1\n", missing)


def test_a_change_between_the_first_look_and_the_last_is_seen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, force = read_disk(path), os.fsync

    def change_meanwhile(handle: int) -> None:
        force(handle)
        path.write_text("title: Theirs\n", "utf-8")

    monkeypatch.setattr(os, "fsync", change_meanwhile)
    with pytest.raises(ChangedOnDisk):
        save(path, "title: Mine\n", read)
    assert path.read_text("utf-8") == "title: Theirs\n"
    assert not beside(path)


def test_a_file_that_holds_the_text_already_is_left_alone(path: Path) -> None:
    read = read_disk(path)
    path.write_text("title: Mine\n", "utf-8")  # by a save that was killed before it could say so
    before = path.stat()
    assert save(path, "title: Mine\n", read) == read_disk(path)
    assert path.stat().st_ino == before.st_ino


def test_a_touch_is_no_change_and_other_content_is_one(path: Path) -> None:
    read = read_disk(path)
    assert not changed_since(path, read)
    os.utime(path, ns=(1, 1))
    assert not changed_since(path, read)
    path.write_text(TEXT.replace("Ours", "Mine"), "utf-8")  # as long as before
    assert changed_since(path, read)
    path.write_text("", "utf-8")
    assert changed_since(path, read)
    path.unlink()
    assert changed_since(path, read)
    missing = read_disk(path)
    assert not changed_since(path, missing)
    path.mkdir()
    assert changed_since(path, missing)


def test_polling_a_file_that_did_not_change_does_not_read_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_disk(path)
    monkeypatch.setattr("planner.files.saving.read_disk", None)
    assert not changed_since(path, read)


def test_a_read_only_file_is_refused_though_its_folder_could_be_written(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(BadInput, match=r"plan\.yaml: cannot be saved: it is read-only; save a copy"):
        save(path, "a: 1\n", read_disk(path))
    assert path.read_text("utf-8") == TEXT
    assert not beside(path)


def test_a_full_disk_leaves_the_file_as_it_was_and_nothing_beside_it(path: Path) -> None:
    read = read_disk(path)
    with files_of_at_most(100), pytest.raises(BadInput, match="cannot be saved: File too large; make room"):
        save(path, "# long\n" * 100, read)
    assert read_disk(path) == read
    assert not beside(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "plan.yaml"
    with pytest.raises(BadInput, match=r"gone/plan\.yaml: cannot be saved: No such file or directory"):
        save(path, "a: 1\n", read_disk(path))


def test_a_folder_that_cannot_be_written_is_named(path: Path) -> None:
    if os.geteuid() == 0:
        path = Path("/proc/self/plan.yaml")  # a folder that not even root can write
        read = read_disk(path)
    else:
        read = read_disk(path)
        path.parent.chmod(0o555)
    try:
        with pytest.raises(BadInput, match=r"plan\.yaml: cannot be saved: "):
            save(path, "a: 1\n", read)
    finally:
        if os.geteuid() != 0:
            path.parent.chmod(0o755)


def test_what_is_no_text_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(BadInput, match="is no ordinary file"):
        read_disk(tmp_path / "pipe.yaml")
    with pytest.raises(BadInput, match="Is a directory"):
        read_disk(tmp_path)
    (tmp_path / "large.yaml").touch()
    os.truncate(tmp_path / "large.yaml", 20_000_000)
    with pytest.raises(BadInput, match="has 20,000,000 bytes"):
        read_disk(tmp_path / "large.yaml")


def test_a_character_that_is_none_is_named(path: Path) -> None:
    with pytest.raises(BadInput, match=r"the character '\\ud800' is none"):
        save(path, "a: \ud800\n", read_disk(path))
    assert not beside(path)


def test_of_several_files_none_is_saved_when_one_has_changed(path: Path, tmp_path: Path) -> None:
    prices = tmp_path / "prices.yaml"
    read, none = read_disk(path), read_disk(prices)
    path.write_text("title: Theirs\n", "utf-8")
    with pytest.raises(ChangedOnDisk):
        save_all([(prices, "b: 2\n", none), (path, "a: 1\n", read)])
    assert not beside(path)
    kept = read_disk(path)
    with files_of_at_most(100), pytest.raises(BadInput):
        save_all([(prices, "b: 2\n", none), (path, "# long\n" * 100, kept)])
    assert not beside(path)
    assert save_all([(prices, "b: 2\n", none), (path, "a: 1\n", kept)]) == [
        read_disk(prices),
        read_disk(path),
    ]
    assert (prices.read_text("utf-8"), path.read_text("utf-8")) == ("b: 2\n", "a: 1\n")


def test_saving_again_goes_on_where_saving_several_files_stopped(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prices = tmp_path / "prices.yaml"
    both = [(path, "a: 1\n", read_disk(path)), (prices, "b: 2\n", read_disk(prices))]
    move = Path.replace

    def refuse_prices(part: Path, target: Path) -> Path:
        if target.name == "prices.yaml":
            raise PermissionError(13, "Permission denied")
        return move(part, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse_prices)
        with pytest.raises(BadInput, match=r"prices\.yaml: cannot be saved: Permission denied"):
            save_all(both)
    assert path.read_text("utf-8") == "a: 1\n"
    assert not beside(path)
    save_all(both)
    assert prices.read_text("utf-8") == "b: 2\n"


def test_a_name_of_the_greatest_length_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125 + ".yaml")
    save(path, TEXT, read_disk(path))
    assert path.read_text("utf-8") == TEXT


def test_the_next_save_removes_what_killed_ones_left_of_this_file(path: Path) -> None:
    names = (
        ".plan.yaml.save-0123456789abcdef.part",
        ".other.yaml.save-0123456789abcdef.part",
        ".plan.yaml.part",
    )
    for name in names:
        path.with_name(name).touch()
        os.utime(path.with_name(name), (0, 0))
    recent = path.with_name(
        ".plan.yaml.save-fedcba9876543210.part"
    )  # perhaps of a save that goes on elsewhere
    recent.touch()
    save(path, "a: 1\n", read_disk(path))
    assert beside(path) == sorted([recent.name, *names[1:]])


def test_a_name_with_signs_of_a_pattern_removes_its_own_parts_only(tmp_path: Path) -> None:
    path, other = tmp_path / "[ab]*.yaml", tmp_path / ".axx.yaml.save-0123456789abcdef.part"
    own = tmp_path / ".[ab]*.yaml.save-0123456789abcdef.part"
    for name in (other, own):
        name.touch()
        os.utime(name, (0, 0))
    save(path, TEXT, read_disk(path))
    assert other.exists()
    assert not own.exists()


def test_whole_files_are_written_with_their_line_ends_and_keep_their_mode(path: Path) -> None:
    path.chmod(0o600)
    write_whole(path, "a\r\nb\n")
    assert path.read_bytes() == b"a\r\nb\n"
    assert mode_of(path) == 0o600


SAVES = 1000
SAVE_AGAIN_AND_AGAIN = """
import sys
from pathlib import Path
from planner.files.saving import read_disk, save

path, versions = Path(sys.argv[1]), [Path(name).read_bytes().decode() for name in sys.argv[2:]]
disk = read_disk(path)
turn = versions.index(disk.text)
while True:
    turn += 1
    sys.stdout.buffer.write(b".")
    sys.stdout.buffer.flush()
    disk = save(path, versions[turn % len(versions)], disk)
"""


def test_kill_9_during_a_thousand_saves_never_leaves_a_broken_or_half_file(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    path = folder / "plan.yaml"
    shelf = [find_scenario(name).read_bytes() for name in ("ticket-triage", "legal", "cascade")]
    versions = [*shelf, shelf[0] + b"# longer\n" * 50_000]
    copies = [tmp_path / f"version-{number}.yaml" for number in range(len(versions))]
    for copy, content in zip(copies, versions, strict=True):
        copy.write_bytes(content)
    path.write_bytes(versions[0])
    chance, attempted, kills, seen = Random(20261120), 0, 0, set()  # noqa: S311
    while attempted < SAVES:
        saving = subprocess.Popen(
            [sys.executable, "-c", SAVE_AGAIN_AND_AGAIN, str(path), *map(str, copies)], stdout=subprocess.PIPE
        )
        assert saving.stdout is not None
        attempted += len(saving.stdout.read(chance.randint(1, 80)))
        time.sleep(chance.uniform(0, 0.004))  # else it would always be killed at the start of a save
        saving.send_signal(signal.SIGKILL)
        attempted += len(saving.stdout.read())
        saving.stdout.close()
        assert saving.wait() == -signal.SIGKILL
        kills += 1
        now = path.read_bytes()
        assert any(now == version for version in versions)  # no other words: a difference would be long
        seen.add(now)
        assert all(
            name.startswith(".plan.yaml.save-") and name.endswith(PART_SUFFIX) for name in beside(path)
        )
        assert find_scenario(str(folder)) == path
    assert kills > 10
    assert len(seen) > 1
    left = beside(path)
    assert left, "no kill met a save"
    for name in left:
        os.utime(folder / name, (0, 0))
    save(path, TEXT, read_disk(path))
    assert not beside(path)
