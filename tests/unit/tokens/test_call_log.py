"""A log of calls is read as it is, or refused with every problem at its line."""

import json
from pathlib import Path

import numpy as np
import pytest
from building.plans import book, shop, sku

from planner.files.checking import check
from planner.files.yaml_text import parse_yaml
from planner.plan.latency.call_log import CallLog
from planner.plan.latency.fitting import FittedTimes
from planner.plan.problems import BadInput
from planner.tokens.call_log import Calls, calls_in
from planner.tokens.corpus import PROBLEMS_SHOWN, UnreadableCorpusError
from planner.tokens.measured_texts import MeasuredTexts

HEADER = "prompt_tokens,output_tokens,ttft,total\n"
GOOD = HEADER + "100,20,0.5,1.5\n200,30,0.6,2.1\n300,40,0.7,2.7\n"


def read(content: str, name: str = "calls.csv", **fields: object) -> Calls:
    log = CallLog.model_validate({"file": name, "unit": "s", **fields})
    return calls_in(content.encode(), Path(name), log)


def faults(content: str, name: str = "calls.csv", **fields: object) -> list[str]:
    with pytest.raises(UnreadableCorpusError) as refused:
        read(content, name, **fields)
    return [str(problem) for problem in refused.value.problems]


def same(one: Calls, other: Calls) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("prompt", "output", "ttft", "total")
    )


def test_csv_tsv_and_json_lines_say_the_same() -> None:
    rows = [row.split(",") for row in GOOD.splitlines()]
    objects = [dict(zip(rows[0], map(float, row), strict=True)) for row in rows[1:]]
    csv = read(GOOD)
    assert csv.prompt.tolist() == [100, 200, 300]
    assert csv.total.tolist() == [1.5, 2.1, 2.7]
    assert same(csv, read(GOOD.replace(",", "\t"), "calls.tsv"))
    assert same(csv, read("\n".join(map(json.dumps, objects)), "calls.jsonl"))


def test_milliseconds_become_seconds() -> None:
    found = read(HEADER + "100,20,500,1500\n", unit="ms")
    assert (found.ttft[0], found.total[0]) == pytest.approx((0.5, 1.5))


@pytest.mark.parametrize(
    ("content", "unit", "said"),
    [
        (
            HEADER + "100,20,500,1500\n",
            "s",
            "half of the calls take more than 75 s for a token; are the times in ms?",
        ),
        (
            "prompt_tokens,output_tokens,ttft\n9,1,700\n",
            "s",
            "half of the calls take more than 700 s; are the times",
        ),
        (
            HEADER + "100,20,0.5,1.5\n",
            "ms",
            "half of the calls take less than 0.5 ms; are the times in seconds?",
        ),
    ],
)
def test_times_in_another_unit_than_said_are_noticed(content: str, unit: str, said: str) -> None:
    assert said in faults(content, unit=unit)[0]


def test_blank_cells_are_missing_times_and_a_call_without_any_is_passed_over() -> None:
    found = read(HEADER + "100,20,,1.5\n100,20,0.5, \n0,0,,\n")
    assert np.isnan(found.ttft).tolist() == [True, False]
    assert np.isnan(found.total).tolist() == [False, True]
    objects = '{"prompt_tokens": 1, "output_tokens": 2, "ttft": null, "total": 1}\n'
    assert np.isnan(read(objects, "calls.jsonl").ttft).tolist() == [True]


def test_every_problem_is_told_with_its_line() -> None:
    content = HEADER + (
        "100,20,-1,2\n"
        "100,20,0,2\n"
        "100,20,3,2\n"
        "x,20.5,nan,inf\n"
        "\n"
        "0,20,0.5,1.5\n"
        "100,20,0.5\n"
        '100,20,"0,5",1.5\n'
        "1e12,20,0.5,1e9\n"
    )
    assert faults(content) == [
        "calls.csv:2: 'ttft' is '-1'; a time is above 0",
        "calls.csv:3: 'ttft' is '0'; a time is above 0",
        "calls.csv:4: 'ttft' '3' is above 'total' '2'",
        "calls.csv:5: 'prompt_tokens' is 'x' and no number",
        "calls.csv:5: 'output_tokens' is '20.5'; a call has a whole number of tokens, 1 or more",
        "calls.csv:5: 'ttft' is 'nan' and no number",
        "calls.csv:5: 'total' is 'inf' and no number",
        "calls.csv:7: 'prompt_tokens' is '0'; a call has a whole number of tokens, 1 or more",
        "calls.csv:8: the row has 3 cells and the first row 4",
        "calls.csv:9: 'ttft' is '0,5' and no number",
        "calls.csv:10: 'prompt_tokens' is '1e12'; no call has so many tokens",
        "calls.csv:10: 'total' is '1e9' s; no call takes so long",
    ]


def test_every_problem_of_json_lines_is_told_with_its_line() -> None:
    good = '"output_tokens": 2, "ttft": 1, "total": 2}'
    lines = [
        '{"prompt_tokens": true, ' + good,
        '{"prompt_token": 3, ' + good,
        "[1]",
        "{",
        '{"prompt_tokens": 3, "output_tokens": 2, "ttft": NaN, "total": [1]}',
        '{"prompt_tokens": 1' + 400 * "0" + ", " + good,
    ]
    found = faults("\n".join(lines), "calls.jsonl")
    assert found[:-1] == [
        "calls.jsonl:1: 'prompt_tokens' is true or false and no number",
        "calls.jsonl:2: the object has no field 'prompt_tokens'; did you mean 'prompt_token'?",
        "calls.jsonl:3: it is a list and not an object",
        "calls.jsonl:4: it is not JSON: Expecting property name enclosed in double quotes at character 2",
        "calls.jsonl:5: 'ttft' is nan and no number",
        "calls.jsonl:5: 'total' is a list and no number",
    ]
    assert found[-1].startswith("calls.jsonl:6: 'prompt_tokens' is 1000")
    assert len(found[-1]) < 120


def test_only_the_first_problems_are_shown() -> None:
    assert len(faults(HEADER + "x,x,x,x\n" * 50)) == PROBLEMS_SHOWN


def test_a_misspelt_column_gets_a_suggestion() -> None:
    assert faults(GOOD.replace("prompt_tokens", "prompt_token")) == [
        "calls.csv:1: there is no column 'prompt_tokens'; did you mean 'prompt_token'?"
    ]
    # A time under another name is no missing time, unless the scenario says that there is none.
    near = GOOD.replace("ttft", "ttft_s")
    assert faults(near) == [
        "calls.csv:1: there is no column 'ttft'; did you mean 'ttft_s'? Name it in the scenario, or write null"
    ]
    assert read(near, ttft="ttft_s").ttft[0] == 0.5
    assert np.isnan(read(near, ttft=None).ttft).all()


def test_a_column_that_the_scenario_names_has_to_be_there() -> None:
    assert np.isnan(read("prompt_tokens,output_tokens,total\n1,1,2\n").ttft).all()
    said = "there is no column 'first'; there is 'prompt_tokens', 'output_tokens', 'total'"
    assert said in faults("prompt_tokens,output_tokens,total\n1,1,2\n", ttft="first")[0]
    line = '{"prompt_tokens": 1, "output_tokens": 2, "total": 2}\n'
    assert said in faults(line, "calls.jsonl", ttft="first")[0]


def test_a_log_without_a_time_is_refused() -> None:
    said = "there is no column 'ttft' or 'total'; there is 'took'"
    assert said in faults("prompt_tokens,output_tokens,took\n1,1,2\n")[0]
    with pytest.raises(ValueError, match="a log needs a time"):
        CallLog(file="calls.csv", unit="s", ttft=None, total=None)


def test_a_column_that_stands_twice_is_refused() -> None:
    assert "2 columns are called 'ttft'" in faults("prompt_tokens,output_tokens,ttft,ttft\n1,1,2,2\n")[0]


def test_a_number_stands_for_all_calls() -> None:
    found = read("ttft\n0.5\n0.6\n", prompt_tokens=20, output_tokens=1)
    assert (found.prompt.tolist(), found.output.tolist()) == ([20, 20], [1, 1])


MODELS = (
    "model,region,prompt_tokens,output_tokens,ttft\nlarge,eu,10,1,0.5\nsmall,us,x,y,z\nlarge,us,30,1,0.7\n"
)


def test_only_the_calls_asked_for_are_looked_at() -> None:
    assert read(MODELS, where={"model": "large"}).prompt.tolist() == [10, 30]
    assert read(MODELS, where={"model": "large", "region": "us"}).prompt.tolist() == [30]
    line = '{"prompt_tokens": 1, "output_tokens": 2, "total": 2, "stream": true, "n": 3}\n'
    assert read(line, "calls.jsonl", where={"stream": "true", "n": "3"}).prompt.tolist() == [1]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"model": "larg"}, "calls.csv: no call has 'larg' in 'model'; did you mean 'large'?"),
        (
            {"model": "small", "region": "eu"},
            "calls.csv: no call has 'small' in 'model' and 'eu' in 'region' and a time",
        ),
        ({"modl": "large"}, "calls.csv:1: there is no column 'modl'; did you mean 'model'?"),
    ],
)
def test_a_condition_that_no_call_meets_is_refused(where: dict[str, str], said: str) -> None:
    assert faults(MODELS, where=where) == [said]


def test_a_condition_on_a_field_that_no_object_has_is_refused() -> None:
    line = '{"model": "a", "prompt_tokens": 1, "output_tokens": 2, "total": 2}\n'
    assert (
        "there is no column 'modl'; did you mean 'model'?" in faults(line, "c.jsonl", where={"modl": "a"})[0]
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("calls.txt", "x", "a log of calls is a .csv, .tsv or .jsonl file"),
        ("calls.jsonl", "", "calls.jsonl: the file is empty"),
        ("calls.csv", HEADER, "calls.csv: the file has no rows with calls"),
        (
            "calls.tsv",
            HEADER.replace(",", "\t") + "\n\n",
            "calls.tsv: the file has no rows with calls",
        ),
        ("calls.csv", " \n\n", "calls.csv: the file is empty"),
        ("calls.jsonl", "\ufeff", "calls.jsonl: the file is empty"),
        ("calls.csv", HEADER + "1,1,,\n", "no call has a time"),
        ("calls.csv", HEADER + '"1,1,1,1\n', "the table breaks off here"),
        ("calls.csv", "", "calls.csv: the file is empty"),
        ("calls.csv", "prompt,output\n", "there is no column 'prompt_tokens'"),
    ],
)
def test_what_is_no_log_is_refused(name: str, content: str, said: str) -> None:
    assert said in faults(content, name)[0]
    assert len(faults("", name)) == 1


def fitted(folder: Path, written: str) -> FittedTimes:
    log = check(parse_yaml(written, "plan.yaml"), CallLog)
    return MeasuredTexts(folder, book(shop(sku("large", input=1.00)))).call_times(log)


def told(folder: Path, written: str) -> str:
    with pytest.raises(BadInput) as refused:
        fitted(folder, written)
    return str(refused.value)


def test_a_log_beside_the_scenario_is_fitted_once(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(GOOD, "utf-8")
    log = check(parse_yaml("file: calls.csv\nunit: s\nmeasured_on: 2026-11-01\n", "plan.yaml"), CallLog)
    texts = MeasuredTexts(tmp_path, book(shop(sku("large", input=1.00))))
    found = texts.call_times(log)
    assert found.ttft.value == pytest.approx((0.5 * 0.6 * 0.7) ** (1 / 3))
    (tmp_path / "calls.csv").unlink()
    assert texts.call_times(log) is found
    assert texts.files() == []


def test_problems_of_a_log_stand_at_the_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(GOOD.replace("0.6", "soon"), "utf-8")
    said = told(tmp_path, "unit: s\nfile: calls.csv\n")
    assert said == "plan.yaml:2: file: calls.csv:3: 'ttft' is 'soon' and no number"
    (tmp_path / "few.csv").write_text(HEADER + "1,1,1,1\n", "utf-8")
    said = told(tmp_path, "unit: s\nfile: few.csv\n")
    assert said == "plan.yaml:2: file: few.csv: 1 of the calls have a time; at least 3 are needed"
    assert "did you mean 'calls.csv'" in told(tmp_path, "unit: s\nfile: call.csv\n")


@pytest.mark.parametrize("name", ["../calls.csv", "link.csv", "/etc/hostname"])
def test_a_log_outside_the_scenarios_folder_is_refused(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "plan"
    inside.mkdir()
    (tmp_path / "calls.csv").write_text(GOOD, "utf-8")
    (inside / "link.csv").symlink_to(tmp_path / "calls.csv")
    assert "leads out of the scenario's folder; keep the log beside it" in told(
        inside, f"file: {name}\nunit: s\n"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("file: calls.csv\n", "unit: is missing"),
        ("file: calls.csv\nunit: min\n", "unit: expected 's' or 'ms', got 'min'"),
        ("file: calls.csv\nunit: s\nprompt_tokens: 0\n", "prompt_tokens: 0 is not at least 1"),
        (
            "file: calls.csv\nunit: s\nprompt_tokens: 2.5\n",
            "prompt_tokens: expected a whole number, got '2.5'",
        ),
        (
            "file: calls.csv\nunit: s\nprompt_tokens: true\n",
            "prompt_tokens: expected a whole number, got 'True'",
        ),
        ("file: calls.csv\nunit: s\nttft: null\ntotal: null\n", "ttft: a log needs a time"),
        ("file: calls.csv\nunit: s\nwhere: {model: 4}\n", "where.model: expected a text, got '4'"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_line(written: str, said: str, tmp_path: Path) -> None:
    assert said in told(tmp_path, written)
