"""What a saving is made of and what is claimed of it: each part in every draw, no place of what was not measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building.plans import scenario

from planner.pipeline import Answer, Question, answer, how_long, with_draws
from planner.results.latency_report import LatencyReport
from planner.views.number_format import duration
from planner.views.reports.latency_json import latency_report_text
from planner.views.reports.latency_savings import _data_words, saving_lines
from planner.views.tui.panels.latency_details import latency_details

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: %s%s"
PEOPLE = "kind: manual, handling: {minutes: %s, role: engineer}"
GPUS = (
    "kind: self_hosted, tokenizer: llama3, prompt: 50, hosting: {replicas: {sku: %s, minimum: 1,"
    " serving: {model: llama-3.1-8b}}, operations: {role: engineer, hours_per_month: 0}}"
)
WORK = "requests: 10k, per: day, user_tokens: 100, output_tokens: 20, busy_hour: 10%"


def claimed(time: float, p50: int) -> str:
    return f", latency: {{p50: {p50}, p95: {2 * p50}, samples: 50, claimed: {time}}}"


def chain(prompt: int, time: int, more: str = "") -> str:
    call = "{model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: %d, output_tokens: 20, latency: {%sclaimed: %d}}"
    return f"kind: chain, steps: {{a: {call % (prompt, more, time)}, b: {call % (prompt, more, time)}}}"


def made(folder: Path, options: dict[str, str], draws: int = 0) -> tuple[Answer, LatencyReport]:
    (folder / "plan.yaml").write_text(scenario(options, workload=WORK), "utf-8")
    found = with_draws(answer(Question(str(folder / "plan.yaml"), draws=draws)))
    return found, how_long(found)


def page(found: tuple[Answer, LatencyReport]) -> str:
    return re.sub(r"\s+", " ", " ".join(line.text for line in saving_lines(*found, 100)))


def panel(found: tuple[Answer, LatencyReport], option: str) -> str:
    rows = latency_details(found[0], found[0].evaluation.options[option], 100)
    return re.sub(r"\s+", " ", " ".join(row.text for row in rows))


def test_a_claim_that_an_option_takes_longer_says_so(tmp_path: Path) -> None:
    found = made(
        tmp_path, {"base": LUNA % (400, claimed(200, 400)), "o": LUNA % (40, claimed(300, 500))}, 100
    )
    words = "Unverified claim: O takes 100 ms longer than Base; the data say 100 ms longer"
    assert re.search(words + r" \([\d.]+ – [\d.]+ ms\)\.", page(found))
    assert words in panel(found, "o")
    assert "prompt tokens removed" not in page(found)


@pytest.mark.parametrize(
    ("base", "option", "data"),
    [(500, 400, "the data say that it takes 100 ms less."), (400, 400, "the data say 0 ms longer.")],
)
def test_data_that_say_otherwise_than_a_claim_stand_beside_it(
    base: int, option: int, data: str, tmp_path: Path
) -> None:
    options = {"base": LUNA % (40, claimed(200, base)), "o": LUNA % (40, claimed(300, option))}
    assert f"O takes 100 ms longer than Base; {data}" in page(made(tmp_path, options))


def test_a_long_time_claimed_for_each_token_has_a_unit_that_fits(tmp_path: Path) -> None:
    options = {"base": LUNA % (400, claimed(40_000_000, 400)), "o": LUNA % (399, claimed(300, 400))}
    assert "; and 11.1 h for each of the 1 prompt tokens removed" in page(made(tmp_path, options))


@pytest.mark.parametrize("more", ["", "p50: 300, p95: 600, samples: 50, "])
def test_a_claimed_saving_of_a_chain_stands_beside_what_the_data_say(more: str, tmp_path: Path) -> None:
    found = made(tmp_path, {"base": chain(1000, 400, more), "o": chain(100, 100, more)})
    before, after = (each.latency.latency(0.5) for each in found[0].evaluation.options.values())
    assert before is not None
    assert after is not None
    data = duration(before.value.item() - after.value.item())
    for text in (page(found), panel(found, "o")):
        assert (
            f"Unverified claim: O saves 600 ms against Base; the data say {data}. That would be 4 times as fast"
            in text
        )


def test_a_claim_of_so_many_times_as_fast_stands_beside_that_of_the_data(tmp_path: Path) -> None:
    """400 ms to 100 ms is 4 times; 800 ms to 750 ms is 1.07 times."""
    options = {
        "base": LUNA % (800, claimed(400, 800)),
        "o": LUNA % (50, claimed(100, 750)),
    }
    said = "That would be 4 times as fast, where the data say 1.07 times; and 0.4 ms for each of the 750"
    assert said in page(made(tmp_path, options))


def test_a_claimed_saving_without_data_says_so(tmp_path: Path) -> None:
    dark = "bedrock/custom-nova-micro"
    options = {
        name: chain(400, time).replace("openai/gpt-6-luna", dark)
        for name, time in (("base", 400), ("o", 100))
    }
    assert "O saves 600 ms against Base; there is no data on it." in page(made(tmp_path, options))


def test_people_are_no_model_and_were_measured_nowhere(tmp_path: Path) -> None:
    options = {"base": LUNA % (400, ""), "o": PEOPLE % 1, "other": PEOPLE % 2}
    text = page(made(tmp_path, options))
    assert text.count("people instead of a model") == 2
    assert "offices" not in text
    assert "another model" not in text


@pytest.mark.parametrize(
    ("other", "reason"), [(LUNA % (400, ""), "a model instead of people"), (PEOPLE % 2, "other people")]
)
def test_what_comes_instead_of_people_is_named(other: str, reason: str, tmp_path: Path) -> None:
    text = page(made(tmp_path, {"base": PEOPLE % 1, "other": other}))
    assert f" {reason} " in text
    assert "measured" not in text


def test_what_was_worked_out_is_not_said_to_be_measured_and_told_once_for_all(tmp_path: Path) -> None:
    options = {"base": LUNA % (400, ""), "o": GPUS % "runpod/h100-sxm", "p": GPUS % "runpod/l40s"}
    found = made(tmp_path, options)
    text = page(found)
    told = re.findall(r"[^.]*: one is measured, the other worked out \(\w+; beside the GPU\)[^.]*\.", text)
    assert len(told) == 1
    assert re.search(r"(O, P|P, O): one is measured", told[0])
    assert "measured from other places" not in text
    assert "one is measured, the other worked out" in panel(found, "o")
    assert json.loads(latency_report_text(*found))["options"]["o"]["saving_ms"]["measured_from"] is None


def test_parts_that_are_0_in_the_base_case_stand_where_the_draws_move_them(tmp_path: Path) -> None:
    options = {"base": LUNA % ("400 (200 to 800)", ""), "o": LUNA % (400, ", output_tokens: 20 (10 to 60)")}
    found = made(tmp_path, options, 200)
    told = json.loads(latency_report_text(*found))["options"]["o"]["saving_ms"]
    assert set(told["believed"]) == {"total", "shorter prompt", "shorter output"} == {"total", *told["parts"]}
    assert "= shorter prompt 0 ms (" in page(found).replace("~", "")
    assert "shorter output 0 ms (" in page(found).replace("~", "")
    assert "shorter" not in page(made(tmp_path, options))


@pytest.mark.parametrize("known", [float("inf"), -float("inf"), float("nan")])
@pytest.mark.parametrize("longer", [True, False])
def test_a_time_without_an_end_is_said_in_words(known: float, longer: bool) -> None:
    assert _data_words(known, None, longer=longer) == "by the data one of them has no end"
