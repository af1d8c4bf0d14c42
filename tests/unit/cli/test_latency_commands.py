"""What a person types to learn how long answers take, and where it comes from."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable

import pytest
from building.commands import printed, refused

Planner = Callable[..., subprocess.CompletedProcess[str]]


def test_help_names_the_formats_and_an_example(planner_in_place: Planner) -> None:
    text = printed(planner_in_place("latency", "--help"))
    assert "--format [text|json]" in text
    assert "planner latency ticket-triage" in text


def test_the_examples_of_the_help_work(planner_in_place: Planner) -> None:
    text = printed(planner_in_place("latency", "--help"))
    examples = [shlex.split(line) for line in text.splitlines() if line.startswith("  planner latency ")]
    assert len(examples) == 2
    shown = [printed(planner_in_place(*example[1:], "--draws", "0")) for example in examples]
    assert "p95 ≤ 500 ms" in shown[1]
    assert "not ≤ 500 ms" in shown[1]


def test_an_unknown_scenario_is_refused(planner_in_place: Planner) -> None:
    said = refused(planner_in_place("latency", "fast-answer"))
    assert "fast-answers" in said


def test_an_unknown_format_is_refused(planner_in_place: Planner) -> None:
    assert "'csv' is not one of 'text', 'json'" in refused(
        planner_in_place("latency", "fast-answers", "--format", "csv")
    )


def test_json_is_one_object_with_what_was_set(planner_in_place: Planner) -> None:
    asked = ("latency", "fast-answers", "--format", "json", "--draws", "200")
    setting = "objectives.latency_p95=2 s"
    free, tight = (json.loads(printed(planner_in_place(*asked, *more))) for more in (("--set", setting), ()))
    assert (free["settings"], tight["settings"]) == ([setting], [])
    assert (free["cheapest"], tight["cheapest"]) == ("haiku", "own-l4")
    for name, option in free["options"].items():
        assert option["latency_ms"] == tight["options"][name]["latency_ms"]
        assert option["objectives"][0]["at_most"] == 2000


def test_without_draws_nothing_is_said_of_what_is_believed(planner_in_place: Planner) -> None:
    found = json.loads(
        printed(planner_in_place("latency", "fast-answers", "--format", "json", "--draws", "0"))
    )
    assert {str(option["believed_ms"]) for option in found["options"].values()} == {"None"}
    text = printed(planner_in_place("latency", "fast-answers", "--draws", "0"))
    assert "P10" not in text


def test_an_objective_of_nothing_is_refused_with_what_there_is(planner_in_place: Planner) -> None:
    said = refused(planner_in_place("latency", "fast-answers", "--set", "objectives.latency_p96=500 ms"))
    assert "latency_p95" in said


def test_every_number_of_a_latency_leads_to_its_line_and_its_page(planner_in_place: Planner) -> None:
    text = printed(planner_in_place("explain", "ticket-triage-2024", "tuned", "latency"))
    places = re.findall(r"pricing/latency/openai\.yaml:(\d+) · \[(\d+)\]", text)
    assert len(places) >= 3
    assert "scenarios/ticket-triage-2024.yaml:" in text
    pages = dict(re.findall(r"^\[(\d+)\] (.*https://\S+), read \d{4}-\d\d-\d\d", text, re.MULTILINE))
    assert {page for _, page in places} <= set(pages)
    assert text.count("pricing/latency/assumed.yaml:") >= 1


def test_a_latency_that_is_not_known_is_explained_by_why(planner_in_place: Planner) -> None:
    text = printed(planner_in_place("explain", "fast-answers", "tuned", "latency"))
    assert "not known" in text.splitlines()[0]
    assert "nobody is known to have measured bedrock/custom-nova-micro" in re.sub(r"\s*│?\s+", " ", text)


def test_a_latency_has_no_months(planner_in_place: Planner) -> None:
    said = refused(planner_in_place("explain", "fast-answers", "luna", "latency", "2026-12"))
    assert "'2026-12' is no month of this plan" in said
    assert "a latency is that of the slowest month" in said


@pytest.mark.parametrize("word", ["nothing-like-this", "[red]x[/red]"])
def test_profiles_that_nobody_has_are_said_to_be_none(word: str, planner_in_place: Planner) -> None:
    assert printed(planner_in_place("prices", "latency", word)) == f"No latency profile matches {word}.\n"


def test_a_few_profiles_are_shown_with_what_they_rest_on(planner_in_place: Planner) -> None:
    text = printed(planner_in_place("prices", "latency", "gpt-4o", "MINI"))
    names = re.findall(r"^(gpt-4o-mini\S+)", text, re.MULTILINE)
    assert 1 <= len(names) <= 5
    assert text.count("https://") == len(names)
    assert f"{len(names)} profiles." in text
    assert "https://" not in printed(planner_in_place("prices", "latency"))


def test_the_objective_of_a_latency_flips_the_choice_where_the_percentiles_lie(
    planner_in_place: Planner,
) -> None:
    asked = ("--format", "json", "--draws", "0")
    vary = ("solve", "fast-answers", "--vary", "objectives.latency_p95", "--draws", "0")
    times = json.loads(printed(planner_in_place("latency", "fast-answers", *asked)))["options"]
    text = printed(planner_in_place(*vary))
    flips = [
        float(each.replace(",", ""))
        for each in re.findall(r"^▸? +([\d.,]+) ms +[\d.,]+ ms", text, re.MULTILINE)
    ]
    p95 = [times[name]["latency_ms"]["p95"] for name in ("own-h100", "own-l4", "haiku")]
    assert flips[1:] == pytest.approx(p95, rel=1e-4)
    assert "no option" in text


def test_a_slope_of_the_tables_is_no_input_of_the_plan_and_that_is_said(planner_in_place: Planner) -> None:
    said = refused(
        planner_in_place(
            "solve", "fast-answers", "--vary", "latency.gpt-4o-mini-2026-05.slope", "--draws", "0"
        )
    )
    assert "--vary latency.gpt-4o-mini-2026-05.slope: the scenario has no 'latency' there" in said
