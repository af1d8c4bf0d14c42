"""Prompts and tickets are read as they are, or refused with every problem at its line."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from planner.tokens import corpus
from planner.tokens.corpus import (
    PROBLEMS_SHOWN,
    CorpusProblem,
    TokenProfile,
    UnreadableCorpusError,
    profile,
    read_bytes,
    texts_in,
)
from planner.tokens.counting import LONGEST_BLANK_RUN, counter
from planner.tokens.rows import table


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def texts_of(path: Path, field: str | None) -> list[str]:
    return texts_in(read_bytes(path), path, field)


def problems_of(path: Path, field: str | None) -> list[str]:
    with pytest.raises(UnreadableCorpusError) as refused:
        texts_of(path, field)
    assert all(problem.file == path for problem in refused.value.problems)
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))
    return [
        (f"{problem.line}: " if problem.line else "") + problem.sentence for problem in refused.value.problems
    ]


@pytest.mark.parametrize("name", ["policy.md", "policy.txt", "policy.prompt", "policy", "policy.json"])
def test_a_prompt_file_is_one_text(name: str, tmp_path: Path) -> None:
    assert texts_of(written(tmp_path, name, "# Policy\n\nBe kind.\n"), None) == ["# Policy\n\nBe kind.\n"]


def test_a_byte_order_mark_and_windows_line_ends_do_not_change_a_prompt(tmp_path: Path) -> None:
    plain = written(tmp_path, "plain.md", "# Policy\n\nBe kind.\n")
    windows = written(tmp_path, "windows.md", b"\xef\xbb\xbf# Policy\r\n\r\nBe kind.\r\n")
    assert texts_of(windows, None) == texts_of(plain, None)


def test_json_lines_are_read_with_a_byte_order_mark_windows_line_ends_and_blank_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path, "t.JSONL", b'\xef\xbb\xbf{"text": "one"}\r\n\r\n{"id": 2, "text": "two\\r\\nlines"}\r\n'
    )
    assert texts_of(path, "text") == ["one", "two\r\nlines"]


def test_only_a_newline_ends_a_json_line(tmp_path: Path) -> None:
    text = "a\u2028b\u2029c\u0085d\u000be"
    path = written(tmp_path, "t.jsonl", json.dumps({"text": text}, ensure_ascii=False) + "\n")
    assert texts_of(path, "text") == [text]


def test_a_csv_cell_keeps_its_newlines_commas_and_quotation_marks(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", b'\xef\xbb\xbftext,label\r\n"one, ""two""\nthree",a\r\n\r\nfour,b\r\n')
    assert texts_of(path, "text") == ['one, "two"\nthree', "four"]


def test_a_tsv_column_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "t.tsv", 'label\ttext\na\tone, "two"\nb\tthree\n')
    assert texts_of(path, "text") == ['one, "two"', "three"]


def test_a_cell_longer_than_the_csv_module_allows_by_itself_is_read(tmp_path: Path) -> None:
    cell = "long " * 60_000
    assert texts_of(written(tmp_path, "t.csv", f"text\n{cell}\n"), "text") == [cell]


def test_two_tables_are_read_at_the_same_time() -> None:
    # The limit belongs to the whole process: a reader that gave it back would stop the other one.
    cell = "long " * 60_000
    first, second = (table(f"text\nshort\n{cell}\n", "text", ",") for _ in range(2))
    assert next(first) == next(second) == (2, "short")
    assert list(first) == list(second) == [(3, cell)]


def test_an_empty_cell_is_a_text_without_tokens(tmp_path: Path) -> None:
    texts = texts_of(written(tmp_path, "t.csv", "id,text\n1,\n2,two\n"), "text")
    assert texts == ["", "two"]
    assert profile(texts, "o200k_base").minimum == 0


def test_a_missing_file_gets_a_suggestion(tmp_path: Path) -> None:
    written(tmp_path, "tickets.jsonl", "{}")
    assert problems_of(tmp_path / "ticket.jsonl", "text") == [
        "there is no such file; did you mean 'tickets.jsonl'?"
    ]


def test_a_file_in_a_missing_folder_is_missing(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "no" / "t.md", None) == ["there is no such file"]


def test_a_folder_and_an_impossible_name_cannot_be_read(tmp_path: Path) -> None:
    assert problems_of(tmp_path, None)[0].startswith("it cannot be read: ")
    assert problems_of(tmp_path / "a\0b.md", None) == ["it cannot be read: embedded null byte"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["prompt.md", "tickets.csv"])
def test_a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    assert problems_of(tmp_path / name, None) == ["it is no ordinary file"]


def test_every_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "t.jsonl", b'{"text": "ok"}\n{"text": "M\xfcller"}\n\n{"text": "caf\xe9"}\n')
    assert problems_of(path, "text") == [
        "2: byte 12 of the line (0xfc) is not UTF-8; save the file as UTF-8",
        "4: byte 14 of the line (0xe9) is not UTF-8; save the file as UTF-8",
    ]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be"])
def test_a_utf_16_file_is_recognized(codec: str, tmp_path: Path) -> None:
    mark = b"\xfe\xff" if codec == "utf-16-be" else b""
    path = written(tmp_path, "t.md", mark + "Grüße 中文".encode(codec))
    assert problems_of(path, None) == ["it is UTF-16 and not UTF-8; save it as UTF-8"]


def test_every_problem_of_json_lines_is_told_at_once(tmp_path: Path) -> None:
    lines = [
        '{"text": "fine"}',
        '{"text": "open}',
        '["text"]',
        '"text"',
        '{"texts": "x", "id": 1}',
        '{"id": 1, "lang": "de"}',
        '{"text": null}',
        '{"text": 3}',
        '{"text": true}',
        '{"text": ["a"]}',
        '{"text": {"a": 1}}',
        '{"text": ' + "9" * 5000 + "}",
        "[" * 100_000,
        "{}",
    ]
    found = problems_of(written(tmp_path, "t.jsonl", "\n".join(lines)), "text")
    assert found[:-3] == [
        "2: it is not JSON: Unterminated string starting at at character 10",
        "3: it is a list and not an object",
        "4: it is a string and not an object",
        "5: the object has no field 'text'; did you mean 'texts'?",
        "6: the object has no field 'text'; there is 'id', 'lang'",
        "7: the field 'text' is null and not a string",
        "8: the field 'text' is a number and not a string",
        "9: the field 'text' is true or false and not a string",
        "10: the field 'text' is a list and not a string",
        "11: the field 'text' is an object and not a string",
    ]
    assert found[-3].startswith("12: its JSON cannot be read: Exceeds the limit")
    assert found[-2].startswith("13: its JSON cannot be read: maximum recursion depth")
    assert found[-1] == "14: the object has no field 'text'"


def test_no_more_than_the_first_problems_are_told(tmp_path: Path) -> None:
    found = problems_of(written(tmp_path, "t.jsonl", "oops\n" * 1000), "text")
    assert len(found) == PROBLEMS_SHOWN == 20
    assert found[-1].startswith("20: ")


def test_no_more_than_the_first_lines_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    assert len(problems_of(written(tmp_path, "t.md", b"\xff\n" * 1000), None)) == PROBLEMS_SHOWN


def test_a_field_must_be_named_for_rows_and_lines(tmp_path: Path) -> None:
    lines = written(tmp_path, "t.jsonl", '{"id": 1, "text": "x"}\n{"id": 2}\n')
    rows = written(tmp_path, "t.csv", "id,text\n1,x\n")
    assert problems_of(lines, None) == ["1: say which field holds the text; there is 'id', 'text'"]
    assert problems_of(rows, None) == ["1: say which column holds the text; there is 'id', 'text'"]


def test_a_field_has_no_meaning_for_a_whole_file(tmp_path: Path) -> None:
    found = problems_of(written(tmp_path, "t.md", "text"), "text")
    assert found == ["only .jsonl, .csv and .tsv files have fields; leave out the field 'text'"]


def test_a_misspelt_column_gets_a_suggestion(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "id,customer_message\n1,x\n")
    assert problems_of(path, "customer_mesage") == [
        "1: there is no column 'customer_mesage'; did you mean 'customer_message'?"
    ]


def test_a_column_among_many_is_not_drowned_in_names(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", ",".join(f"c{number}" for number in range(40)) + "\n")
    assert problems_of(path, "message")[0].endswith("'c8', 'c9' and 30 more")


def test_a_column_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "text,id,text\na,1,b\n")
    assert problems_of(path, "text") == ["1: 2 columns are called 'text'; rename all but one"]


def test_rows_of_another_length_are_named_by_the_line_they_start_on(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", 'text,id\n"two\nlines",1\nHello, world,2\nshort\n"a\nb",3,4\n')
    advice = "; put quotation marks around cells with a separator in them"
    assert problems_of(path, "text") == [
        f"4: the row has 3 cells and the first row 2{advice}",
        "5: the row has 1 cells and the first row 2",
        f"6: the row has 3 cells and the first row 2{advice}",
    ]


@pytest.mark.parametrize("row", ['"never closed,1\nx,2\n', '"closed"early,1\nx,2\n'])
def test_an_unbalanced_quotation_mark_does_not_swallow_rows(row: str, tmp_path: Path) -> None:
    found = problems_of(written(tmp_path, "t.csv", "text,id\n" + row), "text")
    assert len(found) == 1
    assert "the table breaks off here: " in found[0]
    assert found[0].endswith("; check the quotation marks")


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        ("t.md", "", None),
        ("t.md", " \n\t\r\n", None),
        ("t.md", "\ufeff", None),
        ("t.jsonl", "", "text"),
        ("t.jsonl", '\n{"text": " "}\n', "text"),
        ("t.csv", "text,id\n", "text"),
        ("t.tsv", "text\tid\n\t1\n", "text"),
    ],
)
def test_a_corpus_without_text_is_refused(name: str, content: str, field: str | None, tmp_path: Path) -> None:
    assert problems_of(written(tmp_path, name, content), field) == ["it holds no text to count"]


def test_an_empty_table_has_no_column(tmp_path: Path) -> None:
    assert problems_of(written(tmp_path, "t.csv", ""), "text") == ["1: there is no column 'text'"]


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    with path.open("wb") as file:
        file.truncate(corpus.SIZE_LIMIT + 1)
    assert problems_of(path, None) == ["it is larger than 200 MB; take a random sample of it"]


def test_a_text_that_cannot_be_counted_is_named_by_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "text\nfine\na" + " " * (LONGEST_BLANK_RUN + 1) + "b\n")
    assert problems_of(path, "text")[0].startswith("3: it has over 999,998 blanks in one run")


def test_a_problem_without_a_line_names_the_file_alone() -> None:
    assert str(CorpusProblem(Path("a.md"), None, "it is empty")) == "a.md: it is empty"


def test_a_profile_is_made_of_exact_counts() -> None:
    texts = ["Is my card on its way?", "", "Hi", "Where is it?"]
    assert [counter("o200k_base")(text) for text in texts] == [7, 0, 1, 4]
    assert profile(texts, "o200k_base") == TokenProfile(
        texts=4, total=12, mean=3.0, minimum=0, p5=0.15, p50=2.5, p95=6.55, maximum=7
    )


@pytest.mark.parametrize("size", [1, 2, 3, 20, 21, 101, 256])
def test_percentiles_are_those_of_numpy(size: int) -> None:
    chosen = np.random.default_rng(size)
    texts = ["word" + " word" * int(chosen.integers(400)) for _ in range(size)]
    counts = [counter("cl100k_base")(text) for text in texts]
    made = profile(texts, "cl100k_base")
    assert (made.texts, made.total) == (size, sum(counts))
    assert (made.minimum, made.maximum) == (min(counts), max(counts))
    assert made.mean == pytest.approx(np.mean(counts))
    assert (made.p5, made.p50, made.p95) == pytest.approx(tuple(np.percentile(counts, [5, 50, 95])))


def test_a_profile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one text"):
        profile([], "o200k_base")
