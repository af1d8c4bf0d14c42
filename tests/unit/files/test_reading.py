"""Files as they are read: from disk, and from texts that are not saved yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.files import reading
from planner.files.reading import Files
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.pipeline import Question, load
from planner.plan.catalog.tables import TokenizerTable
from planner.plan.problems import BadInput


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name that a text was parsed under."""
    names: list[str] = []

    def noted(text: str | bytes, file: str) -> YamlDocument:
        names.append(Path(file).name)
        return parse_yaml(text, file)

    monkeypatch.setattr(reading, "parse_yaml", noted)
    return names


def test_an_unsaved_text_stands_for_its_file_and_the_file_is_there_again_without_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    files = Files()
    assert files.with_unsaved({path: "a: 2\n"}).document(path).data == {"a": 2}
    assert files.document(path).data == {"a": 1}


def test_what_changed_on_disk_is_read_again_and_what_did_not_is_not(
    tmp_path: Path, parsed: list[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    files = Files()
    first = files.document(path)
    path.write_text("a: 1\n")  # written, with the same bytes
    assert files.document(path) is first
    path.write_text("a: 3\n")
    assert files.document(path).data == {"a": 3}
    assert len(parsed) == 2


def test_the_saved_and_the_unsaved_text_are_both_kept(tmp_path: Path, parsed: list[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    files = Files()
    edited = files.with_unsaved({path: "a: 2\n"})
    for _ in range(3):
        assert (files.document(path).data, edited.document(path).data) == ({"a": 1}, {"a": 2})
    assert len(parsed) == 2


def test_a_model_is_that_of_the_text_it_was_checked_with(tmp_path: Path) -> None:
    path = tmp_path / "tokenizers.yaml"
    text = "references: {}\ntokenizers: {}\n"
    path.write_text(text)
    files = Files()
    known = files.checked(path, TokenizerTable)
    edited = files.with_unsaved({path: text.replace("tokenizers: {}", "tokenizer: {}")})
    with pytest.raises(BadInput, match="tokenizer"):
        edited.checked(path, TokenizerTable)
    assert files.checked(path, TokenizerTable) is known


def test_shipped_tables_are_read_once_for_any_number_of_answers(parsed: list[str]) -> None:
    files = Files()
    load(Question("ticket-triage"), files)
    once = len(parsed)
    load(Question("ticket-triage"), files.with_unsaved({Path("/other.yaml"): "a: 1"}))
    assert len(parsed) == once


def test_an_unsaved_file_makes_its_folder_and_is_listed_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "pricing" / "providers"
    files = Files({folder / "new.yaml": "a: 1\n"})
    assert files.is_folder(tmp_path / "pricing")
    assert files.is_folder(folder)
    assert files.is_file(folder / "new.yaml")
    assert files.listed(folder) == [folder / "new.yaml"]
    assert files.listed(tmp_path / "pricing") == []
    folder.mkdir(parents=True)
    (folder / "old.yml").write_text("a: 1\n")
    (folder / "new.yaml").write_text("a: 1\n")
    assert files.listed(folder) == [folder / "new.yaml", folder / "old.yml"]
    assert not Files().is_folder(tmp_path / "none")


def test_a_path_below_the_current_folder_names_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("a: 1\n")
    assert Files({tmp_path / "a.yaml": "a: 2\n"}).document(Path("a.yaml")).data == {"a": 2}
